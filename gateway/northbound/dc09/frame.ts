// A frame of SIA DC-09 in both directions: CRC, length, header, data, time, and what AES makes of it.
import { createCipheriv, createDecipheriv, randomInt } from 'node:crypto';

/**
 * ANSI/SIA DC-09, as its worked examples and frames of the field show it; the standard's text was not at hand:
 * `LF CRC 0LLL "id" seq [Rrcvr] Lpref #acct [data] [xdata…] _HH:MM:SS,MM-DD-YYYY CR`. Length and CRC-16/ARC are over
 * everything from the first quotation mark to before CR.
 */
export interface Dc09Message {
  readonly id: string;
  /** 1 to 9999; 0 in a link test and in a NAK. */
  readonly sequence: number;
  /** 1 to 6 hexadecimal digits; null: left out. */
  readonly receiver: string | null;
  readonly line: string;
  /** 3 to 16 hexadecimal digits. */
  readonly account: string;
  /** Between the brackets, without them: `#1234|NFA129`, or nothing. */
  readonly data: string;
  /** Further blocks, without brackets: `X006E07.7777777`. */
  readonly extended: readonly string[];
  /** Seconds count; UTC; null: left out. */
  readonly at: number | null;
}

/** Why bytes are no frame. */
export type Dc09Fault = 'form' | 'length' | 'crc' | 'key' | 'encrypted';

/** Bytes of an AES key: 128, 192 or 256 bits. */
export type Dc09Key = Buffer;

const LF = 0x0a;
const CR = 0x0d;
/** CRC and length, four digits each, and LF before them. */
const HEAD_BYTES = 9;
/** The longest frame that four hexadecimal digits beginning with 0 can announce, with its head and CR. */
export const LONGEST_FRAME = 0xfff + HEAD_BYTES + 1;

const AES_BLOCK = 16;
const ZERO_IV = Buffer.alloc(AES_BLOCK);
/** Padding must hold no bracket, bar or quotation mark: a reader looks for the first bar. */
const PADDING = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const HEADER = /^"(\*?)([A-Z]{3}(?:-[A-Z]{3})?|NULL)"(\d{4})(?:R([0-9A-F]{1,6}))?L([0-9A-F]{1,6})(?:#([0-9A-F]{3,16})|A0)?\[/;
const CONTENT = /^([^[\]]*)\]((?:\[[^[\]]*\])*)(?:_(\d\d):(\d\d):(\d\d),(\d\d)-(\d\d)-(\d{4}))?$/;

const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  return crc;
});

/** CRC-16/ARC: reflected 0xA001, from 0. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}

/** The bytes on the wire, LF and CR with them. With a key it must have a time: a receiver refuses what it cannot date. */
export function encodeFrame(message: Dc09Message, key?: Dc09Key): Buffer {
  const { id, receiver, line, account, data, extended, at } = message;
  const sequence = String(message.sequence).padStart(4, '0');
  const head = `"${key ? '*' : ''}${id}"${sequence}${receiver === null ? '' : `R${receiver}`}L${line}#${account}[`;
  const content = `${data}]${extended.map((block) => `[${block}]`).join('')}${at === null ? '' : timestamp(at)}`;
  const body = Buffer.from(head + (key ? encrypted(content, key) : content), 'latin1');
  return Buffer.concat([Buffer.from(`\n${hex4(crc16(body))}${hex4(body.length)}`, 'latin1'), body, Buffer.from([CR])]);
}

/** Reads one whole frame. Strict: CRC and length must be right, and encrypted content decrypt to the form. */
export function decodeFrame(bytes: Uint8Array, key?: Dc09Key): Dc09Message | Dc09Fault {
  const text = Buffer.from(bytes).toString('latin1');
  if (bytes[0] !== LF || bytes.at(-1) !== CR || !/^\n[0-9A-F]{4}0[0-9A-F]{3}"/.test(text)) return 'form';
  const body = bytes.subarray(HEAD_BYTES, -1);
  if (Number.parseInt(text.slice(5, 9), 16) !== body.length) return 'length';
  if (Number.parseInt(text.slice(1, 5), 16) !== crc16(body)) return 'crc';
  const rest = text.slice(HEAD_BYTES, -1);
  const header = HEADER.exec(rest);
  if (!header) return 'form';
  const [head, star, id = '', sequence, receiver = null, line = '', account = ''] = header;
  if (star === '*' && !key) return 'encrypted';
  const plain = star === '*' && key ? decrypted(rest.slice(head.length), key) : rest.slice(head.length);
  const content = plain === undefined ? null : CONTENT.exec(plain);
  if (!content) return star === '*' ? 'key' : 'form';
  const [, data = '', extended = ''] = content;
  return {
    id,
    sequence: Number(sequence),
    receiver,
    line,
    account,
    data,
    extended: extended === '' ? [] : extended.slice(1, -1).split(']['),
    at: content[3] === undefined ? null : timeOf(content.slice(3, 9).map(Number)),
  };
}

/** Cuts whole frames out of a stream; what no frame can begin with is dropped. */
export function cutFrames(bytes: Buffer): { readonly frames: readonly Buffer[]; readonly rest: Buffer } {
  const frames: Buffer[] = [];
  let from = bytes.indexOf(LF);
  while (from >= 0) {
    const end = bytes.indexOf(CR, from);
    if (end < 0) break;
    frames.push(bytes.subarray(from, end + 1));
    from = bytes.indexOf(LF, end);
  }
  const rest = from < 0 ? Buffer.alloc(0) : bytes.subarray(from);
  return { frames, rest: rest.length > LONGEST_FRAME ? Buffer.alloc(0) : rest };
}

function timestamp(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `_${time.slice(0, 8)},${month}-${day}-${year}`;
}

function timeOf([hours = 0, minutes = 0, seconds = 0, month = 1, day = 1, year = 1970]: readonly number[]): number {
  return Date.UTC(year, month - 1, day, hours, minutes, seconds);
}

/** Padding, a bar, the content: with at least one byte of padding, so that equal messages never look equal. */
function encrypted(content: string, key: Dc09Key): string {
  const padding = AES_BLOCK - ((content.length + 1) % AES_BLOCK);
  const pad = Array.from({ length: padding }, () => PADDING[randomInt(PADDING.length)]).join('');
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, ZERO_IV).setAutoPadding(false);
  return Buffer.concat([cipher.update(`${pad}|${content}`, 'latin1'), cipher.final()])
    .toString('hex')
    .toUpperCase();
}

function decrypted(hex: string, key: Dc09Key): string | undefined {
  if (!/^(?:[0-9A-F]{32})+$/.test(hex)) return undefined;
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, ZERO_IV).setAutoPadding(false);
  const text = Buffer.concat([decipher.update(hex, 'hex'), decipher.final()]).toString('latin1');
  const bar = text.indexOf('|');
  return bar < 0 ? undefined : text.slice(bar + 1);
}

function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}
