// How Chinese is typed on a Latin keyboard: 水压 is found by `sy`, `shuiya`, `shuiy` and `sya`. Pure.
import { OTHER_READINGS, READINGS } from './pinyin-readings.ts';

/** The characters that have readings lie in this block; outside it nothing is read. */
const FIRST = 0x4e00;
const LAST = 0x9fff;
/** Letters of one word that are looked at, at most: one bit for each, and one for the end. Longer words are read by nobody. */
const LONGEST = 30;
/** What may stand between two characters of a name that somebody types in one go. */
const SEPARATORS: ReadonlySet<number> = new Set([...' -·_.'].map((one) => one.charCodeAt(0)));

const syllables: string[] = [''];
/** Of each character its usual reading, as a number of `syllables`; 0: none is known. With the bit `SEVERAL` where it has others. */
const usual = new Uint16Array(LAST - FIRST + 1);
const SEVERAL = 0x8000;
/** Of the few that are read in several ways: all of them. */
const several = new Map<number, readonly number[]>();

function numberOf(syllable: string): number {
  const known = syllables.indexOf(syllable);
  return known === -1 ? syllables.push(syllable) - 1 : known;
}

function* rowsOf(table: string): Iterable<readonly [syllable: number, code: number]> {
  for (const row of table.trim().split(/\s+/)) {
    const syllable = /^[a-z]+/.exec(row)?.[0] ?? '';
    const number = numberOf(syllable);
    for (const one of row.slice(syllable.length)) yield [number, one.charCodeAt(0)];
  }
}

for (const [syllable, code] of rowsOf(READINGS)) usual[code - FIRST] = syllable;
for (const [syllable, code] of rowsOf(OTHER_READINGS)) {
  const before = several.get(code) ?? [usual[code - FIRST] ?? 0];
  if (!before.includes(syllable)) several.set(code, [...before, syllable]);
}
for (const [code, [first = 0]] of several) usual[code - FIRST] = first | SEVERAL;

/**
 * Looks for a word in texts as if they were read aloud: each character by its whole syllable, by its first letter (or zh, ch, sh),
 * the last by as much of its syllable as was typed; letters and digits stand for themselves. Null where the word cannot be meant
 * so: a single letter, no letter at all, anything but letters and digits, or more than 30 of them.
 */
export function readAloud(word: string): ((text: string) => boolean) | null {
  const typed = word.toLowerCase();
  if (!/^[a-z\d]{2,}$/.test(typed) || !/[a-z]/.test(typed) || typed.length > LONGEST) return null;
  const done = 1 << typed.length;
  const begin = typed.charCodeAt(0);
  /** Of each syllable, from each place in the word: the places that can be gone on from. */
  const steps: (Int32Array | undefined)[] = [];
  const stepsOf = (syllable: number): Int32Array => {
    const known = steps[syllable];
    if (known) return known;
    const made = stepsThrough(typed, syllables[syllable] ?? '');
    steps[syllable] = made;
    return made;
  };
  const go = (from: number, by: Int32Array): number => {
    let to = 0;
    for (let left = from; left !== 0; left &= left - 1) to |= by[31 - Math.clz32(left & -left)] ?? 0;
    return to;
  };
  return (text) => {
    let places = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code < FIRST || code > LAST) {
        const plain = plainOf(code);
        if (plain !== 0) places = places === 0 && plain !== begin ? 0 : literally(typed, places | 1, plain);
        else if (places !== 0 && !SEPARATORS.has(code)) places = 0;
      } else {
        const one = usual[code - FIRST] ?? 0;
        if (one < SEVERAL) {
          const steps = stepsOf(one);
          places = places === 0 ? (steps[0] ?? 0) : go(places | 1, steps);
        } else {
          let next = 0;
          for (const other of several.get(code) ?? []) next |= go(places | 1, stepsOf(other));
          places = next;
        }
      }
      if ((places & done) !== 0) return true;
    }
    return false;
  };
}

/** Whether a name is found by what was typed: a part of it, or of how it is read. Blanks do not count. */
export function isFoundBy(typed: string, ...names: readonly string[]): boolean {
  const wanted = typed.toLowerCase().replace(/\s+/g, '');
  if (wanted === '') return true;
  const sounds = readAloud(wanted);
  return names.some((name) => name.toLowerCase().replace(/\s+/g, '').includes(wanted) || (sounds?.(name) ?? false));
}

function stepsThrough(typed: string, syllable: string): Int32Array {
  const made = new Int32Array(typed.length);
  for (let from = 0; from < typed.length; from += 1) {
    const rest = typed.slice(from);
    let to = 0;
    if (rest.startsWith(syllable)) to |= 1 << (from + syllable.length);
    if (rest[0] === syllable[0]) to |= 1 << (from + 1);
    if (syllable[1] === 'h' && rest.startsWith(syllable.slice(0, 2))) to |= 1 << (from + 2);
    if (syllable.startsWith(rest)) to |= 1 << typed.length;
    // Of no reading nothing is read.
    made[from] = syllable === '' ? 0 : to;
  }
  return made;
}

/** A letter as a small one, or a digit; 0: it is none. */
function plainOf(code: number): number {
  if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) return code;
  return code >= 65 && code <= 90 ? code + 32 : 0;
}

function literally(typed: string, from: number, code: number): number {
  let to = 0;
  for (let left = from; left !== 0; left &= left - 1) {
    const at = 31 - Math.clz32(left & -left);
    if (typed.charCodeAt(at) === code) to |= 1 << (at + 1);
  }
  return to;
}
