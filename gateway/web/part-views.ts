// Transmission devices, their parts, packets and operations, from the house's records to the words of the contract.
import type { Device, DeviceAddress } from '../../device-drivers/device.ts';
import { type DeviceDriver, pointTitle } from '../../device-drivers/driver.ts';
import { explain, say } from '../../device-drivers/gb26875/explain.ts';
import { DEVICE_OPERATIONS, FACILITY_OPERATIONS, partTypeName, systemTypeName } from '../../device-drivers/gb26875/names.ts';
import { decodePacket } from '../../device-drivers/gb26875/packet.ts';
import { addressHex } from '../../device-drivers/gb26875/part.ts';
import { type Profile, partPlace, profileOf, STANDARD } from '../../device-drivers/gb26875/profile.ts';
import { stationNumber } from '../../device-drivers/gb26875/station.ts';
import { QUANTITIES, type Quantity } from '../../device-drivers/quantity.ts';
import { type Words, words } from '../../device-drivers/words.ts';
import type { Estate } from '../estate/estate.ts';
import type { OperationRecord } from '../estate/operations.ts';
import type { Presence } from '../estate/presence.ts';
import type { TracedPacket } from '../links/gb26875/packet-trace.ts';
import type { AlarmView, DeviceRow } from './contract.ts';
import type { FrameFieldView, OperationRow, PacketTrace, PartRow, PartView } from './transmission-contract.ts';

/** What of a device only those of GB/T 26875.3 have. */
export function stationOf(address: DeviceAddress): DeviceRow['station'] {
  if (address.by !== 'gb26875') return null;
  const { station, network, profile } = address;
  return { station, number: stationNumber(station), network, profile };
}

/** Where a part stands on its panel; null for any other address. */
export function standingOf(
  address: DeviceAddress | undefined,
  addressOf: (device: string) => DeviceAddress | undefined,
): AlarmView['device']['part'] {
  if (address?.by !== 'part') return null;
  const { of, systemType, systemAddress, part } = address;
  const stands = part && partPlace(part.address, profileFor(addressOf(of)));
  return {
    systemType,
    systemAddress,
    system: systemTypeName(systemType),
    partType: part?.type ?? null,
    type: part ? partTypeName(part.type) : words('系统', 'System'),
    partAddress: part && addressHex(part.address),
    loop: stands ? stands.loop : null,
    point: stands ? stands.point : null,
  };
}

/** The same with the device it stands behind and what the panel says of it. */
export function partOf({ id, address }: Device, estate: Estate): PartView | null {
  const standing = standingOf(address, (device) => estate.device(device)?.address);
  if (address.by !== 'part' || standing === null) return null;
  const { of } = address;
  const description = estate.record(id)?.part?.description ?? '';
  return { of: { id: of, name: estate.device(of)?.name ?? of }, ...standing, description };
}

/** Every byte of a packet, named. */
export function fieldsOf(bytes: Uint8Array, address: DeviceAddress | undefined): FrameFieldView[] {
  return explain(bytes, profileFor(address)).map(({ from, to, depth, title, value, fault }) => ({
    from,
    to,
    depth,
    title,
    value: typeof value === 'string' ? words(value, value) : value,
    ...(fault ? { fault } : {}),
  }));
}

export function packetView({ number, at, direction, peer, bytes, refused }: TracedPacket, address: DeviceAddress | undefined): PacketTrace {
  const packet = decodePacket(bytes);
  const summary = 'fault' in packet ? [] : say(packet.unit, profileFor(address));
  return { number, at, direction, peer, hex: Buffer.from(bytes).toString('hex'), refused, summary, fields: fieldsOf(bytes, address) };
}

/** What a transmission device replied, a line each. */
export function replyLines(reply: string | undefined, address: DeviceAddress | undefined): Words[] {
  return reply === undefined ? [] : say(Buffer.from(reply, 'hex'), profileFor(address));
}

export function operationRow({ number, at, receivedAt, device, operations, operator }: OperationRecord, estate: Estate): OperationRow {
  const known = estate.device(device);
  const bits = known?.address.by === 'part' ? FACILITY_OPERATIONS : DEVICE_OPERATIONS;
  const done = bits.flatMap((bit, nth) => (bit && (operations & (1 << nth)) !== 0 ? [{ key: bit.key, title: bit.title }] : []));
  return { number, at, receivedAt, device, deviceName: known?.name ?? device, operations: done, operator };
}

/** A part in the list of its device. `row`: as any device's. */
export function partRow(
  device: Device,
  row: DeviceRow,
  rooms: { estate: Estate; presence: Presence; driver: DeviceDriver | undefined },
): PartRow {
  const part = partOf(device, rooms.estate);
  if (!part) throw new TypeError(`${device.id} is no part`);
  const values = rooms.presence.values(device.id);
  const points = rooms.driver?.points ?? [];
  const { id, name, kind, place, worst, lastHeard, stale } = row;
  return {
    id,
    name,
    kind,
    place,
    part,
    worst,
    lastHeard,
    stale,
    on: points.flatMap((point) => (values[point.key]?.value === true ? [{ point: point.key, title: pointTitle(point) }] : [])),
    measured: points.flatMap((point) => {
      const known: Quantity = QUANTITIES[point.quantity];
      const value = values[point.key]?.value;
      return known.kind === 'number' && typeof value === 'number'
        ? [{ point: point.key, title: pointTitle(point), value, unit: known.unit }]
        : [];
    }),
  };
}

function profileFor(address: DeviceAddress | undefined): Profile {
  return (address?.by === 'gb26875' ? profileOf(address.profile) : undefined) ?? STANDARD;
}
