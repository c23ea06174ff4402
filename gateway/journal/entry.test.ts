// The codec of a batch: everything comes back as it went in, and nothing damaged ever comes back as an entry.
import fc from 'fast-check';
import { ByteWriter, DamagedBytes } from './bytes.ts';
import { decodeBatch, encodeBatch, type JournalEntry, type JournalRecord } from './entry.ts';
import { aFrame } from './testing/open-journal.ts';

function encoded(entries: readonly JournalEntry[]): Uint8Array {
  const writer = new ByteWriter(16);
  encodeBatch(entries, writer);
  return new Uint8Array(writer.view());
}

const text = fc.oneof(fc.constantFrom('mqtt', 'modbus:bus-1', '10.0.0.1:4711', ''), fc.string({ unit: 'grapheme', maxLength: 80 }));
const time = fc.oneof(fc.integer({ min: 1.6e12, max: 1.8e12 }), fc.maxSafeInteger(), fc.double());
const frame: fc.Arbitrary<JournalRecord> = fc
  .record({
    link: text,
    peer: text,
    device: text,
    kind: fc.constantFrom('up' as const, 'ack' as const, 'presence' as const),
    body: fc.uint8Array({ maxLength: 300 }),
    receivedAt: time,
    drill: fc.boolean(),
  })
  .map((one) => ({ kind: 'frame', frame: one }));
const act: fc.Arbitrary<JournalRecord> = fc
  .record({ at: time, json: fc.json() })
  .map(({ at, json }) => ({ kind: 'act', at, act: JSON.parse(json) }));
const batch: fc.Arbitrary<JournalEntry[]> = fc
  .record({
    first: fc.oneof(fc.nat(), fc.integer({ min: 0, max: 2 ** 52 })),
    records: fc.array(fc.tuple(fc.oneof({ weight: 4, arbitrary: frame }, act), fc.oneof(fc.constant(0), fc.nat(1e6))), { maxLength: 30 }),
  })
  .map(({ first, records }) => {
    let number = first - 1;
    return records.map(([record, gap]) => {
      number += 1 + gap;
      return { ...record, number };
    });
  });

describe('A batch of entries', () => {
  it('comes back exactly as it was written', () => {
    fc.assert(
      fc.property(batch, (entries) => {
        expect(decodeBatch(encoded(entries))).toEqual(entries);
      }),
    );
  });

  it('is written the same whatever the writer held before', () => {
    fc.assert(
      fc.property(batch, batch, (before, entries) => {
        const writer = new ByteWriter(16);
        encodeBatch(before, writer);
        writer.clear();
        encodeBatch(entries, writer);
        expect(new Uint8Array(writer.view())).toEqual(encoded(entries));
      }),
      { numRuns: 30 },
    );
  });

  it('with up to 32 wrong bits in a row is an error', () => {
    fc.assert(
      fc.property(batch, fc.nat(), fc.integer({ min: 1, max: 0xffffffff }), (entries, where, mask) => {
        const bytes = encoded(entries);
        const at = where % bytes.length;
        for (let i = 0; i < 4 && at + i < bytes.length; i++) bytes[at + i] = (bytes[at + i] ?? 0) ^ ((mask >>> (8 * i)) & 0xff);
        fc.pre(!Buffer.from(bytes).equals(Buffer.from(encoded(entries))));
        expect(() => decodeBatch(bytes)).toThrow(DamagedBytes);
      }),
    );
  });

  it('cut short or made longer is an error', () => {
    fc.assert(
      fc.property(batch, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 }), (entries, where, more) => {
        const bytes = encoded(entries);
        expect(() => decodeBatch(bytes.subarray(0, where % bytes.length))).toThrow(DamagedBytes);
        expect(() => decodeBatch(Buffer.concat([bytes, more]))).toThrow(DamagedBytes);
      }),
    );
  });

  it('is an error, and nothing else, for any bytes that are no batch', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => decodeBatch(bytes)).toThrow(DamagedBytes);
      }),
    );
  });

  it('costs an entry of a known device its body and a handful of bytes', () => {
    const one = aFrame();
    const entries = Array.from(
      { length: 100 },
      (_, index): JournalEntry => ({ kind: 'frame', frame: { ...one, receivedAt: one.receivedAt + index }, number: index + 1 }),
    );
    expect(encoded(entries).length / 100 - one.body.length).toBeLessThan(8);
  });
});
