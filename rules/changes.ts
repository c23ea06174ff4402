// What of many memories has changed and is to be saved: bit by bit, yet all of it as it stood at one moment.

/**
 * A save of thousands of memories must not hold the house up, so it goes on between readings. It begins at a moment;
 * whoever changes a memory that is still due says so first (`keep`, `touch`), and its row is made before the change.
 * The rows so taken together are the state of that moment.
 */
export class Changes<Row> {
  readonly #row: (id: string) => Row;
  /** Changed since the last save began. */
  readonly #changed = new Set<string>();
  /** Due in the save under way, their rows not made yet. */
  readonly #due = new Set<string>();
  /** Made and not written yet. */
  readonly #made = new Map<string, Row>();

  /** `row` writes down a memory as it is now, or that it is no more. */
  constructor(row: (id: string) => Row) {
    this.#row = row;
  }

  /** Before a memory may change. */
  keep(id: string): void {
    if (this.#due.size > 0 && this.#due.delete(id)) this.#made.set(id, this.#row(id));
  }

  /** Before a memory changes: it is due in the next save. */
  touch(id: string): void {
    this.keep(id);
    this.#changed.add(id);
  }

  /** A save begins: all that changed is due as it stands now, also what an earlier save has not written. */
  begin(): void {
    for (const id of this.#made.keys()) this.#due.add(id);
    this.#made.clear();
    for (const id of this.#changed) this.#due.add(id);
    this.#changed.clear();
  }

  /** Up to `limit` rows of the save under way; the same again until they are `written`. */
  next(limit: number): [id: string, row: Row][] {
    for (const id of this.#due) {
      if (this.#made.size >= limit) break;
      this.keep(id);
    }
    const rows: [string, Row][] = [];
    for (const row of this.#made) {
      if (rows.length >= limit) break;
      rows.push(row);
    }
    return rows;
  }

  /** They are on the disk. */
  written(rows: readonly [id: string, row: unknown][]): void {
    for (const [id] of rows) this.#made.delete(id);
  }

  /** Rows of the save under way that are not written yet. */
  get left(): number {
    return this.#due.size + this.#made.size;
  }
}
