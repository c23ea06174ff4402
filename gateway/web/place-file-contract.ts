// The files 档案 of units and buildings, as a person fills them in: the same schemas for the wire, the journal and the screen.
import { z } from 'zod';

/** One or more lines of a person's writing, none of them a control character. */
const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^\P{Cc}*$/u);
const title = text(120).min(1);
/** Of an item of a list: made by the screen, unique in its list, so that two people can change two items of one list. */
const itemId = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);
/** A day of the site's calendar, `2026-11-25`. */
const day = z.iso.date();
const phone = z
  .string()
  .trim()
  .refine(
    (given) => /^\+?\d[\d -]{3,18}\d$/.test(given),
    '电话：5 至 20 位数字，可含 + - 空格 / A telephone number: 5 to 20 digits, + and - allowed',
  );
const creditCode = z
  .string()
  .trim()
  .toUpperCase()
  .refine(
    (given) => /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(given),
    '统一社会信用代码：18 位数字或大写字母 / The unified credit code: 18 digits or letters',
  );

export const CONTACT_ROLES = ['legal', 'responsible', 'manager', 'duty-room', 'micro-station', 'other'] as const;
const CONTRACT_KINDS = ['maintenance', 'inspection', 'monitoring', 'other'] as const;
const CERTIFICATE_KINDS = ['inspection', 'acceptance', 'opening', 'operator', 'extinguisher', 'insurance', 'other'] as const;
/** The five systems of a building that a supervisor asks for, in the order in which they are shown. */
export const SYSTEMS = ['electrical', 'water', 'smoke', 'gas', 'doors'] as const;
export type SystemId = (typeof SYSTEMS)[number];

const MOST_ITEMS = 100;
function listOf<T extends z.ZodType<{ id: string }>>(item: T) {
  return z
    .array(item)
    .max(MOST_ITEMS)
    .refine((items) => new Set(items.map(({ id }) => id)).size === items.length, '项目编号重复 / Two items have one id');
}

/** Legal data, who is responsible, what was contracted, which certificates run until when. Null: not filled in. */
export const unitFile = z.strictObject({
  legalName: title.nullable(),
  creditCode: creditCode.nullable(),
  address: text(200).nullable(),
  /** 消防安全重点单位. */
  isKeyUnit: z.boolean(),
  contacts: listOf(z.strictObject({ id: itemId, role: z.enum(CONTACT_ROLES), name: title, phone: phone.nullable() })),
  /** What the unit says it has; what is measured of it stands in its buildings. */
  systems: listOf(z.strictObject({ id: itemId, system: z.enum(SYSTEMS), note: text(200), installed: day.nullable() })),
  contracts: listOf(
    z
      .strictObject({ id: itemId, kind: z.enum(CONTRACT_KINDS), party: title, from: day.nullable(), to: day.nullable() })
      .refine(({ from, to }) => from === null || to === null || from <= to, {
        path: ['to'],
        error: '不能早于起始日 / Not before its beginning',
      }),
  ),
  certificates: listOf(
    z
      .strictObject({
        id: itemId,
        kind: z.enum(CERTIFICATE_KINDS),
        name: title,
        number: text(60),
        issued: day.nullable(),
        expires: day.nullable(),
      })
      .refine(({ issued, expires }) => issued === null || expires === null || issued <= expires, {
        path: ['expires'],
        error: '不能早于签发日 / Not before its issue',
      }),
  ),
  note: text(1_000),
});
export type UnitFile = z.infer<typeof unitFile>;

export const BUILDING_USES = ['residential', 'public', 'factory', 'warehouse'] as const;
export const TANK_KINDS = ['roof', 'pool', 'transfer'] as const;
const deviceId = z.string().min(1).max(100);

/** Effective volume between the lowest effective level and the full level; hours = what is left of it ÷ demand. */
const tank = z
  .strictObject({
    id: itemId,
    kind: z.enum(TANK_KINDS),
    name: title,
    /** Id of the device that tells its level. */
    device: deviceId.nullable(),
    capacityM3: z.number().positive().max(100_000),
    fullM: z.number().positive().max(30),
    lowestM: z.number().min(0).max(30),
    /** What a fire takes out of it, L/s. */
    demandLps: z.number().positive().max(1_000),
    /** How long it must last; null: nobody said. */
    neededHours: z.number().positive().max(24).nullable(),
  })
  .refine(({ fullM, lowestM }) => lowestM < fullM, { path: ['lowestM'], error: '应低于满水位 / Below the full level' });
export type Tank = z.infer<typeof tank>;

export const buildingFile = z.strictObject({
  use: z.enum(BUILDING_USES).nullable(),
  /** From the outdoor ground to the roof, m (GB 50016-2014, appendix A). */
  heightM: z.number().positive().max(1_000).nullable(),
  floorsAbove: z.number().int().min(0).max(300).nullable(),
  floorsBelow: z.number().int().min(0).max(30).nullable(),
  /** Numbers of the refuge floors 避难层. */
  refugeFloors: z
    .array(z.number().int().min(1).max(300))
    .max(30)
    .refine((floors) => new Set(floors).size === floors.length, '楼层重复 / A floor stands twice'),
  /** Id of the device that tells the pressure at the most unfavourable hydrant, usually the top floor's. */
  topHydrant: deviceId.nullable(),
  tanks: listOf(tank),
  note: text(1_000),
});
export type BuildingFile = z.infer<typeof buildingFile>;

/** Of all high-rises of a place, how many should be connected, percent; null: the next place above says. */
const connectionTarget = z.strictObject({ percent: z.number().min(0).max(100).nullable() });
export type ConnectionTarget = z.infer<typeof connectionTarget>;

/** `version`: the one that the person saw and changed; 0 where there was none yet. */
const from = z.number().int().min(0);
export const setUnitFile = z.strictObject({ version: from, file: unitFile });
export const setBuildingFile = z.strictObject({ version: from, file: buildingFile });
export const setTarget = z.strictObject({ place: z.string().min(1).max(100), version: from, ...connectionTarget.shape });
export const changesQuery = z.strictObject({ since: z.coerce.number().int().min(0).default(0) });

/** One field that one version changed. `item`: of which entry of a list; texts as they stand in the file, null: nothing. */
const fileChange = z.object({
  path: z.string(),
  item: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type FileChange = z.infer<typeof fileChange>;
/** What a version changed, by whom and when. */
export const fileVersion = z.object({
  version: z.number(),
  at: z.number().int(),
  by: z.string(),
  name: z.string(),
  changes: z.array(fileChange),
});
export type FileVersion = z.infer<typeof fileVersion>;
