// What becomes of a rule at a point when its conditions have spoken: raise, again, clear, or nothing.
import type { Truth } from './conditions/node.ts';
import type { Finding } from './finding.ts';
import type { Slot } from './memory.ts';

/** What was found out at one moment. */
export interface Verdict {
  readonly raise: Truth;
  /** What `clearWhen` says; undefined where the rule has none. */
  readonly clear: Truth;
  readonly hasClear: boolean;
  /** Milliseconds. */
  readonly hold: number;
  readonly again: boolean;
  readonly now: number;
  readonly weak: boolean;
  readonly late: boolean;
}

/**
 * Moves the slot on. A weak word (doubtful or late) raises as any other and takes nothing back: no clear, no break of
 * a hold. A late one does not count as "no more" for `again` either, or each old frame would ring the bell once more.
 */
export function live(slot: Slot, verdict: Verdict): Finding['change'] | undefined {
  return slot.active ? liveActive(slot, verdict) : liveQuiet(slot, verdict);
}

function liveQuiet(slot: Slot, { raise, hold, now, weak }: Verdict): 'raise' | undefined {
  if (raise === false && !weak) slot.since = undefined;
  if (raise === true && hold > 0) slot.since ??= now;
  // While the truth is unknown a hold that runs goes on: no news is not a break.
  const ranOut = slot.since !== undefined && raise !== false && now >= slot.since + hold;
  if (!ranOut && (raise !== true || hold > 0)) return undefined;
  slot.since = undefined;
  slot.active = true;
  slot.holding = true;
  return 'raise';
}

function liveActive(slot: Slot, { raise, clear, hasClear, again, weak, late }: Verdict): 'again' | 'clear' | undefined {
  if (raise === true) {
    const fresh = !slot.holding;
    slot.holding = true;
    return fresh && again ? 'again' : undefined;
  }
  if (raise === false && !late) slot.holding = false;
  const ended = hasClear ? clear === true : raise === false;
  if (!ended || weak) return undefined;
  slot.active = false;
  slot.holding = false;
  return 'clear';
}
