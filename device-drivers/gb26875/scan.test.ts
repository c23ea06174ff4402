// Packets out of a stream: however it is cut, whatever stands between, and at a cost that no stranger can drive up.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { decodePacket, encodePacket, LONGEST_PACKET } from './packet.ts';
import { type Found, giveUp, type Scanned, scan } from './scan.ts';
import { packetWith, someBytes, somePacket } from './testing/arbitraries.ts';
import { hexOf, soundPackets } from './testing/vectors.ts';

/** Scans a stream that arrives in parts, as a link does. */
function scanParts(parts: readonly Uint8Array[]): Scanned {
  const found: Found[] = [];
  let kept: Uint8Array = new Uint8Array(0);
  let passed = 0;
  for (const part of parts) {
    const bytes = joined([kept, part]);
    const { found: more, rest } = scan(bytes);
    found.push(...more);
    kept = bytes.subarray(rest);
    passed += rest;
  }
  return { found: merged(found), rest: passed };
}

/** Neighbouring skips made one, as they are in one call. */
function merged(found: readonly Found[]): Found[] {
  const out: Found[] = [];
  for (const one of found) {
    const last = out.at(-1);
    if (one.is === 'skipped' && last?.is === 'skipped') out[out.length - 1] = { is: 'skipped', bytes: last.bytes + one.bytes };
    else out.push(one);
  }
  return out;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function cut(bytes: Uint8Array, every: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / every) }, (_, n) => bytes.subarray(n * every, (n + 1) * every));
}

/** A stream at places of one's choice. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, n) => bytes.subarray(ends[n - 1] ?? 0, end));
}

/** The packets that were found, in hex. */
function packetsIn(found: readonly Found[]): string[] {
  return found.flatMap((one) => (one.is === 'packet' ? [hexOf(one.bytes)] : []));
}

/** Bytes that look like parts of packets: marks, small lengths, and anything. */
const hostile = fc
  .array(fc.constantFrom(0x40, 0x40, 0x40, 0x23, 0x23, 0, 1, 2, 3, 4), { maxLength: 120 })
  .map((bytes) => Uint8Array.from(bytes));
const mutated = fc
  .tuple(fc.constantFrom(...soundPackets), fc.array(fc.tuple(fc.nat(), fc.nat(0xff)), { maxLength: 4 }))
  .map(([packet, changes]) => {
    const bytes = Uint8Array.from(packet);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });
const stream = fc.array(fc.oneof(hostile, mutated, someBytes(0, 40), somePacket.map(encodePacket)), { maxLength: 6 }).map(joined);
/** No start mark in it, nor one that it makes with what follows. */
const garbage = someBytes(0, 60).map((bytes) =>
  bytes.map((byte, n) => (byte === 0x40 && (n === bytes.length - 1 || bytes[n + 1] === 0x40) ? 0x41 : byte)),
);

describe('a stream', () => {
  it('of all known packets gives them all, byte by byte as in one piece', () => {
    const all = joined(soundPackets);
    expect(packetsIn(scan(all).found)).toEqual(soundPackets.map(hexOf));
    expect(packetsIn(scanParts(cut(all, 1)).found)).toEqual(soundPackets.map(hexOf));
    expect(scan(all).rest).toBe(all.length);
  });

  it('with two packets in one chunk gives both', () => {
    const [first, second] = soundPackets;
    const both = joined([first ?? new Uint8Array(), second ?? new Uint8Array()]);
    expect(packetsIn(scan(both).found)).toEqual(soundPackets.slice(0, 2).map(hexOf));
    expect(scan(both).rest).toBe(both.length);
  });

  it('with garbage before a packet skips it and tells how much', () => {
    const packet = packetWith(Uint8Array.of(81, 1, 0));
    const { found } = scan(joined([Uint8Array.of(1, 0x40, 2, 0x23, 0x23), packet]));
    expect(found.map((one) => (one.is === 'skipped' ? one.bytes : one.is))).toEqual([5, 'packet']);
  });

  it('with a start byte in front of a packet finds it, be it one byte before or two', () => {
    const heartbeat = packetWith(new Uint8Array(0));
    expect(packetsIn(scan(joined([Uint8Array.of(0x40), heartbeat, heartbeat])).found)).toEqual([hexOf(heartbeat), hexOf(heartbeat)]);
    expect(packetsIn(scan(joined([Uint8Array.of(0x40, 1), heartbeat])).found)).toEqual([hexOf(heartbeat)]);
  });

  it('that stops in the middle of a packet keeps it, gives it up when told, and goes on', () => {
    const packet = packetWith(Uint8Array.of(81, 1, 0));
    const half = packet.subarray(0, 20);
    expect(scan(half)).toEqual({ found: [], rest: 0 });
    expect(giveUp(half)).toEqual({ found: [{ is: 'skipped', bytes: 20 }], rest: 20 });
    expect(packetsIn(scan(packet).found)).toEqual([hexOf(packet)]);
  });

  it('whose false start hides a packet gives the packet when the false start is given up', () => {
    const packet = packetWith(Uint8Array.of(21, 1, 2, 9, 8, 7, 6, 5, 24), 2);
    const falseStart = packetWith(new Uint8Array(1000)).subarray(0, 27);
    const bytes = joined([falseStart, packet]);
    expect(scan(bytes)).toEqual({ found: [], rest: 0 });
    const { found, rest } = giveUp(bytes);
    expect(packetsIn(found)).toEqual([hexOf(packet)]);
    expect(found[0]).toEqual({ is: 'skipped', bytes: 27 });
    expect(rest).toBe(bytes.length);
  });

  it('that is empty, or nothing but one start byte, waits', () => {
    expect(scan(new Uint8Array(0))).toEqual({ found: [], rest: 0 });
    expect(giveUp(new Uint8Array(0))).toEqual({ found: [], rest: 0 });
    expect(scan(Uint8Array.of(0x40))).toEqual({ found: [], rest: 0 });
    expect(scan(Uint8Array.of(1, 0x40))).toEqual({ found: [{ is: 'skipped', bytes: 1 }], rest: 1 });
  });

  it('takes a data unit of 1024 bytes and refuses one of 1025, whose head it tells', () => {
    const longest = packetWith(new Uint8Array(1024).fill(1));
    expect(packetsIn(scan(longest).found)).toEqual([hexOf(longest)]);
    const over = joined([longest, Uint8Array.of(0)]).fill(0x01, 24, 25);
    expect(scan(over).found[0]).toMatchObject({
      is: 'refused',
      why: 'over-length',
      head: { serial: 7, version: { main: 1, user: 1 }, source: '010000000000', destination: '020000000000' },
      bytes: { length: 27 },
    });
  });

  it('of garbage is not answered: of heads over length only one with a command and a time, or none, is', () => {
    expect(scan(new Uint8Array(300).fill(0x40))).toEqual({ found: [{ is: 'skipped', bytes: 274 }], rest: 274 });
    const over = (month: number, rest: number, command: number): string | undefined => {
      const head = packetWith(new Uint8Array(0)).subarray(0, 27).fill(rest, 6, 12).fill(month, 10, 11).fill(0xff, 24, 26).fill(command, 26);
      return scan(head).found[0]?.is;
    };
    expect([over(0, 0, 2), over(1, 1, 2), over(1, 1, 6)]).toEqual(['refused', 'refused', 'refused']);
    expect([over(13, 1, 2), over(0, 1, 2), over(1, 1, 0), over(1, 1, 7)]).toEqual(['skipped', 'skipped', 'skipped', 'skipped']);
  });

  it('gives the same however it is cut', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 8 }), (bytes, places) => {
        expect(isDeepStrictEqual(scanParts(cutAt(bytes, places)), scan(bytes))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('accounts for every byte, keeps less than a packet, and never throws', () => {
    fc.assert(
      fc.property(stream, fc.boolean(), (bytes, quiet) => {
        const { found, rest } = quiet ? giveUp(bytes) : scan(bytes);
        let passed = 0;
        found.forEach((one, n) => {
          if (one.is === 'skipped') {
            expect(one.bytes).toBeGreaterThan(0);
            expect(found[n - 1]?.is).not.toBe('skipped');
            passed += one.bytes;
          } else if (one.is === 'packet') {
            expect(isDeepStrictEqual(decodePacket(one.bytes), one.packet)).toBe(true);
            expect(hexOf(one.bytes)).toBe(hexOf(bytes.subarray(passed, passed + one.bytes.length)));
            passed += one.bytes.length;
          } else expect(decodePacket(one.bytes)).toHaveProperty('fault');
        });
        expect(passed).toBe(rest);
        expect(bytes.length - rest).toBeLessThan(LONGEST_PACKET);
      }),
      { numRuns: 500 },
    );
  });

  it('gives every packet that stands between garbage without a start mark', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(garbage, somePacket.map(encodePacket)), { maxLength: 5 }), garbage, (pairs, tail) => {
        const { found } = scan(joined([...pairs.flat(), tail]));
        expect(packetsIn(found)).toEqual(pairs.map(([, packet]) => hexOf(packet)));
      }),
    );
  });

  it('gives the packet behind one that was broken on its way', () => {
    fc.assert(
      fc.property(fc.constantFrom(...soundPackets), fc.nat(), fc.integer({ min: 1, max: 255 }), (packet, place, by) => {
        // Not the marks and not the length: those make it garbage with a start mark, which hides what follows for a while.
        const at = [2, 3, 4, 5, 26][place % 5] ?? 2;
        const broken = Uint8Array.from(packet);
        broken[at] = (broken[at] ?? 0) ^ by;
        fc.pre(!broken.some((byte, nth) => nth > 0 && byte === 0x40 && broken[nth + 1] === 0x40));
        const { found } = scan(joined([broken, packet]));
        expect(found.map(({ is }) => is)).toEqual(['refused', 'skipped', 'packet']);
      }),
    );
  });
});

describe('a hostile stream', () => {
  /** Starts as dense as they can stand with a length that fits, so that the sum of a thousand bytes decides each time. */
  const sums = Uint8Array.from({ length: 64 * 1024 }, (_, n) => [0x40, 0x40, 0, 0xfc, 3, 0x23, 0x23][n % 7] ?? 0);
  const starts = new Uint8Array(64 * 1024).fill(0x40);

  it('of start bytes leaves 26 of them, so the next byte costs no more than the first did', () => {
    let kept: Uint8Array = new Uint8Array(0);
    for (const part of cut(starts.subarray(0, 4096), 1)) {
      const bytes = joined([kept, part]);
      expect(bytes.length).toBeLessThanOrEqual(27);
      kept = bytes.subarray(scan(bytes).rest);
    }
    expect(kept).toHaveLength(26);
  });

  it('of false packets seven bytes apart has the sum of each worked out, and leaves less than a packet', () => {
    const { found, rest } = scan(sums);
    const refused = found.filter(({ is }) => is === 'refused');
    expect(refused.every((one) => one.is === 'refused' && one.why === 'checksum')).toBe(true);
    expect(refused.length).toBeGreaterThan(9000);
    expect(sums.length - rest).toBeLessThan(LONGEST_PACKET);
  });

  it.each([
    ['start bytes', starts],
    ['sums', sums],
  ])('of %s costs in proportion to its length, in one piece and byte by byte', (_, bytes) => {
    // Measured: 2 µs of CPU a byte. A search of everything for each byte would take thousands.
    const began = process.cpuUsage();
    scan(bytes);
    let kept = 0;
    for (let end = 1; end <= bytes.length; end += 1) kept += scan(bytes.subarray(kept, end)).rest;
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / bytes.length).toBeLessThan(50);
  });
});
