// Which alarms call, and which of them a person has silenced. Pure.
import type { AlarmView } from '../../gateway/web/contract.ts';
import { type AlarmClass, CLASS_ORDER, rankOf, worse } from '../alarm-classes.ts';

/** Beginnings of alarms, by their ids: which time it was. An alarm that begins anew is another, so that silence never outlives its cause. */
export type Calls = ReadonlyMap<string, number>;

const NO_CALLS: Calls = new Map();

/** Whether an open alarm calls: it is new, real, and laid aside by nothing. A fire calls whatever else may be said of its point. */
export function calls(one: AlarmView): boolean {
  return one.attention === 'new' && isHeardOf(one);
}

/** Whether it calls, or did until somebody acknowledged it. */
function isHeardOf(one: AlarmView): boolean {
  return !one.drill && !one.closed && one.isolated === null && (one.class === 'fire' || (one.shelved === null && one.suppressed === null));
}

/** What a press silenced. */
export interface Silence {
  readonly calls: Calls;
  /** The incidents of which something stood then, each with the most urgent class of it. */
  readonly incidents: ReadonlyMap<string, AlarmClass>;
}

export const NO_SILENCE: Silence = { calls: NO_CALLS, incidents: new Map() };

/**
 * Whether a person has silenced it. While alarms flood (`isFlood`, ux 1.5) a press silences what comes after it too, where it
 * belongs to an incident that stood at the press and is no more urgent than what stood of it: a new incident and a more urgent
 * class are heard again, and every fire is.
 */
function isSilenced(one: AlarmView, silence: Silence, isFlood: boolean): boolean {
  if (silence.calls.get(one.id) === one.times) return true;
  if (!isFlood || one.class === 'fire') return false;
  const stood = silence.incidents.get(one.incident);
  return stood !== undefined && rankOf(one.class) >= rankOf(stood);
}

/** The most urgent class that calls and was not silenced; null: silence. Asked with each picture, so nothing is made for it. */
export function sounding(open: readonly AlarmView[], silence: Silence, isFlood: boolean): AlarmClass | null {
  let most: AlarmClass | null = null;
  for (const one of open) {
    if (!calls(one) || isSilenced(one, silence, isFlood)) continue;
    most = worse(most, one.class);
    if (most === CLASS_ORDER[0]) break;
  }
  return most;
}

/**
 * Silence as it goes on: what calls no more is forgotten, so that an alarm whose isolation ends, or which a further cause
 * makes new again, is heard although it has not begun once more; what the flood kept silent stays so when the flood ends. The
 * same silence where nothing changed.
 */
export function stillSilenced(silence: Silence, open: readonly AlarmView[], isFlood: boolean): Silence {
  if (silence.calls.size === 0 && silence.incidents.size === 0) return silence;
  let isSame = true;
  const still: AlarmView[] = [];
  for (const one of open) {
    if (!calls(one) || !isSilenced(one, silence, isFlood)) continue;
    still.push(one);
    if (silence.calls.get(one.id) !== one.times) isSame = false;
  }
  return isSame && still.length === silence.calls.size ? silence : { ...silence, calls: callsOf(still) };
}

/** What is silenced by pressing now. */
export function silence(open: readonly AlarmView[]): Silence {
  const incidents = new Map<string, AlarmClass>();
  for (const one of open) {
    if (!isHeardOf(one)) continue;
    const stood = incidents.get(one.incident);
    if (stood === undefined || rankOf(one.class) < rankOf(stood)) incidents.set(one.incident, one.class);
  }
  return { calls: callsOf(open.filter(calls)), incidents };
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
