// GB 18030 text of descriptions and configurations, read without exceptions and written without splitting a character.

const gb18030 = new TextDecoder('gb18030');
/** Control characters, and those that turn or break a line of text: a stranger's text must not rearrange a screen. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const UNENCODABLE = 0x3f;
/** The first four-byte code behind the Basic Multilingual Plane is 90 30 81 30. */
const PLANES_FROM = 0x10000;

/**
 * A text as a person reads it: up to the first 00, trimmed, control characters as `·`, and `U+FFFD` for what is no
 * GB 18030. Never throws.
 */
export function readText(bytes: Uint8Array): string {
  let end = 0;
  let ascii = true;
  for (; end < bytes.length; end += 1) {
    const byte = bytes[end] ?? 0;
    if (byte === 0) break;
    if (byte < 0x20 || byte > 0x7e) ascii = false;
  }
  if (end === 0) return '';
  if (ascii) return Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('latin1').trim();
  return gb18030.decode(bytes.subarray(0, end)).trim().replace(UNSEEN, '·');
}

/**
 * A text in a field of so many bytes, padded with 00. A character that does not fit whole ends the text; what GB 18030
 * cannot write, and 00, which would end it, becomes `?`.
 */
export function writeText(text: string, bytes: number): Uint8Array {
  const field = new Uint8Array(bytes);
  let at = 0;
  for (const character of text) {
    const code = codeOf(character.codePointAt(0) ?? 0) || UNENCODABLE;
    const size = sizeOf(code);
    if (at + size > bytes) break;
    writeCode(code, size, field, at);
    at += size;
  }
  return field;
}

/** A text in GB 18030; a lone surrogate and what GB 18030 has not become `?`. */
export function encodeGb18030(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const code = point === 0 ? 0 : codeOf(point) || UNENCODABLE;
    for (let n = sizeOf(code) - 1; n >= 0; n -= 1) bytes.push((code >>> (8 * n)) & 0xff);
  }
  return Uint8Array.from(bytes);
}

function sizeOf(code: number): 1 | 2 | 4 {
  return code < 0x100 ? 1 : code < 0x10000 ? 2 : 4;
}

function writeCode(code: number, size: number, into: Uint8Array, at: number): void {
  for (let n = 0; n < size; n += 1) into[at + n] = (code >>> (8 * (size - 1 - n))) & 0xff;
}

/** A character's bytes as one number, high byte first; 0 where GB 18030 has none. */
function codeOf(point: number): number {
  if (point < 0x80) return point;
  if (point >= PLANES_FROM) return fourBytes(0x90, point - PLANES_FROM);
  basicPlane ??= encodingTable();
  return basicPlane[point] ?? 0;
}

/** Four-byte codes count like a clock: second and fourth byte 30 to 39, third 81 to fe. */
function fourBytes(lead: number, pointer: number): number {
  const fourth = 0x30 + (pointer % 10);
  const third = 0x81 + (Math.floor(pointer / 10) % 126);
  const second = 0x30 + (Math.floor(pointer / 1260) % 10);
  const first = lead + Math.floor(pointer / 12_600);
  return ((first << 24) | (second << 16) | (third << 8) | fourth) >>> 0;
}

let basicPlane: Uint32Array | undefined;
/** So many four-byte codes stand before 84 31 a5 30, where the basic plane ends. */
const FOUR_BYTE_CODES = 39_420;

/** The code of every character of the basic plane, asked of the decoder: 256 KiB, made when the first text is written. */
function encodingTable(): Uint32Array {
  const table = new Uint32Array(PLANES_FROM);
  const codes: number[] = [];
  for (let first = 0x81; first <= 0xfe; first += 1) {
    for (let second = 0x40; second <= 0xfe; second += 1) if (second !== 0x7f) codes.push((first << 8) | second);
  }
  for (let pointer = 0; pointer < FOUR_BYTE_CODES; pointer += 1) codes.push(fourBytes(0x81, pointer));
  // Each code on its own line, so that one which is none cannot swallow the next.
  const lines = new Uint8Array(codes.length * 5);
  let at = 0;
  for (const code of codes) {
    const size = sizeOf(code);
    writeCode(code, size, lines, at);
    lines[at + size] = 0x0a;
    at += size + 1;
  }
  const characters = gb18030.decode(lines.subarray(0, at)).split('\n');
  codes.forEach((code, n) => {
    const character = characters[n] ?? '';
    const point = character.charCodeAt(0);
    if (character.length === 1 && point !== 0xfffd && point >= 0x80 && !table[point]) table[point] = code;
  });
  // The replacement character has a code of its own, which the decoder cannot tell from a mistake.
  table[0xfffd] = fourBytes(0x81, 39_417);
  return table;
}
