import fc from 'fast-check';
import type { SeriesKind } from '../thread/messages.ts';
import { ChunkDamaged } from './bits.ts';
import { decodeChunk, encodeChunk, type Points } from './chunk.ts';

function points(kind: SeriesKind, list: readonly (readonly [at: number, value: number])[], words: readonly string[] = []): Points {
  return {
    kind,
    count: list.length,
    times: Float64Array.from(list, ([at]) => at),
    values: Float64Array.from(list, ([, value]) => value),
    words,
  };
}

/** What a reader gets: times and values, states as words. */
function told({ kind, count, times, values, words }: Points): (readonly [number, number | string])[] {
  return Array.from({ length: count }, (_, i) => {
    const value = values[i] as number;
    return [times[i] as number, kind === 'state' ? (words[value] as string) : value] as const;
  });
}

function bitsOf(value: number): string {
  return Buffer.from(Float64Array.of(value).buffer).toString('hex');
}

/** Ascending times: steady, jittering, with gaps of all sizes. */
const times = fc
  .tuple(
    fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
    fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(60_000) },
        { weight: 6, arbitrary: fc.integer({ min: 59_800, max: 60_200 }) },
        { weight: 2, arbitrary: fc.integer({ min: 1, max: 90_000_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 ** 44 }) },
      ),
      { maxLength: 300 },
    ),
  )
  .map(([first, steps]) => {
    let at = first;
    return [first, ...steps.map((step) => (at += step))];
  });

const decimal = fc
  .tuple(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), fc.integer({ min: 0, max: 10 }))
  .map(([whole, decimals]) => whole / 10 ** decimals);
const anyDouble = fc.double({ noNaN: false });
const odd = fc.constantFrom(
  0,
  -0,
  5e-324,
  -5e-324,
  2 ** -1022,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Infinity,
  -Infinity,
  NaN,
  2 ** 28,
  0.1 + 0.2,
);
const single = fc.float({ noNaN: true });
const near = fc.integer({ min: 415, max: 425 }).map((thousandths) => thousandths / 1000);

function numbersLike(one: fc.Arbitrary<number>): fc.Arbitrary<Points> {
  return times.chain((all) =>
    fc.array(one, { minLength: all.length, maxLength: all.length }).map((values) =>
      points(
        'number',
        all.map((at, i) => [at, values[i] as number] as const),
      ),
    ),
  );
}

describe('a chunk', () => {
  it.each([
    ['decimals of a sensor', near],
    ['decimals of all sizes', decimal],
    ['32-bit floats of a register', single],
    ['32-bit floats with few decimals', near.map(Math.fround)],
    ['any double', anyDouble],
    ['odd doubles among decimals', fc.oneof(near, odd)],
  ])('gives back %s bit for bit', (_, one) => {
    fc.assert(
      fc.property(numbersLike(one), (written) => {
        const read = decodeChunk(encodeChunk(written));
        expect(read.kind).toBe('number');
        expect([...read.times]).toEqual([...written.times]);
        expect([...read.values].map(bitsOf)).toEqual([...written.values].map(bitsOf));
      }),
      { numRuns: 150 },
    );
  });

  it('gives back flags and states in any order of change', () => {
    const word = fc.oneof(fc.constantFrom('normal', 'alarm', 'test', ''), fc.string({ maxLength: 300, unit: 'grapheme' }));
    fc.assert(
      fc.property(times, fc.array(word, { minLength: 1, maxLength: 5 }), fc.infiniteStream(fc.nat()), (all, words, picks) => {
        for (const kind of ['flag', 'state'] as const) {
          const size = kind === 'flag' ? 2 : words.length;
          const written = points(
            kind,
            all.map((at) => [at, (picks.next().value as number) % size] as const),
            kind === 'state' ? words : [],
          );
          expect(told(decodeChunk(encodeChunk(written)))).toEqual(told(written));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never tells a wrong value when any of its bytes was changed, cut off or added', () => {
    fc.assert(
      fc.property(numbersLike(fc.oneof(near, anyDouble)), fc.nat(), fc.integer({ min: 1, max: 255 }), (written, place, change) => {
        const bytes = encodeChunk(written);
        const at = place % bytes.length;
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] as number) ^ change;
        expect(() => decodeChunk(changed)).toThrow(ChunkDamaged);
        expect(() => decodeChunk(bytes.subarray(0, at))).toThrow(ChunkDamaged);
        expect(() => decodeChunk(Uint8Array.from([...bytes, 0]))).toThrow(ChunkDamaged);
        // The control: it was the change, not the chunk.
        expect(decodeChunk(bytes).count).toBe(written.count);
      }),
      { numRuns: 200 },
    );
  });

  it('takes no more than a bit a point where nothing changes, and a byte or two where a sensor is noisy', () => {
    const size = (list: (readonly [number, number])[], kind: SeriesKind = 'number'): number =>
      encodeChunk(points(kind, list)).length / list.length;
    const day = Array.from({ length: 1440 }, (_, i) => i);
    // The same noise in each run: a linear congruential generator.
    let seed = 42;
    const noise = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    expect(size(day.map((i) => [i * 60_000, 0.42]))).toBeLessThan(0.02);
    expect(
      size(
        day.map((i) => [i * 60_000, i % 500 < 480 ? 0 : 1]),
        'flag',
      ),
    ).toBeLessThan(0.03);
    const jittering = day.map((i) => [i * 60_000 + Math.floor(noise() * 400), (418 + Math.floor(noise() * 5)) / 1000] as const);
    expect(size(jittering)).toBeLessThan(2);
    // The control: without decimals there is nothing to save.
    expect(size(day.map((i) => [i * 60_000, noise() / 3]))).toBeGreaterThan(6);
  });
});
