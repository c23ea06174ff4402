// The chain of evidence, pure: what a change is as text, how it is hashed, and how each hash holds all before it.
import { createHash } from 'node:crypto';
import { isGrownFrom } from '../grown-list.ts';

/**
 * What stands in the chain: its own beginning, a line of the audit, a change of an alarm or incident, a raw frame that
 * an alarm rests on.
 */
export type ChainKind = 'begin' | 'audit' | 'alarm' | 'incident' | 'frame';

/** One record. `h_n = SHA-256(h_{n-1} ‖ canonical record)`; before the first record stand 32 bytes of zero. */
export interface ChainRecord {
  /** From 1, without a gap. */
  readonly number: number;
  readonly kind: ChainKind;
  /** Number of the audit line, id of the alarm or incident, `alarm/entry` of a frame. */
  readonly reference: string;
  /** ms since 1970, by the thing itself: a replay gives the same. */
  readonly at: number;
  /** SHA-256 of the canonical content, hexadecimal. */
  readonly content: string;
}

/** Before the first record. */
export const NOTHING = '0'.repeat(64);

/**
 * The canonical text of a JSON value, after RFC 8785: no blanks, names of an object in the order of their UTF-16 code
 * units, numbers and texts as ECMAScript writes them. It is the text of what `JSON.stringify` would keep: a field that
 * is undefined is left out, a number that is none becomes null. So a value and its copy from the disk have one text.
 * Unlike RFC 8785 a lone surrogate is no error, but stands as its escape.
 */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  const parts: string[] = [];
  for (const name of Object.keys(fields).sort()) {
    const inner = fields[name];
    if (inner !== undefined) parts.push(`${JSON.stringify(name)}:${canonical(inner)}`);
  }
  return `{${parts.join(',')}}`;
}

/** SHA-256 of bytes, or of a text in UTF-8, hexadecimal. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The hash of a record that follows a hash. */
export function linkHash(previous: string, { number, kind, reference, at, content }: ChainRecord): string {
  // The canonical text, written out: the names are known and in their order.
  const record = `{"at":${at},"content":"${content}","kind":${JSON.stringify(kind)},"number":${number},"reference":${JSON.stringify(reference)}}`;
  return createHash('sha256').update(previous, 'hex').update(record).digest('hex');
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a change of an alarm or incident is: all of it where the chain does not know it yet, else what differs from the
 * record before. An incident of ten thousand alarms would otherwise be written ten thousand times, longer each time.
 */
export type Change =
  | { readonly whole: Fields }
  | {
      /** Number of the record that it follows. */
      readonly follows: number;
      readonly set?: Fields;
      /** Put behind a list. */
      readonly add?: Readonly<Record<string, readonly unknown[]>>;
      readonly unset?: readonly string[];
    };

/** The change from one state to the next; undefined where nothing changed. */
export function changeBetween(before: object, after: object, follows: number): Change | undefined {
  const old = before as Fields;
  const now = after as Fields;
  const set: Record<string, unknown> = {};
  const add: Record<string, readonly unknown[]> = {};
  const unset = Object.keys(old).filter((name) => old[name] !== undefined && now[name] === undefined);
  for (const [name, value] of Object.entries(now)) {
    const was = old[name];
    if (value === was || value === undefined) continue;
    const more = tailOf(was, value);
    if (more) add[name] = more;
    else if (was === undefined || typeof value !== 'object' || canonical(was) !== canonical(value)) set[name] = value;
  }
  const hasSet = Object.keys(set).length > 0;
  const hasAdd = Object.keys(add).length > 0;
  if (!hasSet && !hasAdd && unset.length === 0) return undefined;
  return { follows, ...(hasSet ? { set } : {}), ...(hasAdd ? { add } : {}), ...(unset.length > 0 ? { unset } : {}) };
}

/** What a list of texts or numbers has behind what it had before; undefined where it is not simply longer. */
function tailOf(was: unknown, value: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(was) || !Array.isArray(value) || value.length <= was.length) return undefined;
  if (!isGrownFrom(value, was)) for (let nth = 0; nth < was.length; nth += 1) if (was[nth] !== value[nth]) return undefined;
  return value.slice(was.length);
}

/** The state after a change. Throws where the change does not fit the state. */
export function changed(state: Fields | undefined, change: Change): Fields {
  if ('whole' in change) return change.whole;
  if (!state) throw new Error('a change follows nothing');
  const next: Record<string, unknown> = { ...state, ...change.set };
  for (const [name, more] of Object.entries(change.add ?? {})) {
    const list = next[name];
    if (!Array.isArray(list)) throw new Error(`${name} is no list`);
    next[name] = [...list, ...more];
  }
  for (const name of change.unset ?? []) delete next[name];
  return next;
}
