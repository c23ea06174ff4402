// The words between screen and gateway about the map: its queries, and a layer as a person sets it.
import { z } from 'zod';
import { MAP_FILE } from '../map/map-folder.ts';
import { COORDINATES, LAYER_KINDS, TIANDITU_MAPS } from './map-contract.ts';
import { id } from './requests.ts';

/** The number to go on after, as `next` of the page before gave it. */
export const pointsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(2_000).default(2_000),
});
export const nearbyQuery = z.strictObject({
  longitude: z.coerce.number().min(-180).max(180),
  latitude: z.coerce.number().min(-90).max(90),
});
export const layerParams = z.object({ layer: id });
/** ms since 1970; left out: the last 24 hours. */
export const pastQuery = z.strictObject({
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
});

const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^\P{Cc}*$/u);
const corner = z.strictObject({ longitude: z.number().min(-180).max(180), latitude: z.number().min(-90).max(90) });
const zoom = z.number().int().min(0).max(22);

const layer = {
  name: text(40).min(1),
  place: id,
  kind: z.enum(LAYER_KINDS),
  coordinates: z.enum(COORDINATES).default('wgs84'),
  approval: text(60).default(''),
  attribution: text(200).default(''),
  lowest: zoom.default(0),
  highest: zoom.default(18),
  file: z.string().regex(MAP_FILE).nullish(),
  url: z.string().max(500).nullish(),
  tianditu: z.enum(TIANDITU_MAPS).nullish(),
  corners: z.array(corner).length(4).nullish(),
  key: z.string().trim().min(1).max(100).optional(),
};
const layerFields = z.strictObject(layer);

export const newMapLayer = z
  .strictObject({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a-z, 0-9, -'), ...layer })
  .superRefine(needsOfKind);
/** A key that is left out stays as it is. */
export const changeMapLayer = layerFields.superRefine(needsOfKind);
export type MapLayerOrder = z.infer<typeof newMapLayer>;

/** What a layer of its kind cannot do without. */
function needsOfKind(given: z.infer<typeof layerFields>, context: z.core.$RefinementCtx): void {
  const need = (path: string, isThere: boolean, message: string): void => {
    if (!isThere) context.addIssue({ code: 'custom', path: [path], message });
  };
  const { kind } = given;
  const isFile = kind === 'pmtiles' || kind === 'xyz' || kind === 'image';
  need('highest', given.lowest <= given.highest, '最大级别不能小于最小级别 / must not be below the lowest level');
  if (isFile) need('file', Boolean(given.file), '请选择 maps 目录中的文件 / choose a file of maps');
  if (kind === 'image') need('corners', Boolean(given.corners), '请填写四角坐标 / give its four corners');
  if (kind === 'tianditu') need('tianditu', Boolean(given.tianditu), '请选择天地图类型 / choose which map');
  if (kind === 'custom')
    need('url', isTemplate(given.url ?? ''), '须为 http(s) 地址，含 {z} {x} {y} / an http(s) address with {z}, {x} and {y}');
}

function isTemplate(url: string): boolean {
  const filled = url.replace(/\{[zxy]\}|\{-y\}/g, '0');
  return (
    /\{z\}/.test(url) &&
    /\{x\}/.test(url) &&
    /\{-?y\}/.test(url) &&
    URL.canParse(filled) &&
    /^https?:\/\//i.test(filled) &&
    !/[{}]/.test(filled)
  );
}
