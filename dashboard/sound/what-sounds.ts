// Which alarms call, and which of them a person has silenced. Pure.
import type { AlarmView } from '../../gateway/web/contract.ts';
import { type AlarmClass, worse } from '../alarm-classes.ts';

/** One beginning of one alarm: an alarm that begins anew is another, so that silence never outlives its cause. */
export function callOf({ id, times }: Pick<AlarmView, 'id' | 'times'>): string {
  return `${id} ${times}`;
}

/** The alarms that call: new, real, and laid aside by nothing. A fire calls whatever else may be said of its point. */
export function calling(open: readonly AlarmView[]): readonly AlarmView[] {
  return open.filter(
    (one) =>
      one.attention === 'new' &&
      !one.drill &&
      !one.closed &&
      one.isolated === null &&
      (one.class === 'fire' || (one.shelved === null && one.suppressed === null)),
  );
}

/** The most urgent class that calls and was not silenced; null: silence. */
export function sounding(open: readonly AlarmView[], silenced: ReadonlySet<string>): AlarmClass | null {
  return calling(open)
    .filter((one) => !silenced.has(callOf(one)))
    .reduce<AlarmClass | null>((most, one) => worse(most, one.class), null);
}

/**
 * Silence as it goes on: what calls no more is forgotten, so that an alarm whose isolation ends, or which a further cause
 * makes new again, is heard although it has not begun once more. The same set where nothing is.
 */
export function stillSilenced(silenced: ReadonlySet<string>, open: readonly AlarmView[]): ReadonlySet<string> {
  if (silenced.size === 0) return silenced;
  const still = calling(open)
    .map(callOf)
    .filter((call) => silenced.has(call));
  return still.length === silenced.size ? silenced : new Set(still);
}

/** What is silenced by pressing now. */
export function silence(open: readonly AlarmView[]): ReadonlySet<string> {
  return new Set(calling(open).map(callOf));
}
