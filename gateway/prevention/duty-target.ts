// One control room that was called, and the pure function of what becomes of it.

/**
 * `calling`: sent, not confirmed by the device yet. `waiting`: confirmed, the button is awaited. `present`: pressed in time.
 * `absent` 脱岗: not in time. `late`: pressed after that. `unreachable`: no confirmation. `skipped`: not asked, something burns there.
 */
export type DutyState = 'calling' | 'waiting' | 'present' | 'late' | 'absent' | 'unreachable' | 'skipped';

export interface DutyTargetRecord {
  /** Id of the check. */
  readonly check: string;
  /** Id of the command that went out to it. */
  readonly command: string;
  readonly device: string;
  readonly state: DutyState;
  readonly minutes: number;
  /** ms since 1970, all of them. */
  readonly calledAt: number;
  /** A device that has not confirmed by then is not reached. */
  readonly confirmBy: number;
  readonly confirmedAt: number | null;
  readonly answeredAt: number | null;
  /** Until when an answer counts as in time, its way included. */
  readonly dueAt: number | null;
  readonly operator: number | null;
  readonly reason: string | null;
}

export type DutyEvent =
  | { readonly is: 'confirmed'; readonly at: number }
  | { readonly is: 'failed'; readonly at: number; readonly reason: string }
  | { readonly is: 'pressed'; readonly at: number; readonly operator: number }
  /** What it waited for did not come. */
  | { readonly is: 'time'; readonly at: number };

export function isOpen(state: DutyState): boolean {
  return state === 'calling' || state === 'waiting';
}

/** The target after an event, or the same where it changes nothing. `marginMs`: how long an answer may be on its way. */
export function stepDuty(target: DutyTargetRecord, event: DutyEvent, marginMs: number): DutyTargetRecord {
  const { state } = target;
  switch (event.is) {
    case 'confirmed':
      if (state !== 'calling') return target;
      return { ...target, state: 'waiting', confirmedAt: event.at, dueAt: event.at + target.minutes * 60_000 + marginMs };
    case 'failed':
      return isOpen(state) ? { ...target, state: 'unreachable', reason: event.reason } : target;
    case 'pressed': {
      const answered = { ...target, answeredAt: event.at, operator: event.operator };
      // Pressed before its confirmation was heard: it was there.
      if (isOpen(state)) return { ...answered, state: 'present' };
      if (state !== 'absent') return target;
      // Pressed in time, and held up on the way.
      return { ...answered, state: target.dueAt !== null && event.at <= target.dueAt - marginMs ? 'present' : 'late' };
    }
    case 'time':
      if (state === 'calling') return { ...target, state: 'unreachable', reason: 'no-confirmation' };
      return state === 'waiting' ? { ...target, state: 'absent' } : target;
  }
}
