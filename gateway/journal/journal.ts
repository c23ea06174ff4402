// The journal: frames and people's acts on the disk before anything is confirmed.
import { BalefireError } from '../errors.ts';
import type { Durability } from '../sqlite.ts';
import { type Damage, storedEntries } from './batch-rows.ts';
import { type DiskState, throwOffBallast, warnBelow } from './budget.ts';
import { ByteWriter } from './bytes.ts';
import { localDays } from './day-files.ts';
import type { Recovered } from './day-writer.ts';
import { encodeBatch, type JournalEntry, type JournalRecord, timeOf } from './entry.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { type Lane, Lanes, type Waiting } from './lanes.ts';
import { ReaderThread } from './reader-thread.ts';
import { Shelf } from './shelf.ts';
import { TROUBLE_TEXTS, Troubles } from './troubles.ts';
import type { Outcome } from './writer-messages.ts';
import { startError, WriterThread } from './writer-thread.ts';

export interface JournalOptions {
  /** Its own folder, made where it is missing. */
  readonly folder: string;
  /** IANA name; a day file holds a local day of this zone. */
  readonly timeZone: string;
  /**
   * Gets the entries of each batch, in order of their numbers, each exactly once, in a later turn of the event loop
   * than their `append` resolves. Must not throw: that is nobody's to catch.
   */
  onCommitted(entries: JournalEntry[]): void;
  /** Told once when something is wrong or the words for it change, and once, with null, when all is well again. */
  onTrouble(trouble: { zh: string; en: string } | null): void;
  /** Of each lane by itself; left out: 20,000 entries and 16 MiB, which is 20 s of 1,000 frames a second. */
  readonly waitingLimit?: { readonly entries: number; readonly bytes: number };
  /** Left out: 3 days, 10 GB. */
  readonly retention?: { readonly days: number; readonly bytes: number };
  /** Left out: 64 MiB; never more than an eighth of the disk. */
  readonly ballastBytes?: number;
  /** Gateway time, ms since 1970. */
  readonly now: () => number;
}

export interface JournalState {
  /** Entries in the store (numbers given to batches that were refused are counted with them). */
  readonly entries: number;
  /** Entries that wait for the disk. */
  readonly waiting: number;
  /** Size of all day files, to the MiB. */
  readonly bytes: number;
  /** How long the last commit took, write and fsync. */
  readonly lastCommitMs: number;
  readonly days: number;
  /** Entries refused since the start. */
  readonly refused: number;
}

const WAITING_LIMIT = { entries: 20_000, bytes: 16 << 20 };
const RETENTION = { days: 3, bytes: 10e9 };
const BALLAST_BYTES = 64 << 20;
/**
 * A batch: so many that the fsync is shared out to nothing (20,000 a second are 20 commits), so few that encoding it
 * and handing it on holds the main thread for some milliseconds only. The bytes bound what the writer holds.
 */
const MOST_OF_A_BATCH = { entries: 1000, bytes: 1 << 20 };
/** One entry above this is refused for good; every link's own limit is far below. */
const LARGEST_ENTRY_BYTES = 16 << 20;
/** Numbers, names and lengths of an entry, about. */
const ENTRY_OVERHEAD_BYTES = 64;
/** After a refusal the disk is tried again this soon, then after twice the time, and so on to once a second. */
const TRY_AGAIN_MS = { first: 50, most: 1000 };
/** A commit that takes longer is worth a word: a fire must be seen within 10 s (GB 26875.1). */
const STALLED_AFTER_MS = 3000;
/** Whoever stops the gateway waits 10 s at most; a disk that does not answer by then will not. */
const CLOSE_WITHIN_MS = 8000;

export class Journal {
  readonly #options: JournalOptions;
  readonly #lock: FolderLock;
  readonly #lanes: Lanes;
  readonly #writer: WriterThread;
  readonly #reader: ReaderThread;
  readonly #troubles: Troubles;
  readonly #shelf: Shelf;
  readonly #dayOf: (at: number) => string;
  readonly #bytes = new ByteWriter(64 << 10);
  #refused = 0;
  #last = 0;
  /** The next number to give; numbers of a refused batch are not given again. */
  #next = 1;
  #lastCommitMs = 0;
  #disk: DiskState | undefined;
  #askedAt: number | undefined;
  #failures = 0;
  #isPumping = false;
  #isClosing = false;
  #closed: Promise<void> | undefined;
  #endPause: (() => void) | undefined;
  #whenIdle: (() => void) | undefined;
  readonly #watchdog: NodeJS.Timeout;

  private constructor(options: JournalOptions, dayOf: (at: number) => string, lock: FolderLock, durability: Durability) {
    this.#options = options;
    this.#lock = lock;
    this.#dayOf = dayOf;
    this.#lanes = new Lanes(options.waitingLimit ?? WAITING_LIMIT);
    this.#troubles = new Troubles((trouble) => options.onTrouble(trouble));
    this.#reader = new ReaderThread(options.folder);
    this.#shelf = new Shelf(options.folder);
    const { folder, ballastBytes = BALLAST_BYTES } = options;
    this.#writer = new WriterThread(
      { folder, ballastBytes, durability },
      {
        opened: (recovered) => this.#opened(recovered),
        began: (file) => this.#shelf.began(file),
        disk: (disk, file, bytes) => this.#heardOfDisk(disk, file, bytes),
        damage: (damage) => this.#heardOfDamage(damage),
        fault: (code) => (code === null ? this.#troubles.end('fault') : this.#troubles.begin('fault', TROUBLE_TEXTS.fault(code))),
      },
    );
    this.#watchdog = setInterval(() => this.#lookForStall(), 1000);
    this.#watchdog.unref();
  }

  /**
   * Opens the journal of a folder and finds the last number. Rejects with `folder-not-writable`, `folder-in-use`, or
   * `disk-refused`; with RangeError for a zone that is not known. `durability` other than `full` breaks the promise: it is there for the tests' controls.
   */
  static async open(options: JournalOptions, durability: Durability = 'full'): Promise<Journal> {
    const dayOf = localDays(options.timeZone);
    const journal = new Journal(options, dayOf, lockInNeed(options.folder), durability);
    const refusal = await journal.#writer.start(journal.#today());
    if (refusal === undefined) return journal;
    clearInterval(journal.#watchdog);
    journal.#lock.release();
    throw startError(refusal, options.folder);
  }

  /**
   * Stores a record; resolves with its number when it is on the disk. Rejects with `disk-refused` (not stored, or not
   * known to be), `overloaded`, `stopping`, `payload-too-large` (over 16 MiB), or for an act that is not JSON
   * `bad-request`. Records of a lane keep their order; urgent ones overtake. A frame's body must not change any more.
   */
  append(record: JournalRecord, lane: Lane): Promise<number> {
    if (this.#isClosing) return this.#refuse(new BalefireError('stopping'));
    if (lane === 'ordinary' && this.#disk?.isShedding === true) return this.#refuse(new BalefireError('disk-refused'));
    let bytes = ENTRY_OVERHEAD_BYTES;
    let kept = record;
    if (record.kind === 'frame') {
      bytes += record.frame.body.length;
    } else {
      try {
        const json = JSON.stringify(record.act) ?? 'null';
        bytes += Buffer.byteLength(json);
        // What is handed on now must be what a replay will hand on.
        kept = { kind: 'act', at: record.at, act: JSON.parse(json) };
      } catch (error) {
        return this.#refuse(new BalefireError('bad-request', { detail: 'the act is not JSON' }, error));
      }
    }
    if (bytes > LARGEST_ENTRY_BYTES)
      return this.#refuse(new BalefireError('payload-too-large', { most: `${LARGEST_ENTRY_BYTES / (1 << 20)} MiB` }));
    if (!this.#lanes.hasRoom(lane, bytes)) return this.#refuse(new BalefireError('overloaded'));
    return new Promise((resolve, reject) => {
      this.#lanes.add(lane, { record: kept, bytes, resolve, reject });
      this.#wake();
    });
  }

  /** Everything stored with a number of at least `from`, in order, read as it is taken: memory stays bounded. Blocks. */
  entries(from: number): Iterable<JournalEntry> {
    return { [Symbol.iterator]: () => storedEntries(this.#options.folder, from, (damage) => this.#heardOfDamage(damage)) };
  }

  /**
   * The newest raw frames of a device with numbers below `before`, newest first; at most 1,000. Read by a thread of its
   * own, which looks back over 400,000 entries, 256 MiB or 2 s, whichever ends first: what is older is not found.
   */
  recent(device: string, limit: number, before?: number): Promise<JournalEntry[]> {
    return this.#reader.recent(device, limit, before ?? Number.MAX_SAFE_INTEGER);
  }

  /** The entry of a number, or undefined where there is none (any more). */
  entry(number: number): Promise<JournalEntry | undefined> {
    return this.#reader.entry(number);
  }

  /** The highest number that is stored; 0 when nothing ever was. */
  last(): number {
    return this.#last;
  }

  /** Drops the day files that retention and disk no longer allow, oldest first; never one that holds entries >= keepFrom. */
  async housekeep(keepFrom: number): Promise<void> {
    const { days, bytes } = this.#options.retention ?? RETENTION;
    const needed = this.#disk?.isShedding === true ? warnBelow(this.#disk.total) - this.#disk.free : 0;
    await this.#shelf.drop({ keepFrom, today: this.#today(), days, bytes, needed });
  }

  state(): JournalState {
    const { entries, bytes, days } = this.#shelf;
    return { entries, waiting: this.#lanes.waiting, bytes, lastCommitMs: this.#lastCommitMs, days, refused: this.#refused };
  }

  /** Takes nothing more, stores what waits, closes. What a disk has not taken within 8 s is rejected. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#isClosing = true;
    this.#endPause?.();
    let deadline: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'too late'>((resolve) => {
      deadline = setTimeout(() => resolve('too late'), CLOSE_WITHIN_MS);
    });
    const done = this.#idle().then(() => this.#writer.close());
    if ((await Promise.race([done, tooLate])) === 'too late') {
      for (const lane of ['urgent', 'ordinary'] as const) this.#reject(this.#lanes.takeAll(lane), new BalefireError('stopping'));
      this.#writer.abandon();
      // The lock goes with the process: giving it back would wait for the same disk, on this thread.
    } else {
      this.#lock.release();
    }
    clearTimeout(deadline);
    clearInterval(this.#watchdog);
    await this.#reader.close();
    // The last batch is handed on before whoever waits for the end goes on.
    await new Promise((resolve) => setImmediate(resolve));
  }

  #idle(): Promise<void> {
    if (!this.#isPumping) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  #wake(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    // At the end of this turn of the event loop, so that what arrived together is stored together.
    setImmediate(() => void this.#pump());
  }

  /** One batch is with the disk while the next gathers; goes on until nothing waits and nothing is wrong. */
  async #pump(): Promise<void> {
    while (this.#lanes.waiting > 0 || (this.#failures > 0 && !this.#isClosing)) {
      const outcome = await this.#attempt();
      this.#askedAt = undefined;
      this.#troubles.end('stalled');
      if (outcome.is === 'stored') {
        this.#failures = 0;
        this.#troubles.end('refused');
      } else {
        this.#failures++;
        this.#troubles.begin('refused', refusedText(outcome));
        if (!this.#isClosing) await this.#pause(Math.min(TRY_AGAIN_MS.first * 2 ** (this.#failures - 1), TRY_AGAIN_MS.most));
      }
    }
    this.#isPumping = false;
    this.#whenIdle?.();
  }

  /** Stores the next batch, or only tries the disk where nothing waits. */
  async #attempt(): Promise<Outcome> {
    this.#askedAt = performance.now();
    const death = this.#writer.isAlive ? undefined : await this.#writer.start(this.#today());
    const { batch, urgent } = this.#lanes.cut(MOST_OF_A_BATCH);
    if (batch.length === 0) return death ?? this.#writer.probe(this.#today(), this.#next, Math.floor(this.#options.now()));
    const outcome = death ?? (await this.#commit(batch, urgent > 0));
    if (outcome.is === 'refused')
      this.#reject(batch, new BalefireError('disk-refused', {}, new Error(`${outcome.code}: ${outcome.message}`)));
    return outcome;
  }

  async #commit(batch: readonly Waiting[], isUrgent: boolean): Promise<Outcome> {
    const first = this.#next;
    this.#next += batch.length;
    const entries = batch.map(({ record }, index): JournalEntry => ({ ...record, number: first + index }));
    this.#bytes.clear();
    encodeBatch(entries, this.#bytes);
    const bytes = new Uint8Array(this.#bytes.view());
    const day = this.#dayOf(this.#options.now());
    const outcome = await this.#writer.commit({ first, count: batch.length, ...span(entries), day, bytes }, isUrgent);
    if (outcome.is === 'refused') return outcome;
    this.#last = first + batch.length - 1;
    this.#shelf.stored(batch.length);
    this.#lastCommitMs = outcome.tookMs;
    for (const [index, one] of batch.entries()) one.resolve(first + index);
    setImmediate(() => this.#options.onCommitted(entries));
    return outcome;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #refuse(error: BalefireError): Promise<never> {
    this.#refused++;
    return Promise.reject(error);
  }

  #reject(batch: readonly Waiting[], error: BalefireError): void {
    this.#refused += batch.length;
    for (const one of batch) one.reject(error);
  }

  #opened({ last, entries, files, damages }: Recovered): void {
    this.#last = Math.max(this.#last, last);
    this.#next = Math.max(this.#next, last + 1);
    this.#shelf.found(files, entries);
    for (const damage of damages) this.#heardOfDamage(damage);
  }

  #heardOfDisk(disk: DiskState, file: string | undefined, bytes: number): void {
    this.#disk = disk;
    if (file !== undefined) this.#shelf.sized(file, bytes);
    if (disk.isShedding) {
      this.#troubles.begin('shedding', TROUBLE_TEXTS.shedding());
      this.#reject(this.#lanes.takeAll('ordinary'), new BalefireError('disk-refused'));
    } else {
      this.#troubles.end('shedding');
    }
    if (disk.isLow) this.#troubles.begin('low', TROUBLE_TEXTS.low(disk.free));
    else this.#troubles.end('low');
  }

  #heardOfDamage({ file, from, why }: Damage): void {
    this.#troubles.begin('damaged', TROUBLE_TEXTS.damaged(file, from, why));
  }

  #lookForStall(): void {
    if (this.#askedAt === undefined || performance.now() - this.#askedAt < STALLED_AFTER_MS) return;
    this.#troubles.begin('stalled', TROUBLE_TEXTS.stalled(STALLED_AFTER_MS / 1000));
  }

  #today(): string {
    return this.#dayOf(this.#options.now());
  }
}

function lockInNeed(folder: string): FolderLock {
  try {
    return lockFolder(folder);
  } catch (error) {
    const isWorthATry = error instanceof BalefireError && error.code === 'disk-refused' && throwOffBallast(folder);
    if (!isWorthATry) throw error;
    return lockFolder(folder);
  }
}

function refusedText(refusal: Extract<Outcome, { is: 'refused' }>): { zh: string; en: string } {
  if (refusal.isFull) return TROUBLE_TEXTS.full();
  return refusal.code === 'WRITER_DIED' ? TROUBLE_TEXTS.died() : TROUBLE_TEXTS.refused(refusal.code);
}

/** Earliest and latest time of a batch in whole milliseconds; 0 where a time is no number. */
function span(entries: readonly JournalEntry[]): { fromTime: number; toTime: number } {
  let fromTime = Number.POSITIVE_INFINITY;
  let toTime = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    const at = timeOf(entry);
    if (at < fromTime) fromTime = at;
    if (at > toTime) toTime = at;
  }
  return { fromTime: whole(fromTime), toTime: whole(toTime) };
}

function whole(time: number): number {
  const floor = Math.floor(time);
  return Number.isSafeInteger(floor) ? floor : 0;
}
