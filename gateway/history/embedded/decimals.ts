// What a sensor says has few decimals: finds the power of ten that turns the numbers into small whole ones.
import { INTEGER_LIMIT } from './integers.ts';

/** More decimals than this say that the number is none that a display shows; then the bits themselves are kept. */
const MOST_DECIMALS = 9;
const POWERS = Array.from({ length: MOST_DECIMALS + 1 }, (_, decimals) => 10 ** decimals);

export interface Scaled {
  readonly decimals: number;
  /** The numbers came through a 32-bit float (as from a Modbus register) and are that float's double. */
  readonly single: boolean;
}

/** The double that a whole number with so many decimals stands for. The one way back, so that the way there can be checked. */
export function unscale(whole: number, { decimals, single }: Scaled): number {
  // A division of two exact numbers is rounded once, so it gives the same double as the decimal text would.
  const value = whole / (POWERS[decimals] as number);
  return single ? Math.fround(value) : value;
}

function decimalsOf(values: Float64Array, count: number, single: boolean): number {
  let decimals = 0;
  let power = 1;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    for (;;) {
      const back = Math.round(value * power) / power;
      if ((single ? Math.fround(back) : back) === value) break;
      if (decimals === MOST_DECIMALS) return -1;
      decimals++;
      power = POWERS[decimals] as number;
    }
  }
  return decimals;
}

/**
 * Turns the first `count` values into whole numbers in `into`, so that `unscale` gives each back bit for bit; null when
 * that cannot be done (too many decimals, too large, −0, not finite).
 */
export function scale(values: Float64Array, count: number, into: Int32Array): Scaled | null {
  const exact = decimalsOf(values, count, false);
  const decimals = exact >= 0 ? exact : decimalsOf(values, count, true);
  if (decimals < 0) return null;
  const scaled = { decimals, single: exact < 0 };
  const power = POWERS[decimals] as number;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    const whole = Math.round(value * power);
    if (!(Math.abs(whole) <= INTEGER_LIMIT) || Object.is(value, -0) || unscale(whole, scaled) !== value) return null;
    into[i] = whole;
  }
  return scaled;
}
