// The tree of places: region → unit → building → floor → zone, region → forest farm → checkpoint, post, water.
import type { PlaceRecord } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { PlaceKind } from '../web/contract.ts';

/** A step of the way from the root to a place. */
export interface PlaceStep {
  readonly id: string;
  readonly name: string;
  readonly kind: PlaceKind;
}

/** The place of what has no place of its own; always there, the root of the tree. */
export const ROOT_PLACE = 'root';

const ZONE_KINDS: ReadonlySet<PlaceKind> = new Set(['zone', 'floor', 'post', 'checkpoint', 'water']);
const SITE_KINDS: ReadonlySet<PlaceKind> = new Set(['building', 'farm', 'unit']);

/** The places in memory. Every place hangs, through its parents, on the root. */
export class PlaceTree {
  readonly #places = new Map<string, PlaceRecord>();
  readonly #paths = new Map<string, readonly string[]>();

  constructor(places: Iterable<PlaceRecord> = []) {
    this.#places.set(ROOT_PLACE, { id: ROOT_PLACE, parent: null, kind: 'region', name: '全部', longitude: null, latitude: null });
    for (const place of places) this.#places.set(place.id, place);
  }

  all(): Iterable<PlaceRecord> {
    return this.#places.values();
  }

  get(id: string): PlaceRecord | undefined {
    return this.#places.get(id);
  }

  /** Adds or changes a place. Throws `not-found` for an unknown parent, `conflict` where it would hang below itself. */
  put(place: PlaceRecord): void {
    if (place.id !== ROOT_PLACE) {
      if (place.parent === null || !this.#places.has(place.parent))
        throw new BalefireError('not-found', { what: place.parent ?? 'parent' });
      if (this.pathOf(place.parent).includes(place.id)) throw new BalefireError('conflict', { detail: `${place.id} ⊂ ${place.id}` });
    }
    this.#places.set(place.id, place);
    this.#paths.clear();
  }

  /** Ids from the root down to the place. A place that is not known stands directly below the root. */
  pathOf(id: string): readonly string[] {
    const known = this.#paths.get(id);
    if (known) return known;
    const place = this.#places.get(id);
    const path = place === undefined ? [ROOT_PLACE] : place.parent === null ? [place.id] : [...this.pathOf(place.parent), place.id];
    this.#paths.set(id, path);
    return path;
  }

  /** The way to a place as a person reads it, without the root when there is more. */
  steps(path: readonly string[]): PlaceStep[] {
    const shown = path.length > 1 ? path.slice(1) : path;
    return shown.map((id) => {
      const place = this.#places.get(id);
      return { id, name: place?.name ?? id, kind: place?.kind ?? 'zone' };
    });
  }

  /** Where the nearest place of a path stands on the map, up to its unit; undefined where nobody has put it there. */
  spotOf(path: readonly string[]): { readonly longitude: number; readonly latitude: number } | undefined {
    for (const id of path.toReversed()) {
      const place = this.#places.get(id);
      // The middle of a district is not where its building stands.
      if (!place || place.kind === 'region') return undefined;
      if (place.longitude !== null && place.latitude !== null) return { longitude: place.longitude, latitude: place.latitude };
    }
    return undefined;
  }

  /** Whether a place is the other or stands below it. */
  isWithin(place: string, above: string): boolean {
    return this.pathOf(place).includes(above);
  }

  /** The nearest zone or floor of a path; detectors of one zone confirm each other. */
  zoneOf(path: readonly string[]): string {
    return this.#nearest(path, ZONE_KINDS);
  }

  /** The nearest floor of a path; undefined where there is none. */
  floorOf(path: readonly string[]): string | undefined {
    return path.findLast((id) => this.#places.get(id)?.kind === 'floor');
  }

  /** The nearest building, farm or unit of a path: what one incident is about. */
  siteOf(path: readonly string[]): string {
    return this.#nearest(path, SITE_KINDS);
  }

  /** The nearest place that is all of these or above them; the root where there is none. */
  above(places: readonly string[]): string {
    const [first = [], ...rest] = places.map((id) => this.pathOf(id));
    return first.filter((id, depth) => rest.every((path) => path[depth] === id)).at(-1) ?? ROOT_PLACE;
  }

  #nearest(path: readonly string[], kinds: ReadonlySet<PlaceKind>): string {
    for (let i = path.length - 1; i >= 0; i -= 1) {
      const id = path[i] ?? ROOT_PLACE;
      const place = this.#places.get(id);
      if (place && kinds.has(place.kind)) return id;
    }
    return path.at(-1) ?? ROOT_PLACE;
  }
}
