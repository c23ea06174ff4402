// The law of the alarm board's order, written from its sentence and not from its code: what the board's quicker way is held against.
import type { AlarmView } from '../../gateway/web/contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';

type Place = readonly (number | string)[];

export class InOrder {
  readonly #all = new Map<string, AlarmView>();
  /** Incident → its fires that came while one of it stood, closed ones too. */
  readonly #came = new Map<string, number[]>();

  /** These changed; answers the open ones, the most urgent first. */
  turn(changed: readonly AlarmView[]): AlarmView[] {
    for (const one of changed) this.#all.set(one.id, one);
    const open = [...this.#all.values()].filter(({ closed }) => !closed);
    const fires = open.filter((one) => one.class === 'fire');
    for (const { incident, receivedAt } of fires) this.#came.set(incident, [...(this.#came.get(incident) ?? []), receivedAt]);
    const burning = new Set(fires.map(({ incident }) => incident));
    for (const incident of this.#came.keys()) if (!burning.has(incident)) this.#came.delete(incident);
    return open.sort((one, other) => compared(this.#placeOf(one), this.#placeOf(other)));
  }

  /** Class, real before drill, new before acknowledged, youngest first: a first-out is as young as the youngest fire that it leads, and stands above it. */
  #placeOf({ id, class: of, drill, attention, receivedAt, firstOut, incident }: AlarmView): Place {
    const leads = of === 'fire' && firstOut;
    const youngest = leads ? Math.max(receivedAt, ...(this.#came.get(incident) ?? [])) : receivedAt;
    return [CLASS_ORDER.indexOf(of), drill ? 1 : 0, attention === 'new' ? 0 : 1, -youngest, leads ? 0 : 1, id];
  }
}

function compared(one: Place, other: Place): number {
  const nth = one.findIndex((part, at) => part !== other[at]);
  if (nth < 0) return 0;
  return (one[nth] ?? '') < (other[nth] ?? '') ? -1 : 1;
}
