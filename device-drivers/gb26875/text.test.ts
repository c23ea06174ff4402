// GB 18030 both ways: nothing is split, nothing throws, and what is written is read.
import fc from 'fast-check';
import { someBytes } from './testing/arbitraries.ts';
import { encodeGb18030, readText, writeText } from './text.ts';

const gb18030 = new TextDecoder('gb18030', { fatal: true });
/** A character that a field can hold and reading leaves alone. */
const character = fc.oneof(
  fc.constantFrom(...'三层东走廊手报㐀㐁𠀀𪜀€éЖ가A7-#@'),
  // Not the private ones: GB 18030 has no code for some of them.
  fc
    .integer({ min: 0xa1, max: 0x10ffff })
    .filter((point) => point < 0xd800 || point > 0xf8ff)
    .map((point) => String.fromCodePoint(point)),
);
const text = fc.array(character, { maxLength: 20 }).map((characters) => characters.join(''));

describe('text in GB 18030', () => {
  it.each([
    ['手动报警', 'cad6b6afb1a8beaf'],
    ['ab 7', '61622037'],
    ['㐀', '8139ee39'],
    ['𠀀', '95328236'],
    ['€', 'a2e3'],
    ['é', 'a8a6'],
    ['\ufffd', '8431a437'],
    ['\uffff', '8431a439'],
    ['\u{10ffff}', 'e3329a35'],
    ['', ''],
  ])('of %s is %s', (said, hex) => {
    expect(Buffer.from(encodeGb18030(said)).toString('hex')).toBe(hex);
    expect(gb18030.decode(Buffer.from(hex, 'hex'))).toBe(said);
  });

  it('has every character of the basic plane but a few private ones, and the decoder reads each back', () => {
    const missing: number[] = [];
    for (let point = 0; point < 0x10000; point += 1) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const written = encodeGb18030(String.fromCharCode(point));
      if (gb18030.decode(written) !== String.fromCharCode(point)) missing.push(point);
    }
    // The edition of 2022 gave the codes of 18 private characters to real ones; U+E5E5 never had one.
    expect(missing.length).toBeLessThanOrEqual(19);
    for (const point of missing) {
      expect(String.fromCharCode(point)).toMatch(/\p{Co}/u);
      expect(encodeGb18030(String.fromCharCode(point))).toEqual(Uint8Array.of(0x3f));
    }
  });

  it('is read back by the decoder, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (said) => expect(gb18030.decode(encodeGb18030(said))).toBe(said)));
  });

  it('has a question mark for half a character', () => {
    expect(encodeGb18030('a\ud800b')).toEqual(Uint8Array.of(0x61, 0x3f, 0x62));
  });
});

describe('a text field', () => {
  it('holds the longest beginning of the text that fits, and 00 behind it', () => {
    fc.assert(
      fc.property(text, fc.nat(40), (said, bytes) => {
        const field = writeText(said, bytes);
        expect(field).toHaveLength(bytes);
        const end = field.indexOf(0) < 0 ? bytes : field.indexOf(0);
        expect(field.subarray(end).every((byte) => byte === 0)).toBe(true);
        const held = gb18030.decode(field.subarray(0, end));
        expect(said.startsWith(held)).toBe(true);
        const next = [...said.slice(held.length)][0];
        if (next !== undefined) expect(end + encodeGb18030(next).length).toBeGreaterThan(bytes);
      }),
    );
  });

  it('is read as it was written, but for blanks at its ends', () => {
    fc.assert(
      fc.property(text, (said) => {
        const shown = readText(writeText(said, 200));
        expect(shown).toBe(said.trim().replace(/[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '·'));
      }),
    );
  });

  it.each([
    ['三层东走廊手动火灾报警按钮零', 15, '三层东走廊手动'],
    ['楼㐀', 5, '楼'],
    ['楼㐀', 6, '楼㐀'],
    ['a\0b', 4, 'a?b'],
    ['楼', 1, ''],
    ['楼', 0, ''],
  ])('of %j in %i bytes reads %j', (said, bytes, held) => {
    expect(readText(writeText(said, bytes))).toBe(held);
  });
});

describe('a description from a stranger', () => {
  it('is read whatever its bytes are, without a control character and without blanks at its ends', () => {
    fc.assert(
      fc.property(someBytes(0, 31), (bytes) => {
        const said = readText(bytes);
        expect(said).toBe(said.trim());
        expect(said).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['padded with 00', '41420000', 'AB'],
    ['padded with blanks', '2041422020', 'AB'],
    ['with something behind its 00', '4100e4b8', 'A'],
    ['with control characters', '41074210', 'A·B·'],
    ['with the end of a line', '41420d0a', 'AB'],
    ['that begins with 00', '00414243', ''],
    ['cut in the middle of a character', 'cad6b6', '手\ufffd'],
    ['that is no GB 18030', 'ff41', '\ufffdA'],
    ['with a mark that turns the line', '8136a731418136a731', '·A·'],
  ])('%s', (_, hex, said) => {
    expect(readText(Buffer.from(hex, 'hex'))).toBe(said);
  });
});
