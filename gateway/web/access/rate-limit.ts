// So many requests in a burst, so many a second: one bucket for each session and each address.
import type { Clock } from '../../clock.ts';
import { BoundedMap } from './bounded-map.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Buckets remembered, each about 150 bytes. */
const REMEMBERED = 10_000;

export class RateLimit {
  readonly #rate: Rate;
  readonly #now: Clock;
  readonly #buckets = new BoundedMap<{ left: number; at: number }>(REMEMBERED);

  constructor(rate: Rate, now: Clock) {
    this.#rate = rate;
    this.#now = now;
  }

  /** Takes one from the key's bucket. Returns 0 where there was one, else the seconds until there is. */
  take(key: string): number {
    const { perSecond, burst } = this.#rate;
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    const isAllowed = left >= 1;
    this.#buckets.set(key, { left: isAllowed ? left - 1 : left, at: now });
    return isAllowed ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond));
  }
}
