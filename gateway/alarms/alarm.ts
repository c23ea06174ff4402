// One alarm of one point and class, and the pure function of its life: condition, attention and verdict kept apart.
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
}

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
  | { readonly is: 'reset'; readonly by: Signature };

/** Why an event was refused, in the words of the error catalogue. */
export type Refusal = 'closed' | 'already-acknowledged' | 'still-active' | 'not-latching';

/**
 * The life of an alarm. Returns the alarm after the event (the same object where nothing changed), or the reason of
 * a refusal. Pure: `change` is given by the desk.
 *
 * An alarm is closed when its condition is restored, a person has acknowledged it and, where it latches, a person has
 * reset it after it was restored. A notice closes with its condition; nobody must acknowledge it. A fresh rising edge
 * of an acknowledged alarm makes it new again, so that the next fire is never silent.
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
      return closedIfDone({ ...alarm, causes, condition: 'restored', restoredAt: event.at }, event.at);
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
      return closedIfDone(
        { ...alarm, reset: event.by, attention: 'acknowledged', acknowledged: alarm.acknowledged ?? event.by },
        event.by.at,
      );
  }
}

function raised(alarm: Alarm, event: Extract<AlarmEvent, { is: 'finding' }>): Alarm {
  const { finding, entry } = event;
  const held = alarm.causes.includes(finding.rule.id);
  const causes = held ? alarm.causes : [...alarm.causes, finding.rule.id];
  // A second rule that sees the same rising edge is a further cause, not a further time.
  const isFurtherTime = held || alarm.condition === 'restored' || finding.change === 'again';
  return {
    ...alarm,
    causes,
    condition: 'active',
    restoredAt: null,
    reset: null,
    attention: 'new',
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
  return closedIfDone({ ...alarm, causes, value, evidence, condition: 'restored', restoredAt: finding.at }, receivedAt);
}

function closedIfDone(alarm: Alarm, at: number): Alarm {
  const attended = alarm.attention === 'acknowledged' || alarm.class === 'notice';
  const released = !alarm.latching || alarm.reset !== null;
  return alarm.condition === 'restored' && attended && released ? { ...alarm, closedAt: at } : alarm;
}

function withEvidence(evidence: readonly number[], entry: number | null): readonly number[] {
  if (entry === null || evidence.includes(entry)) return evidence;
  const kept =
    evidence.length < EVIDENCE_LIMIT ? evidence : [...evidence.slice(0, EVIDENCE_LIMIT / 2), ...evidence.slice(EVIDENCE_LIMIT / 2 + 1)];
  return [...kept, entry];
}
