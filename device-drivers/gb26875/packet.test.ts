// The laws of one packet: what is written is read, the limits hold, and an answer finds its way back.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { answerTo, COMMAND, decodePacket, encodePacket, isKnownCommand, LONGEST_PACKET, LONGEST_UNIT, SHORTEST_PACKET } from './packet.ts';
import { packetWith, SENT, someBytes, somePacket } from './testing/arbitraries.ts';
import { hexOf } from './testing/vectors.ts';

/** A packet's bytes with a stated length that need not be true. */
function stating(length: number, unit: Uint8Array): Uint8Array {
  const bytes = packetWith(unit.subarray(0, LONGEST_UNIT));
  bytes[24] = length & 0xff;
  bytes[25] = length >> 8;
  return bytes;
}

describe('a packet', () => {
  it('is read as it was written, whatever it holds', () => {
    fc.assert(
      fc.property(somePacket, (packet) => {
        const bytes = encodePacket(packet);
        expect(bytes).toHaveLength(SHORTEST_PACKET + packet.unit.length);
        expect(isDeepStrictEqual(decodePacket(bytes), packet)).toBe(true);
      }),
    );
  });

  it('is never read out of other bytes, and reading never throws', () => {
    fc.assert(
      fc.property(someBytes(0, 80), (bytes) => {
        const read = decodePacket(bytes);
        if (!('fault' in read)) expect(hexOf(encodePacket(read))).toBe(hexOf(bytes));
      }),
    );
  });

  it('with any one bit of it turned is refused', () => {
    const bytes = packetWith(Uint8Array.of(21, 1, 3, 9, 8, 7, 6, 5, 24));
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Uint8Array.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodePacket(turned)).toHaveProperty('fault');
    }
  });

  it('takes a data unit of 1024 bytes and none of 1025', () => {
    const longest = packetWith(new Uint8Array(LONGEST_UNIT).fill(1));
    expect(longest).toHaveLength(LONGEST_PACKET);
    expect(decodePacket(longest)).toMatchObject({ unit: { length: LONGEST_UNIT } });
    expect(decodePacket(stating(LONGEST_UNIT + 1, new Uint8Array(LONGEST_UNIT)))).toEqual({ fault: 'over-length' });
    expect(() => packetWith(new Uint8Array(LONGEST_UNIT + 1))).toThrow(RangeError);
  });

  it.each([
    ['too-short', packetWith(new Uint8Array(4)).subarray(0, 33)],
    ['too-short', new Uint8Array(0)],
    ['start-mark', packetWith(new Uint8Array(4)).fill(0x41, 1, 2)],
    ['over-length', stating(0xffff, new Uint8Array(4))],
    ['end-mark', packetWith(new Uint8Array(4)).fill(0, 33, 34)],
    ['checksum', packetWith(new Uint8Array(4)).fill(1, 27, 28)],
    ['trailing-bytes', Uint8Array.of(...packetWith(new Uint8Array(4)), 0)],
  ])('that is broken is refused by name: %s', (fault, bytes) => {
    expect(decodePacket(bytes)).toEqual({ fault });
  });

  it('out of form is not written', () => {
    const packet = answerTo({ serial: 1, version: { main: 1, user: 1 }, source: '010000000000', destination: '000000000000' }, 3, SENT);
    const wrong = [
      { serial: 65_536 },
      { serial: -1 },
      { serial: 0.5 },
      { command: 256 },
      { version: { main: 1, user: 256 } },
      { version: { main: Number.NaN, user: 1 } },
      { source: '0102030405' },
      { destination: '0102030405FG' },
      { sent: new Uint8Array(5) },
    ];
    for (const part of wrong) expect(() => encodePacket({ ...packet, ...part })).toThrow(RangeError);
  });
});

describe('an answer', () => {
  it('bears the serial and the user version of what it answers, and goes back to where that came from', () => {
    fc.assert(
      fc.property(somePacket, (packet) => {
        const answer = answerTo(packet, COMMAND.confirm, SENT);
        expect(decodePacket(encodePacket(answer))).toEqual({
          serial: packet.serial,
          version: { main: 1, user: packet.version.user },
          sent: SENT,
          source: packet.destination,
          destination: packet.source,
          command: 3,
          unit: new Uint8Array(0),
        });
      }),
    );
  });

  it('is due to the commands 1 to 6; the reserved ones and those of the user are denied', () => {
    const known = Array.from({ length: 256 }, (_, command) => command).filter(isKnownCommand);
    expect(known).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
