// Hands events to alarm receiving centres: the first receiver, the second when it is silent, the clock as they tell it.
import type { Clock } from '../../clock.ts';
import type { Delivery } from '../courier.ts';
import { type CentreEvent, contactId, siaCode } from './event.ts';
import { type Dc09Key, encodeFrame } from './frame.ts';
import { type Dc09Answer, Dc09Line, type Receiver } from './line.ts';

export interface Dc09Settings {
  /** The first is used while it answers; the second takes over. */
  readonly receivers: readonly Receiver[];
  readonly vocabulary: 'SIA-DCS' | 'ADM-CID';
  readonly key?: Dc09Key | undefined;
  /** Our number at the receiver, and its line; hexadecimal digits. */
  readonly receiverNumber: string | null;
  readonly lineNumber: string;
  /** Account of the link test. */
  readonly account: string;
  readonly timeoutMs: number;
  /** Frames that one receiver is sent of one event before it counts as out of reach. */
  readonly tries: number;
}

/** What is kept in a parcel: the sequence is given when the event is made, so that a re-send is known for one. */
export interface CentreMessage {
  readonly sequence: number;
  readonly event: CentreEvent;
}

/** Sequence of a link test, as frames of the field show it. */
const LINK_TEST = 0;

export class Dc09Sender {
  readonly #settings: Dc09Settings;
  readonly #clock: Clock;
  readonly #lines: readonly Dc09Line[];
  /** How far each receiver's clock stands before ours, ms. */
  readonly #ahead: number[];
  /** The receiver that answered last. */
  #inUse = 0;
  #isClosed = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(settings: Dc09Settings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#lines = settings.receivers.map((receiver) => new Dc09Line(receiver, settings.key));
    this.#ahead = settings.receivers.map(() => 0);
  }

  /** The receiver that is used now. */
  get receiver(): string {
    return this.#lines[this.#inUse]?.name ?? '';
  }

  /** Hands one event over: delivered when a receiver acknowledged it. */
  deliver(message: CentreMessage): Promise<Delivery> {
    const { vocabulary } = this.#settings;
    const { sequence, event } = message;
    const data = vocabulary === 'ADM-CID' ? contactId(event) : siaCode(event);
    return this.#inTurn(() => this.#offer(vocabulary, sequence, event.account, data));
  }

  /** Asks whether a receiver is there, the first one first: this is how it takes over again. */
  test(): Promise<boolean> {
    return this.#inTurn(async () => {
      for (const nth of this.#lines.keys()) {
        const answer = await this.#say(nth, 'NULL', LINK_TEST, this.#settings.account, '');
        if (answer.is === 'silence') continue;
        this.#inUse = nth;
        return true;
      }
      return false;
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const line of this.#lines) line.close();
  }

  /** The receivers in turn, so that a dead one costs an event one time-out and not all of its tries. */
  async #offer(id: string, sequence: number, account: string, data: string): Promise<Delivery> {
    const reasons = new Map<string, string>();
    const deaf = new Set<number>();
    const first = this.#inUse;
    for (let round = 0; round < this.#settings.tries; round += 1) {
      for (let step = 0; step < this.#lines.length; step += 1) {
        const nth = (first + step) % this.#lines.length;
        const name = this.#lines[nth]?.name ?? '';
        if (deaf.has(nth)) continue;
        const answer = await this.#say(nth, id, sequence, account, data);
        if (answer.is === 'ack') {
          this.#inUse = nth;
          return { is: 'delivered', receipt: `ACK ${String(sequence).padStart(4, '0')}`, detail: name };
        }
        if (answer.is === 'duh') deaf.add(nth);
        reasons.set(name, answer.is === 'silence' ? answer.why : answer.is.toUpperCase());
      }
    }
    const why = [...reasons].map(([name, reason]) => `${name}: ${reason}`).join('; ');
    if (deaf.size === 0) return { is: 'unreachable', why };
    return deaf.size === this.#lines.length ? { is: 'refused', why } : { is: 'refused', why, isUndecided: true };
  }

  /** One frame to one receiver; told that our time is wrong, once more with its own. */
  async #say(nth: number, id: string, sequence: number, account: string, data: string): Promise<Dc09Answer> {
    const answer = await this.#exchange(nth, id, sequence, account, data);
    if (answer.is !== 'nak' || answer.clock === null) return answer;
    this.#ahead[nth] = answer.clock - this.#clock();
    return this.#exchange(nth, id, sequence, account, data);
  }

  #exchange(nth: number, id: string, sequence: number, account: string, data: string): Promise<Dc09Answer> {
    const line = this.#lines[nth];
    if (!line || this.#isClosed) return Promise.resolve({ is: 'silence', why: 'closed' });
    const { receiverNumber, lineNumber, key, timeoutMs } = this.#settings;
    const at = this.#clock() + (this.#ahead[nth] ?? 0);
    const frame = encodeFrame(
      { id, sequence, receiver: receiverNumber, line: lineNumber, account, data, extended: [], at: Math.floor(at / 1_000) * 1_000 },
      key,
    );
    return line.exchange(frame, sequence, timeoutMs);
  }

  /** A link test and an event share the lines, and one of them at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
