// One alarm of one point and class, and the pure function of its life: condition, attention, verdict and quiet kept apart.
import type { QuantityId, Value } from '../../device-drivers/quantity.ts';
import type { Words } from '../../device-drivers/words.ts';
import type { Finding } from '../../rules/finding.ts';
import type { AlarmClass, Sureness } from '../../rules/rule.ts';
import type { Author } from '../acts.ts';

type Condition = 'active' | 'restored';
type Attention = 'new' | 'acknowledged';
type Verdict = 'unverified' | 'real' | 'false' | 'test' | 'undetermined';

/** Who did it, from where, and when. */
export interface Signature extends Author {
  readonly at: number;
}

/** Laid aside for a while: it stays on the board and does not call. (ISA-18.2: shelved; OPC UA Part 9: timed and one-shot.) */
interface Shelving {
  readonly by: Signature;
  readonly reason: string;
  /** ms since 1970; it comes back then, whatever happens. */
  readonly until: number;
  /** Comes back with its end too, so that the next beginning calls. */
  readonly oneShot: boolean;
}

export interface Alarm {
  /** Derived from the entry that raised it: the same journal gives the same ids. */
  readonly id: string;
  /** Number of its last change, counted over all alarms and incidents. */
  readonly change: number;
  readonly device: string;
  readonly deviceName: string;
  readonly model: string;
  readonly kind: string;
  readonly registered: boolean;
  readonly point: string;
  readonly quantity: QuantityId;
  readonly class: AlarmClass;
  readonly rule: { readonly id: string; readonly version: number };
  readonly title: Words;
  readonly advice: Words;
  readonly because: Words;
  readonly clause: { readonly text: string; readonly sure: Sureness } | null;
  readonly path: readonly string[];
  readonly latching: boolean;
  readonly drill: boolean;
  readonly condition: Condition;
  readonly attention: Attention;
  readonly verdict: Verdict;
  /** Ids of the rules whose cause holds now; the condition is active while there is one. */
  readonly causes: readonly string[];
  /** What the device says; what the gateway knows; ms since 1970. */
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly restoredAt: number | null;
  readonly closedAt: number | null;
  readonly times: number;
  readonly value: Value | null;
  readonly acknowledged: Signature | null;
  readonly judged: (Signature & { readonly cause?: string; readonly note?: string }) | null;
  readonly reset: Signature | null;
  readonly incident: string;
  readonly firstOut: boolean;
  /** Entries of the journal that it rests on: the first, the last and each restore; at most 20 (see `EVIDENCE_LIMIT`). */
  readonly evidence: readonly number[];
  readonly shelved: Shelving | null;
  /** Id of the isolation (屏蔽) or the withdrawal from service under which its point stands. */
  readonly isolated: string | null;
  /** Id of the alarm that makes it doubtful by design: what it stands behind is offline. */
  readonly suppressed: string | null;
  /** When its cause began the last times, newest last; at most `CHATTER_TIMES`. */
  readonly begins: readonly number[];
  /** Since when it chatters: it began `CHATTER_TIMES` times within `CHATTER_WITHIN_MS`. */
  readonly chattersSince: number | null;
  /** Since when it chattered last, also after it became calm; null: it never did. */
  readonly chattered: number | null;
}

/** Three times within a minute is chatter (ISA-18.2-2016, 16.5.3, as commonly set; ux 1.5). */
export const CHATTER_TIMES = 3;
export const CHATTER_WITHIN_MS = 60_000;
/** It chatters no more when it did not begin for so long. */
export const CHATTER_ENDS_MS = 5 * 60_000;
/** Nobody lays an alarm aside for longer than a shift. */
export const SHELVE_LIMIT_MS = 12 * 3_600_000;

/** Frames kept with an alarm: enough for every turn of a usual one; of a chattering one the first ten and the last ten. */
export const EVIDENCE_LIMIT = 20;

/** What can happen to an alarm that exists. */
export type AlarmEvent =
  | { readonly is: 'finding'; readonly finding: Finding; readonly entry: number | null; readonly receivedAt: number }
  /** Nothing can tell the end of these causes any more: the device was removed, or the rule is no more. */
  | { readonly is: 'orphaned'; readonly hasEnded: (rule: string) => boolean; readonly at: number }
  | { readonly is: 'acknowledge'; readonly by: Signature }
  | {
      readonly is: 'judge';
      readonly by: Signature;
      readonly verdict: Exclude<Verdict, 'unverified'>;
      readonly cause?: string;
      readonly note?: string;
    }
  | { readonly is: 'reset'; readonly by: Signature }
  | { readonly is: 'shelve'; readonly by: Signature; readonly reason: string; readonly until: number; readonly oneShot: boolean }
  | { readonly is: 'unshelve'; readonly by: Signature }
  /** Its point stands under this isolation now; null: under none any more. */
  | { readonly is: 'isolated'; readonly isolation: string | null; readonly at: number }
  /** This alarm makes it doubtful now; null: none any more. */
  | { readonly is: 'suppressed'; readonly because: string | null; readonly at: number }
  /** Time alone. */
  | { readonly is: 'time'; readonly at: number };

/** Why an event was refused, in the words of the error catalogue. */
export type Refusal =
  | 'closed'
  | 'already-acknowledged'
  | 'still-active'
  | 'not-latching'
  | 'unverified'
  | 'fire-not-shelved'
  | 'already-shelved'
  | 'not-shelved'
  | 'already-restored'
  | 'shelved-too-long';

/** A fire and what announces it: never laid aside, never quieted by design, never quieted by its chatter. */
export function isOfFire({ class: of }: Pick<Alarm, 'class'>): boolean {
  return of === 'fire' || of === 'pre-alarm';
}

/** Whether it stands on the board without calling anybody. */
export function isQuiet({ shelved, isolated, suppressed }: Pick<Alarm, 'shelved' | 'isolated' | 'suppressed'>): boolean {
  return shelved !== null || isolated !== null || suppressed !== null;
}

/** When time alone will change it next; undefined: not by itself. */
export function dueOf({ shelved, chattersSince, begins }: Pick<Alarm, 'shelved' | 'chattersSince' | 'begins'>): number | undefined {
  const ends = [shelved?.until, chattersSince === null ? undefined : (begins.at(-1) ?? 0) + CHATTER_ENDS_MS];
  const due = Math.min(...ends.map((end) => end ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(due) ? due : undefined;
}

/**
 * The life of an alarm. Returns the alarm after the event (the same object where nothing changed), or the reason of
 * a refusal. Pure: `change` is given by the desk.
 *
 * An alarm is closed when its condition is restored, a person has acknowledged it and, where it latches, a person has
 * reset it after it was restored; a fire only after somebody has said what it was. A notice closes with its condition;
 * nobody must acknowledge it. A fresh rising edge of an acknowledged alarm makes it new and unverified again, so that
 * the next fire is never silent. What quiets an alarm (shelved, isolated, suppressed) never keeps it from being seen,
 * and when it ends while the cause holds the alarm is new again.
 */
export function step(alarm: Alarm, event: AlarmEvent): Alarm | Refusal {
  if (alarm.closedAt !== null) return 'closed';
  switch (event.is) {
    case 'finding':
      return event.finding.change === 'clear' ? restored(alarm, event) : raised(alarm, event);
    case 'orphaned': {
      const causes = alarm.causes.filter((rule) => !event.hasEnded(rule));
      if (causes.length === alarm.causes.length) return alarm;
      if (causes.length > 0) return { ...alarm, causes };
      return closedIfDone({ ...alarm, causes, shelved: afterEnd(alarm), condition: 'restored', restoredAt: event.at }, event.at);
    }
    case 'acknowledge':
      if (alarm.attention === 'acknowledged') return 'already-acknowledged';
      return closedIfDone({ ...alarm, attention: 'acknowledged', acknowledged: event.by }, event.by.at);
    case 'judge': {
      const { by, verdict, cause, note } = event;
      const judged = { ...by, ...(cause === undefined ? {} : { cause }), ...(note === undefined ? {} : { note }) };
      const attention: Attention = 'acknowledged';
      return closedIfDone({ ...alarm, verdict, judged, attention, acknowledged: alarm.acknowledged ?? by }, by.at);
    }
    case 'reset':
      if (!alarm.latching) return 'not-latching';
      if (alarm.condition === 'active') return 'still-active';
      if (alarm.class === 'fire' && alarm.verdict === 'unverified') return 'unverified';
      return closedIfDone(
        { ...alarm, reset: event.by, attention: 'acknowledged', acknowledged: alarm.acknowledged ?? event.by },
        event.by.at,
      );
    case 'shelve':
      return shelved(alarm, event);
    case 'unshelve':
      return alarm.shelved === null ? 'not-shelved' : loud({ ...alarm, shelved: null });
    case 'isolated':
      if (alarm.isolated === event.isolation) return alarm;
      return event.isolation === null ? loud({ ...alarm, isolated: null }) : { ...alarm, isolated: event.isolation };
    case 'suppressed':
      if (isOfFire(alarm) || alarm.suppressed === event.because) return alarm;
      return event.because === null ? loud({ ...alarm, suppressed: null }) : { ...alarm, suppressed: event.because };
    case 'time':
      return later(alarm, event.at);
  }
}

function shelved(alarm: Alarm, { by, reason, until, oneShot }: Extract<AlarmEvent, { is: 'shelve' }>): Alarm | Refusal {
  if (isOfFire(alarm)) return 'fire-not-shelved';
  if (alarm.shelved !== null) return 'already-shelved';
  if (oneShot && alarm.condition === 'restored') return 'already-restored';
  if (until <= by.at || until - by.at > SHELVE_LIMIT_MS) return 'shelved-too-long';
  return { ...alarm, shelved: { by, reason, until, oneShot } };
}

/** A one-shot shelf lasts until the cause ends. */
function afterEnd({ shelved }: Alarm): Shelving | null {
  return shelved?.oneShot ? null : shelved;
}

/** What quieted it is over: while the cause holds, it calls anew. */
function loud(alarm: Alarm): Alarm {
  return alarm.condition === 'active' && !isQuiet(alarm) ? { ...alarm, attention: 'new' } : alarm;
}

function later(alarm: Alarm, at: number): Alarm {
  const isBack = alarm.shelved !== null && alarm.shelved.until <= at;
  const isCalm = alarm.chattersSince !== null && at - (alarm.begins.at(-1) ?? 0) >= CHATTER_ENDS_MS;
  if (!isBack && !isCalm) return alarm;
  const after = { ...alarm, chattersSince: isCalm ? null : alarm.chattersSince };
  const back = isBack ? loud({ ...after, shelved: null }) : after;
  return isCalm ? closedIfDone(back, at) : back;
}

function raised(alarm: Alarm, event: Extract<AlarmEvent, { is: 'finding' }>): Alarm {
  const { finding, entry, receivedAt } = event;
  const held = alarm.causes.includes(finding.rule.id);
  const causes = held ? alarm.causes : [...alarm.causes, finding.rule.id];
  // A second rule that sees the same rising edge is a further cause, not a further time.
  const isFurtherTime = held || alarm.condition === 'restored' || finding.change === 'again';
  const begins = isFurtherTime ? [...alarm.begins, receivedAt].slice(-CHATTER_TIMES) : alarm.begins;
  const isFast = begins.length === CHATTER_TIMES && receivedAt - (begins[0] ?? 0) <= CHATTER_WITHIN_MS;
  const chattersSince = alarm.chattersSince ?? (isFast ? (begins[0] ?? receivedAt) : null);
  // Somebody has seen that it chatters; each further turn says nothing new. A fire calls every time.
  const isSeen = chattersSince !== null && alarm.attention === 'acknowledged' && !isOfFire(alarm);
  return {
    ...alarm,
    causes,
    begins,
    chattersSince,
    chattered: chattersSince ?? alarm.chattered,
    condition: 'active',
    restoredAt: null,
    reset: null,
    attention: isSeen ? 'acknowledged' : 'new',
    // What it was then says nothing of now; only a fire that a person has seen stays one.
    ...(isFurtherTime && !isSeen && alarm.verdict !== 'real' ? { verdict: 'unverified' as const, judged: null } : {}),
    times: alarm.times + (isFurtherTime ? 1 : 0),
    value: finding.value ?? alarm.value,
    because: finding.because,
    evidence: withEvidence(alarm.evidence, entry),
  };
}

function restored(alarm: Alarm, event: Extract<AlarmEvent, { is: 'finding' }>): Alarm {
  const { finding, entry, receivedAt } = event;
  if (!alarm.causes.includes(finding.rule.id)) return alarm;
  const causes = alarm.causes.filter((id) => id !== finding.rule.id);
  const value = finding.value ?? alarm.value;
  const evidence = withEvidence(alarm.evidence, entry);
  if (causes.length > 0) return { ...alarm, causes, value, evidence };
  return closedIfDone(
    { ...alarm, causes, value, evidence, shelved: afterEnd(alarm), condition: 'restored', restoredAt: finding.at },
    receivedAt,
  );
}

function closedIfDone(alarm: Alarm, at: number): Alarm {
  const attended = alarm.attention === 'acknowledged' || alarm.class === 'notice';
  const released = !alarm.latching || alarm.reset !== null;
  const verified = alarm.class !== 'fire' || alarm.verdict !== 'unverified';
  // A row for each turn of a chattering point would hide the others: it waits until the point is calm.
  const isCalm = alarm.chattersSince === null || isOfFire(alarm);
  return alarm.condition === 'restored' && attended && released && verified && isCalm ? { ...alarm, closedAt: at } : alarm;
}

function withEvidence(evidence: readonly number[], entry: number | null): readonly number[] {
  if (entry === null || evidence.includes(entry)) return evidence;
  const kept =
    evidence.length < EVIDENCE_LIMIT ? evidence : [...evidence.slice(0, EVIDENCE_LIMIT / 2), ...evidence.slice(EVIDENCE_LIMIT / 2 + 1)];
  return [...kept, entry];
}
