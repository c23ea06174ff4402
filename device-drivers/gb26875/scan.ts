// Finds packets in a stream of bytes by their length field; there is no byte stuffing, so marks inside a packet mean nothing.
import {
  COMMAND,
  HEAD_BYTES,
  headAt,
  LONGEST_UNIT,
  type Packet,
  type PacketHead,
  packetAt,
  SHORTEST_PACKET,
  START,
  tailFault,
  unitLengthAt,
} from './packet.ts';
import { readTimeTag } from './time-tag.ts';

/** What stands in a stream. `packet` and `skipped` together are all bytes before `rest`; `refused` is told beside them. */
export type Found =
  /** A sound packet; `bytes` is the whole of it, a view on the input. */
  | { readonly is: 'packet'; readonly packet: Packet; readonly bytes: Uint8Array }
  /**
   * What began like a packet and failed a check of 6.5, to be denied. `bytes` is what it claimed to be: the whole packet, or
   * the 27 bytes of its head where it is over length. Its first byte is skipped and the search goes on in the second.
   */
  | { readonly is: 'refused'; readonly why: 'over-length' | 'end-mark' | 'checksum'; readonly head: PacketHead; readonly bytes: Uint8Array }
  /** So many bytes were passed over. Neighbouring skips are one. */
  | { readonly is: 'skipped'; readonly bytes: number };

/** What was found, and the offset of the first byte that must be kept for the next call. */
export interface Scanned {
  readonly found: Found[];
  /** The bytes from here on are fewer than `LONGEST_PACKET`: none, a lone start byte, or an unfinished packet. */
  readonly rest: number;
}

/**
 * Finds the packets in a stream: what is kept from the last call (`bytes.subarray(rest)` then) with the new bytes behind it.
 * The same bytes give the same packets, however they are cut. Never throws.
 *
 * Cost: a byte that begins no start mark is looked at once; one that does costs a constant, and no more than 1,049
 * additions where length and end mark fit and the sum decides. So a hostile stream of n bytes costs O(n), and a call that
 * brings one byte to an unfinished packet costs a constant, because the search never passes an unfinished packet.
 */
export function scan(bytes: Uint8Array): Scanned {
  return scanFrom(bytes, 0);
}

/**
 * When no byte came for too long: gives up the unfinished packet at the head of what was kept by its first byte, and
 * scans again. A sound packet that it hid is found then. To be called again while nothing comes and something is kept.
 */
export function giveUp(bytes: Uint8Array): Scanned {
  return scanFrom(bytes, Math.min(1, bytes.length));
}

function scanFrom(bytes: Uint8Array, givenUp: number): Scanned {
  const found: Found[] = [];
  let skipped = givenUp;
  const skip = (): void => {
    if (skipped > 0) found.push({ is: 'skipped', bytes: skipped });
    skipped = 0;
  };
  let at = givenUp;
  for (;;) {
    const start = nextStart(bytes, at);
    skipped += start - at;
    at = start;
    if (at + HEAD_BYTES > bytes.length) break;
    const length = unitLengthAt(bytes, at);
    if (length <= LONGEST_UNIT) {
      const end = at + SHORTEST_PACKET + length;
      if (end > bytes.length) break;
      const why = tailFault(bytes, at, length);
      skip();
      if (!why) {
        found.push({ is: 'packet', packet: packetAt(bytes, at, length), bytes: bytes.subarray(at, end) });
        at = end;
        continue;
      }
      found.push({ is: 'refused', why, head: headAt(bytes, at), bytes: bytes.subarray(at, end) });
    } else if (looksSane(bytes, at)) {
      skip();
      found.push({ is: 'refused', why: 'over-length', head: headAt(bytes, at), bytes: bytes.subarray(at, at + HEAD_BYTES) });
    }
    at += 1;
    skipped += 1;
  }
  skip();
  return { found, rest: at };
}

/** Where the next start mark may begin: at a `40 40`, at a `40` that ends the bytes, or at the end. */
function nextStart(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(START, from); at >= 0; at = bytes.indexOf(START, at + 2)) {
    if (at + 1 === bytes.length || bytes[at + 1] === START) return at;
  }
  return bytes.length;
}

/**
 * Whether a head with an impossible length is a packet's all the same, so that its sender must hear of it: a command that
 * exists, and a time tag that is a time or empty. Garbage is not answered, least of all byte by byte.
 */
function looksSane(bytes: Uint8Array, at: number): boolean {
  const command = bytes[at + 26] ?? 0;
  if (command < COMMAND.control || command > COMMAND.deny) return false;
  if (readTimeTag(bytes, at + 6) !== undefined) return true;
  for (let n = 6; n < 12; n += 1) if (bytes[at + n] !== 0) return false;
  return true;
}
