// What a person told from the spot, until the gateway has it: kept on the disk first, sent in order, once each.
import type { FieldReportView } from '../../gateway/web/incident-contract.ts';
import { type ApiProblem, asProblem } from '../api.ts';

/** What is told, as the API takes it; `captured` and `sent` are added when it is sent. */
export type FieldTold =
  | { readonly deed: 'go'; readonly body: Readonly<Record<never, never>> }
  | { readonly deed: 'arrive'; readonly body: { readonly position: FieldReportView['position'] } }
  | {
      readonly deed: 'describe';
      readonly body: {
        readonly saw: NonNullable<FieldReportView['saw']>;
        readonly cause?: NonNullable<FieldReportView['cause']>;
        readonly note?: string;
      };
    }
  /** A picture of the spot, JPEG. */
  | { readonly deed: 'photo'; readonly body: { readonly caption: string }; readonly photo: Blob };

/** One report on its way. */
export type Waiting = FieldTold & {
  /** The key under which the gateway does it once. */
  readonly id: string;
  /** Whose it is: another person who signs in on this phone neither sends nor sees it. */
  readonly person: string;
  readonly incident: string;
  /** Where the incident is, for the person's own list. */
  readonly place: string;
  /** When it was done, by this phone's clock, right or wrong. */
  readonly captured: number;
  /** The same by the gateway's clock; null where nothing was heard of it since the page was opened. */
  readonly heard?: number | null;
  readonly order: number;
  /** What the gateway refused it with; null: it has not answered yet. */
  readonly refused: Pick<ApiProblem, 'code' | 'words'> | null;
};

export interface OutgoingView {
  readonly waiting: readonly Waiting[];
  readonly refused: readonly Waiting[];
  /** Bytes that they take. */
  readonly bytes: number;
}

/** Why something could not be taken in. */
export type NoRoom = 'too-many' | 'too-large' | 'no-store';

/** Where it is kept, how it is sent, and the clock; a test hands in its own. */
export interface OutgoingAround {
  readonly all: () => Promise<Waiting[]>;
  readonly put: (one: Waiting) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** `when`: of one clock, whichever it is: only what lies between counts. Throws an `ApiProblem`. */
  readonly send: (one: Waiting, when: { readonly captured: number; readonly sent: number }) => Promise<unknown>;
  /** This phone's clock. */
  readonly now: () => number;
  /** Counts milliseconds, also those of a sleep, and never runs backwards; of this page alone. */
  readonly steady: () => number;
  /** The gateway's clock; null where nothing was heard of it since the page was opened. */
  readonly gatewayNow: () => number | null;
  /** Does the work unless another page of this browser is doing such; false where one is. */
  readonly alone: (work: () => Promise<void>) => Promise<boolean>;
  /** Tells the other pages of this browser that something is different on the disk. */
  readonly tellOthers: () => void;
  readonly freshId: () => string;
  readonly later: (run: () => void, ms: number) => () => void;
}

/** So many at most: a person who writes one a minute fills a shift of eight hours. */
export const MOST_WAITING = 500;
/** So many bytes at most: what a phone's browser gives a site without asking. */
export const MOST_BYTES = 200_000_000;
/** Waited after a try that got no answer, ms; nobody stands in a cellar for longer than the last. */
const BACK_OFF_MS = [2_000, 5_000, 15_000, 30_000, 60_000] as const;
/** The gateway heard it and says no: sending the same again changes nothing by itself. */
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 404, 409, 413, 422]);

const EMPTY: OutgoingView = { waiting: [], refused: [], bytes: 0 };

export class Outgoing {
  readonly #around: OutgoingAround;
  readonly #listeners = new Set<() => void>();
  #all: readonly Waiting[] = [];
  #view: OutgoingView = EMPTY;
  #person: string | null = null;
  /** When it was done on the steady clock, of what was done in this page. */
  readonly #steadyAt = new Map<string, number>();
  /** Refusals that a full disk did not take. */
  readonly #unwritten = new Map<string, Waiting>();
  /** Counts what this page changed: what was read from the disk before is old then. */
  #turn = 0;
  #isSending = false;
  #tries = 0;
  #cancel: () => void = () => undefined;

  constructor(around: OutgoingAround) {
    this.#around = around;
  }

  readonly view = (): OutgoingView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whose reports are shown and sent from now on; null: nobody's. */
  async belongTo(person: string | null): Promise<void> {
    this.#person = person;
    this.#cancel();
    this.#show(this.#all);
    await this.refresh();
  }

  /** Reads anew what is on the disk: another page of this browser has added, sent or discarded something. */
  async refresh(): Promise<void> {
    for (;;) {
      const turn = this.#turn;
      const all = await this.#around.all().catch(() => null);
      if (all === null) return;
      if (turn === this.#turn) return this.#show(all.map((one) => this.#unwritten.get(one.id) ?? one));
    }
  }

  /** Another page changed what is kept; where that page is closed by now, what it left is sent from here. */
  async othersChanged(): Promise<void> {
    await this.refresh();
    if (this.#view.waiting.length > 0 && !this.#isSending) this.#waitAndTry();
  }

  /** When it was done by the gateway's clock, as well as is known; by this phone's where the gateway was not heard. */
  madeAt(one: Waiting): number {
    const now = this.#around.gatewayNow();
    return now === null ? (one.heard ?? one.captured) : now - this.#ageOf(one);
  }

  /** How long ago it was done, ms. A phone's clock may be wrong, and may be put right in between. */
  #ageOf(one: Waiting): number {
    const { captured, heard = null } = one;
    const now = this.#around.gatewayNow();
    if (heard !== null && now !== null) return Math.max(0, now - heard);
    const began = this.#steadyAt.get(one.id);
    return Math.max(0, Math.round(began === undefined ? this.#around.now() - captured : this.#around.steady() - began));
  }

  #send(one: Waiting): Promise<unknown> {
    const sent = this.#around.now();
    return this.#around.send(one, { captured: sent - this.#ageOf(one), sent });
  }

  /**
   * Puts a report on the disk and begins to send. `no-store`: this browser keeps nothing (it is full, or private) and the gateway
   * did not take it at once either; then it was not taken.
   */
  async add(told: FieldTold & Pick<Waiting, 'incident' | 'place'>): Promise<NoRoom | null> {
    if (this.#person === null) return 'no-store';
    const captured = this.#around.now();
    const order = Math.max(captured, (this.#all.at(-1)?.order ?? 0) + 1);
    const heard = this.#around.gatewayNow();
    const one: Waiting = { ...told, id: this.#around.freshId(), person: this.#person, captured, heard, order, refused: null };
    this.#steadyAt.set(one.id, this.#around.steady());
    if (this.#all.length >= MOST_WAITING) return 'too-many';
    if (bytesOf([...this.#all, one]) > MOST_BYTES) return 'too-large';
    try {
      await this.#around.put(one);
    } catch {
      return this.#send(one).then(
        () => null,
        () => 'no-store' as const,
      );
    }
    this.#changed([...this.#all.filter(({ id }) => id !== one.id), one]);
    this.nudge();
    return null;
  }

  /** Tries at once: the network or the gateway may be there again. */
  nudge(): void {
    this.#tries = 0;
    this.#cancel();
    void this.#run();
  }

  /** One that was refused is tried once more. */
  async sendAgain(id: string): Promise<void> {
    const one = this.#all.find((each) => each.id === id);
    if (one === undefined) return;
    await this.#replace({ ...one, refused: null });
    this.nudge();
  }

  async discard(id: string): Promise<void> {
    await this.#around.remove(id);
    this.#steadyAt.delete(id);
    this.#unwritten.delete(id);
    this.#changed(this.#all.filter((each) => each.id !== id));
  }

  /** Lets go of all that is kept of whom it belongs to now, also where it belongs to nobody before that is done. */
  async wipe(): Promise<void> {
    const whose = this.#person;
    await this.refresh();
    for (const { id, person } of this.#all) if (person === whose) await this.discard(id);
  }

  async #run(): Promise<void> {
    if (this.#isSending || this.#person === null) return;
    this.#isSending = true;
    let isDone = false;
    try {
      const isMine = await this.#around.alone(async () => {
        isDone = await this.#sendAll();
      });
      isDone &&= isMine;
    } catch {
      // The disk did not let go of what was sent: it goes once more, under the same key.
      isDone = false;
    } finally {
      this.#isSending = false;
    }
    if (this.#view.waiting.length === 0) return;
    // Something was added while the last one went out.
    if (isDone) void this.#run();
    else this.#waitAndTry();
  }

  /** Whether nothing waits any more. What another page sent or discarded meanwhile is not sent. */
  async #sendAll(): Promise<boolean> {
    for (;;) {
      await this.refresh();
      const [next] = this.#view.waiting;
      if (next === undefined) return true;
      if (!(await this.#sent(next))) return false;
      this.#tries = 0;
    }
  }

  /** Whether it is off our hands: done, or refused for good. */
  async #sent(one: Waiting): Promise<boolean> {
    const person = this.#person;
    const problem = await this.#send(one).then(
      () => null,
      (thrown: unknown) => asProblem(thrown),
    );
    // Another person took the phone meanwhile: the key sees to it that the gateway does it once.
    if (person !== this.#person) return false;
    if (problem === null) {
      await this.discard(one.id);
      return true;
    }
    if (!REFUSALS.has(problem.status) || problem.code === 'cross-site') return false;
    // Discarded while it was on its way: a refusal does not bring it back.
    if (!this.#all.some(({ id }) => id === one.id)) return true;
    await this.#replace({ ...one, refused: { code: problem.code, words: problem.words } });
    return true;
  }

  #waitAndTry(): void {
    const wait = BACK_OFF_MS[Math.min(this.#tries, BACK_OFF_MS.length - 1)] ?? 60_000;
    this.#tries += 1;
    this.#cancel();
    this.#cancel = this.#around.later(() => void this.#run(), wait);
  }

  async #replace(one: Waiting): Promise<void> {
    // Where the disk is full by now it stands there as it was, and is refused once more after the page was closed.
    await this.#around.put(one).then(
      () => this.#unwritten.delete(one.id),
      () => this.#unwritten.set(one.id, one),
    );
    this.#changed(this.#all.map((each) => (each.id === one.id ? one : each)));
  }

  /** This page changed what is kept. */
  #changed(all: readonly Waiting[]): void {
    this.#turn += 1;
    this.#show(all);
    this.#around.tellOthers();
  }

  #show(all: readonly Waiting[]): void {
    this.#all = all;
    const own = all.filter(({ person }) => person === this.#person);
    this.#view = {
      waiting: own.filter(({ refused }) => refused === null),
      refused: own.filter(({ refused }) => refused !== null),
      bytes: bytesOf(own),
    };
    for (const listener of [...this.#listeners]) listener();
  }
}

function bytesOf(all: readonly Waiting[]): number {
  return all.reduce((sum, one) => sum + JSON.stringify(one).length + (one.deed === 'photo' ? one.photo.size : 0), 0);
}
