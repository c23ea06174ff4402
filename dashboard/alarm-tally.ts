// How many open alarms there are of each class, counted one by one as they come and go.
import type { AlarmView } from '../gateway/web/contract.ts';
import { type AlarmClass, CLASS_ORDER } from './alarm-classes.ts';

interface Lamp {
  /** Open alarms that are no drill. */
  readonly open: number;
  /** Of these, not yet acknowledged. */
  readonly fresh: number;
}

/** A drill lights no lamp but its own. */
export interface Tally {
  readonly lamps: Readonly<Record<AlarmClass, Lamp>>;
  readonly drill: Lamp;
}

const DARK: Lamp = { open: 0, fresh: 0 };
export const NO_ALARMS: Tally = {
  lamps: { fire: DARK, 'pre-alarm': DARK, linkage: DARK, supervisory: DARK, fault: DARK, isolation: DARK, notice: DARK },
  drill: DARK,
};

type Counted = Pick<AlarmView, 'class' | 'drill' | 'attention'>;

/** With an alarm more (1), or one fewer (-1). */
export function counted(tally: Tally, one: Counted, by: 1 | -1): Tally {
  const lamp = one.drill ? tally.drill : tally.lamps[one.class];
  const next = { open: lamp.open + by, fresh: lamp.fresh + (one.attention === 'new' ? by : 0) };
  return one.drill ? { ...tally, drill: next } : { ...tally, lamps: { ...tally.lamps, [one.class]: next } };
}

/** All that are open, and those that nobody has acknowledged, drills with them. */
export function inAll({ lamps, drill }: Tally): Lamp {
  return CLASS_ORDER.reduce((sum, each) => ({ open: sum.open + lamps[each].open, fresh: sum.fresh + lamps[each].fresh }), drill);
}
