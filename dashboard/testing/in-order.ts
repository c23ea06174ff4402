// The open alarms as sorting all of them anew after each change has them: what the board's quicker way is held against.
import type { AlarmView } from '../../gateway/web/contract.ts';
import { byUrgency } from '../urgency.ts';

export class InOrder {
  readonly #all = new Map<string, AlarmView>();
  readonly #youngest = new Map<string, number>();

  /** These changed; answers the open ones, the most urgent first. */
  turn(changed: readonly AlarmView[]): AlarmView[] {
    for (const one of changed) this.#all.set(one.id, one);
    const open = [...this.#all.values()].filter(({ closed }) => !closed);
    const fires = open.filter((one) => one.class === 'fire');
    for (const one of fires) this.#youngest.set(one.incident, Math.max(this.#youngest.get(one.incident) ?? 0, one.receivedAt));
    const burning = new Set(fires.map(({ incident }) => incident));
    for (const incident of this.#youngest.keys()) if (!burning.has(incident)) this.#youngest.delete(incident);
    return open.sort((one, other) => byUrgency(one, other, this.#youngest));
  }
}
