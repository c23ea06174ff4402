// Numbers that are no short decimals: each as the bits in which it differs from the one before.
import { type BitReader, type BitWriter, ChunkDamaged } from './bits.ts';

const numbers = new Float64Array(1);
const halves = new Uint32Array(numbers.buffer);
// The order of the two halves in memory depends on the machine.
numbers[0] = 1;
const HIGH = halves[1] === 0x3ff00000 ? 1 : 0;
const LOW = 1 - HIGH;

function trailingZeros(word: number): number {
  return word === 0 ? 32 : 31 - Math.clz32(word & -word);
}

function put64(writer: BitWriter, high: number, low: number, skip: number, width: number): void {
  // The `width` bits that stand above the lowest `skip`.
  const above = skip >= 32 ? high >>> (skip - 32) : skip === 0 ? low : (low >>> skip) | (high << (32 - skip));
  if (width <= 32) {
    writer.put(width === 32 ? above >>> 0 : above & ((1 << width) - 1), width);
    return;
  }
  const top = skip === 0 ? high : high >>> skip;
  writer.put(width === 64 ? top : top & ((1 << (width - 32)) - 1), width - 32);
  writer.put(above, 32);
}

/**
 * Writes the first `count` doubles bit for bit. Layout: the first in 64 bits; then 0 for "the same", 10 and the bits
 * inside the window of the one before, or 11, a new window (5 bits leading zeros, 6 bits width less one) and its bits.
 */
export function packFloats(writer: BitWriter, values: Float64Array, count: number): void {
  numbers[0] = values[0] as number;
  let high = halves[HIGH] as number;
  let low = halves[LOW] as number;
  writer.put(high, 32);
  writer.put(low, 32);
  let leading = 64;
  let width = 0;
  for (let i = 1; i < count; i++) {
    numbers[0] = values[i] as number;
    const nowHigh = halves[HIGH] as number;
    const nowLow = halves[LOW] as number;
    const xorHigh = nowHigh ^ high;
    const xorLow = nowLow ^ low;
    high = nowHigh;
    low = nowLow;
    if (xorHigh === 0 && xorLow === 0) {
      writer.put(0, 1);
      continue;
    }
    const nowLeading = Math.min(31, xorHigh === 0 ? 32 : Math.clz32(xorHigh));
    const nowTrailing = xorLow === 0 ? 32 + trailingZeros(xorHigh) : trailingZeros(xorLow);
    const trailing = 64 - leading - width;
    if (width > 0 && nowLeading >= leading && nowTrailing >= trailing) {
      writer.put(2, 2);
    } else {
      leading = nowLeading;
      width = 64 - nowLeading - nowTrailing;
      writer.put(3, 2);
      writer.put(leading, 5);
      writer.put(width - 1, 6);
    }
    put64(writer, xorHigh >>> 0, xorLow >>> 0, 64 - leading - width, width);
  }
}

/** Reads `count` doubles that `packFloats` wrote. */
export function unpackFloats(reader: BitReader, count: number): Float64Array {
  const values = new Float64Array(count);
  let high = reader.get(32);
  let low = reader.get(32);
  let leading = 0;
  let width = 0;
  for (let i = 0; i < count; i++) {
    if (i > 0 && reader.get(1) === 1) {
      if (reader.get(1) === 1) {
        leading = reader.get(5);
        width = reader.get(6) + 1;
        if (leading + width > 64) throw new ChunkDamaged('a window is too wide');
      }
      const skip = 64 - leading - width;
      const top = width > 32 ? reader.get(width - 32) : 0;
      const rest = reader.get(Math.min(width, 32));
      // The window's bits, moved up by `skip`.
      if (skip >= 32) high ^= rest << (skip - 32);
      else {
        low ^= rest << skip;
        high ^= skip === 0 ? top : (rest >>> (32 - skip)) | (top << skip);
      }
    }
    halves[HIGH] = high;
    halves[LOW] = low;
    values[i] = numbers[0] as number;
  }
  return values;
}
