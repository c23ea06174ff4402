// Packets as a transmission device and the centre exchange them, made and explained by the house's own codec.
import type { UnitObject } from '../../device-drivers/gb26875/data-unit.ts';
import { commandOf, encodeUnit } from '../../device-drivers/gb26875/data-unit.ts';
import { explain, say } from '../../device-drivers/gb26875/explain.ts';
import { COMMAND, encodePacket, HEAD_BYTES } from '../../device-drivers/gb26875/packet.ts';
import { stationOfNumber } from '../../device-drivers/gb26875/station.ts';
import { writeText } from '../../device-drivers/gb26875/text.ts';
import { writeTimeTag } from '../../device-drivers/gb26875/time-tag.ts';
import type { RawFrame } from '../../gateway/web/contract.ts';
import type { FrameFieldView, PacketTrace } from '../../gateway/web/transmission-contract.ts';

const CENTRE = stationOfNumber(88_888);
/** Bytes of the description of a part (GB/T 26875.3-2011, 8.2.1.2). */
const DESCRIPTION = 31;
const FIRE = 0b10;
const FAULT = 0b100;

/** The objects that the screens are looked at with. */
export function partState(at: number, [loop, point, type, status, text]: readonly [number, number, number, number, string]): UnitObject {
  return {
    is: 'part-state',
    systemType: 1,
    systemAddress: 0,
    partType: type,
    partAddress: loop + point * 65_536,
    status,
    description: writeText(text, DESCRIPTION),
    time: writeTimeTag(at),
  };
}

export function packetOf(station: string, serial: number, at: number, objects: readonly UnitObject[], command?: number): Uint8Array {
  const unit = objects.length === 0 ? new Uint8Array(0) : encodeUnit(objects);
  return encodePacket({
    serial,
    version: { main: 1, user: 0 },
    sent: writeTimeTag(at),
    source: station,
    destination: CENTRE,
    command: command ?? (unit.length === 0 ? COMMAND.send : commandOf(unit[0] ?? 0)),
    unit,
  });
}

/** The fields of a packet as the gateway tells them. */
export function fieldsOf(bytes: Uint8Array): FrameFieldView[] {
  return explain(bytes).map(({ from, to, depth, title, value, fault }) => ({
    from,
    to,
    depth,
    title,
    value: typeof value === 'string' ? { zh: value, en: value } : value,
    ...(fault === undefined ? {} : { fault }),
  }));
}

export interface Passing {
  readonly number: number;
  readonly at: number;
  readonly direction: PacketTrace['direction'];
  readonly bytes: Uint8Array;
  readonly refused?: string;
}

export function traceOf({ number, at, direction, bytes, refused }: Passing): PacketTrace {
  const unit = bytes.subarray(HEAD_BYTES, Math.max(HEAD_BYTES, bytes.length - 3));
  return {
    number,
    at,
    direction,
    peer: '10.30.4.17:40211',
    hex: Buffer.from(bytes).toString('hex'),
    refused: refused ?? null,
    summary: refused === undefined ? [...say(unit)] : [],
    fields: fieldsOf(bytes),
  };
}

/** Some minutes on the wire: a fire, what the centre asks, a packet that was refused. Oldest first. */
export function inventedTraces(station: string, now: number): PacketTrace[] {
  const passing: Omit<Passing, 'number'>[] = [];
  const up = (ago: number, objects: readonly UnitObject[], serial: number): void => {
    passing.push({ at: now - ago, direction: 'in', bytes: packetOf(station, serial, now - ago, objects) });
    passing.push({ at: now - ago + 4, direction: 'out', bytes: packetOf(station, serial, now - ago + 4, [], COMMAND.confirm) });
  };
  up(240_000, [], 40);
  up(212_000, [partState(now - 213_000, [3, 25, 42, FIRE, '12层05室感烟'])], 41);
  up(211_000, [{ is: 'system-state', systemType: 1, systemAddress: 0, status: FIRE, time: writeTimeTag(now - 212_000) }], 42);
  const two = [
    partState(now - 201_000, [3, 29, 42, FIRE, '12层走廊东感烟']),
    partState(now - 201_000, [3, 34, 23, FIRE, '12层东楼梯手报']),
    partState(now - 200_000, [1, 43, 42, FAULT, '3层03室感烟']),
  ];
  up(200_000, two, 43);
  const broken = packetOf(station, 44, now - 180_000, [partState(now - 181_000, [3, 37, 96, 0b100000, '12层水流指示器'])]);
  broken[broken.length - 3] = ((broken[broken.length - 3] ?? 0) + 1) & 0xff;
  passing.push({ at: now - 180_000, direction: 'in', bytes: broken, refused: 'checksum' });
  passing.push({ at: now - 179_996, direction: 'out', bytes: packetOf(station, 44, now - 179_996, [], COMMAND.deny) });
  up(177_000, [partState(now - 181_000, [3, 37, 96, 0b100000, '12层水流指示器'])], 44);
  passing.push({ at: now - 90_000, direction: 'out', bytes: packetOf(station, 7, now - 90_000, [{ is: 'read-device-state' }]) });
  const state: UnitObject = { is: 'device-state', status: 0b1001, time: writeTimeTag(now - 89_800) };
  passing.push({ at: now - 89_800, direction: 'in', bytes: packetOf(station, 7, now - 89_800, [state], COMMAND.reply) });
  up(60_000, [{ is: 'device-operation', operations: 0b10, operator: 3, time: writeTimeTag(now - 61_000) }], 45);
  up(30_000, [], 46);
  return passing.map((one, nth) => traceOf({ ...one, number: nth + 1 }));
}

/** The same kind of packet as the journal keeps it. */
export function packetFrame(entry: number, at: number, bytes: Uint8Array, faults: readonly string[] = []): RawFrame {
  return {
    entry,
    receivedAt: at,
    link: 'gb26875-tcp',
    peer: '10.30.4.17:40211',
    kind: 'up',
    text: null,
    hex: Buffer.from(bytes).toString('hex'),
    drill: false,
    readings: [],
    faults: [...faults],
    fields: fieldsOf(bytes),
  };
}
