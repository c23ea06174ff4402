// Wrong secrets: after five of them a delay that grows, for the account and for the address they came from.
import { isIPv6 } from 'node:net';
import type { Clock } from '../../clock.ts';
import { BoundedMap } from './bounded-map.ts';

/** Tries that are free; GB/T 22239 asks for a limit and leaves the number to the site. */
const FREE_TRIES = 5;
/** The first delay; it doubles with each further failure up to the longest: long enough to make guessing hopeless, short enough for a seat. */
const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 15 * 60_000;
/** Failures are forgotten when nothing was tried for so long. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;
/** Accounts and addresses remembered, each about 200 bytes. */
const REMEMBERED = 10_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

export class Lockout {
  readonly #now: Clock;
  readonly #accounts = new BoundedMap<Failures>(REMEMBERED);
  readonly #addresses = new BoundedMap<Failures>(REMEMBERED);

  constructor(now: Clock) {
    this.#now = now;
  }

  /** Seconds until this account may be tried again from this address; 0: now. */
  secondsLeft(login: string, address: string): number {
    const until = Math.max(
      this.#lockedUntil(this.#accounts.get(accountKey(login))),
      this.#lockedUntil(this.#addresses.get(network(address))),
    );
    return Math.max(0, Math.ceil((until - this.#now()) / 1000));
  }

  /** A try begins. It counts as failed until `succeeded`, so that a hundred at the same moment are not one. */
  tried(login: string, address: string): void {
    this.#accounts.set(accountKey(login), this.#oneMore(this.#accounts.get(accountKey(login))));
    this.#addresses.set(network(address), this.#oneMore(this.#addresses.get(network(address))));
  }

  /** The try was neither right nor wrong: the house was too busy to look. */
  withdrawn(login: string, address: string): void {
    takeOne(this.#accounts, accountKey(login));
    takeOne(this.#addresses, network(address));
  }

  /** The try was right: the account's failures are forgotten, and at the address as many: an own account gives nobody free tries on others. */
  succeeded(login: string, address: string): void {
    const forgiven = this.#accounts.get(accountKey(login))?.count ?? 0;
    this.#accounts.delete(accountKey(login));
    const known = this.#addresses.get(network(address));
    if (!known) return;
    if (known.count <= forgiven) this.#addresses.delete(network(address));
    else this.#addresses.set(network(address), { ...known, count: known.count - forgiven });
  }

  #oneMore(before: Failures | undefined): Failures {
    const count = before && this.#now() - before.lastAt < FORGOTTEN_AFTER_MS ? before.count : 0;
    return { count: count + 1, lastAt: this.#now() };
  }

  #lockedUntil(failures: Failures | undefined): number {
    if (!failures || failures.count < FREE_TRIES) return 0;
    return failures.lastAt + Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(20, failures.count - FREE_TRIES));
  }
}

function takeOne(from: BoundedMap<Failures>, key: string): void {
  const known = from.get(key);
  if (known) from.set(key, { ...known, count: known.count - 1 });
}

function accountKey(login: string): string {
  return login.toLowerCase().slice(0, 64);
}

/** An IPv6 subscriber has a whole /64 of addresses: they count as one. */
export function network(address: string): string {
  if (address.startsWith('::ffff:')) return address.slice(7);
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const front = head.split(':').filter((part) => part !== '');
  const back = tail === undefined ? [] : tail.split(':').filter((part) => part !== '');
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}
