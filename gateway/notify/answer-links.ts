// Links to answer from a phone: each signed, of one notice to one person, for a while; and the sign-in link of a group.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AlarmClass } from '../../rules/rule.ts';
import type { Channel } from './channels/channel.ts';
import type { Notice } from './notice.ts';

/** What a token says. */
export interface AnswerToken {
  /** Id of the notice: it names incident, round, step and recipient. */
  readonly notice: string;
  /** ms since 1970. */
  readonly expiresAt: number;
}

/**
 * Of a fire half an hour: nobody goes by an older word of a fire, and while nobody has acknowledged it a new notice with a
 * new link comes every few minutes (ux 4.1). Of the rest a shift, in which a fault may be taken over (default-policy.ts).
 */
const VALID_MS = { urgent: 30 * 60_000, calm: 8 * 3_600_000 } as const;
const URGENT: ReadonlySet<AlarmClass> = new Set<AlarmClass>(['fire', 'pre-alarm', 'linkage']);

/** 16 bytes: to guess one is hopeless, and the address stays short enough for a message. */
const SIGNATURE_BYTES = 16;
/** Longer than any that we made: an id of a notice is at most some 200 characters. */
const LONGEST_TOKEN = 600;

export class AnswerLinks {
  readonly #base: string | undefined;
  readonly #key: Uint8Array;

  /** `base`: the address people type, `https://fire.example.org`; undefined: notices carry no link. */
  constructor(base: string | undefined, key: Uint8Array) {
    this.#base = base;
    this.#key = key;
  }

  /**
   * What a notice carries on a channel. To one person: the link to answer. In a group everybody could answer in the one
   * name: there it is the incident's page, where each signs in as himself. Null: nothing to answer, or no address is set.
   */
  urlFor(notice: Pick<Notice, 'id' | 'incident' | 'class' | 'phase'>, recipient: Channel['recipient'], now: number): string | null {
    if (this.#base === undefined || notice.phase === 'test') return null;
    if (recipient === 'none' || notice.phase === 'resolved')
      return new URL(`/incidents/${encodeURIComponent(notice.incident)}`, this.#base).href;
    const expiresAt = now + (URGENT.has(notice.class) ? VALID_MS.urgent : VALID_MS.calm);
    return new URL(`/answer/${this.token({ notice: notice.id, expiresAt })}`, this.#base).href;
  }

  /** Its time in whole seconds. */
  token({ notice, expiresAt }: AnswerToken): string {
    const said = `${Buffer.from(notice).toString('base64url')}.${Math.floor(expiresAt / 1_000).toString(36)}`;
    return `${said}.${this.#signatureOf(said)}`;
  }

  /** Undefined: no token of ours, or one that somebody has changed. Whether its time is over is asked after. */
  read(token: string): AnswerToken | undefined {
    if (token.length > LONGEST_TOKEN) return undefined;
    const [, said = '', notice = '', seconds = '', signature = ''] = /^(([\w-]+)\.([0-9a-z]+))\.([\w-]+)$/.exec(token) ?? [];
    const expected = Buffer.from(this.#signatureOf(said));
    // As text: the last letter of base64url has bits that say nothing, and a changed one must not pass.
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return { notice: Buffer.from(notice, 'base64url').toString(), expiresAt: Number.parseInt(seconds, 36) * 1_000 };
  }

  #signatureOf(said: string): string {
    return createHmac('sha256', this.#key).update(said).digest().subarray(0, SIGNATURE_BYTES).toString('base64url');
  }
}
