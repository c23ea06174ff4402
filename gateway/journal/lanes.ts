// The two waiting lines before the disk: urgent goes first, each line in the order of arrival, each with a bound.
import type { JournalRecord } from './entry.ts';

export type Lane = 'urgent' | 'ordinary';

/** A record that waits, and whom to tell. */
export interface Waiting {
  readonly record: JournalRecord;
  /** What it takes of memory and of a batch, nearly. */
  readonly bytes: number;
  readonly resolve: (number: number) => void;
  readonly reject: (error: Error) => void;
}

export interface Limit {
  readonly entries: number;
  readonly bytes: number;
}

interface Link {
  readonly one: Waiting;
  next: Link | undefined;
}

/** One line: a chain, so that neither end costs more when it is long. */
class Line {
  #head: Link | undefined;
  #tail: Link | undefined;
  entries = 0;
  bytes = 0;

  get head(): Waiting | undefined {
    return this.#head?.one;
  }

  add(one: Waiting): void {
    const link: Link = { one, next: undefined };
    if (this.#tail === undefined) this.#head = link;
    else this.#tail.next = link;
    this.#tail = link;
    this.entries++;
    this.bytes += one.bytes;
  }

  dropHead(): void {
    const link = this.#head;
    if (link === undefined) return;
    this.#head = link.next;
    if (this.#head === undefined) this.#tail = undefined;
    this.entries--;
    this.bytes -= link.one.bytes;
  }
}

export class Lanes {
  readonly #limit: Limit;
  readonly #urgent = new Line();
  readonly #ordinary = new Line();

  /** The limit holds for each line by itself, so that no telemetry takes the place of a fire. */
  constructor(limit: Limit) {
    this.#limit = limit;
  }

  /** Entries that wait in both. */
  get waiting(): number {
    return this.#urgent.entries + this.#ordinary.entries;
  }

  hasRoom(lane: Lane, bytes: number): boolean {
    const line = this.#line(lane);
    return line.entries < this.#limit.entries && line.bytes + bytes <= this.#limit.bytes;
  }

  add(lane: Lane, one: Waiting): void {
    this.#line(lane).add(one);
  }

  /** Takes the next batch out, urgent first; at least one entry when any waits. `urgent`: how many of it are urgent. */
  cut(most: Limit): { batch: Waiting[]; urgent: number } {
    const batch: Waiting[] = [];
    const bytes = this.#move(this.#urgent, batch, most, 0);
    const urgent = batch.length;
    if (this.#urgent.entries === 0) this.#move(this.#ordinary, batch, most, bytes);
    return { batch, urgent };
  }

  /** Takes everything out of a line. */
  takeAll(lane: Lane): Waiting[] {
    const all: Waiting[] = [];
    this.#move(this.#line(lane), all, { entries: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }, 0);
    return all;
  }

  #line(lane: Lane): Line {
    return lane === 'urgent' ? this.#urgent : this.#ordinary;
  }

  #move(line: Line, batch: Waiting[], most: Limit, bytesBefore: number): number {
    let bytes = bytesBefore;
    for (let one = line.head; one !== undefined; one = line.head) {
      if (batch.length > 0 && (batch.length >= most.entries || bytes + one.bytes > most.bytes)) break;
      batch.push(one);
      bytes += one.bytes;
      line.dropHead();
    }
    return bytes;
  }
}
