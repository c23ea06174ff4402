// A page of rows in the order of their keys, taken in one pass over all of them, without a sorted copy.

export type Key = string | number;
/** A row and what it is ordered by. */
export type Keyed<T> = readonly [key: Key, row: T];
type Order = 'up' | 'down';

/** Digits of a number as it is written in a name; longer ones are no numbers to be ordered by. */
const DIGITS = 8;

/** A name as a key: 9号 comes before 10号. */
export function naturally(text: string): string {
  return text.replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0'));
}

/** By the key, then by the id: the id tells one row from every other. */
export function ordering<T extends { readonly id: string }>(order: Order): (one: Keyed<T>, other: Keyed<T>) => number {
  const sign = order === 'up' ? 1 : -1;
  return ([key, { id }], [otherKey, { id: otherId }]) => sign * (compare(key, otherKey) || compare(id, otherId));
}

/** Takes rows in any order, and keeps those of one page: the first ones after the cursor. */
export class KeyedPage<T extends { readonly id: string }> {
  readonly #order: Order;
  readonly #after: readonly [Key, string] | undefined;
  readonly #limit: number;
  readonly #inOrder: (one: Keyed<T>, other: Keyed<T>) => number;
  readonly #page: Keyed<T>[] = [];
  #total = 0;
  #isMore = false;

  /** `after`: as `next` of the page before gave it; a cursor that was not given by us begins at the first page. */
  constructor({ order, after, limit }: { readonly order: Order; readonly after?: string | undefined; readonly limit: number }) {
    this.#order = order;
    this.#after = cursorOf(after);
    this.#limit = limit;
    this.#inOrder = ordering(order);
  }

  offer(key: Key, row: T): void {
    this.#total += 1;
    const one: Keyed<T> = [key, row];
    if (this.#after && isNotAfter(one, this.#after, this.#order)) return;
    const last = this.#page.at(-1);
    const isFull = this.#page.length === this.#limit;
    if (isFull) this.#isMore = true;
    if (isFull && last && this.#inOrder(one, last) > 0) return;
    this.#page.splice(placeIn(this.#page, one, this.#inOrder), 0, one);
    if (this.#page.length > this.#limit) this.#page.pop();
  }

  /** `total`: of all rows that were offered; `next`: the cursor of the page after this one, null for the last. */
  taken(): { readonly rows: readonly T[]; readonly total: number; readonly next: string | null } {
    const last = this.#page.at(-1);
    return {
      rows: this.#page.map(([, row]) => row),
      total: this.#total,
      next: this.#isMore && last ? Buffer.from(JSON.stringify([last[0], last[1].id])).toString('base64url') : null,
    };
  }
}

function isNotAfter<T extends { readonly id: string }>([key, { id }]: Keyed<T>, [after, afterId]: readonly [Key, string], order: Order) {
  const sign = order === 'up' ? 1 : -1;
  return sign * (compare(key, after) || compare(id, afterId)) <= 0;
}

function compare(one: Key, other: Key): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Where it goes in a short list that is in order. */
function placeIn<T>(page: readonly Keyed<T>[], one: Keyed<T>, inOrder: (a: Keyed<T>, b: Keyed<T>) => number): number {
  let low = 0;
  let high = page.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = page[middle];
    if (there && inOrder(there, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cursorOf(text: string | undefined): readonly [Key, string] | undefined {
  if (text === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(read) || read.length !== 2 || typeof read[1] !== 'string') return undefined;
    const [key, id] = read;
    return typeof key === 'string' || typeof key === 'number' ? [key, id] : undefined;
  } catch {
    return undefined;
  }
}
