// What a screen holds by id: the younger state of each thing, every open one, and a bounded number of the closed.

/** To look things up in. It is a new object exactly when something in it changed, and it answers with what is held now. */
export interface Look<T> {
  readonly size: number;
  get(id: string): T | undefined;
  has(id: string): boolean;
  values(): IterableIterator<T>;
}

export class Held<T extends { readonly id: string; readonly change: number }> {
  #things = new Map<string, T>();
  /** Those that may go, with their age. */
  readonly #aged = new Map<string, number>();
  readonly #ageOf: (one: T) => number | null;
  readonly #kept: number;

  /** `ageOf`: null is no age: it always stays. Of the others the youngest `kept` stay. */
  constructor(ageOf: (one: T) => number | null, kept: number) {
    this.#ageOf = ageOf;
    this.#kept = kept;
  }

  get(id: string): T | undefined {
    return this.#things.get(id);
  }

  has(id: string): boolean {
    return this.#things.has(id);
  }

  /** Puts the thing in unless a younger state of it is held: answers to requests and live changes cross each other. */
  take(one: T): void {
    const held = this.#things.get(one.id);
    if (held !== undefined && held.change > one.change) return;
    this.#things.set(one.id, one);
    const age = this.#ageOf(one);
    if (age === null) this.#aged.delete(one.id);
    else this.#aged.set(one.id, age);
  }

  /** Lets the oldest go. */
  prune(): void {
    if (this.#aged.size <= this.#kept) return;
    const oldestLast = [...this.#aged].sort(([, one], [, other]) => other - one);
    for (const [id] of oldestLast.slice(this.#kept)) {
      this.#aged.delete(id);
      this.#things.delete(id);
    }
  }

  /** Nothing is held any more; who has a look at what was held goes on seeing it. */
  clear(): void {
    this.#things = new Map();
    this.#aged.clear();
  }

  /**
   * A new look at what is held. To copy ten thousand alarms for each picture would cost more than to draw it. `former`: what is asked
   * for by its id and not held is looked for there; it is not counted and not among the values.
   */
  look(former: Look<T> | null): Look<T> {
    const things = this.#things;
    return {
      get size() {
        return things.size;
      },
      get: (id) => things.get(id) ?? former?.get(id),
      has: (id) => things.has(id) || former?.has(id) === true,
      values: () => things.values(),
    };
  }
}
