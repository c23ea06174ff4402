// The way into the journal: frames of links and deeds of people, and what still waits for the disk.
import { randomUUID } from 'node:crypto';
import type { Frame } from '../device-drivers/frame.ts';
import { looksUrgent } from '../device-drivers/urgent.ts';
import type { ActOutcome } from './act-outcome.ts';
import type { Act, Author, Deed } from './acts.ts';
import type { Clock } from './clock.ts';
import { BalefireError } from './errors.ts';
import type { JournalEntry, JournalRecord } from './journal/entry.ts';
import type { ArrivingFrame } from './links/link.ts';
import type { UnstoredFires } from './unstored-fires.ts';

/** The flow's share of the journal. */
export interface FlowJournal {
  append(record: JournalRecord, lane: 'urgent' | 'ordinary'): Promise<number>;
  entries(from: number): Iterable<JournalEntry>;
}

/** Tells whoever did a deed what came of it. */
export type TellOutcome = (outcome: ActOutcome | BalefireError) => void;

export class Appending {
  readonly #clock: Clock;
  readonly #unstored: UnstoredFires;
  /** What is on its way to the disk, oldest first, with its time: time must not pass it. */
  readonly #waiting = new Map<unknown, number>();
  readonly #outcomes = new Map<string, TellOutcome>();
  #journal: FlowJournal | undefined;
  #isStoring = false;

  constructor(clock: Clock, unstored: UnstoredFires) {
    this.#clock = clock;
    this.#unstored = unstored;
  }

  open(journal: FlowJournal): void {
    this.#journal = journal;
  }

  /** A frame from a link: resolves when it is on the disk. */
  async accept(arriving: ArrivingFrame): Promise<void> {
    const frame: Frame = { ...arriving, receivedAt: this.#clock() };
    try {
      await this.#append({ kind: 'frame', frame }, looksUrgent(frame.body) ? 'urgent' : 'ordinary', frame.receivedAt);
    } catch (error) {
      this.#unstored.refused(frame);
      throw error;
    }
  }

  /** A person's deed: resolves when it is on the disk and carried out; rejects with a BalefireError where it cannot be. */
  async act(deed: Deed, by: Author, once?: string): Promise<ActOutcome> {
    const act: Act = { ...deed, by, at: this.#clock(), token: randomUUID(), ...(once === undefined ? {} : { once }) };
    const { promise, resolve } = withResolvers<ActOutcome | BalefireError>();
    this.#outcomes.set(act.token, resolve);
    try {
      await this.#append({ kind: 'act', at: act.at, act }, 'urgent', act.at);
    } catch (error) {
      this.#outcomes.delete(act.token);
      throw error;
    }
    const outcome = await promise;
    if (outcome instanceof BalefireError) throw outcome;
    return outcome;
  }

  /** Tries the oldest fire that the disk refused once more, one try at a time; the others follow when it went through. */
  storeUnstored(): void {
    const [oldest] = this.#unstored.waiting();
    if (!oldest || this.#isStoring) return;
    this.#isStoring = true;
    const frame: Frame = { ...oldest, receivedAt: this.#clock() };
    this.#append({ kind: 'frame', frame }, 'urgent', frame.receivedAt)
      .then(
        () => this.#unstored.stored(oldest),
        () => undefined,
      )
      .finally(() => {
        this.#isStoring = false;
      });
  }

  /** It came back from the journal. */
  arrived(entry: JournalEntry): void {
    this.#waiting.delete(keyOf(entry));
  }

  /** Whom to tell what came of an act; undefined for one of another life. */
  takeOutcome(token: string): TellOutcome | undefined {
    const tell = this.#outcomes.get(token);
    this.#outcomes.delete(token);
    return tell;
  }

  /** Time of the oldest record on its way to the disk. */
  oldest(): number | undefined {
    const [oldest] = this.#waiting.values();
    return oldest;
  }

  async #append(record: JournalRecord, lane: 'urgent' | 'ordinary', at: number): Promise<void> {
    if (!this.#journal) throw new BalefireError('stopping');
    const what = keyOf(record);
    this.#waiting.set(what, at);
    try {
      await this.#journal.append(record, lane);
    } catch (error) {
      this.#waiting.delete(what);
      throw error;
    }
  }
}

/** What tells a record on its way again when it comes back: the frame itself; of an act, which comes back as a copy, its token. */
function keyOf(record: JournalRecord): unknown {
  return record.kind === 'frame' ? record.frame : (record.act as Act).token;
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
