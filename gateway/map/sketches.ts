// Sketches 标绘: what people draw on the map for everybody who sees the place that it belongs to, with their table in the state database.
import type { Act } from '../acts.ts';
import type { Signature } from '../alarms/alarm.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';

/** `circle`: around its one spot, by its radius. */
export const SKETCH_KINDS = ['spot', 'line', 'area', 'circle'] as const;
type SketchKind = (typeof SKETCH_KINDS)[number];
/** Colours of the dashboard's own table; which shade depends on the theme. */
export const SKETCH_COLOURS = ['red', 'orange', 'yellow', 'blue', 'violet', 'teal', 'grey'] as const;

/** How few spots each kind can be drawn by. */
export const FEWEST_SPOTS: Readonly<Record<SketchKind, number>> = { spot: 1, line: 2, area: 3, circle: 1 };
/** Spots of one sketch: a cordon around a valley. All of 200 such sketches are 650 kB to a screen that opens the map, and some 10 ms of the event loop. */
export const MOST_SPOTS = 50;
/** Sketches of the whole house: each open map draws and lists all that its person sees, and a list of more is read by nobody. */
export const MOST_SKETCHES = 200;
/** Metres: from a step around a hydrant to the evacuation around a forest fire. */
export const RADIUS = { least: 1, most: 100_000 } as const;

/** What somebody draws. */
export interface SketchDrawn {
  readonly id: string;
  /** Who sees this place sees the sketch, wherever on the map it lies. */
  readonly place: string;
  readonly kind: SketchKind;
  /** Degrees, WGS-84; of a circle its middle. */
  readonly spots: readonly { readonly longitude: number; readonly latitude: number }[];
  /** Metres; null for what is no circle. */
  readonly radius: number | null;
  readonly label: string;
  readonly note: string;
  readonly colour: (typeof SKETCH_COLOURS)[number];
}

export interface Sketch extends SketchDrawn {
  /** Counts its changes from 1. */
  readonly version: number;
  /** Who drew it first. */
  readonly drawn: Signature;
  readonly changed: Signature;
}

const TABLE = 'CREATE TABLE IF NOT EXISTS sketch (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT';

export class Sketches implements Ledger {
  readonly #db: Database;
  readonly #known = new Map<string, Sketch>();
  readonly #dirty = new Set<string>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLE);
    for (const { data } of db.prepare<[], { data: string }>('SELECT data FROM sketch ORDER BY rowid').all()) {
      const sketch = JSON.parse(data) as Sketch;
      this.#known.set(sketch.id, sketch);
    }
  }

  get(id: string): Sketch | undefined {
    return this.#known.get(id);
  }

  /** In the order in which they were drawn. */
  all(): Iterable<Sketch> {
    return this.#known.values();
  }

  /** Throws `conflict` where the map holds as many as it may, or somebody else changed it since its author saw it; `not-found` where it was taken off meanwhile. */
  draw({ sketch, version, by, at }: Extract<Act, { do: 'draw-sketch' }>): Record<never, never> {
    const before = this.#known.get(sketch.id);
    if (version > 0 && !before) throw new BalefireError('not-found', { what: sketch.label });
    if (before && before.version !== version)
      throw new BalefireError('changed-meanwhile', { who: before.changed.name, version: before.version });
    if (!before && this.#known.size >= MOST_SKETCHES)
      throw new BalefireError('conflict', {
        detail: `地图标绘已有 ${MOST_SKETCHES} 个，请先移除不再需要的 / the map holds ${MOST_SKETCHES} drawings; take off what is no longer needed`,
      });
    const changed: Signature = { ...by, at };
    this.#known.set(sketch.id, { ...sketch, version: version + 1, drawn: before?.drawn ?? changed, changed });
    this.#dirty.add(sketch.id);
    return {};
  }

  /** Throws `not-found`. */
  remove({ id }: Extract<Act, { do: 'remove-sketch' }>): Record<never, never> {
    if (!this.#known.delete(id)) throw new BalefireError('not-found', { what: id });
    this.#dirty.add(id);
    return {};
  }

  isDirty(): boolean {
    return this.#dirty.size > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT INTO sketch (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data');
    const drop = this.#db.prepare('DELETE FROM sketch WHERE id = ?');
    for (const id of this.#dirty) {
      const sketch = this.#known.get(id);
      if (sketch) save.run(id, JSON.stringify(sketch));
      else drop.run(id);
    }
  }

  written(): void {
    this.#dirty.clear();
  }
}
