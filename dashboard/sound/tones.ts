// What each class of alarm sounds like: tones for a synthesiser, no file to load (ux 1.4).
import type { AlarmClass } from '../alarm-classes.ts';

interface Beep {
  /** Hertz. */
  readonly pitch: number;
  /** Seconds from the beginning of the pattern. */
  readonly from: number;
  readonly to: number;
}

/** Beeps that come again. */
export interface Pattern {
  readonly beeps: readonly Beep[];
  /** Seconds from one beginning to the next. */
  readonly every: number;
  /** So many times, then silence; null: until it is muted or ends. */
  readonly times: number | null;
  /** 0 to 1. */
  readonly gain: number;
}

const FIRE: Pattern = {
  beeps: [
    { pitch: 800, from: 0, to: 0.5 },
    { pitch: 1_000, from: 0.5, to: 1 },
  ],
  every: 1,
  times: null,
  gain: 0.9,
};
const RISING: Pattern = {
  beeps: [
    { pitch: 620, from: 0, to: 0.12 },
    { pitch: 760, from: 0.18, to: 0.3 },
    { pitch: 900, from: 0.36, to: 0.48 },
  ],
  every: 5,
  times: null,
  gain: 0.6,
};
const TWO: Pattern = {
  beeps: [
    { pitch: 660, from: 0, to: 0.15 },
    { pitch: 660, from: 0.3, to: 0.45 },
  ],
  every: 10,
  times: null,
  gain: 0.5,
};
const LOW: Pattern = { beeps: [{ pitch: 330, from: 0, to: 0.3 }], every: 30, times: 3, gain: 0.4 };

/** Null: says nothing. */
export const TONES: Readonly<Record<AlarmClass, Pattern | null>> = {
  fire: FIRE,
  'pre-alarm': RISING,
  linkage: RISING,
  supervisory: TWO,
  fault: LOW,
  isolation: null,
  notice: null,
};

/** The fire's own tones once, so that a person hears what a fire sounds like from this seat. */
export const SELF_TEST: Pattern = { ...FIRE, times: 2 };

/** The way to the receiving centre fails: two falling beeps, unlike any alarm. */
export const UPLINK_FAILS: Pattern = {
  beeps: [
    { pitch: 520, from: 0, to: 0.25 },
    { pitch: 390, from: 0.3, to: 0.7 },
  ],
  every: 1,
  times: 1,
  gain: 0.5,
};
