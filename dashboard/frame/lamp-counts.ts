// How many alarms each lamp of the strip stands for. Pure.
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { AlarmClass } from '../alarm-classes.ts';

interface Lamp {
  /** Open alarms that are no drill. */
  open: number;
  /** Of these, not yet acknowledged. */
  fresh: number;
}

/** Counts by class; a drill lights no lamp but its own. */
export function lampsOf(open: readonly AlarmView[]): { readonly lamps: Readonly<Record<AlarmClass, Lamp>>; readonly drill: number } {
  const dark = (): Lamp => ({ open: 0, fresh: 0 });
  const lamps: Record<AlarmClass, Lamp> = {
    fire: dark(),
    'pre-alarm': dark(),
    linkage: dark(),
    supervisory: dark(),
    fault: dark(),
    isolation: dark(),
    notice: dark(),
  };
  let drill = 0;
  for (const one of open) {
    if (one.drill) {
      drill += 1;
      continue;
    }
    const lamp = lamps[one.class];
    lamp.open += 1;
    if (one.attention === 'new') lamp.fresh += 1;
  }
  return { lamps, drill };
}
