// Writes the head of the chain to the places outside: every hour, at the start and at the stop.
import type { Words } from '../../device-drivers/words.ts';
import type { Clock } from '../clock.ts';
import type { Troubles } from '../troubles.ts';
import { type Anchor, anchorsIn } from './anchor-line.ts';
import type { AnchorPlace } from './anchor-places.ts';
import type { ChainHead } from './chain-ledger.ts';

/** What was done since the last anchor can be taken away unseen: an hour of it at most. */
const EVERY_MS = 3_600_000;
/** After a refusal the next try is this much later. */
const AGAIN_MS = 5 * 60_000;
/** A disk or server on the same site answers in milliseconds; over this it is not there, and a stop does not wait for it. */
const PATIENCE_MS = 5_000;
/** How often is looked whether one is due. */
const LOOK_MS = 60_000;

export interface AnchorState {
  /** Number of the last record of the chain. */
  readonly records: number;
  readonly places: readonly {
    readonly name: string;
    /** The last record anchored there since the start, and when. */
    readonly number: number | null;
    readonly at: number | null;
    readonly trouble: boolean;
  }[];
}

/** An anchor, and where it stands. */
export interface KnownAnchor extends Anchor {
  readonly place: string;
}

/** Of a place that cannot be read back so many are remembered: a month of them. */
const REMEMBERED = 31 * 24;

interface AnchorSurroundings {
  readonly places: readonly AnchorPlace[];
  head(): ChainHead | undefined;
  /** Forces what is saved to the disk: a head that a power cut takes back must not stand outside. */
  settle(): Promise<void>;
  readonly troubles: Pick<Troubles, 'raise' | 'clear'>;
  readonly clock: Clock;
}

interface Standing {
  readonly place: AnchorPlace;
  /** Goes on for as long as the place keeps it, over the patience too. */
  readonly write: Alone<[Anchor], void>;
  readonly read: Alone<[], string> | undefined;
  written: readonly Anchor[];
  dueAt: number;
  trouble: boolean;
}

export class Anchors {
  readonly #around: AnchorSurroundings;
  readonly #standing: readonly Standing[];
  #timer: NodeJS.Timeout | undefined;
  #busy: Promise<void> = Promise.resolve();

  constructor(around: AnchorSurroundings) {
    this.#around = around;
    this.#standing = around.places.map((place) => ({
      place,
      write: alone((anchor: Anchor) => place.write(anchor)),
      read: place.read && alone(() => place.read?.() ?? Promise.reject(new Error('cannot be read'))),
      written: [],
      dueAt: 0,
      trouble: false,
    }));
  }

  start(): void {
    if (this.#standing.length === 0) return;
    void this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
  }

  /** A last anchor everywhere, of all that is saved. Places that do not answer within 5 s stay without. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#anchor(this.#standing, true);
  }

  /** Anchors where it is due. */
  look(): Promise<void> {
    const now = this.#around.clock();
    return this.#anchor(this.#standing.filter(({ dueAt }) => dueAt <= now));
  }

  state(): AnchorState {
    const places = this.#standing.map(({ place, written, trouble }) => {
      const last = written.at(-1);
      return { name: place.name, number: last?.number ?? null, at: last?.at ?? null, trouble };
    });
    return { records: this.#around.head()?.number ?? 0, places };
  }

  /** What the places hold, as far as it can be read from here; of the others what was written since the start. */
  async known(): Promise<KnownAnchor[]> {
    const all = await Promise.all(
      this.#standing.map(async ({ place, written, read }) => {
        const text = read && (await inTime(read(), PATIENCE_MS).catch(() => undefined));
        const anchors = text === undefined ? written : anchorsIn(text).anchors;
        return anchors.map(({ gateway, number, hash, at }) => ({ place: place.name, gateway, number, hash, at }));
      }),
    );
    return all.flat().sort((one, other) => one.number - other.number);
  }

  /** One round after the other, so that the lines of a place stand in the order of their numbers. */
  #anchor(due: readonly Standing[], isStop = false): Promise<void> {
    this.#busy = this.#busy.then(() => this.#round(due, isStop));
    return this.#busy;
  }

  async #round(due: readonly Standing[], isStop: boolean): Promise<void> {
    const { head, settle, clock } = this.#around;
    const last = head();
    if (!last || due.length === 0) return;
    try {
      await settle();
    } catch (error) {
      for (const standing of due) this.#failed(standing, error);
      return;
    }
    const anchor = { ...last, at: clock() };
    await Promise.all(
      due.map(async (standing) => {
        try {
          const { patienceMs = PATIENCE_MS } = standing.place;
          await inTime(standing.write(anchor), isStop ? PATIENCE_MS : patienceMs);
          standing.written = [...standing.written, anchor].slice(-REMEMBERED);
          standing.dueAt = anchor.at + (standing.place.everyMs ?? EVERY_MS);
          standing.trouble = false;
          this.#around.troubles.clear(troubleOf(standing));
        } catch (error) {
          this.#failed(standing, error);
        }
      }),
    );
  }

  #failed(standing: Standing, error: unknown): void {
    const { troubles, clock } = this.#around;
    standing.dueAt = clock() + AGAIN_MS;
    standing.trouble = true;
    troubles.raise(troubleOf(standing), 'fault', TITLE, detailOf(standing.place.name, error));
  }
}

type Alone<A extends unknown[], T> = (...what: A) => Promise<T>;

/**
 * Does it once at a time; asked meanwhile it rejects. What hangs on a network disk that is gone holds one of the few threads
 * that all files of the process are read and written by: a second and third beside it would take the house with them. And a
 * line that was kept for an hour must not arrive behind a later one.
 */
function alone<A extends unknown[], T>(work: (...what: A) => Promise<T>): Alone<A, T> {
  let isBusy = false;
  return async (...what) => {
    if (isBusy) throw new Error('still busy with the one before');
    isBusy = true;
    try {
      return await work(...what);
    } finally {
      isBusy = false;
    }
  };
}

/** A folder of a network disk that is gone can hang for ever. */
function inTime<T>(writing: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${patienceMs} ms`)), patienceMs);
  });
  return Promise.race([writing, late]).finally(() => clearTimeout(timer));
}

const TITLE: Words = { zh: '证据链无法写到外部存证处', en: 'The head of the evidence chain cannot be written outside' };

function troubleOf({ place }: Standing): string {
  return `anchor:${place.name}`;
}

function detailOf(name: string, error: unknown): Words {
  const why = (error as NodeJS.ErrnoException | undefined)?.code ?? (error instanceof Error ? error.message : 'unknown');
  return {
    zh: `${name}：${why}。记录照常进行，每 5 分钟重试；恢复之前末尾被截断无法由此处发现`,
    en: `${name}: ${why}. Recording goes on, tried again every 5 minutes; until then a cut at the end cannot be seen from there`,
  };
}
