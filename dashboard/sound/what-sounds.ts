// Which alarms call, and which of them a person has silenced. Pure.
import type { AlarmView } from '../../gateway/web/contract.ts';
import { type AlarmClass, CLASS_ORDER, worse } from '../alarm-classes.ts';

/** Beginnings of alarms, by their ids: which time it was. An alarm that begins anew is another, so that silence never outlives its cause. */
export type Calls = ReadonlyMap<string, number>;

export const NO_CALLS: Calls = new Map();

/** Whether an open alarm calls: it is new, real, and laid aside by nothing. A fire calls whatever else may be said of its point. */
export function calls(one: AlarmView): boolean {
  return (
    one.attention === 'new' &&
    !one.drill &&
    !one.closed &&
    one.isolated === null &&
    (one.class === 'fire' || (one.shelved === null && one.suppressed === null))
  );
}

/** The most urgent class that calls and was not silenced; null: silence. Asked with each picture, so nothing is made for it. */
export function sounding(open: readonly AlarmView[], silenced: Calls): AlarmClass | null {
  let most: AlarmClass | null = null;
  for (const one of open) {
    if (!calls(one) || silenced.get(one.id) === one.times) continue;
    most = worse(most, one.class);
    if (most === CLASS_ORDER[0]) break;
  }
  return most;
}

/**
 * Silence as it goes on: what calls no more is forgotten, so that an alarm whose isolation ends, or which a further cause
 * makes new again, is heard although it has not begun once more. The same calls where nothing is.
 */
export function stillSilenced(silenced: Calls, open: readonly AlarmView[]): Calls {
  if (silenced.size === 0) return silenced;
  const still = callsOf(open.filter((one) => calls(one) && silenced.get(one.id) === one.times));
  return still.size === silenced.size ? silenced : still;
}

/** What is silenced by pressing now. */
export function silence(open: readonly AlarmView[]): Calls {
  return callsOf(open.filter(calls));
}

/** Fires that began since the last look, the first of each incident; what stood when the first look was taken is on the screen already. */
export class NewFires {
  #known: Calls | null = null;
  #fresh: readonly AlarmView[] = [];

  /** The same list until others begin. */
  look(open: readonly AlarmView[]): readonly AlarmView[] {
    const known = this.#known;
    let standing = 0;
    const fresh: AlarmView[] = [];
    for (const one of open) {
      if (!isFirstFire(one)) continue;
      standing += 1;
      if (known?.get(one.id) !== one.times) fresh.push(one);
    }
    if (known !== null && fresh.length === 0 && standing === known.size) return this.#fresh;
    this.#known = callsOf(open.filter(isFirstFire));
    if (known !== null && fresh.length > 0) this.#fresh = fresh;
    return this.#fresh;
  }
}

function isFirstFire(one: AlarmView): boolean {
  return one.class === 'fire' && one.firstOut && calls(one);
}

function callsOf(alarms: readonly AlarmView[]): Calls {
  return new Map(alarms.map(({ id, times }) => [id, times]));
}
