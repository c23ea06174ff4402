// The words between gateway and screen: every answer of the API, as schemas.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { FALSE_CAUSE_WORDS } from '../alarms/alarm-words.ts';
import { time, words } from './contract-words.ts';
import { deviceChain } from './replacement-contract.ts';
import { alarmPart, frameField, partView, stationView } from './transmission-contract.ts';

export const value = z.union([z.number(), z.boolean(), z.string()]);

export const ROLES = ['administrator', 'operator', 'supervisor', 'manager', 'technician', 'auditor'] as const;
export const VERDICTS = ['unverified', 'real', 'false', 'test', 'undetermined'] as const;
export const FALSE_CAUSES = Object.keys(FALSE_CAUSE_WORDS) as (keyof typeof FALSE_CAUSE_WORDS)[];
export const PLACE_KINDS = ['region', 'unit', 'building', 'floor', 'zone', 'farm', 'checkpoint', 'post', 'water', 'station'] as const;

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  /** The same text in both languages. */
  words,
  fields: z.array(z.object({ path: z.string(), message: z.string(), words: words.optional() })).optional(),
});
export type Problem = z.infer<typeof problem>;

// ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────

export const person = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  place: z.string(),
  disabled: z.boolean(),
});
export type Person = z.infer<typeof person>;
export type Role = Person['role'];

/** What a role may do; the screen asks for these and knows no roles. */
export const PERMISSIONS = [
  'alarm.read',
  'alarm.acknowledge',
  'alarm.verdict',
  'alarm.reset',
  'alarm.shelve',
  'alarm.isolate',
  'test.run',
  'device.read',
  'device.manage',
  'device.command',
  'frame.read',
  'history.read',
  'people.manage',
  'audit.read',
  'system.read',
  'rule.read',
  'parameter.manage',
  'rule.approve',
  'duty.check',
  'duty.plan',
  'notify.manage',
  'device.initialise',
  'unit.manage',
  'target.manage',
  'map.manage',
  'map.draw',
  'screen.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const signIn = z.object({ login: z.string().min(1).max(64), secret: z.string().min(1).max(256) });
/** `csrf` goes back in the header `X-Balefire-CSRF` with every request that changes something. */
/** `timeZone`: the site's, IANA: every time is read and written by it, whatever the PC thinks. */
export const session = z.object({
  person,
  csrf: z.string(),
  permissions: z.array(z.enum(PERMISSIONS)),
  idleMinutes: z.number(),
  timeZone: z.string(),
});
export type Session = z.infer<typeof session>;

// ── places and devices ──────────────────────────────────────────────────────────────────────────────────────────

export const place = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  kind: z.enum(PLACE_KINDS),
  name: z.string(),
  longitude: z.number().optional(),
  latitude: z.number().optional(),
});
export type Place = z.infer<typeof place>;
export type PlaceKind = Place['kind'];

/** A site's enrolment key, shown this once. */
export const enrolmentKey = z.object({ key: z.string() });

/** A step of the way from the root to a place, as shown to a person: 阳光小区 › 3号楼 › 12层. */
export const step = z.object({ id: z.string(), name: z.string(), kind: z.enum(PLACE_KINDS) });

export const pointValue = z.object({
  point: z.string(),
  quantity: z.string(),
  title: words,
  value: value.nullable(),
  at: time,
  receivedAt: time,
  quality: z.enum(['good', 'doubtful', 'bad']),
  why: z.string().optional(),
  /** True when it was not heard of for longer than the device's silence limit: it must not look live. */
  stale: z.boolean(),
});
export type PointValue = z.infer<typeof pointValue>;

export const deviceRow = z.object({
  id: z.string(),
  name: z.string(),
  model: z.string(),
  kind: z.string(),
  place: z.array(step),
  online: z.boolean().nullable(),
  lastHeard: time.nullable(),
  stale: z.boolean(),
  /** Most urgent class of its open alarms, drills left out. */
  worst: z.enum(ALARM_CLASSES).nullable(),
  address: z.string(),
  longitude: z.number().optional(),
  latitude: z.number().optional(),
  /** Set for a part or system behind a transmission device, and for a transmission device itself. */
  part: partView.nullable(),
  station: stationView.nullable(),
  /** Where it reports them: percent, and dBm. */
  battery: z.number().optional(),
  signal: z.number().optional(),
});
export type DeviceRow = z.infer<typeof deviceRow>;

export const commandArgument = z.object({
  id: z.string(),
  type: z.enum(['number', 'text', 'choice']),
  title: words,
  lowest: z.number().optional(),
  highest: z.number().optional(),
  unit: z.string().optional(),
  longest: z.number().optional(),
  among: z.record(z.string(), words).optional(),
  otherwise: z.union([z.number(), z.string()]).optional(),
});
export const commandSpec = z.object({
  id: z.string(),
  title: words,
  arguments: z.array(commandArgument),
  expiresAfter: z.number(),
  /** Needs a right of its own, and a reason. */
  grave: z.boolean(),
  /** A question that changes nothing: its answer proves that the device is there. */
  proves: z.boolean(),
});
export type CommandSpecView = z.infer<typeof commandSpec>;

export const device = deviceRow.extend({
  title: words,
  vendor: z.string(),
  values: z.array(pointValue),
  commands: z.array(commandSpec),
  reportsEvery: z.number(),
  /** How many systems and parts stand behind it. */
  parts: z.number(),
  /** All that stood in this place one after the other, the first first; left out where it was always this one. */
  chain: deviceChain.optional(),
  /** Id of the device that took its place: this one is history. */
  replacedBy: z.string().optional(),
  /** As it is printed on the device, where somebody put it down. */
  serial: z.string().optional(),
});
export type DeviceView = z.infer<typeof device>;

export const quantityView = z.object({
  id: z.string(),
  kind: z.enum(['number', 'flag', 'state']),
  title: words,
  unit: z.string().optional(),
  decimals: z.number().optional(),
  states: z.record(z.string(), words).optional(),
  normal: z.string().optional(),
  on: words.optional(),
  off: words.optional(),
});
export type QuantityView = z.infer<typeof quantityView>;

export const driverView = z.object({
  model: z.string(),
  vendor: z.string(),
  title: words,
  kind: z.string(),
  protocol: z.string(),
  source: z.string(),
  /** What its points tell. */
  quantities: z.array(z.string()),
});
export type DriverView = z.infer<typeof driverView>;

export const secretOnce = z.object({ secret: z.string() });
/** A device and its secret, shown this once; empty for a polled device, which has none. */
export const deviceWithSecret = z.object({ device, secret: z.string() });
export type DeviceWithSecret = z.infer<typeof deviceWithSecret>;

/** A device that sent frames with an enrolment key and that nobody has placed yet (待登记). */
export const heldDevice = z.object({
  id: z.string(),
  site: z.string(),
  firstHeard: time,
  lastHeard: time,
  frames: z.number(),
  peer: z.string(),
  model: z.string().nullable(),
});
export type HeldDevice = z.infer<typeof heldDevice>;

export const rawFrame = z.object({
  /** Number of the frame in the journal. */
  entry: z.number(),
  receivedAt: time,
  link: z.string(),
  peer: z.string(),
  kind: z.enum(['up', 'ack', 'presence']),
  /** As text where it is UTF-8 text, else null. */
  text: z.string().nullable(),
  hex: z.string(),
  drill: z.boolean(),
  /** What it was understood as, and the named reasons where it was not. */
  readings: z.array(
    z.object({
      /** Name of the device or part it is of: a packet may speak for many. */
      device: z.string(),
      point: z.string(),
      title: words,
      quantity: z.string(),
      value: value.nullable(),
      quality: z.string(),
      why: z.string().optional(),
    }),
  ),
  faults: z.array(z.string()),
  /** Every byte named, where the frame is a packet of GB/T 26875.3. */
  fields: z.array(frameField),
});
export type RawFrame = z.infer<typeof rawFrame>;

export const historyAnswer = z.object({
  device: z.string(),
  point: z.string(),
  quantity: z.string(),
  from: time,
  to: time,
  buckets: z.array(
    z.object({
      at: time,
      count: z.number(),
      lowest: z.number().optional(),
      highest: z.number().optional(),
      mean: z.number().optional(),
      last: value,
    }),
  ),
  /** Where in the span another device took the place: until when, and which one stood there before. */
  replaced: z.array(z.object({ at: time, device: z.string() })),
});
export type HistoryAnswer = z.infer<typeof historyAnswer>;

// ── alarms ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Who did it, from where, and when. */
export const act = z.object({ by: z.string(), name: z.string(), at: time, from: z.string() });

export const alarm = z.object({
  id: z.string(),
  /** Number of its last change; counts over all alarms. */
  change: z.number(),
  device: z.object({
    id: z.string(),
    name: z.string(),
    model: z.string(),
    kind: z.string(),
    registered: z.boolean(),
    /** Where it stands on its panel; null for what is no part, or no longer there. */
    part: alarmPart.nullable(),
  }),
  point: z.string(),
  quantity: z.string(),
  pointTitle: words,
  class: z.enum(ALARM_CLASSES),
  title: words,
  advice: words,
  because: words,
  rule: z.object({ id: z.string(), version: z.number() }),
  clause: z.object({ text: z.string(), sure: z.string() }).nullable(),
  place: z.array(step),
  condition: z.enum(['active', 'restored']),
  attention: z.enum(['new', 'acknowledged']),
  verdict: z.enum(VERDICTS),
  latching: z.boolean(),
  closed: z.boolean(),
  drill: z.boolean(),
  /** When the device says it began; when the gateway heard; ms between. */
  occurredAt: time,
  receivedAt: time,
  restoredAt: time.nullable(),
  closedAt: time.nullable(),
  /** How many times its cause began. */
  times: z.number(),
  value: value.nullable(),
  acknowledged: act.nullable(),
  judged: act.extend({ cause: z.enum(FALSE_CAUSES).optional(), note: z.string().optional() }).nullable(),
  reset: act.nullable(),
  incident: z.string(),
  firstOut: z.boolean(),
  /** Laid aside until then; `oneShot`: or until it ends. */
  shelved: act.extend({ reason: z.string(), until: time, oneShot: z.boolean() }).nullable(),
  /** Id of the isolation (屏蔽) under which its point stands. */
  isolated: z.string().nullable(),
  /** Id of the alarm that makes it doubtful: what it stands behind is not heard. */
  suppressed: z.string().nullable(),
  /** Its cause begins again and again. */
  chattersSince: time.nullable(),
});
export type AlarmView = z.infer<typeof alarm>;

export const auditRow = z.object({
  number: z.number(),
  at: time,
  by: z.string(),
  name: z.string(),
  from: z.string(),
  what: z.string(),
  title: words,
  about: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditRow = z.infer<typeof auditRow>;
/** An alarm with all that happened to it, and the frames it rests on. */
export const alarmStory = z.object({ alarm, audit: z.array(auditRow), evidence: z.array(rawFrame) });
export type AlarmStory = z.infer<typeof alarmStory>;

// ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────

export const COMMAND_STATES = ['waiting', 'sent', 'delivered', 'done', 'failed', 'expired'] as const;
export const command = z.object({
  id: z.string(),
  device: z.string(),
  command: z.string(),
  arguments: z.record(z.string(), z.union([z.number(), z.string()])),
  state: z.enum(COMMAND_STATES),
  reason: z.string().nullable(),
  by: z.string(),
  name: z.string(),
  at: time,
  expiresAt: time,
  changedAt: time,
  drill: z.boolean(),
  /** What the device answered, a line each. */
  result: z.array(words),
});
export type CommandView = z.infer<typeof command>;

// ── the gateway itself ──────────────────────────────────────────────────────────────────────────────────────────

/** Something wrong with Balefire itself; stands on every screen until it ends. */
export const trouble = z.object({ id: z.string(), class: z.enum(['fire', 'fault', 'notice']), title: words, detail: words, since: time });
export type Trouble = z.infer<typeof trouble>;

export const status = z.object({
  version: z.string(),
  startedAt: time,
  now: time,
  troubles: z.array(trouble),
  links: z.array(
    z.object({
      name: z.string(),
      listening: z.boolean(),
      connected: z.number(),
      trouble: words.optional(),
      counters: z.record(z.string(), z.number()),
    }),
  ),
  journal: z.object({ entries: z.number(), waiting: z.number(), bytes: z.number(), lastCommitMs: z.number(), days: z.number() }),
  history: z.object({ store: z.enum(['embedded', 'influxdb']), appended: z.number(), dropped: z.number(), waiting: z.number() }),
  /** The chain of evidence: how many records, and where its head is written outside. No place at all: a cut at its end cannot be seen. */
  evidence: z.object({
    /** Null for who sees a part of the places only: it counts what happens in all of them. */
    records: z.number().nullable(),
    places: z.array(z.object({ name: z.string(), number: z.number().nullable(), at: time.nullable(), trouble: z.boolean() })),
  }),
  counters: z.record(z.string(), z.number()),
});
export type Status = z.infer<typeof status>;
