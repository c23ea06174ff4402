// The words between gateway and screen about judgement: rules of one's own, limits, their versions, and trials on the last days.
import { z } from 'zod';
import { DEVICE_KINDS } from '../../device-drivers/driver.ts';
import { isQuantityId, type QuantityId } from '../../device-drivers/quantity.ts';
import { DIFFERENCE_FIELDS } from '../../rules/differences.ts';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { step, value } from './contract.ts';
import { words } from './contract-words.ts';

/** Of a place, a device (also a part behind another), a point, a model. */
const id = z.string().min(1).max(100);
const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^\P{Cc}*$/u);
const both = (longest: number) => z.strictObject({ zh: text(longest), en: text(longest) });
/** Any number: what it may be is said at its field, by the quantity that it is of (`rules/own-range.ts`). */
const number = z.number();
/** Also of a rule of one's own, whose name is the rule's id and a word. */
export const parameterName = z.string().min(1).max(80);
const limit = z.union([number, z.strictObject({ parameter: parameterName, otherwise: number, plus: number.optional() })]);
const calendar = z.strictObject({
  is: z.literal('calendar'),
  from: z.string().max(5),
  to: z.string().max(5),
  days: z
    .array(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)]))
    .max(7)
    .optional(),
});
const plain = [
  z.strictObject({ is: z.enum(['above', 'below']), limit }),
  z.strictObject({ is: z.literal('state'), among: z.array(z.union([z.string().max(64), z.boolean()])).max(20) }),
  z.strictObject({ is: z.enum(['rising', 'falling']), by: limit, within: number }),
  z.strictObject({ is: z.literal('silent'), longer: limit }),
  calendar,
  z.strictObject({ is: z.literal('quality'), among: z.array(z.enum(['good', 'doubtful', 'bad'])).max(3) }),
] as const;
/** The hours of a rule in several spans; of a week of mornings, afternoons and a night each day there are not more. */
const spans = z.strictObject({ is: z.literal('any'), of: z.array(calendar).min(1).max(21) });
const single = z.union(plain);
const wrapped = z.union([
  ...plain,
  z.strictObject({ is: z.literal('repeated'), of: single, times: number, within: number }),
  z.strictObject({ is: z.literal('together'), of: single, points: number, within: number }),
  z.strictObject({ is: z.literal('not'), of: single }),
]);
/** Conditions joined by one word: what a screen can show in one sentence. */
const joined = z.union([wrapped, z.strictObject({ is: z.enum(['all', 'any']), of: z.array(wrapped).max(11) })]);
/** Likewise, and the hours in which they count. */
const condition = z.union([
  joined,
  z.strictObject({
    is: z.literal('all'),
    of: z.tuple([z.strictObject({ is: z.literal('any'), of: z.array(wrapped).max(10) }), z.union([calendar, spans])]),
  }),
  z.strictObject({
    is: z.literal('all'),
    of: z
      .array(z.union([wrapped, spans]))
      .max(11)
      .refine((parts) => parts.filter(({ is }) => is === 'any').length <= 1, '生效时段只能有一组 / hours stand in one group'),
  }),
]);

const ids = z.array(id).min(1).max(500).optional();

/** A rule as a person writes it: the data of a rule of the book, without its id and version. */
export const writtenRule = z.strictObject({
  title: both(80),
  class: z.enum(ALARM_CLASSES),
  enabled: z.boolean(),
  watches: z.strictObject({
    quantity: z.string().refine((given): given is QuantityId => isQuantityId(given), '没有这个物理量 / no such quantity'),
    points: ids,
    exceptPoints: ids,
    kinds: z.array(z.enum(DEVICE_KINDS)).min(1).max(DEVICE_KINDS.length).optional(),
    models: ids,
    exceptModels: ids,
    devices: ids,
    places: ids,
  }),
  raiseWhen: condition,
  clearWhen: condition.optional(),
  holdFor: limit.optional(),
  latching: z.boolean(),
  advice: both(200),
  clause: z.strictObject({ text: text(200).min(1), sure: z.enum(['text', 'secondary', 'memory', 'design']) }).optional(),
});
export type WrittenRule = z.infer<typeof writtenRule>;

const reason = text(200).min(1);
export const ownRuleId = z.strictObject({
  id: z
    .string()
    .regex(/^own-[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(64),
});
/** `version`: the one that its author saw; 0: it is new. */
export const addOwnRule = ownRuleId.extend({ rule: writtenRule, reason });
export const setOwnRule = z.strictObject({ rule: writtenRule, version: z.number().int().min(0), reason });
export const decideOwnRule = z.strictObject({ agrees: z.boolean(), reason });
export const tryRule = z.strictObject({ id: id.optional(), rule: writtenRule });
export const decideLimit = z.strictObject({ scope: id, name: parameterName, agrees: z.boolean(), reason });
export const limitScope = z.strictObject({ scope: id });
export const limitVersionsOf = z.strictObject({ scope: id, name: parameterName });

const who = z.object({ by: z.string(), name: z.string(), at: z.number() });
/** The second person, where one was needed. */
const agreed = who.extend({ reason: z.string() }).nullable();

/** From what to what one version changed a field; classes and kinds are ids. Of a list: what was left out, and what was added. */
const difference = z.object({ field: z.enum(DIFFERENCE_FIELDS), before: z.array(words), after: z.array(words) });
export type RuleDifference = z.infer<typeof difference>;

/** A place or device that a rule is bound to. `gone`: there is none of that id any more. `path`: places from the root down, with itself where it is one. */
const boundTo = z.object({
  id: z.string(),
  of: z.enum(['place', 'device']),
  name: z.string(),
  path: z.array(z.string()),
  gone: z.boolean(),
});
export type RuleBound = z.infer<typeof boundTo>;

export const ownRule = z.object({
  id: z.string(),
  /** 0 where its first version waits for nobody and does not exist. */
  version: z.number(),
  rule: writtenRule,
  sentence: words,
  versions: z.array(
    who.extend({
      version: z.number(),
      reason: z.string().nullable(),
      agreed,
      rule: writtenRule,
      sentence: words,
      /** Against the version before; empty for the first. */
      changes: z.array(difference),
    }),
  ),
  /** Names of what the last version is bound to; null: it holds everywhere. */
  where: z.array(boundTo).nullable(),
  /** A change that waits for a second person. */
  waiting: who.extend({ reason: z.string(), rule: writtenRule, sentence: words }).nullable(),
});
export type OwnRuleView = z.infer<typeof ownRule>;

export const ruleCheck = z.object({
  /** When the alarm would end; null: when the sentence holds no longer, or it is not sound. */
  clears: words.nullable(),
  /** Null where the rule is not sound. */
  sentence: words.nullable(),
  faults: z.array(z.object({ path: z.string(), words })),
  /** Devices that it watches now. */
  devices: z.number(),
  needsSecond: z.boolean(),
});
export type RuleCheck = z.infer<typeof ruleCheck>;

export const ruleTrial = z.object({
  from: z.number(),
  to: z.number(),
  devices: z.number(),
  readings: z.number(),
  /** How often it would have raised; `alarms` are the first of them. */
  raised: z.number(),
  alarms: z.array(
    z.object({
      device: z.string(),
      name: z.string(),
      point: z.string(),
      at: z.number(),
      ended: z.number().nullable(),
      value: value.nullable(),
      because: words,
    }),
  ),
  /** What the trial could not see: bounds that it met, readings that were thinned, what the history does not keep. */
  blind: z.array(z.enum(['devices', 'readings', 'time', 'thinned', 'quality'])),
});
export type RuleTrial = z.infer<typeof ruleTrial>;

/** How often each rule raised in the last 30 days, of what the person sees. `isWhole` false: of the latest alarms alone. */
export const ruleTally = z.object({
  isWhole: z.boolean(),
  items: z.array(z.object({ rule: z.string(), raised: z.number() })),
});
export type RuleTally = z.infer<typeof ruleTally>;

const limitSource = z.object({
  value: z.number(),
  source: z.enum(['own', 'place', 'model', 'default']),
  place: step.pick({ id: true, name: true }).nullable(),
});
export const limitView = z.object({
  name: z.string(),
  title: words,
  /** Null: it is a time. */
  quantity: z.string().nullable(),
  unit: z.string(),
  decimals: z.number(),
  lowest: z.number(),
  highest: z.number(),
  otherwise: z.number(),
  rules: z.array(z.object({ id: z.string(), title: words, class: z.enum(ALARM_CLASSES) })),
  now: limitSource,
  /** What would count without the own value. */
  above: limitSource,
  version: z.number(),
  /** Who set the last version, and why. */
  changed: who
    .extend({ reason: z.string().nullable(), value: z.number().nullable(), before: z.number().nullable(), since: z.number(), agreed })
    .nullable(),
  waiting: who.extend({ reason: z.string(), value: z.number().nullable() }).nullable(),
});
export type LimitView = z.infer<typeof limitView>;

export const limitVersion = who.extend({
  version: z.number(),
  value: z.number().nullable(),
  reason: z.string().nullable(),
  /** From when it counts: when the second person agreed, where one was needed. */
  since: z.number(),
  agreed,
});
export type LimitVersionView = z.infer<typeof limitVersion>;

/** What waits for a second person, of what one sees. */
export const waitingChange = who.extend({
  of: z.enum(['limit', 'rule']),
  /** Id of the rule; name of the limit. */
  key: z.string(),
  scope: z.object({ id: z.string(), name: z.string() }).nullable(),
  title: words,
  reason: z.string(),
  /** From what to what, as a person reads it. */
  before: words,
  after: words,
  /** Of a rule: what would be changed, value by value. */
  changes: z.array(difference),
});
export type WaitingChange = z.infer<typeof waitingChange>;

/** A rule as everybody reads it, of the book or of one's own. */
export const ruleView = z.object({
  id: z.string(),
  version: z.number(),
  title: words,
  class: z.enum(ALARM_CLASSES),
  quantity: z.string(),
  enabled: z.boolean(),
  latching: z.boolean(),
  advice: words,
  clause: z.object({ text: z.string(), sure: z.string() }).nullable(),
  /** Limits that a place or a device can set otherwise. */
  parameters: z.array(
    z.object({
      name: z.string(),
      title: words,
      otherwise: z.number(),
      isTime: z.boolean(),
      use: z.enum(['hold', 'above', 'below', 'rising', 'falling', 'silent']),
    }),
  ),
  /** Kinds and models of device that it watches; null: every one. */
  kinds: z.array(z.string()).nullable(),
  models: z.array(z.string()).nullable(),
  /** Models that it leaves alone. */
  exceptModels: z.array(z.string()),
  /** What a value must pass for the rule to speak, in the quantity's unit; of a parameter, its default. */
  limits: z.array(z.object({ parameter: z.string().nullable(), direction: z.enum(['above', 'below']), value: z.number() })),
  /** Made by people of this house, with versions of its own. */
  own: z.boolean(),
  /** When it speaks, as a person says it. */
  sentence: words,
  /** When its alarm ends; null: when that holds no longer. */
  clears: words.nullable(),
  /** A change of it waits for a second person. */
  waits: z.boolean(),
  /** Places and devices that it is bound to, of those that the person sees; null: everywhere. */
  where: z.array(boundTo).nullable(),
});
export type RuleView = z.infer<typeof ruleView>;

/** A limit of the rules as it is set for a place (and what stands below it) or a device. */
export const parameterView = z.object({ scope: z.string(), name: z.string(), value: z.number() });
export type ParameterView = z.infer<typeof parameterView>;
