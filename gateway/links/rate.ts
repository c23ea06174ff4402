// Tokens: so many a second, so many at once. One bucket for a device, one for each address that knocks.

/** So many a second for good, and so many at once after a pause. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Times are ms of a monotonic clock. A taking may overdraw the bucket; it is ready again when the debt is paid. */
export class Bucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  isReady(now: number): boolean {
    return this.#filled(now) >= 1;
  }

  isFull(now: number): boolean {
    return this.#filled(now) >= this.#rate.burst;
  }

  take(tokens: number, now: number): void {
    this.#tokens = this.#filled(now) - tokens;
    this.#at = now;
  }

  /** Ms until it is ready; 0 when it is. */
  waitMs(now: number): number {
    const tokens = this.#filled(now);
    return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / this.#rate.perSecond) * 1000);
  }

  #filled(now: number): number {
    return Math.min(this.#rate.burst, this.#tokens + ((now - this.#at) / 1000) * this.#rate.perSecond);
  }
}

/** Addresses remembered. When there are more, those that have long been quiet are forgotten, then the first that came. */
const REMEMBERED_ADDRESSES = 10_000;
/** Looking through all of them takes 1 ms: not for every stranger. */
const LOOKED_THROUGH_EVERY_MS = 1_000;

/** How often one address may knock. */
export class Door {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();
  #lookedThroughAt = Number.NEGATIVE_INFINITY;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  admits(address: string, now: number): boolean {
    const key = neighbourhood(address);
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      if (this.#buckets.size >= REMEMBERED_ADDRESSES) this.#forget(now);
      bucket = new Bucket(this.#rate, now);
      this.#buckets.set(key, bucket);
    }
    if (!bucket.isReady(now)) return false;
    bucket.take(1, now);
    return true;
  }

  #forget(now: number): void {
    if (now - this.#lookedThroughAt >= LOOKED_THROUGH_EVERY_MS) {
      this.#lookedThroughAt = now;
      for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key);
    }
    const [first] = this.#buckets.keys();
    if (first !== undefined && this.#buckets.size >= REMEMBERED_ADDRESSES) this.#buckets.delete(first);
  }
}

/** An IPv4 address as it is; of an IPv6 address the first 64 bits, for one household can use all the rest. */
export function neighbourhood(address: string): string {
  if (!address.includes(':')) return address;
  if (address.startsWith('::ffff:') && address.includes('.')) return address.slice(7);
  const [front = '', back = ''] = address.split('::');
  const first = front === '' ? [] : front.split(':');
  const last = back === '' ? [] : back.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}
