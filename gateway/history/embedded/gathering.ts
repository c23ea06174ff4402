// From chunks to one series and back: joins what several chunks tell of a day, and cuts a series into chunks.
import { CHUNK_POINTS, encodeChunk, type Points } from './chunk.ts';
import { type ChunkRow, MOST_PARTS } from './day-file.ts';
import { settle } from './open-points.ts';

/**
 * Joins points of one kind, given in the order in which they arrived, into one series in order of time. Of two at the
 * same millisecond the later arrived stays.
 */
export function joined(several: readonly Points[]): Points {
  const [first] = several;
  if (first === undefined) return { kind: 'number', count: 0, times: new Float64Array(0), values: new Float64Array(0), words: [] };
  if (several.length === 1) return first;
  const total = several.reduce((sum, points) => sum + points.count, 0);
  const times = new Float64Array(total);
  const values = new Float64Array(total);
  const words: string[] = [];
  let at = 0;
  for (const points of several) {
    times.set(points.times.subarray(0, points.count), at);
    values.set(points.values.subarray(0, points.count), at);
    if (first.kind === 'state') {
      const numbers = points.words.map((word) => numberOf(words, word));
      for (let i = at; i < at + points.count; i++) values[i] = numbers[values[i] as number] as number;
    }
    at += points.count;
  }
  return { kind: first.kind, count: settle(times, values, total), times, values, words };
}

function numberOf(words: string[], word: string): number {
  const known = words.indexOf(word);
  return known >= 0 ? known : words.push(word) - 1;
}

/** The part of a series from index `from` up to `to`, exclusive. */
function slice(points: Points, from: number, to: number): Points {
  return { ...points, count: to - from, times: points.times.subarray(from, to), values: points.values.subarray(from, to) };
}

/** Cuts the points from index `from` up to `to` into chunks of about the same size, none above the usual number. */
export function cut(series: number, points: Points, from: number, to: number): ChunkRow[] {
  const count = to - from;
  const parts = Math.min(Math.ceil(count / CHUNK_POINTS), MOST_PARTS);
  return Array.from({ length: parts }, (_, part) => {
    const begin = from + Math.floor((part * count) / parts);
    const end = from + Math.floor(((part + 1) * count) / parts);
    return { series, part, bytes: encodeChunk(slice(points, begin, end)) };
  });
}
