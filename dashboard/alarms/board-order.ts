// Which rows stand on the board and in which order, so that nothing moves under a person's hand.
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { Folded } from '../open-alarms.ts';

export interface Arrangement {
  /** Ids in the order of the rows. */
  readonly shown: readonly string[];
  /** Alarms that wait behind the bar of new ones. */
  readonly queued: readonly AlarmView[];
}

/**
 * Free: the open alarms as they are sorted. Held (a pointer or a finger is on the list): the rows stay where they are,
 * even those that were closed meanwhile; a new fire goes to the top at once, every other new alarm waits behind the bar.
 */
export function arrange(former: readonly string[], open: readonly AlarmView[], held: boolean): Arrangement {
  if (!held || former.length === 0) return { shown: open.map((one) => one.id), queued: [] };
  const standing = new Set(former);
  const fires: string[] = [];
  const queued: AlarmView[] = [];
  for (const one of open) {
    if (standing.has(one.id)) continue;
    if (one.class === 'fire') fires.push(one.id);
    else queued.push(one);
  }
  return { shown: fires.length === 0 ? former : [...fires, ...former], queued };
}

/** The folded rows; those that stand already (`former`, by key) stay where they are, and new ones come behind them. */
export function foldsInOrder(folded: readonly Folded[], former: readonly string[]): readonly Folded[] {
  if (former.length === 0) return folded;
  const byKey = new Map(folded.map((one) => [one.key, one]));
  const standing = new Set(former);
  return [...former.flatMap((key) => byKey.get(key) ?? []), ...folded.filter(({ key }) => !standing.has(key))];
}
