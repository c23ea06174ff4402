// What a list of devices would change: which are new, which get another name, place or address, and which rows cannot be.
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import { STANDARD } from '../../device-drivers/gb26875/profile.ts';
import { isStation, stationOfNumber } from '../../device-drivers/gb26875/station.ts';
import { type Words, words } from '../../device-drivers/words.ts';
import type { Act, DeviceRecord, ImportedDevice, PlaceRecord } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import {
  DEVICE_ERRORS_KEPT,
  DEVICE_FORM,
  type DeviceColumns,
  type DeviceField,
  type DeviceList,
  type DeviceListRow,
} from './device-list.ts';
import type { Estate } from './estate.ts';
import type { ListError } from './list-apart.ts';
import { WantedPlaces } from './wanted-places.ts';

type DeviceChange = 'added' | 'changed' | 'unchanged';

export interface DevicePlan {
  readonly places: PlaceRecord[];
  /** New and changed ones; a new one by MQTT has no secret yet. */
  readonly devices: Omit<ImportedDevice, 'secretHash'>[];
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly errors: ListError[];
  /** All errors, also those that are not kept. */
  readonly wrong: number;
  readonly preview: {
    readonly row: number;
    readonly id: string;
    readonly name: string;
    readonly model: Words;
    readonly place: string;
    readonly change: DeviceChange;
  }[];
}

/** Rows shown before a person says yes. */
const PREVIEW_ROWS = 200;
const BUS = /^[a-z0-9-]{1,32}$/;

interface Reach {
  readonly estate: Estate;
  /** Drivers that a device can be registered with. */
  readonly drivers: readonly DeviceDriver[];
  /** Whether the person sees what stands on a path of places. */
  readonly sees: (path: readonly string[]) => boolean;
}

/** Nothing is changed. What is wrong beside what the file's reader found is added to it. */
export function devicePlan({ rows, errors, wrong, columns = {} }: DeviceList, reach: Reach): DevicePlan {
  const { estate } = reach;
  const wanted = new WantedPlaces(estate);
  const plan = { added: 0, changed: 0, unchanged: 0 };
  const all = new Errors(errors, wrong, columns);
  const devices: DevicePlan['devices'][number][] = [];
  const preview: DevicePlan['preview'] = [];
  const models = modelsByName(reach.drivers);
  const stations = new Map<string, number>();
  for (const row of rows) {
    const driver = models.get(row.model.toLowerCase());
    const place = placeOf(row, reach, wanted, all);
    const before = estate.record(row.id);
    const isOurs = isReachable(row, reach);
    if (!driver) all.add(row, 'model', words('没有这种型号；请写型号代码或名称', 'There is no such model; write its code or its title'));
    if (!isOurs) all.add(row, 'id', words('此编号已被占用', 'This id is taken'));
    if (!driver || place === undefined || !isOurs) continue;
    if (before && before.model !== driver.model) {
      all.add(
        row,
        'model',
        words(
          `已登记为 ${before.model}；换型号请用“更换设备”`,
          `It is registered as ${before.model}; to change the model, replace the device`,
        ),
      );
      continue;
    }
    const address = addressOf(row, driver, before, all);
    if (!address || isTaken(row, address, stations, estate, all)) continue;
    if ((row.longitude === null) !== (row.latitude === null)) {
      all.add(row, row.longitude === null ? 'longitude' : 'latitude', words('经度与纬度须同时填写', 'Longitude and latitude go together'));
      continue;
    }
    const device: DeviceRecord = {
      id: row.id,
      model: driver.model,
      name: row.name,
      place,
      ...address,
      // An empty cell leaves what is known: a list without the column must not wipe it out.
      longitude: row.longitude ?? before?.longitude ?? null,
      latitude: row.latitude ?? before?.latitude ?? null,
      ...(row.serial || before?.serial ? { serial: row.serial || (before?.serial ?? null) } : {}),
    };
    const change: DeviceChange = before === undefined ? 'added' : isSame(before, device) ? 'unchanged' : 'changed';
    plan[change] += 1;
    if (change !== 'unchanged') devices.push({ device, isNew: change === 'added' });
    if (preview.length < PREVIEW_ROWS)
      preview.push({ row: row.row, id: row.id, name: row.name, model: driver.title, place: row.place, change });
  }
  return { places: wanted.missing, devices, ...plan, errors: all.kept, wrong: all.count, preview };
}

/** Carries a list out: all of it, or a BalefireError and nothing. Returns the ids of what waited under another name and is gone. */
export function importDevices(estate: Estate, { places, devices }: Extract<Act, { do: 'import-devices' }>): string[] {
  const coming = new Set<string>();
  for (const { id, parent } of places) {
    if (parent === null || !(coming.has(parent) || estate.places.get(parent))) throw new BalefireError('not-found', { what: parent ?? id });
    coming.add(id);
  }
  const ids = new Set<string>();
  for (const { device, isNew } of devices) {
    // Somebody else was quicker, or it stands there twice.
    if (isNew === (estate.record(device.id) !== undefined) || ids.has(device.id))
      throw new BalefireError('conflict', { detail: device.id });
    ids.add(device.id);
    estate.check(device, coming);
  }
  estate.addPlaces(places);
  return devices.flatMap(({ device, isNew, secretHash }) => {
    if (isNew) return estate.register(device, secretHash);
    estate.change(device);
    return [];
  });
}

/** Whether the person may have this id: not what somebody else's device, waiting or placed, is called, nor a part. */
function isReachable({ id }: DeviceListRow, { estate, sees }: Reach): boolean {
  const known = estate.device(id);
  return known === undefined || (sees(known.path) && known.address.by !== 'part' && known.address.by !== 'carrier');
}

function modelsByName(drivers: readonly DeviceDriver[]): ReadonlyMap<string, DeviceDriver> {
  const names = new Map<string, DeviceDriver>();
  for (const driver of drivers) for (const name of [driver.title.en, driver.title.zh]) names.set(name.toLowerCase(), driver);
  // A title that two have means neither surely; the code always means one.
  for (const driver of drivers) names.set(driver.model.toLowerCase(), driver);
  return names;
}

/** The place that the row names, walked from the top; below a building a floor that is missing is made, below a floor a zone. */
function placeOf(row: DeviceListRow, { estate, sees }: Reach, wanted: WantedPlaces, errors: Errors): string | undefined {
  const direct = estate.places.get(row.place);
  if (direct && sees(estate.places.pathOf(direct.id))) return direct.id;
  const steps = row.place.split(/[/›>＞／]/).map((name) => name.trim());
  let above = wanted.top();
  for (const [nth, name] of steps.entries()) {
    const found = name === '' ? undefined : wanted.find(above, name);
    const made = found ?? (name === '' || !sees(wanted.pathOf(above)) ? undefined : wanted.make(above, name));
    if (made === undefined) {
      const way = steps.slice(0, nth).join(' / ') || '—';
      errors.add(
        row,
        'place',
        words(
          `“${way}”下没有“${name}”；请先新增此位置，或改正写法`,
          `There is no “${name}” below “${way}”; add the place first, or correct it`,
        ),
      );
      return undefined;
    }
    above = made;
  }
  if (sees(wanted.pathOf(above))) return above;
  errors.add(row, 'place', words('没有这个位置，或不在您的管辖范围', 'There is no such place, or it is outside your reach'));
  return undefined;
}

type Address = Pick<DeviceRecord, 'modbus' | 'gb26875'>;

/** Where it is reached; an empty address of a known device stays what it was. Undefined: it is wrong. */
function addressOf(row: DeviceListRow, { protocol }: DeviceDriver, before: DeviceRecord | undefined, errors: Errors): Address | undefined {
  const { bus, unit, station } = row;
  if (protocol !== 'modbus' && (bus !== '' || unit !== null))
    return errors.add(row, bus === '' ? 'unit' : 'bus', words('只有 Modbus 型号有总线与从站地址', 'Only a Modbus model has bus and unit'));
  if (protocol !== 'gb26875' && station !== '')
    return errors.add(row, 'station', words('只有用户信息传输装置有装置地址', 'Only a transmission device has a station number'));
  if (protocol === 'modbus') {
    if (bus === '' && unit === null && before?.modbus) return { modbus: before.modbus, gb26875: null };
    if (!BUS.test(bus))
      return errors.add(
        row,
        'bus',
        words('Modbus 型号须填总线：小写字母、数字和 -', 'A Modbus model needs its bus: small letters, digits and -'),
      );
    if (unit === null) return errors.add(row, 'unit', words('Modbus 型号须填从站地址', 'A Modbus model needs its unit'));
    return { modbus: { bus, unit }, gb26875: null };
  }
  if (protocol !== 'gb26875') return { modbus: null, gb26875: null };
  if (station === '' && before?.gb26875) return { modbus: null, gb26875: before.gb26875 };
  const text = station.toLowerCase();
  if (!isStation(text) && !(/^\d{1,15}$/.test(text) && Number(text) < 2 ** 48))
    return errors.add(
      row,
      'station',
      words('须为 12 位十六进制，或装置上印的十进制号码', '12 hexadecimal digits, or the decimal number printed on it'),
    );
  const { network = null, profile = STANDARD.id } = before?.gb26875 ?? {};
  return { modbus: null, gb26875: { station: isStation(text) ? text : stationOfNumber(Number(text)), network, profile } };
}

function isTaken(row: DeviceListRow, { gb26875 }: Address, stations: Map<string, number>, estate: Estate, errors: Errors): boolean {
  if (!gb26875) return false;
  const earlier = stations.get(gb26875.station);
  const owner = estate.stationOwner(gb26875, row.id);
  stations.set(gb26875.station, row.row);
  if (earlier !== undefined)
    errors.add(row, 'station', words(`与第 ${earlier} 行的装置地址相同`, `The same station number as in row ${earlier}`));
  else if (owner !== undefined) errors.add(row, 'station', words('此装置地址已登记', 'This station number is registered already'));
  return earlier !== undefined || owner !== undefined;
}

function isSame(one: DeviceRecord, other: DeviceRecord): boolean {
  return told(one) === told(other);
}

function told({ name, place, modbus, gb26875, longitude, latitude, serial }: DeviceRecord): string {
  const { bus, unit } = modbus ?? {};
  return JSON.stringify([name, place, bus, unit, gb26875?.station, longitude, latitude, serial ?? '']);
}

/** The errors of the file's reader, and those that only the estate knows. */
class Errors {
  readonly kept: ListError[];
  count: number;
  readonly #columns: DeviceColumns;

  constructor(errors: readonly ListError[], wrong: number, columns: DeviceColumns) {
    this.kept = [...errors];
    this.count = wrong;
    this.#columns = columns;
  }

  add(row: DeviceListRow, field: DeviceField, why: Words): undefined {
    this.count += 1;
    if (this.kept.length >= DEVICE_ERRORS_KEPT) return;
    const column = this.#columns[field] ?? DEVICE_FORM.titles[field].zh;
    this.kept.push({ row: row.row, column, value: String(row[field] ?? ''), words: why });
  }
}
