// What was drawn on the map and stands there no more: each version with the moment until which it stood, to play the map back.
import type { Database } from '../sqlite.ts';
import type { Sketch } from './sketch.ts';

/** The longest span that the map is played back over, ms: a weekend with the days around it. What ended before is not kept. */
export const LONGEST_REPLAY_MS = 4 * 86_400_000;
/**
 * Ended versions that are kept, the youngest: a change each six minutes for four days. At their largest they are 4 MB of memory and
 * 50 ms of the event loop to a screen that plays them back; as people draw them, a tenth of it.
 */
export const MOST_ENDED = 1_000;

/** A version that stands no more. `until`: ms since 1970. It stood from the moment of its `changed` on. */
export interface EndedSketch {
  readonly sketch: Sketch;
  readonly until: number;
}

const TABLE = 'CREATE TABLE IF NOT EXISTS ended_sketch (id TEXT, version INTEGER, data TEXT NOT NULL, PRIMARY KEY (id, version)) STRICT';

export class SketchPast {
  readonly #db: Database;
  /** By id and version, in the order in which they ended. */
  readonly #ended = new Map<string, EndedSketch>();
  readonly #dirty = new Map<string, Pick<Sketch, 'id' | 'version'>>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLE);
    for (const { data } of db.prepare<[], { data: string }>('SELECT data FROM ended_sketch ORDER BY rowid').all()) {
      const ended = JSON.parse(data) as EndedSketch;
      this.#ended.set(keyOf(ended.sketch), ended);
    }
  }

  /** It was changed or taken off. What nobody can play back any more is let go. `until`: ms since 1970. */
  end(sketch: Sketch, until: number): void {
    this.#ended.set(keyOf(sketch), { sketch, until });
    this.#dirty.set(keyOf(sketch), sketch);
    for (const [key, { sketch: old, until: ended }] of this.#ended) {
      if (this.#ended.size <= MOST_ENDED && ended > until - LONGEST_REPLAY_MS) break;
      this.#ended.delete(key);
      this.#dirty.set(key, old);
    }
  }

  /** Those that stood at any moment of a span, ms since 1970. */
  within(from: number, to: number): EndedSketch[] {
    return [...this.#ended.values()].filter(({ sketch, until }) => until > from && sketch.changed.at < Math.min(to, until));
  }

  /** Whether some that ended after `from` may have been let go because there were too many. */
  isCut(from: number): boolean {
    const [first] = this.#ended.values();
    return this.#ended.size >= MOST_ENDED && first !== undefined && first.until > from;
  }

  /** Inside the transaction of the sketches. */
  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO ended_sketch (id, version, data) VALUES (?, ?, ?)');
    const drop = this.#db.prepare('DELETE FROM ended_sketch WHERE id = ? AND version = ?');
    for (const [key, { id, version }] of this.#dirty) {
      const ended = this.#ended.get(key);
      if (ended) save.run(id, version, JSON.stringify(ended));
      else drop.run(id, version);
    }
  }

  written(): void {
    this.#dirty.clear();
  }
}

function keyOf({ id, version }: Pick<Sketch, 'id' | 'version'>): string {
  return `${version} ${id}`;
}
