// One packet of GB/T 26875.3-2011: its 27-byte head, data unit, checksum and marks, read and written byte for byte.
import { stationAt, writeStation } from './station.ts';

/** The command bytes of table 2. 0 and 7 to 127 are reserved, 128 to 255 belong to the user. */
export const COMMAND = { control: 1, send: 2, confirm: 3, request: 4, reply: 5, deny: 6 } as const;

/** The standard's limit for a data unit, bytes. */
export const LONGEST_UNIT = 1024;
/** From the start mark to the command byte, bytes. */
export const HEAD_BYTES = 27;
/** A packet without a data unit, bytes: the head, the checksum and the end mark. */
export const SHORTEST_PACKET = 30;
/** A packet with the longest data unit, bytes. */
export const LONGEST_PACKET = 1054;
/** Twice in the start mark. */
export const START = 0x40;
/** Twice in the end mark. */
export const END = 0x23;
/** The main version that the standard fixes. Others occur in the field and are taken. */
export const MAIN_VERSION = 1;

/** A packet of the standard, table 1. */
export interface Packet {
  /** The initiator's own count, 0 to 65535; an answer copies it. */
  readonly serial: number;
  /** Two bytes, each 0 to 255: the main version is 1 by the standard, the user version is free. */
  readonly version: { readonly main: number; readonly user: number };
  /** The 6 bytes of the time tag as they stand on the wire, so that writing gives the same bytes. */
  readonly sent: Uint8Array;
  /** The station that sent it: 12 lower-case hex digits in the order of the wire. */
  readonly source: string;
  /** The station that it is for, written the same way. */
  readonly destination: string;
  /** 0 to 255; see `COMMAND`. */
  readonly command: number;
  /** The data unit, 0 to 1024 bytes; after reading, a view on the input. */
  readonly unit: Uint8Array;
}

/** What an answer needs to know of the packet that it answers. */
export type PacketHead = Pick<Packet, 'serial' | 'version' | 'source' | 'destination'>;

/** Why bytes are not one whole packet. */
export type PacketFault = 'too-short' | 'start-mark' | 'over-length' | 'end-mark' | 'checksum' | 'trailing-bytes';

/** Reads exactly one whole packet. Never throws; the data unit and the time tag are views on the input. */
export function decodePacket(bytes: Uint8Array): Packet | { readonly fault: PacketFault } {
  if (bytes.length < SHORTEST_PACKET) return { fault: 'too-short' };
  if (bytes[0] !== START || bytes[1] !== START) return { fault: 'start-mark' };
  const length = unitLengthAt(bytes, 0);
  if (length > LONGEST_UNIT) return { fault: 'over-length' };
  if (bytes.length < SHORTEST_PACKET + length) return { fault: 'too-short' };
  const fault = tailFault(bytes, 0, length);
  if (fault) return { fault };
  if (bytes.length > SHORTEST_PACKET + length) return { fault: 'trailing-bytes' };
  return packetAt(bytes, 0, length);
}

/**
 * Writes a packet, 30 to 1054 bytes.
 * @throws RangeError where the data unit is longer than 1024 bytes, or a number, a station or the time tag is out of form.
 */
export function encodePacket(packet: Packet): Uint8Array {
  const { serial, version, sent, source, destination, command, unit } = packet;
  if (unit.length > LONGEST_UNIT) throw new RangeError(`data unit of ${unit.length} bytes: ${LONGEST_UNIT} is the most`);
  if (sent.length !== 6) throw new RangeError(`time tag of ${sent.length} bytes: it has 6`);
  whole('serial', serial, 0xffff);
  whole('main version', version.main, 0xff);
  whole('user version', version.user, 0xff);
  whole('command', command, 0xff);
  const bytes = new Uint8Array(SHORTEST_PACKET + unit.length);
  bytes[0] = bytes[1] = START;
  bytes[2] = serial & 0xff;
  bytes[3] = serial >> 8;
  bytes[4] = version.main;
  bytes[5] = version.user;
  bytes.set(sent, 6);
  writeStation(source, bytes, 12);
  writeStation(destination, bytes, 18);
  bytes[24] = unit.length & 0xff;
  bytes[25] = unit.length >> 8;
  bytes[26] = command;
  bytes.set(unit, HEAD_BYTES);
  const end = HEAD_BYTES + unit.length;
  bytes[end] = checksum(bytes, 2, end);
  bytes[end + 1] = bytes[end + 2] = END;
  return bytes;
}

/**
 * A confirm, deny or reply to a packet: the serial and the user version are copied, the stations change places and the
 * main version is 1. `sent` is the time tag of the answer itself, 6 bytes.
 */
export function answerTo(packet: PacketHead, command: number, sent: Uint8Array, unit: Uint8Array = new Uint8Array(0)): Packet {
  return {
    serial: packet.serial,
    version: { main: MAIN_VERSION, user: packet.version.user },
    sent,
    source: packet.destination,
    destination: packet.source,
    command,
    unit,
  };
}

/** Whether a receiver must take this command byte: 1 to 6. The reserved ones and those of the user are denied. */
export function isKnownCommand(command: number): boolean {
  return command >= COMMAND.control && command <= COMMAND.deny && Number.isInteger(command);
}

/** The data unit's length that a head states, 0 to 65535. The head must be there. */
export function unitLengthAt(bytes: Uint8Array, at: number): number {
  return (bytes[at + 24] ?? 0) | ((bytes[at + 25] ?? 0) << 8);
}

/** What is wrong behind a data unit of that length: the end mark first, because it costs less than the sum. */
export function tailFault(bytes: Uint8Array, at: number, length: number): 'end-mark' | 'checksum' | undefined {
  const end = at + HEAD_BYTES + length;
  if (bytes[end + 1] !== END || bytes[end + 2] !== END) return 'end-mark';
  return bytes[end] === checksum(bytes, at + 2, end) ? undefined : 'checksum';
}

/** The head at an offset; the 27 bytes must be there. */
export function headAt(bytes: Uint8Array, at: number): PacketHead {
  return {
    serial: (bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8),
    version: { main: bytes[at + 4] ?? 0, user: bytes[at + 5] ?? 0 },
    source: stationAt(bytes, at + 12),
    destination: stationAt(bytes, at + 18),
  };
}

/** The packet at an offset, its length and its tail already looked at. */
export function packetAt(bytes: Uint8Array, at: number, length: number): Packet {
  return {
    serial: (bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8),
    version: { main: bytes[at + 4] ?? 0, user: bytes[at + 5] ?? 0 },
    sent: bytes.subarray(at + 6, at + 12),
    source: stationAt(bytes, at + 12),
    destination: stationAt(bytes, at + 18),
    command: bytes[at + 26] ?? 0,
    unit: bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length),
  };
}

/** The sum of the bytes from `from` to before `to`, modulo 256 (table 1: from the serial to the end of the data unit). */
export function checksum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += bytes[at] ?? 0;
  return sum & 0xff;
}

function whole(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most) throw new RangeError(`${name} ${value}: a whole number from 0 to ${most}`);
}
