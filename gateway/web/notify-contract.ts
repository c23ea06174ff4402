// The words between gateway and screen about telling people: channels, rosters, policies, and what was told of an incident.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { DUTY_ROLE_IDS } from '../notify/roster.ts';
import { time, words } from './contract-words.ts';

/** A kind of channel; `settings`: the form of its settings as a JSON schema. */
export const channelKind = z.object({
  kind: z.string(),
  title: words,
  /** What an address on it is; `none`: it speaks to a group. */
  recipient: z.enum(['none', 'phone', 'e-mail', 'user', 'device', 'browser']),
  secrets: z.array(z.string()),
  settings: z.record(z.string(), z.unknown()),
});
export type ChannelKind = z.infer<typeof channelKind>;

/** A name that a policy may use beside those of channels and kinds; `kinds`: what it stands for, none for the seat's screen. */
export const channelFamily = z.object({ name: z.string(), title: words, kinds: z.array(z.string()) });
export type ChannelFamily = z.infer<typeof channelFamily>;

/** A channel as it is set up; of its secrets only which of them are set. */
export const notifyChannel = z.object({
  id: z.string(),
  /** Counts up with each change. */
  version: z.number(),
  kind: z.string(),
  name: z.string(),
  place: z.string(),
  enabled: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.array(z.string()),
  /** Its secrets were written with another key and must be given again. */
  locked: z.boolean(),
  /** It failed three times in a row and has not worked since; null: not so. */
  failing: z.object({ since: time, reason: words }).nullable(),
});
export type NotifyChannel = z.infer<typeof notifyChannel>;

export const channelTest = z.object({
  outcome: z.enum(['ok', 'retry', 'refused']),
  reason: words.nullable(),
  /** There and back. */
  tookMs: z.number(),
  /** What was sent, and where to, masked. */
  preview: z.object({ to: z.string(), title: words, lines: z.array(words) }),
});
export type ChannelTest = z.infer<typeof channelTest>;

const span = { from: z.string(), to: z.string(), people: z.array(z.string()) };

/** Who of a role is on duty at a place. Times are local, `HH:MM`; dates `2026-10-01`. */
export const dutyRoster = z.object({
  id: z.string(),
  /** Counts up with each change. */
  version: z.number(),
  place: z.string(),
  role: z.enum(DUTY_ROLE_IDS),
  /** The address book of drills. */
  drill: z.boolean(),
  people: z.array(z.object({ id: z.string(), name: z.string(), contacts: z.record(z.string(), z.string()) })),
  shifts: z.array(z.object({ ...span, days: z.array(z.number().int().min(1).max(7)) })),
  changes: z.array(
    z.discriminatedUnion('is', [
      z.object({ is: z.literal('swap'), date: z.string(), from: z.string(), to: z.string() }),
      z.object({ is: z.literal('leave'), person: z.string(), first: z.string(), last: z.string() }),
      z.object({ is: z.literal('holiday'), date: z.string(), name: z.string(), shifts: z.array(z.object(span)) }),
    ]),
  ),
});
export type DutyRoster = z.infer<typeof dutyRoster>;

/** `uncovered`: of the next seven days, milliseconds for which nobody is on duty. */
export const listedRoster = dutyRoster.extend({ uncovered: z.number() });
export type ListedRoster = z.infer<typeof listedRoster>;

/** Spans within which nobody of a roster is on duty. */
export const rosterGaps = z.object({ items: z.array(z.object({ from: time, to: time })) });

/** Who is on duty from when to when, by the ids of the people, without a hole; nobody: a gap. */
export const rosterDuty = z.object({ items: z.array(z.object({ from: time, to: time, people: z.array(z.string()) })) });
export type RosterDuty = z.infer<typeof rosterDuty>;

const whom = z.union([z.literal('seat'), z.object({ role: z.enum(DUTY_ROLE_IDS) }), z.object({ person: z.string() })]);
const repeat = z.object({ every: z.number(), times: z.number() });

/** Whom an incident is told to, after how long, by what. Times in seconds. */
export const notifyPolicy = z.object({
  id: z.string(),
  /** Counts up with each change; 0: of the house. */
  version: z.number(),
  title: words,
  place: z.string().nullable(),
  classes: z.array(z.enum(ALARM_CLASSES)),
  hours: z.enum(['day', 'night', 'always']),
  drill: z.boolean(),
  steps: z.array(z.object({ after: z.number(), whom, via: z.array(z.string()), repeat: repeat.optional(), needs: z.number().optional() })),
  stopOnAcknowledge: z.boolean(),
  acknowledgeTimeOut: z.number().nullable(),
  again: repeat.nullable(),
  lastEvery: z.number(),
  /** Of a fire: a channel that brought nothing for so long gets the next one beside it; left out: 5. */
  besideAfter: z.number().optional(),
});
export type NotifyPolicy = z.infer<typeof notifyPolicy>;

/** `defaults`: the house's own, which count where nobody wrote one; nobody can change them. */
export const notifyPolicies = z.object({ items: z.array(notifyPolicy), defaults: z.array(notifyPolicy) });
export type NotifyPolicies = z.infer<typeof notifyPolicies>;

/** What an incident that began there and then would do: its policy, a line a telling. */
export const notifyPreview = z.object({
  policy: z.object({ id: z.string(), title: words }).nullable(),
  /** `unreached`: names of those whom no channel that is set up there leads to. */
  lines: z.array(z.object({ at: time, after: z.number(), gap: z.boolean(), unreached: z.array(z.string()), words })),
  after: z.array(words),
});
export type NotifyPreview = z.infer<typeof notifyPreview>;

/** One recipient of one telling, and each try. */
const toldNotice = z.object({
  id: z.string(),
  dueAt: time,
  class: z.enum(ALARM_CLASSES),
  phase: z.enum(['raised', 'escalated', 'update', 'resolved', 'test']),
  drill: z.boolean(),
  recipient: z.string(),
  via: z.array(z.string()),
  /** Null for whoever sees only a part of the incident. */
  title: words.nullable(),
  lines: z.array(words),
  outcome: z.enum(['under-way', 'sent', 'folded', 'refused', 'failed']),
  /** Of the outcome: by what it was sent, into which it was folded, or why not. */
  channel: z.string().nullable(),
  into: z.string().nullable(),
  reason: words.nullable(),
  attempts: z.array(
    z.object({ channel: z.string(), at: time, tookMs: z.number(), outcome: z.enum(['ok', 'retry', 'refused']), reason: words.nullable() }),
  ),
});
export type ToldNoticeView = z.infer<typeof toldNotice>;

const howMany = z.number().int();
const toldCounts = z.object({ sent: howMany, folded: howMany, refused: howMany, failed: howMany, 'under-way': howMany });

/** The latest of what was told of an incident; `counts`: of all of it; `channels`: the names of those that were tried, by their id. */
export const toldNotices = z.object({ items: z.array(toldNotice), counts: toldCounts, channels: z.record(z.string(), z.string()) });
export type ToldNotices = z.infer<typeof toldNotices>;

/** A browser in which a person gets notices pushed. */
export const pushBrowser = z.object({ id: z.string(), name: z.string(), at: time });
export type PushBrowser = z.infer<typeof pushBrowser>;

/** `key`: the gateway's public key, to subscribe with; null: no channel of web push is set up. */
export const pushBrowsers = z.object({ key: z.string().nullable(), items: z.array(pushBrowser) });
export type PushBrowsers = z.infer<typeof pushBrowsers>;
