// What a link counts, by name, and the few lines it writes about it.

/** The part of a logger that a link needs. */
export interface LinkLog {
  info(about: Readonly<Record<string, unknown>>, message: string): void;
  warn(about: Readonly<Record<string, unknown>>, message: string): void;
  error(about: Readonly<Record<string, unknown>>, message: string): void;
}

/** The names that a link counts under; each stands in its counters from the start, with 0. */
export interface Names<Plain extends string, Refusal extends string, Cut extends string> {
  readonly plain: readonly Plain[];
  /** Why a connection, a packet or a subscription is turned away; counted as `refused.…`. */
  readonly refusals: readonly Refusal[];
  /** Why a connection that was admitted is ended by the gateway, or ends by itself; counted as `cut.…`. */
  readonly cuts: readonly Cut[];
}

/** A kind of refusal is spoken of when it begins and then at most once in this time: a storm must not fill the log. */
const SPOKEN_EVERY_MS = 60_000;

export class Tally<Plain extends string, Refusal extends string, Cut extends string> {
  readonly #link: string;
  readonly #log: LinkLog;
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  readonly #spoken = new Map<string, { at: number; count: number }>();

  /** `now`: ms of a monotonic clock. */
  constructor(link: string, names: Names<Plain, Refusal, Cut>, log: LinkLog, now: () => number = () => performance.now()) {
    this.#link = link;
    this.#log = log;
    this.#now = now;
    const all = [...names.plain, ...names.refusals.map((why) => `refused.${why}`), ...names.cuts.map((why) => `cut.${why}`)];
    for (const name of all) this.#counts.set(name, 0);
  }

  count(name: Plain, by = 1): void {
    this.#add(name, by);
  }

  refused(why: Refusal, about: Readonly<Record<string, string>>): void {
    this.#countAndSay(`refused.${why}`, about);
  }

  cut(why: Cut, about: Readonly<Record<string, string>>): void {
    this.#countAndSay(`cut.${why}`, about);
  }

  all(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  #add(name: string, by: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  #countAndSay(name: string, about: Readonly<Record<string, string>>): void {
    this.#add(name, 1);
    const now = this.#now();
    const count = this.#counts.get(name) ?? 0;
    const before = this.#spoken.get(name);
    if (before && now - before.at < SPOKEN_EVERY_MS) return;
    this.#spoken.set(name, { at: now, count });
    const escaped = Object.fromEntries(Object.entries(about).map(([key, text]) => [key, plainText(text)]));
    this.#log.warn({ ...escaped, since: count - (before?.count ?? 0) }, `${this.#link}: ${name}`);
  }
}

/** A text from a stranger as it may stand in a log: control and format characters escaped, at most 120 characters. */
export function plainText(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}
