// A series of whole numbers in few bits: the best of three predictors, the rest in exponential Golomb codes.
import { type BitReader, type BitWriter, bitLength, ChunkDamaged } from './bits.ts';

/**
 * What a number is predicted from: 0 = the series' middle, 1 = the number before plus the usual step, 2 = the number
 * before plus the step before.
 */
export type Order = 0 | 1 | 2;

/** Numbers must stay within ± this, so that the second difference still has a zigzag below 2³¹. */
export const INTEGER_LIMIT = 2 ** 28;

/** The middle of so many samples is the base: enough to be robust, few enough to cost nothing in a chunk of five points. */
const SAMPLES = 15;

interface Plan {
  readonly order: Order;
  readonly base: number;
  readonly k: number;
  readonly constant: boolean;
  readonly bits: number;
}

const lengths = new Uint32Array(33);
const samples = new Int32Array(SAMPLES);

function difference(values: Int32Array, i: number, order: Order): number {
  const value = values[i] as number;
  if (order === 0) return value;
  const before = values[i - 1] as number;
  return order === 1 ? value - before : value - 2 * before + (values[i - 2] as number);
}

function middle(values: Int32Array, count: number, order: 0 | 1): number {
  const have = count - order;
  const taken = Math.min(have, SAMPLES);
  for (let i = 0; i < taken; i++) {
    const value = difference(values, order + Math.floor((i * have) / taken), order);
    let at = i;
    while (at > 0 && (samples[at - 1] as number) > value) {
      samples[at] = samples[at - 1] as number;
      at--;
    }
    samples[at] = value;
  }
  return samples[taken >> 1] as number;
}

/** Estimates the bits of each order of code from how long the numbers are, and takes the least. */
function plan(values: Int32Array, count: number, order: Order): Plan {
  const base = order === 2 ? 0 : middle(values, count, order);
  lengths.fill(0);
  for (let i = order; i < count; i++) {
    const rest = difference(values, i, order) - base;
    const at = 32 - Math.clz32((rest << 1) ^ (rest >> 31));
    lengths[at] = (lengths[at] as number) + 1;
  }
  const header = 40;
  let longest = 32;
  while (longest > 0 && lengths[longest] === 0) longest--;
  if (longest === 0) return { order, base, k: 0, constant: true, bits: header };
  let best = { k: 0, bits: Number.POSITIVE_INFINITY };
  for (let k = 0; k <= Math.min(longest, 29); k++) {
    let bits = 0;
    for (let length = 0; length <= longest; length++) {
      const over = length - k;
      const width = over <= 0 ? k + 1 : over === 1 ? k + 3 : over === 2 ? k + 4 : 2 * length - 1 - k;
      bits += (lengths[length] as number) * width;
    }
    if (bits < best.bits) best = { k, bits };
  }
  return { order, base, k: best.k, constant: false, bits: header + best.bits };
}

/**
 * Writes the first `count` values (1 or more, each within ± `INTEGER_LIMIT`) with the cheaper of two predictors.
 * Layout: order 2 bits, constant 1 bit, k 5 bits; the numbers the predictor starts from and the base as varints;
 * unless constant, each rest in zigzag as a Golomb code.
 */
export function packIntegers(writer: BitWriter, values: Int32Array, count: number, orders: readonly [Order, Order]): void {
  const usable = orders.map((order) => (count > order ? order : 0));
  const plans = usable.map((order) => plan(values, count, order as Order));
  const [one, other] = plans as [Plan, Plan];
  const { order, base, k, constant } = other.bits < one.bits ? other : one;
  writer.put((order << 6) | (constant ? 32 : 0) | k, 8);
  if (order > 0) writer.signedVarint(values[0] as number);
  writer.signedVarint(order === 2 ? (values[1] as number) - (values[0] as number) : base);
  if (constant) return;
  for (let i: number = order; i < count; i++) {
    const rest = difference(values, i, order) - base;
    writer.golomb(((rest << 1) ^ (rest >> 31)) >>> 0, k);
  }
}

/** Reads `count` values that `packIntegers` wrote. */
export function unpackIntegers(reader: BitReader, count: number): Int32Array {
  const values = new Int32Array(count);
  const head = reader.get(8);
  const order = head >> 6;
  const constant = (head & 32) !== 0;
  const k = head & 31;
  if (order > 2 || count < Math.max(order, 1)) throw new ChunkDamaged('an unknown predictor');
  if (order > 0) values[0] = reader.signedVarint();
  const second = reader.signedVarint();
  if (order === 2) values[1] = (values[0] as number) + second;
  const base = order === 2 ? 0 : second;
  let before = order === 2 ? (values[1] as number) : (values[0] as number);
  let step = order === 2 ? second : 0;
  for (let i = order; i < count; i++) {
    const zigzag = constant ? 0 : reader.golomb(k);
    const rest = base + ((zigzag >>> 1) ^ -(zigzag & 1));
    if (order === 0) before = rest;
    else {
      step = order === 1 ? rest : step + rest;
      before += step;
    }
    values[i] = before;
  }
  return values;
}

/** The order of Golomb code for numbers of that mean. */
export function orderFor(mean: number): number {
  return Math.max(0, Math.min(29, bitLength(Math.floor(mean)) - 1));
}
