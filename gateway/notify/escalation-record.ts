// What the escalation remembers of one incident: plain data, kept in a row of its own.
import type { AlarmClass } from '../../rules/rule.ts';
import type { EscalationEvent, RoundWhy } from './due.ts';
import type { Policy } from './policy.ts';
import type { Whom } from './roster-book.ts';

export interface EscalationRecord {
  readonly incident: string;
  /** Decides between two incidents that are due at one instant: the elder first. */
  readonly order: number;
  readonly class: AlarmClass;
  readonly path: readonly string[];
  readonly drill: boolean;
  readonly alarms: number;
  readonly closedAt: number | null;
  /** Number, reason and start of the round that runs; a round keeps the policy with which it began. */
  readonly round: number;
  readonly why: RoundWhy;
  readonly start: number;
  readonly policy: Policy | null;
  /** How many tellings of the round are behind it. */
  readonly told: number;
  /** Who acknowledged in this round, and how many must. */
  readonly by: readonly string[];
  readonly needs: number;
  /** When enough people had acknowledged. */
  readonly acknowledgedAt: number | null;
  readonly handled: boolean;
  /** When a hand-over that nobody answers is told of, ms since 1970; left out or null: none waits. */
  readonly offerUntil?: number | null;
  /** Updates told so far. */
  readonly updates: number;
  /** Everybody who was told of it, to hear how it goes on and ends. */
  readonly heard: readonly { readonly whom: Whom; readonly via: readonly string[] }[];
}

export interface EscalationState {
  readonly now: number;
  readonly records: readonly EscalationRecord[];
}

/** An incident that begins, or goes on after its end (`before`): rounds and updates are counted on, so that no id comes twice. */
export function newRecord(
  event: Extract<EscalationEvent, { is: 'raised' | 'reopened' }>,
  before: EscalationRecord | undefined,
  at: number,
  order: number,
): EscalationRecord {
  const { incident, path, drill, alarms } = event;
  return {
    incident,
    order,
    class: event.class,
    path,
    drill,
    alarms,
    closedAt: null,
    round: before?.round ?? 0,
    why: event.is,
    start: at,
    policy: null,
    told: 0,
    by: [],
    needs: 1,
    acknowledgedAt: null,
    handled: false,
    updates: before?.updates ?? 0,
    heard: before?.heard ?? [],
  };
}

/** Records as they were read back, equal policies made one again: thousands of incidents share a handful. */
export function rejoinPolicies(records: readonly EscalationRecord[]): EscalationRecord[] {
  const known = new Map<string, Policy>();
  return records.map((record) => {
    if (!record.policy) return record;
    const text = JSON.stringify(record.policy);
    const policy = known.get(text) ?? record.policy;
    known.set(text, policy);
    return { ...record, policy };
  });
}
