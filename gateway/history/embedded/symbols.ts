// Flags and states in few bits: a dictionary, and how often each symbol stood in a row.
import { type BitReader, type BitWriter, bitLength, ChunkDamaged } from './bits.ts';
import { orderFor } from './integers.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Writes the words of a dictionary: their number, then each as length and UTF-8. */
export function packDictionary(writer: BitWriter, words: readonly string[]): void {
  writer.varint(words.length);
  for (const word of words) {
    const bytes = encoder.encode(word);
    writer.varint(bytes.length);
    for (const byte of bytes) writer.put(byte, 8);
  }
}

export function unpackDictionary(reader: BitReader): string[] {
  const words: string[] = [];
  for (let left = reader.varint(); left > 0; left--) {
    const bytes: number[] = [];
    for (let more = reader.varint(); more > 0; more--) bytes.push(reader.get(8));
    words.push(decoder.decode(Uint8Array.from(bytes)));
  }
  return words;
}

/**
 * Writes the first `count` values, each a symbol's number below `symbols`. Layout: k in 5 bits; then for each run its
 * symbol in as many bits as the dictionary needs, and its length less one as a Golomb code of order k.
 */
export function packRuns(writer: BitWriter, values: Float64Array, count: number, symbols: number): void {
  let runs = 1;
  for (let i = 1; i < count; i++) if (values[i] !== values[i - 1]) runs++;
  const k = orderFor(count / runs);
  writer.put(k, 5);
  const width = bitLength(symbols - 1);
  let begin = 0;
  for (let i = 1; i <= count; i++) {
    if (i < count && values[i] === values[begin]) continue;
    writer.put(values[begin] as number, width);
    writer.golomb(i - begin - 1, k);
    begin = i;
  }
}

/** Reads `count` symbols that `packRuns` wrote. */
export function unpackRuns(reader: BitReader, count: number, symbols: number): Float64Array {
  const values = new Float64Array(count);
  const k = reader.get(5);
  const width = bitLength(symbols - 1);
  for (let at = 0; at < count; ) {
    const symbol = reader.get(width);
    const end = at + reader.golomb(k) + 1;
    if (symbol >= symbols || end > count) throw new ChunkDamaged('a run is too long');
    values.fill(symbol, at, end);
    at = end;
  }
  return values;
}
