// What time alone will do, in order: a heap of slots by due time, lazily kept, with an order that survives a restart.
import { inOrder, NEVER, type Slot } from './memory.ts';

interface Entry {
  readonly at: number;
  readonly slot: Slot;
}

/** Entries that stand for nothing any more are swept when they outnumber the others, from this many on. */
const SWEEP_FROM = 1_024;

export class Agenda {
  readonly #heap: Entry[] = [];
  #live = 0;

  /** Gateway time of the next look, `NEVER` when there is none. May be earlier than the next finding, never later. */
  next(): number {
    this.#dropStale();
    return this.#heap[0]?.at ?? NEVER;
  }

  /**
   * Makes sure that the slot is looked at when it is due. A due time that moved back leaves its entry where it is: a
   * device that speaks each second moves its silence each second, and the look at the old time puts it right.
   */
  plan(slot: Slot): void {
    if (slot.gone || slot.due >= slot.queued) return;
    if (slot.queued === NEVER) this.#live += 1;
    slot.queued = slot.due;
    this.#push({ at: slot.due, slot });
    if (this.#heap.length > SWEEP_FROM && this.#heap.length > 2 * this.#live) this.#sweep();
  }

  /** A dropped slot's entry is swept some day. */
  drop(slot: Slot): void {
    if (slot.queued !== NEVER) this.#live -= 1;
    slot.queued = NEVER;
  }

  /** Takes the first slot that is due up to `now`; undefined when none is. */
  take(now: number): Slot | undefined {
    for (;;) {
      this.#dropStale();
      const top = this.#heap[0];
      if (!top || top.at > now) return undefined;
      const { slot } = this.#pop();
      slot.queued = NEVER;
      this.#live -= 1;
      if (slot.due === top.at) return slot;
      this.plan(slot);
    }
  }

  #dropStale(): void {
    for (let top = this.#heap[0]; top && (top.slot.gone || top.slot.queued !== top.at); top = this.#heap[0]) this.#pop();
  }

  #sweep(): void {
    const kept = new Set<Slot>();
    for (const { at, slot } of this.#heap) if (!slot.gone && slot.queued === at) kept.add(slot);
    this.#heap.length = 0;
    for (const slot of kept) this.#push({ at: slot.queued, slot });
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || before(parent, entry)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  #pop(): Entry {
    const heap = this.#heap;
    const [top] = heap;
    const last = heap.pop();
    if (!top || !last) throw new Error('the agenda is empty');
    if (heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = heap[below];
      if (!child) break;
      const right = heap[below + 1];
      if (right && before(right, child)) {
        below += 1;
        child = right;
      }
      if (before(last, child)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
    return top;
  }
}

function before(one: Entry, other: Entry): boolean {
  return one.at === other.at ? inOrder(one.slot, other.slot) < 0 : one.at < other.at;
}
