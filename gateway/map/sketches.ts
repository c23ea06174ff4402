// Sketches 标绘: what people draw on the map for everybody who sees the place that it belongs to, with their table in the state database.
import type { Act } from '../acts.ts';
import type { Signature } from '../alarms/alarm.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { Sketch } from './sketch.ts';
import { type EndedSketch, SketchPast } from './sketch-past.ts';

/** Sketches of the whole house: each open map draws and lists all that its person sees, and a list of more is read by nobody. */
export const MOST_SKETCHES = 200;

const TABLE = 'CREATE TABLE IF NOT EXISTS sketch (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT';

export class Sketches implements Ledger {
  readonly #db: Database;
  readonly #known = new Map<string, Sketch>();
  readonly #dirty = new Set<string>();
  readonly #past: SketchPast;
  #changes = 0;

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLE);
    this.#past = new SketchPast(db);
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

  /** Counts what was drawn, changed and taken off since the start. */
  get changes(): number {
    return this.#changes;
  }

  /** All that stood at any moment of a span, ms since 1970; `until` null: it stands still. In the order in which they came. */
  standingWithin(from: number, to: number): (Omit<EndedSketch, 'until'> & { readonly until: number | null })[] {
    const still = [...this.#known.values()].filter(({ changed }) => changed.at < to).map((sketch) => ({ sketch, until: null }));
    return [...this.#past.within(from, to), ...still].sort((one, other) => one.sketch.changed.at - other.sketch.changed.at);
  }

  /** Whether of what stood since `from` the oldest is kept no more. */
  isCut(from: number): boolean {
    return this.#past.isCut(from);
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
    if (before) this.#past.end(before, at);
    this.#known.set(sketch.id, { ...sketch, version: version + 1, drawn: before?.drawn ?? changed, changed });
    return this.#touched(sketch.id);
  }

  /** Throws `not-found`. */
  remove({ id, at }: Extract<Act, { do: 'remove-sketch' }>): Record<never, never> {
    const before = this.#known.get(id);
    if (!before) throw new BalefireError('not-found', { what: id });
    this.#past.end(before, at);
    this.#known.delete(id);
    return this.#touched(id);
  }

  #touched(id: string): Record<never, never> {
    this.#dirty.add(id);
    this.#changes += 1;
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
    this.#past.write();
  }

  written(): void {
    this.#past.written();
    this.#dirty.clear();
  }
}
