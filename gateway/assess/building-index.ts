// Which devices stand in which building and unit, and which transmission devices speak for them; made anew when the estate changed.
import { setImmediate as breathe } from 'node:timers/promises';
import type { Estate } from '../estate/estate.ts';

export interface Inside {
  /** Ids of all that stands in it, parts too. */
  readonly devices: readonly string[];
  /** Ids of the transmission devices that stand in it or that have parts in it: one control room may serve many buildings. */
  readonly stations: ReadonlySet<string>;
}

type Making = { devices: string[]; stations: Set<string> };
const NOTHING: Inside = { devices: [], stations: new Set() };
/** Devices looked at before others have their turn: 2 ms of the event loop. */
const SLICE = 10_000;

export class BuildingIndex {
  readonly #estate: Estate;
  #known: { readonly revision: number; readonly inside: Promise<ReadonlyMap<string, Inside>> } | undefined;

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  /** By id of the building or unit. */
  async all(): Promise<(place: string) => Inside> {
    const { revision } = this.#estate;
    if (this.#known?.revision !== revision) this.#known = { revision, inside: this.#make() };
    const known = await this.#known.inside;
    return (place) => known.get(place) ?? NOTHING;
  }

  async #make(): Promise<ReadonlyMap<string, Inside>> {
    const { places } = this.#estate;
    const found = new Map<string, Making>();
    const at = (place: string): Making => {
      const known = found.get(place) ?? { devices: [], stations: new Set() };
      found.set(place, known);
      return known;
    };
    let looked = 0;
    for (const { id, path, address } of this.#estate.devices()) {
      looked += 1;
      if (looked % SLICE === 0) await breathe();
      for (const kind of ['building', 'unit'] as const) {
        const place = path.findLast((one) => places.get(one)?.kind === kind);
        if (place === undefined) continue;
        const inside = at(place);
        inside.devices.push(id);
        if (address.by === 'gb26875') inside.stations.add(id);
        if (address.by === 'part') inside.stations.add(address.of);
      }
    }
    return found;
  }
}
