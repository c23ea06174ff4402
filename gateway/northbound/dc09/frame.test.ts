// Frames of SIA DC-09: frames of the field and of the standard's examples, and what goes out comes in again.
import { createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { cutFrames, type Dc09Message, decodeFrame, encodeFrame, LONGEST_FRAME } from './frame.ts';

/** Frames of the field and of the standard's examples that are right to the bit, without LF and CR. */
const RIGHT: readonly (readonly [string, Partial<Dc09Message>])[] = [
  ['CE110032"SIA-DCS"9876R579BDFL789ABC#12345A[#12345A|NFA129]', { sequence: 9876, receiver: '579BDF', line: '789ABC', account: '12345A' }],
  ['99820040"ADM-CID"1937R15L1#21401[#21401|1602 00 000]_20:59:59,02-20-2024', { at: Date.UTC(2024, 1, 20, 20, 59, 59) }],
  ['F68B003B"ADM-CID"0028L0#9757[#9757|1602 00 000]_20:59:45,02-20-2024', { receiver: null, data: '#9757|1602 00 000' }],
  ['B4330036"SIA-DCS"0442L000#36214[36214|NRP]_00:00:00,02-21-2024', { line: '000', data: '36214|NRP' }],
  ['F92F0043"ADM-CID"0020R7896L7896#3456[#3456|1407 00 001]_17:01:14,07-26-2024', { account: '3456' }],
  ['D730002F"NULL"0000R7896L7896#3456[]_17:01:26,07-26-2024', { id: 'NULL', sequence: 0, data: '' }],
  ['85340035"SIA-DCS"0004L000#3044[3044|NBC1]_00:03:31,12-21-2023', { data: '3044|NBC1' }],
  ['B0970029"NULL"0000L000#0809[]_21:00:01,02-20-2024', { account: '0809' }],
  ['B0710029"ADM-CID"0004R0L0#1234[#1234|1201 01 002]', { at: null, data: '#1234|1201 01 002' }],
  ['3F60003C"SIA-DCS"0001L0#51449[#51449|Nri0000/LR]_21:26:19,12-20-2023', { data: '#51449|Nri0000/LR' }],
];

const wire = (frame: string): Buffer => Buffer.from(`\n${frame}\r`, 'latin1');

const hexText = (least: number, most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: least, maxLength: most });
const inside = fc.string({ unit: fc.constantFrom(...'#|NFA1 29/ri^xyz._-+,:'), maxLength: 60 });
const message: fc.Arbitrary<Dc09Message> = fc.record({
  id: fc.constantFrom('SIA-DCS', 'ADM-CID', 'NULL', 'ACK', 'NAK', 'DUH'),
  sequence: fc.integer({ min: 0, max: 9_999 }),
  receiver: fc.option(hexText(1, 6)),
  line: hexText(1, 6),
  account: hexText(3, 16),
  data: inside,
  extended: fc.array(
    inside.filter((text) => text !== ''),
    { maxLength: 3 },
  ),
  at: fc.option(fc.integer({ min: 0, max: 4_102_444_799 }).map((seconds) => seconds * 1_000)),
});
const key = fc
  .constantFrom(16, 24, 32)
  .chain((bytes) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((one) => Buffer.from(one)));

describe('a DC-09 frame', () => {
  it.each(RIGHT)('%s is understood, and written again byte for byte', (frame, expected) => {
    const read = decodeFrame(wire(frame));
    expect(read).toMatchObject(expected);
    if (typeof read !== 'string') expect(encodeFrame(read).toString('latin1')).toBe(`\n${frame}\r`);
  });

  it.each([
    [
      'a length that is not the real one',
      '5B090059"SIA-DCS"0004L0#1111[#1111|Nri1/PA501][X006E07.7777777][Y49N06.6666666]_20:45:46,04-22-2021',
      'length',
    ],
    ['a length that is not the real one, of a Contact ID frame', '57150047"ADM-CID"0247R4F39L4F39#4F39[#4F39|3401 01 057]', 'length'],
    ['a wrong CRC', 'CE120032"SIA-DCS"9876R579BDFL789ABC#12345A[#12345A|NFA129]', 'crc'],
    ['no quotation mark', 'CE110032SIA-DCS', 'form'],
  ])('with %s is refused', (_what, frame, fault) => {
    expect(decodeFrame(wire(frame))).toBe(fault);
  });

  it('reads further blocks', () => {
    const frame = { ...plain(), extended: ['X006E07.7777777', 'Y49N06.6666666'], at: Date.UTC(2021, 3, 22, 20, 45, 46) };
    expect(encodeFrame(frame).toString('latin1')).toContain('[X006E07.7777777][Y49N06.6666666]_20:45:46,04-22-2021\r');
  });

  it('goes out and comes in the same, in clear and under each length of key', () => {
    fc.assert(
      fc.property(message, fc.option(key), (one, secret) => {
        const bytes = encodeFrame(one, secret ?? undefined);
        expect(decodeFrame(bytes, secret ?? undefined)).toEqual(one);
      }),
    );
  });

  it('is not taken once a single bit of it was turned', () => {
    fc.assert(
      fc.property(message, fc.nat(), (one, nth) => {
        const bytes = encodeFrame(one);
        const bit = nth % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(typeof decodeFrame(bytes)).toBe('string');
      }),
    );
  });

  it('under a key shows neither data nor time, is a whole number of blocks, and is never twice the same', () => {
    const secret = Buffer.from('0123456789ABCDEF', 'latin1');
    const one = { ...plain(), at: 1_700_000_000_000 };
    const text = encodeFrame(one, secret).toString('latin1');
    expect(text).toMatch(/"\*SIA-DCS"0001L0#1234\[[0-9A-F]+\r$/);
    const hex = /\[([0-9A-F]+)\r/.exec(text)?.[1] ?? '';
    expect(hex.length % 32).toBe(0);
    expect(encodeFrame(one, secret).toString('latin1')).not.toBe(text);
    const decipher = createDecipheriv('aes-128-cbc', secret, Buffer.alloc(16)).setAutoPadding(false);
    const clear = Buffer.concat([decipher.update(hex, 'hex'), decipher.final()]).toString('latin1');
    expect(clear).toMatch(/^[A-Za-z0-9]{1,16}\|#1234\|NFA1\]_22:13:20,11-14-2023$/);
    expect(decodeFrame(encodeFrame(one, secret), Buffer.alloc(16, 7))).toBe('key');
    expect(decodeFrame(encodeFrame(one, secret))).toBe('encrypted');
  });

  it('is cut out of a stream whatever stands around it and however it was split', () => {
    const one = encodeFrame(plain());
    fc.assert(
      fc.property(fc.nat({ max: one.length }), fc.string({ unit: fc.constantFrom(' ', 'x', '\0', '"'), maxLength: 20 }), (at, noise) => {
        const stream = Buffer.concat([Buffer.from(noise), one, Buffer.from('\0\0'), one]);
        const first = cutFrames(stream.subarray(0, noise.length + at));
        const second = cutFrames(Buffer.concat([first.rest, stream.subarray(noise.length + at)]));
        expect([...first.frames, ...second.frames].map((frame) => frame.toString('latin1'))).toEqual(
          [one, one].map((frame) => frame.toString('latin1')),
        );
      }),
    );
    expect(cutFrames(Buffer.concat([Buffer.from('\n'), Buffer.alloc(LONGEST_FRAME + 1, 65)])).rest.length).toBe(0);
  });
});

function plain(): Dc09Message {
  return { id: 'SIA-DCS', sequence: 1, receiver: null, line: '0', account: '1234', data: '#1234|NFA1', extended: [], at: null };
}
