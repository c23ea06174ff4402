// Whether a packet tells of a fire, seen without decoding it: such packets go first in every queue.
import { HEAD_BYTES, LONGEST_UNIT, SHORTEST_PACKET, unitLengthAt } from './packet.ts';
import { PROFILES } from './profile.ts';

/** Bit 1 of a status is a fire; bit 2 of an operation is a manual alarm, which is one too. */
const FIRE = 0b10;
const MANUAL_ALARM = 0b100;

/** Where the urgent bit stands in the objects of a type, and which sizes of objects are known. */
interface UrgentType {
  readonly at: number;
  readonly bit: number;
  readonly sizes: readonly number[];
}

const URGENT: readonly (UrgentType | undefined)[] = Array.from({ length: 256 }, (_, type): UrgentType | undefined => {
  switch (type) {
    case 1:
      return { at: 2, bit: FIRE, sizes: [10] };
    case 2:
      return { at: 7, bit: FIRE, sizes: [...new Set(PROFILES.flatMap(({ partStateBytes }) => partStateBytes))] };
    case 4:
      return { at: 2, bit: MANUAL_ALARM, sizes: [10] };
    case 21:
      return { at: 0, bit: FIRE, sizes: [...new Set(PROFILES.flatMap(({ deviceStateBytes }) => deviceStateBytes))] };
    case 24:
      return { at: 0, bit: MANUAL_ALARM, sizes: [8] };
    default:
      return undefined;
  }
});

/**
 * Whether a packet's bytes tell of a fire: a system, part or device state (types 1, 2, 21) with the bit for fire, or an
 * operation (types 4, 24) with the one for a manual alarm, in any object. Cheap, and without allocation. True where it
 * cannot tell: bytes that are no whole packet, a count that does not fit the data.
 */
export function carriesFire(packet: Uint8Array): boolean {
  if (packet.length < SHORTEST_PACKET) return true;
  const length = unitLengthAt(packet, 0);
  if (length > LONGEST_UNIT || packet.length < SHORTEST_PACKET + length) return true;
  if (length === 0) return false;
  const urgent = URGENT[packet[HEAD_BYTES] ?? 0];
  if (!urgent) return false;
  if (length === 1) return true;
  const count = packet[HEAD_BYTES + 1] ?? 0;
  const from = HEAD_BYTES + 2;
  const end = HEAD_BYTES + length;
  if (from === end) return count > 0;
  for (const size of urgent.sizes) {
    if (from + count * size !== end) continue;
    for (let at = from + urgent.at; at < end; at += size) if ((packet[at] ?? 0) & urgent.bit) return true;
    return false;
  }
  return true;
}
