// Transmission devices: their live link, the parts behind them, their packets and operations, and the import of part lists.
import { z } from 'zod';
import type { Device } from '../../../device-drivers/device.ts';
import type { DeviceDriver } from '../../../device-drivers/driver.ts';
import { PROFILES } from '../../../device-drivers/gb26875/profile.ts';
import { words } from '../../../device-drivers/words.ts';
import type { Alarm } from '../../alarms/alarm.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Operations } from '../../estate/operations.ts';
import { importPlan } from '../../estate/part-import.ts';
import { readPartList } from '../../estate/part-list.ts';
import type { Presence } from '../../estate/presence.ts';
import type { TracedPacket } from '../../links/gb26875/packet-trace.ts';
import type { StationState } from '../../links/gb26875/stations.ts';
import { type DeviceViews, worstByDevice } from '../device-views.ts';
import { linkSettingsOf } from '../link-settings.ts';
import { operationRow, packetView, partRow } from '../part-views.ts';
import { FieldError } from '../problems.ts';
import { idParams, importQuery, packetList, pageQuery, partList } from '../requests.ts';
import { type Route, route } from '../route.ts';
import {
  operationRow as operationSchema,
  packetTrace,
  partImport,
  partRow as partSchema,
  profileView,
  stationLink,
} from '../transmission-contract.ts';
import type { Acting } from './acting.ts';

/** The largest list of parts, bytes: 10,000 rows of 400. */
const PART_LIST_BYTES = 4 << 20;

export interface TransmissionRouteRooms {
  readonly estate: Estate;
  readonly presence: Presence;
  readonly operations: Pick<Operations, 'list'>;
  /** Undefined where the link is off. */
  readonly stations:
    | { state(device: string): StationState | undefined; packets(device: string, after: number): TracedPacket[] }
    | undefined;
  readonly desk: { open(): Iterable<Alarm> };
  readonly driverOf: (model: string) => DeviceDriver | undefined;
  readonly views: DeviceViews;
  readonly flow: Acting;
}

const NOT_CONNECTED: StationState = {
  connected: false,
  transport: null,
  peer: null,
  since: null,
  lastPacket: null,
  clockAhead: null,
  clockSet: null,
  inspected: null,
  nextInspection: null,
  unanswered: false,
  doubled: false,
  carrier: null,
  waiting: 0,
  counters: {},
};

export function transmissionRoutes(rooms: TransmissionRouteRooms): Route[] {
  const { estate, presence, operations, stations, desk, driverOf, views, flow } = rooms;
  const there = (id: string): Device => {
    const found = estate.device(id);
    if (found?.address.by !== 'gb26875') throw new BalefireError('not-found', { what: id });
    return found;
  };
  return [
    route({
      method: 'get',
      path: '/profiles',
      id: 'listProfiles',
      summary: words('传输装置的协议习惯', 'What transmission devices do where the standard leaves it open'),
      needs: 'signed-in',
      answer: z.object({ items: z.array(profileView) }),
      handle: () => ({ items: PROFILES.map(({ id, title, source }) => ({ id, title, source })) }),
    }),
    route({
      method: 'get',
      path: '/devices/{id}/link',
      id: 'readStationLink',
      summary: words('传输装置的通信链路，及其设置与来源', 'The live link of a transmission device, its settings and who set them'),
      needs: 'device.read',
      params: idParams,
      answer: stationLink,
      names: { 'params.id': 'transmission' },
      handle({ params }) {
        const device = there(params.id);
        const { counters, ...state } = stations?.state(device.id) ?? NOT_CONNECTED;
        return { ...state, counters: { ...counters }, settings: linkSettingsOf(device, estate) };
      },
    }),
    route({
      method: 'get',
      path: '/devices/{id}/packets',
      id: 'readPackets',
      summary: words('最近的收发报文', 'The last packets, either way'),
      needs: 'frame.read',
      params: idParams,
      query: packetList,
      answer: z.object({ items: z.array(packetTrace) }),
      names: { 'params.id': 'transmission' },
      handle({ params, query }) {
        const { id, address } = there(params.id);
        return { items: (stations?.packets(id, query.after ?? 0) ?? []).map((packet) => packetView(packet, address)) };
      },
    }),
    route({
      method: 'get',
      path: '/devices/{id}/operations',
      id: 'listOperations',
      summary: words('控制器与装置的操作记录，最近在前', 'What was done at panel and device, the last first'),
      needs: 'device.read',
      params: idParams,
      query: pageQuery,
      answer: z.object({ items: z.array(operationSchema), next: z.string().nullable() }),
      names: { 'params.id': 'device' },
      handle({ params, query }) {
        const found = operations.list(params.id, query.limit, query.after);
        const last = found.length < query.limit ? undefined : found.at(-1);
        return { items: found.map((one) => operationRow(one, estate)), next: last ? String(last.number) : null };
      },
    }),
    route({
      method: 'get',
      path: '/devices/{id}/parts',
      id: 'listParts',
      summary: words('传输装置后的系统与部件', 'Systems and parts behind a transmission device'),
      needs: 'device.read',
      params: idParams,
      query: partList,
      answer: z.object({ items: z.array(partSchema), next: z.string().nullable(), total: z.number() }),
      names: { 'params.id': 'transmission' },
      handle({ params, query, by }) {
        const worst = worstByDevice(desk.open());
        const search = query.search?.trim().toLowerCase() ?? '';
        const all = [...estate.partsOf(there(params.id).id)]
          .flatMap((id) => estate.device(id) ?? [])
          .filter((part) => by.sees(part.path) && (query.state === 'all' || worst.has(part.id)))
          .map((part) => partRow(part, views.row(part, worst), { estate, presence, driver: driverOf(part.model) }))
          .filter((row) => search === '' || textOf(row).includes(search))
          .sort(byLoopAndPoint);
        const from = query.after === undefined ? 0 : all.findIndex((row) => row.id === query.after) + 1;
        const items = all.slice(from, from + query.limit);
        return { items, next: from + query.limit < all.length ? (items.at(-1)?.id ?? null) : null, total: all.length };
      },
    }),
    route({
      method: 'post',
      path: '/devices/{id}/parts/import',
      id: 'importParts',
      summary: words('导入部件清单（CSV 或 XLSX）；先试运行', 'Import a list of parts, CSV or XLSX; try it first'),
      needs: 'device.manage',
      params: idParams,
      query: importQuery,
      body: z.instanceof(Uint8Array),
      upload: PART_LIST_BYTES,
      answer: partImport,
      names: { 'params.id': 'transmission' },
      async handle({ params, query, body, by }) {
        const device = there(params.id);
        const list = await readPartList(body);
        if (list.problem) throw new FieldError([{ path: 'body', words: list.problem }]);
        const plan = importPlan(device, list.rows, estate);
        const isDone = !query.dry && list.wrong === 0 && list.rows.length > 0;
        if (isDone) await flow.act({ do: 'import-parts', device: device.id, places: plan.places, parts: plan.parts }, by.author);
        const { added, changed, unchanged, preview } = plan;
        const places = plan.places.length;
        return {
          rows: list.rows.length,
          added,
          changed,
          unchanged,
          places,
          done: isDone,
          errors: [...list.errors],
          wrong: list.wrong,
          preview,
        };
      },
    }),
  ];
}

type Row = ReturnType<typeof partRow>;

function textOf({ name, part }: Row): string {
  const { description, type, loop, point } = part;
  return `${name} ${description} ${type.zh} ${type.en} ${loop}-${point}`.toLowerCase();
}

/** Systems first, then loop and point as they stand on the panel. */
function byLoopAndPoint({ part: one }: Row, { part: other }: Row): number {
  const order = (part: Row['part']): number[] => [
    part.systemType,
    part.systemAddress,
    part.loop ?? -1,
    part.point ?? -1,
    part.partType ?? -1,
  ];
  const [a, b] = [order(one), order(other)];
  for (const [nth, left] of a.entries()) if (left !== b[nth]) return left - (b[nth] ?? 0);
  return 0;
}
