// What a screen sends about telling people, as strict schemas. What else is wrong is said by the rooms, in their own words.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { CHANNELS } from '../notify/channels/catalogue.ts';
import { DUTY_ROLE_IDS } from '../notify/roster.ts';
import { id, title } from './requests.ts';

/** Names of a channel in a policy and in a person's contacts. */
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const kinds = CHANNELS.map((channel) => channel.id) as [string, ...string[]];

const channel = {
  kind: z.enum(kinds),
  name: title,
  place: id,
  enabled: z.boolean().default(true),
  settings: z.record(z.string().max(60), z.unknown()),
};
export const addChannel = z.strictObject({ id: name, ...channel });
/** `to`: the address of one who gets the test, where the channel speaks to persons. */
export const testChannel = z.strictObject({ to: z.string().max(4_000).default('') });

/** A week's table of a large centre. */
const MOST_SHIFTS = 200;
/** A year's swaps, leaves and holidays. */
const MOST_CHANGES = 1_000;
const clock = z.string().max(5);
const date = z.string().max(10);
const people = z.array(id).max(100);
const spanOfShift = { from: clock, to: clock, people };

export const setRoster = z.strictObject({
  place: id,
  role: z.enum(DUTY_ROLE_IDS),
  drill: z.boolean().default(false),
  people: z.array(z.strictObject({ id, name: title, contacts: z.record(name, z.string().trim().max(4_000)) })).max(500),
  shifts: z
    .array(
      z.strictObject({
        ...spanOfShift,
        days: z.array(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)])).max(7),
      }),
    )
    .max(MOST_SHIFTS),
  changes: z
    .array(
      z.discriminatedUnion('is', [
        z.strictObject({ is: z.literal('swap'), date, from: id, to: id }),
        z.strictObject({ is: z.literal('leave'), person: id, first: date, last: date }),
        z.strictObject({ is: z.literal('holiday'), date, name: title, shifts: z.array(z.strictObject(spanOfShift)).max(20) }),
      ]),
    )
    .max(MOST_CHANGES)
    .default([]),
});

/** `version`: the one that the person saw and changed. */
const version = z.number().int().min(1);
export const changeChannel = z.strictObject({ ...channel, version });
export const changeRoster = setRoster.extend({ version });

const repeat = z.strictObject({ every: z.number(), times: z.number() });
export const setPolicy = z.strictObject({
  title: z.strictObject({ zh: title, en: title }),
  /** `root`: everywhere. */
  place: id,
  classes: z.array(z.enum(ALARM_CLASSES)).max(ALARM_CLASSES.length),
  hours: z.enum(['day', 'night', 'always']).default('always'),
  drill: z.boolean().default(false),
  steps: z
    .array(
      z.strictObject({
        after: z.number(),
        whom: z.union([z.literal('seat'), z.strictObject({ role: z.enum(DUTY_ROLE_IDS) }), z.strictObject({ person: id })]),
        via: z.array(name).max(20),
        repeat: repeat.optional(),
        needs: z.number().optional(),
      }),
    )
    .max(50),
  stopOnAcknowledge: z.boolean().default(true),
  acknowledgeTimeOut: z.number().nullable(),
  again: repeat.nullable().default(null),
  lastEvery: z.number(),
  besideAfter: z.number().optional(),
});

export const changePolicy = setPolicy.extend({ version });

const at = z.coerce.number().int().min(0).max(8_640_000_000_000);
export const gapsQuery = z.strictObject({ from: at.optional(), to: at.optional() });
export const previewQuery = z.strictObject({
  place: id,
  class: z.enum(ALARM_CLASSES).default('fire'),
  at: at.optional(),
  drill: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
});
