// Places that a list names: looked for by their names below another; what is missing is made once.
import { createHash } from 'node:crypto';
import type { PlaceRecord } from '../acts.ts';
import type { Estate } from './estate.ts';
import { ROOT_PLACE } from './places.ts';

export class WantedPlaces {
  readonly missing: PlaceRecord[] = [];
  readonly #estate: Estate;
  readonly #byName = new Map<string, string>();
  readonly #made = new Map<string, PlaceRecord>();

  constructor(estate: Estate) {
    this.#estate = estate;
    for (const { id, parent, name } of estate.places.all()) if (parent !== null) this.#byName.set(`${parent}\n${name.trim()}`, id);
  }

  /** Where the way of a list begins. */
  top(): string {
    return ROOT_PLACE;
  }

  find(parent: string, name: string): string | undefined {
    return this.#byName.get(`${parent}\n${name}`);
  }

  /** A floor below a building, a zone below a floor; undefined where a list does not make what is missing. */
  make(parent: string, name: string): string | undefined {
    const kind = this.#estate.places.get(parent)?.kind ?? this.#made.get(parent)?.kind;
    if (kind === 'building') return this.below(parent, 'floor', name);
    return kind === 'floor' ? this.below(parent, 'zone', name) : undefined;
  }

  /** Ids from the root to a place that is there or will be. */
  pathOf(id: string): readonly string[] {
    const made = this.#made.get(id);
    return made?.parent ? [...this.pathOf(made.parent), id] : this.#estate.places.pathOf(id);
  }

  below(parent: string, kind: 'floor' | 'zone', name: string): string {
    const key = `${parent}\n${name}`;
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    // Of the place above and the name: the same list twice asks for the same place.
    const id = `p${createHash('sha256').update(key).digest('hex').slice(0, 20)}`;
    const place: PlaceRecord = { id, parent, kind, name, longitude: null, latitude: null };
    this.missing.push(place);
    this.#made.set(id, place);
    this.#byName.set(key, id);
    return id;
  }
}
