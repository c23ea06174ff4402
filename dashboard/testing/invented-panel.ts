// Invented transmission devices and a panel of 600 parts, for looking at screens. Drivers, names and addresses are the house's own.
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import { panelPart, panelSystem, transmissionDevice } from '../../device-drivers/gb26875/drivers.ts';
import { partTypeName, systemTypeName } from '../../device-drivers/gb26875/names.ts';
import { addressHex, kindOfPart, partId } from '../../device-drivers/gb26875/part.ts';
import { stationNumber, stationOfNumber } from '../../device-drivers/gb26875/station.ts';
import { QUANTITIES, type Value } from '../../device-drivers/quantity.ts';
import type { DeviceView, Place, PointValue } from '../../gateway/web/contract.ts';
import type { PartRow } from '../../gateway/web/transmission-contract.ts';
import { pathOf } from './invented-field.ts';

/** The one with the 600 parts, one that is lost with its carrier, and one on its first day. */
export const TOWER_STATION = 'station-tower';
export const STORE_STATION = 'station-store';
export const FARM_STATION = 'station-farm';
const FLOORS = 30;
/** Loops of a hundred points, as a panel has them: five floors each. */
const FLOORS_A_LOOP = 5;

/** What stands on a floor: part type of table 5, and what the panel calls it. Twenty, so that thirty floors make 600. */
const ON_A_FLOOR: readonly (readonly [type: number, name: string])[] = [
  ...['01室', '02室', '03室', '04室', '05室', '06室', '07室', '08室', '走廊东', '走廊西', '前室'].map(
    (room) => [42, `${room}感烟`] as const,
  ),
  [31, '茶水间感温'],
  [31, '弱电间感温'],
  [23, '东楼梯手报'],
  [23, '西楼梯手报'],
  [24, '消火栓按钮'],
  [96, '水流指示器'],
  [97, '信号阀'],
  [102, '前室防火门'],
  [121, '声光警报'],
];

/** Units of the district beside the estate, each with a control room. */
const UNITS = ['望江苑', '清溪里', '南门市场', '朝霞中学', '云栖医院', '长桥公寓', '北岸剧院', '枫林酒店', '青石仓库', '东湖广场'] as const;

/** Places for the control rooms, to be put behind those of the estate. */
export function unitPlaces(): Place[] {
  return UNITS.flatMap((name, nth): Place[] => [
    { id: `unit-${nth}`, parent: 'region', kind: 'unit', name },
    { id: `unit-${nth}-b`, parent: `unit-${nth}`, kind: 'building', name: '1号楼' },
  ]);
}

export function inventedStations(places: readonly Place[], now: number): DeviceView[] {
  const tower = station(TOWER_STATION, '3号楼消控室传输装置', pathOf(places, 'tower'), 889, now - 3_000);
  const store = station(STORE_STATION, '2号库房传输装置', pathOf(places, 'hall'), 70_001, now - 1_260_000);
  const farm = station(FARM_STATION, '林场管护站传输装置', pathOf(places, 'farm'), 123_456, null);
  const units = UNITS.map((name, nth) =>
    station(`station-${nth}`, `${name}消控室`, pathOf(places, `unit-${nth}-b`), 1_000 + nth, now - nth * 1_700),
  );
  return [
    { ...tower, parts: FLOORS * ON_A_FLOOR.length + 1, values: deviceValues(now - 3_000, { mainsLost: true }) },
    { ...store, online: false, stale: true },
    farm,
    ...units,
  ];
}

function station(id: string, name: string, place: DeviceView['place'], number: number, lastHeard: number | null): DeviceView {
  const wire = stationOfNumber(number);
  return {
    ...blank(id, name, place, transmissionDevice, 'transmission', lastHeard),
    address: wire,
    station: { station: wire, number, network: number === 889 ? '10.30.0.0/16' : null, profile: 'standard' },
    values: lastHeard === null ? [] : deviceValues(lastHeard, {}),
  };
}

interface StationBody {
  readonly station: string;
  readonly network?: string;
  readonly profile?: string;
}

/** How the gateway shows what a person registered: the station in wire order, and as the number that it is. */
export function stationView({ station: wire, network, profile }: StationBody): NonNullable<DeviceView['station']> {
  return { station: wire, number: stationNumber(wire), network: network ?? null, profile: profile ?? 'standard' };
}

export function newStation({ id, name, place, ...body }: StationBody & Pick<DeviceView, 'id' | 'name' | 'place'>): DeviceView {
  return { ...blank(id, name, place, transmissionDevice, 'transmission', null), address: body.station, station: stationView(body) };
}

function blank(
  id: string,
  name: string,
  place: DeviceView['place'],
  driver: DeviceDriver,
  kind: string,
  lastHeard: number | null,
): DeviceView {
  return {
    id,
    name,
    model: driver.model,
    kind,
    place,
    online: lastHeard === null ? null : true,
    lastHeard,
    stale: false,
    worst: null,
    address: '',
    part: null,
    station: null,
    title: driver.title,
    vendor: driver.vendor,
    values: [],
    commands: driver.commands
      .filter((one) => one.internal !== true)
      .map(({ id: command, title, arguments: args, expiresAfter, grave, proves }) => ({
        id: command,
        title,
        arguments: Object.entries(args).map(([argument, form]) => ({
          id: argument,
          ...form,
        })) as DeviceView['commands'][number]['arguments'],
        expiresAfter,
        grave: grave === true,
        proves: proves === true,
      })),
    reportsEvery: driver.reportsEvery,
    parts: 0,
  };
}

function deviceValues(at: number, on: Readonly<Record<string, Value>>): PointValue[] {
  const told = ['fire', 'fault', 'mainsLost', 'backupLost', 'centreLost', 'lineLost', 'test', 'manualAlarm', 'dutyAbsent'];
  return valuesOf(transmissionDevice, at, Object.fromEntries(told.map((key) => [key, on[key] ?? false])));
}

function valuesOf(driver: DeviceDriver, at: number, told: Readonly<Record<string, Value>>): PointValue[] {
  return driver.points
    .filter(({ key }) => key in told)
    .map(({ key, quantity }) => ({
      point: key,
      quantity,
      title: QUANTITIES[quantity].title,
      value: told[key] ?? null,
      at: at - 200,
      receivedAt: at,
      quality: 'good',
      stale: false,
    }));
}

/** What is on somewhere in the tower; all else is quiet. By `floor-place`. */
const ON: Readonly<Record<string, readonly string[]>> = {
  '12-4': ['fire'],
  '12-8': ['fire'],
  '12-13': ['fire'],
  '12-16': ['started', 'feedback'],
  '12-19': ['started'],
  '13-4': ['fire', 'delayed'],
  '3-2': ['fault'],
  '7-0': ['shielded'],
  '7-1': ['shielded'],
  '7-2': ['shielded', 'fault'],
  '21-17': ['supervisory'],
  '28-19': ['powerLost'],
};
const PART_STATES = ['fire', 'fault', 'shielded', 'supervisory', 'started', 'feedback', 'delayed', 'powerLost', 'test'];

/** The fire alarm system of the tower and its parts, floor by floor. */
export function inventedParts(places: readonly Place[], now: number): DeviceView[] {
  const tower = { id: TOWER_STATION, name: '3号楼消控室传输装置' };
  const system = systemTypeName(1);
  const views: DeviceView[] = [systemOf(tower, pathOf(places, 'tower'), now)];
  for (let floor = 1; floor <= FLOORS; floor += 1) {
    for (const [nth, [type, called]] of ON_A_FLOOR.entries()) {
      const loop = Math.ceil(floor / FLOORS_A_LOOP);
      const point = ((floor - 1) % FLOORS_A_LOOP) * ON_A_FLOOR.length + nth + 1;
      const address = loop + point * 65_536;
      const description = `${floor}层${called}`;
      const on = ON[`${floor}-${nth}`] ?? [];
      const heard = now - ((floor * 97 + nth * 31) % 3_600) * 1_000;
      const flags = Object.fromEntries(PART_STATES.map((key) => [key, on.includes(key)]));
      const measured = type === 31 ? { temperature: 23.4 + floor / 10 } : {};
      views.push({
        ...blank(
          partId({ of: tower.id, systemType: 1, systemAddress: 0, part: { type, address } }),
          description,
          pathOf(places, `floor-${floor}`),
          panelPart,
          kindOfPart(type),
          heard,
        ),
        title: partTypeName(type),
        part: {
          of: tower,
          systemType: 1,
          systemAddress: 0,
          system,
          partType: type,
          type: partTypeName(type),
          partAddress: addressHex(address),
          loop,
          point,
          description,
        },
        values: valuesOf(panelPart, heard, { ...flags, ...measured }),
      });
    }
  }
  return views;
}

function systemOf(of: { id: string; name: string }, place: DeviceView['place'], now: number): DeviceView {
  const system = systemTypeName(1);
  const on = ['fire', 'fault', 'shielded', 'manual'];
  const told = ['fire', 'fault', 'shielded', 'supervisory', 'mainsLost', 'backupLost', 'busFault', 'manual', 'test'];
  return {
    ...blank(
      partId({ of: of.id, systemType: 1, systemAddress: 0, part: null }),
      `${system.zh} 0`,
      place,
      panelSystem,
      'panel',
      now - 8_000,
    ),
    title: system,
    part: {
      of,
      systemType: 1,
      systemAddress: 0,
      system,
      partType: null,
      type: { zh: '系统', en: 'System' },
      partAddress: null,
      loop: null,
      point: null,
      description: '',
    },
    values: valuesOf(panelSystem, now - 8_000, Object.fromEntries(told.map((key) => [key, on.includes(key)]))),
  };
}

/** A part as the list of its transmission device shows it. */
export function partRowOf(view: DeviceView): PartRow | null {
  if (view.part === null) return null;
  const { id, name, kind, place, part, worst, lastHeard, stale } = view;
  const on = view.values.filter(({ value }) => value === true).map(({ point, title }) => ({ point, title }));
  const measured = view.values.flatMap(({ point, quantity, title, value }) => {
    const known = QUANTITIES[quantity as keyof typeof QUANTITIES];
    return typeof value === 'number' ? [{ point, title, value, unit: 'unit' in known ? known.unit : '' }] : [];
  });
  return { id, name, kind, place, part, worst, lastHeard, stale, on, measured };
}
