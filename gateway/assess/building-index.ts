// Which devices stand in which building, unit and floor, and which transmission devices speak for them; made anew when the estate changed.
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
/** Devices looked at before others have their turn: about 2 ms of the event loop (measured). */
const SLICE = 4_000;

export class BuildingIndex {
  readonly #estate: Estate;
  #known: { readonly revision: number; readonly inside: Promise<ReadonlyMap<string, Inside>> } | undefined;

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  /** By id of the building, the unit or the floor; what stands on no floor is found by its own place. */
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
    // Devices of one place share their path.
    const homes = new Map<readonly string[], readonly Making[]>();
    const homesOf = (path: readonly string[]): readonly Making[] => {
      const known = homes.get(path);
      if (known) return known;
      const near = (['building', 'unit'] as const).flatMap((kind) => path.findLast((one) => places.get(one)?.kind === kind) ?? []);
      const floor = places.floorOf(path) ?? path.at(-1);
      const made = [...new Set(floor === undefined ? near : [...near, floor])].map(at);
      homes.set(path, made);
      return made;
    };
    let looked = 0;
    for (const { id, path, address } of this.#estate.devices()) {
      looked += 1;
      if (looked % SLICE === 0) await breathe();
      for (const inside of homesOf(path)) {
        inside.devices.push(id);
        if (address.by === 'gb26875') inside.stations.add(id);
        if (address.by === 'part') inside.stations.add(address.of);
      }
    }
    return found;
  }
}
