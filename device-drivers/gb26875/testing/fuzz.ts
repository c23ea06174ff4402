// A long storm of random and damaged streams through the whole codec, with every promise of it held at each step.
import fc from 'fast-check';
import { decodeUnit, encodeUnit, type UnitObject } from '../data-unit.ts';
import { explain, say } from '../explain.ts';
import { checksum, encodePacket, HEAD_BYTES, LONGEST_PACKET, SHORTEST_PACKET, unitLengthAt } from '../packet.ts';
import { PROFILES, type Profile, STANDARD } from '../profile.ts';
import { type Found, giveUp, scan } from '../scan.ts';
import { readText } from '../text.ts';
import { readTimeTag } from '../time-tag.ts';
import { UNIT_TYPES } from '../unit-types.ts';
import { carriesFire } from '../urgent.ts';
import { packetWith } from './arbitraries.ts';
import { soundPackets } from './vectors.ts';

/** What came of a storm. */
export interface Fuzzed {
  readonly runs: number;
  readonly packets: number;
  readonly refused: number;
  readonly skippedBytes: number;
}

/** One change of a known packet: a byte put, put in, taken out, or the rest cut off. */
type Change = readonly [kind: number, place: number, byte: number];

const byte = fc.nat(255);
const known = fc.constantFrom(...soundPackets);
const changes: fc.Arbitrary<Change[]> = fc.array(fc.tuple(fc.nat(5), fc.nat(0xffff), byte), { minLength: 1, maxLength: 4 });
/** Known packets with a few changes; half of them summed up anew, so that the change reaches the data unit. */
const damaged = fc.tuple(known, changes, fc.boolean()).map(([packet, some, summed]) => {
  const bytes = some.reduce(change, Uint8Array.from(packet));
  return summed ? summedUp(bytes) : bytes;
});
/** Any data unit that begins like one. */
const anyUnit = fc
  .tuple(fc.oneof(fc.constantFrom(...UNIT_TYPES.keys()), byte), fc.nat(8), fc.uint8Array({ maxLength: 48 }))
  .map(([type, count, bytes]) => packetWith(Uint8Array.of(type, count, ...bytes)));
/** Marks, and lengths that fit. */
const hostile = fc
  .array(fc.constantFrom(0x40, 0x40, 0x40, 0x23, 0x23, 0, 1, 2, 3, 4, 21), { maxLength: 40 })
  .map((bytes) => Uint8Array.from(bytes));
const piece = fc.oneof(
  { weight: 6, arbitrary: damaged },
  { weight: 3, arbitrary: anyUnit },
  { weight: 3, arbitrary: known },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 32 }) },
  { weight: 2, arbitrary: hostile },
  { weight: 1, arbitrary: fc.tuple(fc.nat(1100), byte).map(([length, fill]) => new Uint8Array(length).fill(fill)) },
);
const storm = fc.tuple(fc.array(piece, { minLength: 1, maxLength: 3 }), fc.nat(0xffff), fc.nat(PROFILES.length - 1));

/**
 * Sends so many streams through scan, decodeUnit, explain, say and carriesFire. The same seed gives the same streams.
 * @throws Error with the smallest stream that breaks a promise.
 */
export function fuzz(runs: number, seed = 1): Fuzzed {
  const sum = { runs: 0, packets: 0, refused: 0, skippedBytes: 0 };
  fc.assert(
    fc.property(storm, ([pieces, place, profile]) => {
      const stream = joined(pieces);
      const { found, rest } = scan(stream);
      holdsWhole(stream, found, rest);
      holdsCut(stream, place % (stream.length + 1), found, rest);
      const given = giveUp(stream.subarray(rest));
      holdsWhole(stream.subarray(rest), given.found, given.rest);
      covers(stream.subarray(0, LONGEST_PACKET), STANDARD);
      for (const one of found) {
        if (one.is === 'packet') holdsPacket(one, PROFILES[profile] ?? STANDARD);
        if (one.is === 'refused') covers(one.bytes, STANDARD);
        sum.packets += one.is === 'packet' ? 1 : 0;
        sum.refused += one.is === 'refused' ? 1 : 0;
        sum.skippedBytes += one.is === 'skipped' ? one.bytes : 0;
      }
      sum.runs += 1;
    }),
    { numRuns: runs, seed },
  );
  return sum;
}

function promise(held: boolean, what: string): void {
  if (!held) throw new Error(`not held: ${what}`);
}

/** Every byte before `rest` is in a packet or skipped, and what is kept is less than a packet. */
function holdsWhole(stream: Uint8Array, found: readonly Found[], rest: number): void {
  let passed = 0;
  for (const one of found) passed += one.is === 'packet' ? one.bytes.length : one.is === 'skipped' ? one.bytes : 0;
  promise(passed === rest, 'every byte accounted for');
  promise(rest <= stream.length && stream.length - rest < LONGEST_PACKET, 'less than a packet kept');
}

/** The same stream in two parts gives the same. */
function holdsCut(stream: Uint8Array, at: number, whole: readonly Found[], rest: number): void {
  const first = scan(stream.subarray(0, at));
  const second = scan(stream.subarray(first.rest));
  promise(first.rest + second.rest === rest, 'the same rest, however cut');
  const parts = [...first.found, ...second.found];
  promise(bytesIn(parts, 'packet') === bytesIn(whole, 'packet'), 'the same packets, however cut');
  promise(bytesIn(parts, 'refused') === bytesIn(whole, 'refused'), 'the same refusals, however cut');
}

function bytesIn(found: readonly Found[], is: 'packet' | 'refused'): string {
  return found.map((one) => (one.is === is ? `${one.bytes.byteOffset}+${one.bytes.length}` : '')).join('');
}

function holdsPacket({ packet, bytes }: Extract<Found, { is: 'packet' }>, profile: Profile): void {
  promise(same(encodePacket(packet), bytes), 'a packet written back byte for byte');
  readTimeTag(packet.sent);
  const { count, objects, faults } = decodeUnit(packet.unit, profile);
  promise(objects.length <= count, 'no more objects than stated');
  if (faults.length === 0) promise(same(encodeUnit(objects, profile), packet.unit), 'a data unit written back byte for byte');
  for (const object of objects) {
    if ('time' in object) readTimeTag(object.time);
    if ('description' in object) readText(object.description);
    if (tellsOfFire(object)) promise(carriesFire(bytes), 'no fire missed');
  }
  covers(bytes, profile);
  promise(say(packet.unit, profile).length >= Math.max(1, objects.length), 'a line for each object');
}

function tellsOfFire(object: UnitObject): boolean {
  if ('status' in object) return (object.status & 2) !== 0;
  return 'operations' in object && (object.operations & 4) !== 0;
}

function covers(bytes: Uint8Array, profile: Profile): void {
  let at = 0;
  for (const { from, to } of explain(bytes, profile)) {
    promise(from === at && to > from, 'every byte explained once');
    at = to;
  }
  promise(at === bytes.length, 'every byte explained');
}

function change(bytes: Uint8Array, [kind, place, byte]: Change): Uint8Array {
  const at = bytes.length === 0 ? 0 : place % bytes.length;
  switch (kind) {
    case 0:
      return joined([bytes.subarray(0, at), Uint8Array.of(byte), bytes.subarray(at)]);
    case 1:
      return joined([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    case 2:
      return bytes.slice(0, at);
    default:
      return bytes.fill(byte, at, at + 1);
  }
}

/** The length and the sum made right, where there is a packet to make right. */
function summedUp(bytes: Uint8Array): Uint8Array {
  if (bytes.length < SHORTEST_PACKET) return bytes;
  const length = Math.min(unitLengthAt(bytes, 0), bytes.length - SHORTEST_PACKET);
  bytes[24] = length & 0xff;
  bytes[25] = length >> 8;
  const end = HEAD_BYTES + length;
  bytes[end] = checksum(bytes, 2, end);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
