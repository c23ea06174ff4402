// A chunk: up to some thousand points of one series in a few bytes each, checked by its own checksum. docs/history.md has the layout.
import { crc32 } from 'node:zlib';
import type { SeriesKind } from '../thread/messages.ts';
import { BitReader, BitWriter, ChunkDamaged } from './bits.ts';
import { scale, unscale } from './decimals.ts';
import { packFloats, unpackFloats } from './floats.ts';
import { INTEGER_LIMIT, packIntegers, unpackIntegers } from './integers.ts';
import { packDictionary, packRuns, unpackDictionary, unpackRuns } from './symbols.ts';

/** Points of one series, times strictly ascending, ms since 1970. */
export interface Points {
  readonly kind: SeriesKind;
  readonly count: number;
  /** At least `count` long; what stands behind is void. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** A state's words by number; empty for numbers and flags. */
  readonly words: readonly string[];
}

/** The most points of a chunk: a day of one a minute fits in one, and a damaged chunk loses no more. */
export const CHUNK_POINTS = 2048;

const VERSION = 1;
const DECIMALS = 0;
const FLOATS = 1;
const FLAGS = 2;
const STATES = 3;

/** Above so many bits a point the scaled numbers are no longer surely smaller than the bits themselves: then both are tried. */
const DOUBT_BITS = 12;

const writer = new BitWriter();
// Reused from chunk to chunk; replaced when a chunk is larger than any before.
const scratch = { offsets: new Int32Array(CHUNK_POINTS), numbers: new Int32Array(CHUNK_POINTS) };

function atLeast(which: 'offsets' | 'numbers', count: number): Int32Array {
  if (scratch[which].length < count) scratch[which] = new Int32Array(count * 2);
  return scratch[which];
}

function packTimes(times: Float64Array, count: number): void {
  const first = times[0] as number;
  const offsets = atLeast('offsets', count);
  const near = (times[count - 1] as number) - first <= INTEGER_LIMIT;
  for (let i = 0; near && i < count; i++) offsets[i] = (times[i] as number) - first;
  writer.signedVarint(first);
  writer.put(near ? 1 : 0, 1);
  if (near) packIntegers(writer, offsets, count, [2, 1]);
  else for (let i = 1; i < count; i++) writer.varint((times[i] as number) - (times[i - 1] as number));
}

function unpackTimes(reader: BitReader, count: number): Float64Array {
  const times = new Float64Array(count);
  const first = reader.signedVarint();
  if (reader.get(1) === 1) {
    const offsets = unpackIntegers(reader, count);
    for (let i = 0; i < count; i++) times[i] = first + (offsets[i] as number);
  } else {
    times[0] = first;
    for (let i = 1; i < count; i++) times[i] = (times[i - 1] as number) + reader.varint();
  }
  return times;
}

function begin(values: number, points: Points): void {
  writer.reset();
  writer.put((VERSION << 4) | values, 8);
  writer.varint(points.count);
  packTimes(points.times, points.count);
}

function end(): Uint8Array {
  const bytes = writer.take(0, 4);
  const sum = crc32(bytes.subarray(0, bytes.length - 4));
  new DataView(bytes.buffer).setUint32(bytes.length - 4, sum);
  return bytes;
}

function packAsFloats(points: Points): Uint8Array {
  begin(FLOATS, points);
  packFloats(writer, points.values, points.count);
  return end();
}

function packNumbers(points: Points): Uint8Array {
  const { values, count } = points;
  const numbers = atLeast('numbers', count);
  const scaled = scale(values, count, numbers);
  if (scaled === null) return packAsFloats(points);
  begin(DECIMALS, points);
  const before = writer.bits;
  writer.put(scaled.single ? 1 : 0, 1);
  writer.put(scaled.decimals, 4);
  packIntegers(writer, numbers, count, [1, 0]);
  const inDoubt = writer.bits - before > DOUBT_BITS * count;
  const bytes = end();
  if (!inDoubt) return bytes;
  const other = packAsFloats(points);
  return other.length < bytes.length ? other : bytes;
}

/** Packs one or more points. What `decodeChunk` gives back is the same, bit for bit. */
export function encodeChunk(points: Points): Uint8Array {
  if (points.kind === 'number') return packNumbers(points);
  begin(points.kind === 'flag' ? FLAGS : STATES, points);
  if (points.kind === 'flag') {
    packRuns(writer, points.values, points.count, 2);
    return end();
  }
  // The chunk has its own dictionary: only the words that stand in it, in the order in which they come.
  const numbers = new Map<number, number>();
  const own = new Float64Array(points.count);
  for (let i = 0; i < points.count; i++) {
    const word = points.values[i] as number;
    let number = numbers.get(word);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(word, number);
    }
    own[i] = number;
  }
  packDictionary(
    writer,
    [...numbers.keys()].map((word) => points.words[word] as string),
  );
  packRuns(writer, own, points.count, numbers.size);
  return end();
}

/** Unpacks a chunk. Throws `ChunkDamaged` when it is not, byte for byte, what was written. */
export function decodeChunk(bytes: Uint8Array): Points {
  const sumAt = bytes.length - 4;
  if (sumAt < 4) throw new ChunkDamaged('it is too short');
  const sum = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(sumAt);
  if (crc32(bytes.subarray(0, sumAt)) !== sum) throw new ChunkDamaged('the checksum does not agree');
  const reader = new BitReader(bytes, 0, sumAt);
  const form = reader.get(8);
  if (form >> 4 !== VERSION) throw new ChunkDamaged(`unknown form ${form >> 4}`);
  const count = reader.varint();
  // The cheapest point takes no bit at all (steady and regular), so only sense bounds the number.
  if (count < 1 || count > 2 ** 24) throw new ChunkDamaged('an impossible number of points');
  const times = unpackTimes(reader, count);
  const as = form & 15;
  if (as === FLOATS) return { kind: 'number', count, times, values: unpackFloats(reader, count), words: [] };
  if (as === FLAGS) return { kind: 'flag', count, times, values: unpackRuns(reader, count, 2), words: [] };
  if (as === STATES) {
    const words = unpackDictionary(reader);
    return { kind: 'state', count, times, values: unpackRuns(reader, count, words.length), words };
  }
  if (as !== DECIMALS) throw new ChunkDamaged(`unknown kind of values ${as}`);
  const scaled = { single: reader.get(1) === 1, decimals: reader.get(4) };
  const numbers = unpackIntegers(reader, count);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = unscale(numbers[i] as number, scaled);
  return { kind: 'number', count, times, values, words: [] };
}
