// What real devices do wrong on the wire, one flaw at a time, by chance or at chosen transmissions.
import { decodeUnit, encodeUnit } from '../../device-drivers/gb26875/data-unit.ts';
import { encodePacket, LONGEST_UNIT, type Packet, SHORTEST_PACKET } from '../../device-drivers/gb26875/packet.ts';
import type { Profile } from '../../device-drivers/gb26875/profile.ts';
import { ZERO_STATION } from '../../device-drivers/gb26875/station.ts';
import { type Words, words } from '../../device-drivers/words.ts';
import { chance } from '../random.ts';

export const FLAWS = {
  checksum: words('校验和错误', 'wrong checksum'),
  'end-mark': words('结束符错误', 'wrong end mark'),
  half: words('半个数据包后沉默，直到重新连接', 'half a packet, then silence until the next link'),
  garbage: words('数据包前有杂乱字节', 'garbage before the packet'),
  drip: words('逐字节发送', 'a byte at a time, with pauses'),
  joined: words('两个数据包在同一段中', 'two packets in one segment'),
  'no-objects': words('信息对象数目为 0', 'n = 0'),
  'too-many': words('信息对象数目大于数据', 'n larger than the data'),
  'impossible-date': words('时间标签为不存在的日期', 'impossible dates'),
  'zero-station': words('源地址全零', 'all-zero station'),
  'over-length': words('应用数据单元超过 1024 字节', 'data unit over 1,024 bytes'),
  deaf: words('从不读取接收的数据', 'never reads what it is sent'),
  duplicate: words('每包发送两次', 'each packet twice'),
} as const satisfies Record<string, Words>;

export type Flaw = keyof typeof FLAWS;

/** For each flaw its probability, 0..1, or the transmissions that have it, counted from 1 (of `deaf`: the links). */
export type Flaws = Readonly<Partial<Record<Flaw, number | readonly number[]>>>;

export function isFlaw(text: string): text is Flaw {
  return Object.hasOwn(FLAWS, text);
}

/** Whether a transmission has a flaw; the same seed and number always give the same. */
export function hasFlaw(flaws: Flaws, flaw: Flaw, nth: number, seed: string): boolean {
  const how = flaws[flaw] ?? 0;
  return typeof how === 'number' ? how > 0 && chance(seed, flaw, nth) < how : how.includes(nth);
}

export interface Transmission {
  /** One after the other, each in a segment or datagram of its own. */
  readonly segments: readonly Uint8Array[];
  /** Between two segments, ms. */
  readonly pauseMs: number;
  /** Nothing more is sent on this link. */
  readonly thenSilence: boolean;
}

/** A radio module that gives its bytes away one by one does it at about 4,800 bit/s. */
const DRIP_PAUSE_MS = 2;
const GARBAGE_BYTES = 24;
/** 31 February, 23:59:59. */
const IMPOSSIBLE = Uint8Array.of(59, 59, 23, 31, 2, 26);

/**
 * How a packet goes out at its `nth` transmission (1 is the first). `other` is a second packet for a segment of two; it is
 * asked for only then.
 */
export function transmission(
  packet: Packet,
  nth: number,
  how: { readonly flaws: Flaws; readonly seed: string; readonly profile: Profile; other(): Packet },
): Transmission {
  const has = (flaw: Flaw): boolean => hasFlaw(how.flaws, flaw, nth, how.seed);
  let bytes = wrongWords(packet, has, how.profile);
  if (has('checksum')) bytes = changed(bytes, bytes.length - 3, 0xff);
  if (has('end-mark')) bytes = changed(bytes, bytes.length - 1, 0x07);
  if (has('garbage')) bytes = Buffer.concat([garbage(`${how.seed}/${nth}`), bytes]);
  if (has('joined')) bytes = Buffer.concat([bytes, encodePacket(how.other())]);
  if (has('half')) return { segments: [bytes.subarray(0, bytes.length >> 1)], pauseMs: 0, thenSilence: true };
  const drips = has('drip');
  const once = drips ? Array.from(bytes, (byte) => Uint8Array.of(byte)) : [bytes];
  const segments = has('duplicate') ? [...once, ...once] : once;
  return { segments, pauseMs: drips ? DRIP_PAUSE_MS : 0, thenSilence: false };
}

/** The packet in its frame, which is sound, but with wrong words in it. */
function wrongWords(packet: Packet, has: (flaw: Flaw) => boolean, profile: Profile): Uint8Array {
  const unit = Uint8Array.from(packet.unit);
  const count = unit[1];
  if (count !== undefined && has('no-objects')) unit[1] = 0;
  if (count !== undefined && has('too-many')) unit[1] = Math.min(count + 3, 255);
  const dated = has('impossible-date') ? { ...packet, sent: IMPOSSIBLE, unit: misdated(unit, profile) } : { ...packet, unit };
  const said = has('zero-station') ? { ...dated, source: ZERO_STATION } : dated;
  if (!has('over-length')) return encodePacket(said);
  const long = new Uint8Array(LONGEST_UNIT + 1);
  long.set(said.unit);
  return overLength(said, long);
}

function misdated(unit: Uint8Array, profile: Profile): Uint8Array {
  const { objects, faults } = decodeUnit(unit, profile);
  if (faults.length > 0 || objects.length === 0) return unit;
  const wrong = objects.map((object) => ('time' in object && object.time.length > 0 ? { ...object, time: IMPOSSIBLE } : object));
  return encodeUnit(wrong, profile);
}

/** What the codec refuses to write: a data unit that is too long, with a checksum and end mark that are right. */
function overLength(packet: Packet, unit: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(SHORTEST_PACKET + unit.length);
  const head = encodePacket({ ...packet, unit: new Uint8Array() }).subarray(0, 27);
  bytes.set(head);
  bytes.writeUInt16LE(unit.length, 24);
  bytes.set(unit, 27);
  const end = 27 + unit.length;
  bytes[end] = bytes.subarray(2, end).reduce((sum, byte) => (sum + byte) & 0xff, 0);
  bytes.set([0x23, 0x23], end + 1);
  return bytes;
}

function changed(bytes: Uint8Array, at: number, by: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ by;
  return copy;
}

/** Any bytes but the start byte at the end, which would make one mark out of two things. */
function garbage(seed: string): Uint8Array {
  const bytes = Uint8Array.from({ length: GARBAGE_BYTES }, (_, nth) => Math.floor(chance(seed, 'garbage', nth) * 256));
  bytes[GARBAGE_BYTES - 1] = 0x55;
  return bytes;
}
