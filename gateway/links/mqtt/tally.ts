// What the link counts, by name, and the few lines it writes about it.

/** The part of a logger that the link needs. */
export interface MqttLog {
  info(about: Readonly<Record<string, unknown>>, message: string): void;
  warn(about: Readonly<Record<string, unknown>>, message: string): void;
  error(about: Readonly<Record<string, unknown>>, message: string): void;
}

/** Why a connection, a packet or a subscription is turned away. */
export const REFUSALS = [
  'too-many-connections',
  'connection-rate',
  'connect-timeout',
  'mqtt-version',
  'empty-client-id',
  'bad-client-id',
  'client-id-mismatch',
  'no-secret',
  'bad-secret',
  'unknown-device',
  'too-many-held',
  'not-admitted',
  'admission-failed',
  'identity-in-use',
  'will-topic',
  'keepalive',
  'packet-too-large',
  'payload-too-large',
  'malformed',
  'bad-text',
  'topic-shape',
  'wrong-topic',
  'wrong-filter',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Why a connection that was admitted is ended by the gateway, or ends by itself without a DISCONNECT. */
export const CUTS = ['slow-reader', 'keepalive', 'taken-over', 'revoked', 'unconfirmed', 'network'] as const;
export type Cut = (typeof CUTS)[number];

export type Count = 'connections' | 'frames' | 'frames.held' | 'lost.qos0' | 'commands' | `refused.${Refusal}` | `cut.${Cut}`;

/** A kind of refusal is spoken of when it begins and then at most once in this time: a storm must not fill the log. */
const SPOKEN_EVERY_MS = 60_000;

export class Tally {
  readonly #log: MqttLog;
  readonly #now: () => number;
  readonly #counts = new Map<Count, number>();
  readonly #spoken = new Map<Count, { at: number; count: number }>();

  /** `now`: ms of a monotonic clock. */
  constructor(log: MqttLog, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
    const plain: Count[] = ['connections', 'frames', 'frames.held', 'lost.qos0', 'commands'];
    const all: Count[] = [...plain, ...REFUSALS.map((why): Count => `refused.${why}`), ...CUTS.map((why): Count => `cut.${why}`)];
    for (const name of all) this.#counts.set(name, 0);
  }

  count(name: Count): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
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

  #countAndSay(name: Count, about: Readonly<Record<string, string>>): void {
    this.count(name);
    const now = this.#now();
    const count = this.#counts.get(name) ?? 0;
    const before = this.#spoken.get(name);
    if (before && now - before.at < SPOKEN_EVERY_MS) return;
    this.#spoken.set(name, { at: now, count });
    const escaped = Object.fromEntries(Object.entries(about).map(([key, text]) => [key, plainText(text)]));
    this.#log.warn({ ...escaped, since: count - (before?.count ?? 0) }, `mqtt: ${name}`);
  }
}

/** A text from a stranger as it may stand in a log: control and format characters escaped, at most 120 characters. */
export function plainText(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}
