// What a frame makes known beside readings: the parts behind a transmission device, what was done at the panel, who answered a duty check.
import type { Decoded } from '../device-drivers/decode.ts';
import type { Frame } from '../device-drivers/frame.ts';
import { decodePacket } from '../device-drivers/gb26875/packet.ts';
import { isObject, readObject } from '../device-drivers/payload.ts';
import type { Reading } from '../device-drivers/reading.ts';
import type { FrameEntry } from './alarms/alarm-store.ts';
import type { Counters } from './counters.ts';
import type { Estate } from './estate/estate.ts';
import type { Operations } from './estate/operations.ts';
import type { Presence } from './estate/presence.ts';
import { isStrangersId } from './estate/station-numbers.ts';
import type { DutyChecks, DutyReading } from './prevention/duty-checks.ts';
import type { Troubles } from './troubles.ts';

export interface BehindRooms {
  readonly estate: Estate;
  readonly presence: Presence;
  readonly operations: Operations;
  readonly duty: DutyChecks;
  readonly counters: Counters;
  readonly troubles: Troubles;
}

/** Ids of networks that devices share. */
const CARRIER_PREFIX = 'carrier:';

/** Type 24, bit 5: the button that answers a duty check (GB/T 26875.3-2011, 8.2.1.10). */
const DUTY_REPLY = 0b10_0000;

/** `isNew`: it was not concluded before a restart; then it only fills the memories again. */
export function learn(decoded: Decoded, { frame }: FrameEntry, rooms: BehindRooms, isNew: boolean): void {
  const { estate, presence, operations, duty, counters, troubles } = rooms;
  if (frame.kind === 'presence') {
    const read = readObject(frame.body);
    if ('object' in read && read.object['online'] === null) presence.lostWithOthers(frame.device);
    return;
  }
  for (const part of decoded.parts ?? []) {
    if (estate.meet(part)) continue;
    // Its alarms are raised all the same, at the root of the tree, under its own id.
    counters.add('parts.over-limit');
    troubles.raise(
      'parts',
      'fault',
      { zh: '部件数量超出上限', en: 'Too many parts' },
      { zh: `${frame.device}：新部件未建档，报警仍会显示`, en: `${frame.device}: new parts are not kept, their alarms are shown` },
    );
  }
  if (!isNew || !decoded.operations || decoded.operations.length === 0) return;
  operations.add(decoded.operations, frame.receivedAt);
  for (const { device, operations: bits, operator, at, isRecord } of decoded.operations) {
    if (!isRecord && device === frame.device && (bits & DUTY_REPLY) !== 0) duty.pressed(device, at, frame.receivedAt, operator);
  }
}

/** What a frame makes known by its mere coming, so that a journal without a state tells the same: a stranger, a network. */
export function introduce(frame: Frame, estate: Estate): void {
  if (frame.link === 'gb26875' && frame.kind === 'up' && estate.device(frame.device) === undefined) introduceStranger(frame, estate);
  else carrierOf(frame, estate);
}

function introduceStranger({ device, body, peer }: Frame, estate: Estate): void {
  const packet = decodePacket(body);
  if ('fault' in packet || !isStrangersId(device)) return;
  estate.admitStation(packet.source, peer.slice(0, peer.lastIndexOf(':')));
}

/** A frame about a network that many devices share makes the network known. */
function carrierOf(frame: Frame, estate: Estate): void {
  if (frame.kind !== 'presence' || !frame.device.startsWith(CARRIER_PREFIX)) return;
  const read = readObject(frame.body);
  if (!('object' in read) || !isObject(read.object)) return;
  const { network, place } = read.object;
  if (typeof network === 'string' && typeof place === 'string') estate.meetCarrier(frame.device, network, place);
}

/** What a duty check found, as readings of the transmission device; `now`: gateway time. */
export function dutyReadings(found: readonly DutyReading[], now: number): Reading[] {
  return found.map((one) => ({
    ...one,
    point: 'dutyAbsent',
    quantity: 'duty.absent',
    receivedAt: Math.max(now, one.at),
    quality: 'good',
    drill: false,
  }));
}
