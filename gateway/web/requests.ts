// The words between screen and gateway: every body and query of the API that is not in the contract, as strict schemas.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { DEVICE_ID } from '../estate/estate.ts';
import { LOGIN } from '../estate/people.ts';
import { PLACE_KINDS, ROLES } from './contract.ts';

/** The id of anything. */
const id = z.string().min(1).max(100);
/** What a person writes as a name: 1 to 80 characters, none of them a control character. */
const title = z
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
export const newDevice = z.strictObject({
  id: z.string().regex(DEVICE_ID),
  name: title,
  model: id,
  place: id,
  modbus: modbus.optional(),
  ...position,
});
export const placeHeld = z.strictObject({ name: title, model: id, place: id, ...position });
export const changeDevice = z.strictObject({ name: title.optional(), place: id.optional(), modbus: modbus.optional(), ...changedPosition });

export const setParameter = z.strictObject({
  scope: id,
  name: z.string().min(1).max(64),
  /** Null takes it away: the next place up, or the default, counts again. */
  value: z.number().nullable(),
});

// ── queries: all parts come as text ──

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const limit = z.coerce.number().int().min(1).max(200).default(50);
/** The number to go on after, as `next` of the page before gave it. */
const afterNumber = z.coerce.number().int().min(0).optional();

export const deviceList = z.strictObject({
  place: id.optional(),
  kind: z.string().max(40).optional(),
  search: z.string().max(80).optional(),
  state: z.enum(['alarm', 'silent', 'all']).default('all'),
  after: z.string().max(64).optional(),
  limit,
});
export const historyQuery = z.strictObject({
  point: z.string().min(1).max(64),
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(0),
  buckets: z.coerce.number().int().min(1).max(5_000).default(300),
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
