// The words between screen and gateway: every body and query of the API that is not in the contract, as strict schemas.
import { z } from 'zod';
import { DUTY_MINUTES } from '../../device-drivers/gb26875/settings.ts';
import { isStation } from '../../device-drivers/gb26875/station.ts';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { DEVICE_ID } from '../estate/estate.ts';
import { LOGIN } from '../estate/people.ts';
import { isNetwork } from '../networks.ts';
import { FALSE_CAUSES, PLACE_KINDS, ROLES } from './contract.ts';
import { parameterName } from './rule-contract.ts';

/** The id of anything. */
export const id = z.string().min(1).max(100);
/** What a person writes as a name: 1 to 80 characters, none of them a control character. */
export const title = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u);
const longitude = z.number().min(-180).max(180);
const latitude = z.number().min(-90).max(90);
const position = { longitude: longitude.optional(), latitude: latitude.optional() };
/** Of something that is there already; null takes the position away. */
const changedPosition = { longitude: longitude.nullish(), latitude: latitude.nullish() };
const secret = z.string().min(1).max(256);

export const idParams = z.object({ id });

export const newPerson = z.strictObject({ login: z.string().regex(LOGIN), name: title, role: z.enum(ROLES), place: id, secret });
export const changePerson = z.strictObject({
  name: title.optional(),
  role: z.enum(ROLES).optional(),
  place: id.optional(),
  disabled: z.boolean().optional(),
  secret: secret.optional(),
});
export const changeOwnSecret = z.strictObject({ old: secret, secret });

export const newPlace = z.strictObject({ parent: id, kind: z.enum(PLACE_KINDS), name: title, ...position });
export const changePlace = z.strictObject({ parent: id.optional(), name: title.optional(), ...changedPosition });

/** For a model that is polled. */
const modbus = z.strictObject({ bus: z.string().regex(/^[a-z0-9-]{1,32}$/), unit: z.number().int().min(0).max(255) });
/** 12 hexadecimal digits in wire order, or the decimal number that is printed on most devices. */
const station = z
  .string()
  .trim()
  .toLowerCase()
  .refine((text) => isStation(text) || (/^\d{1,15}$/.test(text) && Number(text) < 2 ** 48), '12 × 0-9a-f / 0…281474976710655');
/** For a transmission device. */
const gb26875 = z.strictObject({
  station,
  network: z.string().trim().refine(isNetwork, 'CIDR').nullish(),
  profile: z.string().max(40).default('standard'),
});
/** As it is printed on the device. */
const serial = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u);
export const newDevice = z.strictObject({
  id: z.string().regex(DEVICE_ID),
  name: title,
  model: id,
  place: id,
  modbus: modbus.optional(),
  gb26875: gb26875.optional(),
  serial: serial.optional(),
  ...position,
});
/** The device that takes the place of another; name, place and position go over. */
export const replaceDevice = z.strictObject({
  id: z.string().regex(DEVICE_ID),
  model: id,
  serial: serial.optional(),
  modbus: modbus.optional(),
  gb26875: gb26875.optional(),
  reason: title,
});
export const placeHeld = z.strictObject({ name: title, model: id, place: id, ...position });
export const changeDevice = z.strictObject({
  name: title.optional(),
  place: id.optional(),
  modbus: modbus.optional(),
  gb26875: gb26875.optional(),
  serial: serial.nullish(),
  ...changedPosition,
});

export const setParameter = z.strictObject({
  scope: id,
  name: parameterName,
  /** Null takes it away: the next place up, or the default, counts again. */
  value: z.number().nullable(),
  /** The version that its author saw, 0 for none: a newer one is not overwritten. Left out: whatever there is. */
  version: z.number().int().min(0).optional(),
  /** Why; needed for a limit of a rule. */
  reason: z.string().trim().max(200).optional(),
});

// ── acts about alarms and devices ──

export const acknowledge = z.object({ note: z.string().max(500).optional() });
/** As many as a person sees named on the confirmation of a flood; more come in the next request. */
export const acknowledgeTogether = z.strictObject({ ids: z.array(id).min(1).max(500), note: z.string().max(500).optional() });
export const judge = z
  .object({
    verdict: z.enum(['real', 'false', 'test', 'undetermined']),
    cause: z.enum(FALSE_CAUSES).optional(),
    note: z.string().max(500).optional(),
  })
  .refine((one) => one.verdict !== 'false' || one.cause !== undefined, {
    path: ['cause'],
    message: '误报须注明原因 / a false alarm needs its cause',
  });
export const reset = z.object({ note: z.string().max(500).optional() });

export const giveCommand = z.object({
  command: z.string().min(1).max(64),
  arguments: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
  /** Seconds; left out: the driver's own. */
  expiresAfter: z.number().int().min(1).max(86_400).optional(),
  /** Why; needed for a grave command. */
  reason: z.string().trim().min(1).max(500).optional(),
});
// ── duty checks ──

/** Within which the button must be pressed. */
const minutes = z.number().int().min(DUTY_MINUTES.lowest).max(DUTY_MINUTES.highest).default(DUTY_MINUTES.usual);

/** Asks one device, several, or all of a place; `sample`: of those so many at random. */
export const checkDuty = z
  .strictObject({
    devices: z.array(z.string().min(1).max(100)).min(1).max(2_000).optional(),
    place: z.string().min(1).max(100).optional(),
    sample: z.number().int().min(1).max(2_000).optional(),
    minutes,
  })
  .refine((one) => (one.devices === undefined) !== (one.place === undefined), {
    path: ['place'],
    message: '请指定设备或单位之一 / name either devices or a place',
  });

/** Local time of the site. */
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
export const setDutyPlan = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    place: z.string().min(1).max(100),
    kind: z.enum(['daily', 'random']),
    from: clock,
    to: clock.nullish(),
    times: z.number().int().min(1).max(12).default(1),
    minutes,
    enabled: z.boolean().default(true),
    /** The one that its author saw: a newer one is not overwritten. Left out: whatever there is. */
    version: z.number().int().min(0).optional(),
  })
  .refine((one) => one.kind === 'daily' || (one.to !== undefined && one.to !== null), {
    path: ['to'],
    message: '随机计划须注明结束时刻 / a random plan needs its end',
  });

// ── queries: all parts come as text ──

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const limit = z.coerce.number().int().min(1).max(200).default(50);
/** The number to go on after, as `next` of the page before gave it. */
const afterNumber = z.coerce.number().int().min(0).optional();

export const DEVICE_STATES = ['all', 'alarm', 'fault', 'silent', 'offline', 'never', 'isolated'] as const;
export const DEVICE_SORTS = ['id', 'name', 'place', 'kind', 'heard', 'worst'] as const;
const deviceFilter = {
  place: id.optional(),
  kind: z.string().max(40).optional(),
  model: z.string().max(80).optional(),
  search: z.string().max(80).optional(),
  state: z.enum(DEVICE_STATES).default('all'),
  sort: z.enum(DEVICE_SORTS).default('id'),
  order: z.enum(['up', 'down']).default('up'),
};
/** `after`: as `next` of the page before gave it. */
export const deviceList = z.strictObject({ ...deviceFilter, after: z.string().max(4_000).optional(), limit });
export const deviceExport = z.strictObject({
  ...deviceFilter,
  form: z.enum(['csv', 'xlsx']).default('xlsx'),
  language: z.enum(['zh', 'en']).default('zh'),
});
/** Of what is printed, and of what goes with a file. */
export const paperLanguage = z.strictObject({ language: z.enum(['zh', 'en']).default('zh') });

export const historyQuery = z.strictObject({
  point: z.string().min(1).max(64),
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(0),
  buckets: z.coerce.number().int().min(1).max(5_000).default(300),
  /** Also what those told whose place the device took. */
  predecessors: flag.optional(),
});
export const frameList = z.strictObject({ after: afterNumber, limit: z.coerce.number().int().min(1).max(100).default(30) });
export const alarmList = z.strictObject({
  open: flag.optional(),
  place: id.optional(),
  class: z.enum(ALARM_CLASSES).optional(),
  device: id.optional(),
  drill: flag.optional(),
  after: afterNumber,
  limit,
});
export const incidentList = z.strictObject({ open: flag.optional(), place: id.optional(), after: afterNumber, limit });
export const pageQuery = z.strictObject({ after: afterNumber, limit });
export const parameterList = z.strictObject({ scope: id.optional() });
export const partList = z.strictObject({
  search: z.string().max(80).optional(),
  state: z.enum(['alarm', 'all']).default('all'),
  after: z.string().max(100).optional(),
  limit,
});
export const packetList = z.strictObject({ after: afterNumber });
export const importQuery = z.strictObject({ dry: flag.default(false) });
export const rankingQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) });
export const capFeedQuery = z.strictObject({ place: id.optional(), limit: z.coerce.number().int().min(1).max(100).default(30) });
export const deliveryList = z.strictObject({ about: id.optional(), place: id.optional(), after: afterNumber, limit });
/** ms since 1970; left out: the last seven days. */
export const qualityQuery = z.strictObject({
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
  place: id.optional(),
});
/** Sorted by what is worst first; `after`: how many rows came before. */
export const unitList = z.strictObject({
  place: id.optional(),
  search: z.string().max(80).optional(),
  state: z.enum(['all', 'alarm', 'expiring', 'incomplete']).default('all'),
  after: afterNumber,
  limit,
});
export const highRiseQuery = z.strictObject({
  place: id.optional(),
  search: z.string().max(80).optional(),
  state: z.enum(['all', 'alarm', 'water', 'unconnected']).default('all'),
  sort: z.enum(['worst', 'name', 'height', 'pressure', 'hours', 'contact']).default('worst'),
  after: afterNumber,
  limit,
});
