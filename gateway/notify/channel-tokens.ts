// Tokens of a credential: how many notices its provider takes in a second, a minute, an hour, a day; a share of each is kept for fire.
import type { ChannelLimits } from './channels/channel.ts';

/** Share of each bucket that only fire takes (ux 4.1). */
const FIRE_SHARE = 0.3;
/** Recipients remembered before those without a spent token are forgotten: a town's people, a few hundred bytes each. */
const RECIPIENTS = 5_000;

/**
 * A bucket of tokens each of which comes back one span after it was taken: so no span of that length, wherever it
 * begins, holds more than the provider allows. A bucket that is refilled evenly would let nearly double through.
 */
class Bucket {
  readonly #tokens: number;
  readonly #span: number;
  readonly #reserve: number;
  /** When each taken token comes back, in order. */
  readonly #back: number[] = [];

  constructor(tokens: number, span: number) {
    this.#tokens = tokens;
    this.#span = span;
    // Where there is but one token it is everybody's, or a fault would never be told.
    this.#reserve = Math.min(Math.ceil(tokens * FIRE_SHARE), tokens - 1);
  }

  /** When there will be a token, for fire or for the rest; not later than `now`: there is one. */
  freeAt(now: number, isFire: boolean): number {
    const usable = this.#tokens - (isFire ? 0 : this.#reserve);
    return Math.max(now, this.#back[this.#back.length - usable] ?? now);
  }

  take(now: number): void {
    while ((this.#back[0] ?? Number.POSITIVE_INFINITY) <= now) this.#back.shift();
    this.#back.push(now + this.#span);
  }

  isFull(now: number): boolean {
    return (this.#back.at(-1) ?? now) <= now;
  }
}

interface Gate {
  readonly buckets: readonly Bucket[];
  /** The provider itself said: not before. */
  closedUntil: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** All that one credential may send, to everybody together and to each recipient. */
export class ChannelTokens {
  readonly #limits: ChannelLimits;
  readonly #isGroup: boolean;
  readonly #all: Gate;
  readonly #recipients = new Map<string, Gate>();

  constructor(limits: ChannelLimits, isGroup: boolean) {
    this.#limits = limits;
    this.#isGroup = isGroup;
    this.#all = { buckets: bucketsOf([limits.perSecond, SECOND], [limits.perMinute, MINUTE]), closedUntil: 0 };
  }

  /** When one may go out to a recipient: not before `now`. */
  openFor(to: string, now: number, isFire: boolean): number {
    const gate = this.#recipients.get(to);
    return Math.max(openAt(this.#all, now, isFire), gate ? openAt(gate, now, isFire) : now);
  }

  take(to: string, now: number): void {
    for (const bucket of [...this.#all.buckets, ...this.#gateOf(to, now).buckets]) bucket.take(now);
  }

  /** A robot speaks to its group, whomever it mentions there: what its provider closes is closed for all. */
  close(to: string, until: number, now: number): void {
    const gate = this.#isGroup ? this.#all : this.#gateOf(to, now);
    gate.closedUntil = Math.max(gate.closedUntil, until);
  }

  #gateOf(to: string, now: number): Gate {
    const known = this.#recipients.get(to);
    if (known) return known;
    if (this.#recipients.size >= RECIPIENTS) {
      for (const [other, gate] of this.#recipients) {
        if (gate.closedUntil <= now && gate.buckets.every((bucket) => bucket.isFull(now))) this.#recipients.delete(other);
      }
    }
    const { perMinute, perHour, perDay } = this.#limits.perRecipient ?? {};
    const gate: Gate = { buckets: bucketsOf([perMinute, MINUTE], [perHour, HOUR], [perDay, 24 * HOUR]), closedUntil: 0 };
    this.#recipients.set(to, gate);
    return gate;
  }
}

function bucketsOf(...limits: readonly (readonly [number | undefined, number])[]): Bucket[] {
  return limits.flatMap(([tokens, span]) => (tokens === undefined ? [] : [new Bucket(tokens, span)]));
}

function openAt(gate: Gate, now: number, isFire: boolean): number {
  let open = Math.max(now, gate.closedUntil);
  for (const bucket of gate.buckets) open = Math.max(open, bucket.freeAt(now, isFire));
  return open;
}
