// The estate in memory: places, devices, devices held, secrets, parameters. Changed by acts, written by the flow.
import type { Device, StationAddress } from '../../device-drivers/device.ts';
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import { carrier, panelPart, panelSystem, transmissionDevice } from '../../device-drivers/gb26875/drivers.ts';
import { kindOfPart, partId, partTitle } from '../../device-drivers/gb26875/part.ts';
import { profileOf, STANDARD } from '../../device-drivers/gb26875/profile.ts';
import type { MetPart } from '../../device-drivers/gb26875/readings.ts';
import type { Act, DeviceRecord, PlaceRecord } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import { deviceOf } from './device-address.ts';
import { EnrolmentKeys } from './enrolment-keys.ts';
import type { EstateStore, HeldRecord } from './estate-store.ts';
import { HeldDevices } from './held-devices.ts';
import { PARTS_LIMIT, PARTS_OF_A_STRANGER, PARTS_OF_ONE } from './limits.ts';
import { Parameters } from './parameters.ts';
import type { PlaceFiles } from './place-files.ts';
import { PlaceTree, ROOT_PLACE } from './places.ts';
import type { Replacements } from './replacements.ts';
import { mustKnowScope } from './scope.ts';
import { secretMatches } from './secrets.ts';
import { type StationAdmission, StationNumbers } from './station-numbers.ts';
import { zoneOf } from './zone.ts';

/** The id of a device on its wire: what may stand in a topic, 1 to 64 characters. */
export const DEVICE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

export type Admission = { as: 'device' } | { as: 'held'; site: string } | { as: 'refused'; why: string };

const NO_PLACES: ReadonlySet<string> = new Set();

interface Placed {
  readonly device: Device;
  readonly record: DeviceRecord;
  secretHash: string | null;
}

export class Estate {
  readonly places: PlaceTree;
  readonly files: PlaceFiles;
  readonly replacements: Replacements;
  readonly #store: EstateStore;
  readonly #driverOf: (model: string) => DeviceDriver | undefined;
  readonly #devices = new Map<string, Placed>();
  readonly #held: HeldDevices;
  readonly #keys: EnrolmentKeys;
  readonly #parts = new Map<string, Set<string>>();
  #partCount = 0;
  #order: string[] | undefined;
  readonly #stations = new StationNumbers();
  readonly #strangersAt: string | null;
  /** What places and devices set for themselves. */
  readonly limits: Parameters;

  /** `strangersAt`: the place where transmission devices wait that nobody knows; null: they are refused. */
  constructor(store: EstateStore, driverOf: (model: string) => DeviceDriver | undefined, strangersAt: string | null = ROOT_PLACE) {
    this.#strangersAt = strangersAt;
    this.#store = store;
    this.#driverOf = driverOf;
    this.places = new PlaceTree(store.places());
    this.#held = new HeldDevices(store, this.places, this.#stations);
    this.#keys = new EnrolmentKeys(store);
    this.files = store.files;
    this.replacements = store.replacements;
    const stored = store.devices();
    for (const { record, secretHash } of stored) if (!record.part) this.#put(record, secretHash);
    for (const held of store.held()) this.#held.hold(held);
    for (const { record, secretHash } of stored) if (record.part) this.#put(record, secretHash);
    this.limits = new Parameters(store.parameters());
  }

  // ── asking ──

  /** A placed device, or one that is held (model `unregistered`, standing at its site). */
  device(id: string): Device | undefined {
    return this.#devices.get(id)?.device ?? this.#held.device(id);
  }

  /** Counts up with every change of a device or place. */
  get revision(): number {
    return this.#store.revision;
  }

  *devices(): Iterable<Device> {
    for (const placed of this.#devices.values()) yield placed.device;
  }

  /** All devices by id, parts too; sorted once and then kept until one comes or goes. */
  inOrder(): Device[] {
    this.#order ??= [...this.#devices.keys()].sort((one, other) => (one < other ? -1 : 1));
    return this.#order.flatMap((id) => this.#devices.get(id)?.device ?? []);
  }

  /** Devices that stand for themselves; the parts behind them are not counted. */
  get deviceCount(): number {
    return this.#devices.size - this.#partCount;
  }

  /** Ids of the systems and parts behind a transmission device, in order of first sight. */
  partsOf(device: string): Iterable<string> {
    return this.#parts.get(device) ?? [];
  }

  partCount(device: string): number {
    return this.#parts.get(device)?.size ?? 0;
  }

  record(id: string): DeviceRecord | undefined {
    return this.#devices.get(id)?.record;
  }

  held(): Iterable<HeldRecord> {
    return this.#held.all();
  }

  /** Another placed device that has this station number. */
  stationOwner(station: StationAddress, id: string): string | undefined {
    const owner = this.#stations.ownerOf(station, id);
    return owner !== undefined && this.#devices.has(owner) ? owner : undefined;
  }

  heldRecord(id: string): HeldRecord | undefined {
    return this.#held.record(id);
  }

  isHeld(id: string): boolean {
    return this.#held.has(id);
  }

  driver(device: Device): DeviceDriver | undefined {
    return this.#driverOf(device.model);
  }

  /** A parameter as the device itself, then its places from the nearest up, give it. */
  parameter(name: string, device: Device): number | undefined {
    return this.limits.nearest(name, device);
  }

  parameters(scope?: string): Iterable<{ scope: string; name: string; value: number }> {
    return this.limits.all(scope);
  }

  /** Throws a BalefireError where a device cannot be as it is put down. `coming`: places that come with it; `instead`: the device whose place it takes. */
  check(record: DeviceRecord, coming: ReadonlySet<string> = NO_PLACES, instead?: string): void {
    if (!DEVICE_ID.test(record.id)) throw new BalefireError('bad-request', { detail: `id: ${record.id}` });
    if (!this.#driverOf(record.model)) throw new BalefireError('not-found', { what: record.model });
    if (!coming.has(record.place) && !this.places.get(record.place)) throw new BalefireError('not-found', { what: record.place });
    const taken = record.gb26875 && this.#stations.ownerOf(record.gb26875, record.id);
    if (taken && taken !== instead && this.#devices.has(taken))
      throw new BalefireError('conflict', { detail: `${record.gb26875?.station} ⇄ ${taken}` });
  }

  /** Who may connect: a device with its own secret, or one that nobody knows yet with the enrolment key of a site. */
  admit(id: string, secret: string): Admission {
    if (!DEVICE_ID.test(id)) return { as: 'refused', why: 'bad-id' };
    const placed = this.#devices.get(id);
    if (placed) {
      if (placed.secretHash !== null && secretMatches(secret, placed.secretHash)) return { as: 'device' };
      return { as: 'refused', why: 'bad-secret' };
    }
    const site = this.#keys.siteOf(secret);
    if (site === undefined) return { as: 'refused', why: 'unknown-device' };
    if (this.#held.has(id)) return { as: 'held', site };
    if (this.#held.isFull) return { as: 'refused', why: 'too-many-held' };
    this.#held.hold({ id, site, firstHeard: 0, lastHeard: 0, frames: 0, peer: '', model: null, station: null });
    return { as: 'held', site };
  }

  /** Who a station number that comes from an address is; an unknown one is held at the place for strangers, or refused where there is none. */
  admitStation(station: string, address: string): StationAdmission {
    const known = this.#stations.find(station, address);
    if (known.as !== 'unknown') return known;
    if (this.#strangersAt === null) return { as: 'refused', why: 'unknown-station' };
    const id = this.#stations.strangersId(station, address);
    if (this.#devices.has(id)) return { as: 'refused', why: 'wrong-network' };
    if (this.#held.isFull) return { as: 'refused', why: 'too-many-held' };
    const { model } = transmissionDevice;
    const where = { station, network: this.#stations.isNobodys(station) ? address : null, profile: STANDARD.id };
    this.#held.hold({ id, site: this.#strangersAt, firstHeard: 0, lastHeard: 0, frames: 0, peer: '', model, station: where });
    return { as: 'held', id };
  }

  /**
   * A part or system behind a device, made on first sight; a description that the panel gives later is taken as long as no
   * person gave a name. False: there are too many, and it stays without a place of its own.
   */
  meet({ id, address, description }: MetPart): boolean {
    const known = this.#devices.get(id);
    if (known) {
      const { record } = known;
      if (description === '' || record.part?.description === description) return true;
      const isNamed = record.name !== (record.part?.description || this.#plainName(address));
      this.#keepPart({ ...record, name: isNamed ? record.name : description, part: { ...address, description } });
      return true;
    }
    const parent = this.#devices.get(address.of)?.device ?? this.#held.device(address.of);
    if (!parent) return false;
    const limit = this.#held.has(address.of) ? PARTS_OF_A_STRANGER : PARTS_OF_ONE;
    if (this.partCount(address.of) >= limit || this.#partCount >= PARTS_LIMIT) return false;
    const model = address.part === null ? panelSystem.model : panelPart.model;
    const name = description || this.#plainName(address);
    const place = parent.path.at(-1) ?? ROOT_PLACE;
    this.#keepPart({ id, model, name, place, modbus: null, longitude: null, latitude: null, part: { ...address, description } });
    return true;
  }

  /** The network by which many devices were lost together; made on first sight. */
  meetCarrier(id: string, network: string, place: string): void {
    if (this.#devices.has(id)) return;
    const record = { id, model: carrier.model, name: network, place, modbus: null, longitude: null, latitude: null, carrier: network };
    this.#put(record, null);
    this.#store.saveDevice(record, null);
  }

  // ── acts (each checks before it changes anything, and throws a BalefireError) ──

  putPlace(place: PlaceRecord): void {
    this.places.put(place);
    this.#store.savePlace(place);
    for (const placed of [...this.#devices.values()]) this.#put(placed.record, placed.secretHash);
  }

  /** New places in the order of their ways down. No device stands in them yet. */
  addPlaces(places: readonly PlaceRecord[]): void {
    for (const place of places) {
      this.places.put(place);
      this.#store.savePlace(place);
    }
  }

  /** Returns the ids of what waited under the same station number by another id, and is gone. */
  register(record: DeviceRecord, secretHash: string | null): string[] {
    if (this.#devices.has(record.id)) throw new BalefireError('conflict', { detail: record.id });
    this.check(record);
    const before = this.device(record.id);
    // Whoever waits under this station number is the same device, by whatever id it is registered.
    const waiting = record.gb26875 && this.#held.byStation(record.gb26875.station);
    const gone = waiting && waiting.id !== record.id ? this.forgetHeld(waiting.id) : [];
    this.#held.take(record.id);
    this.#put(record, secretHash);
    this.#store.saveDevice(record, secretHash);
    if (before) this.#partsFollow(record.id, before.path.at(-1), record.place);
    return gone;
  }

  /** Names and places of parts as a list gives them; those not seen yet are made. The places of the list come first. */
  importParts({ device, places, parts }: Extract<Act, { do: 'import-parts' }>): void {
    const { device: parent, record } = this.#placed(device);
    const added = new Set(places.map(({ id }) => id));
    const missing = parts.find((part) => !added.has(part.place) && !this.places.get(part.place));
    if (missing) throw new BalefireError('not-found', { what: missing.place });
    if (this.partCount(device) + parts.length > PARTS_OF_ONE * 2) throw new BalefireError('too-many');
    this.addPlaces(places);
    for (const { systemType, systemAddress, part, name, place } of parts) {
      const address = { of: parent.id, systemType, systemAddress, part };
      const id = partId(address);
      const before = this.#devices.get(id)?.record;
      const known = before ?? { id, model: panelPart.model, modbus: null, longitude: null, latitude: null };
      const description = before?.part?.description ?? '';
      this.#keepPart({
        ...known,
        name: name || before?.name || this.#plainName(address, record),
        place,
        part: { ...address, description },
      });
    }
  }

  change(record: DeviceRecord): void {
    const placed = this.#placed(record.id);
    this.check(record);
    this.#put(record, placed.secretHash);
    this.#store.saveDevice(record, placed.secretHash);
    this.#partsFollow(record.id, placed.record.place, record.place);
  }

  /** A part goes over to the device that took the place of its own. */
  adoptPart(record: DeviceRecord, id: string, of: string): void {
    if (record.part) this.#keepPart({ ...record, id, part: { ...record.part, of } });
  }

  renewSecret(id: string, secretHash: string): void {
    const placed = this.#placed(id);
    placed.secretHash = secretHash;
    this.#store.saveDevice(placed.record, secretHash);
  }

  /** A device and all that stands behind it. Returns the ids of all that are gone. */
  remove(id: string): string[] {
    const { record } = this.#placed(id);
    const gone = [...this.#dropParts(id), id];
    this.#devices.delete(id);
    this.#order = undefined;
    this.#store.removeDevice(id);
    if (record.gb26875) this.#stations.remove(id);
    if (record.part) {
      this.#partCount -= 1;
      this.#parts.get(record.part.of)?.delete(id);
    }
    return gone;
  }

  /** Takes a device off the held list, with all that stands behind it. Returns the ids of all that are gone; none where it did not wait. */
  forgetHeld(id: string): string[] {
    if (!this.#held.has(id)) return [];
    const gone = [...this.#dropParts(id), id];
    this.#held.take(id);
    return gone;
  }

  setEnrolmentKey(place: string, keyHash: string): void {
    if (!this.places.get(place)) throw new BalefireError('not-found', { what: place });
    this.#keys.set(place, keyHash);
  }

  setParameter(scope: string, name: string, value: number | null): void {
    mustKnowScope(scope, this);
    this.limits.set(scope, name, value);
    this.#store.saveParameter(scope, name, value);
  }

  /** A frame of a held device came: it is seen on the list. */
  heardHeld(id: string, at: number, peer: string, model: string | null): void {
    this.#held.heard(id, at, peer, model);
  }

  // ──

  #dropParts(of: string): string[] {
    const gone = [...(this.#parts.get(of) ?? [])];
    this.#order = undefined;
    for (const id of gone) {
      this.#devices.delete(id);
      this.#store.removeDevice(id);
    }
    this.#partCount -= gone.length;
    this.#parts.delete(of);
    return gone;
  }

  /** Parts that stood where their device stood move with it; those with a floor of their own stay there. */
  #partsFollow(of: string, from: string | undefined, to: string): void {
    for (const id of this.#parts.get(of) ?? []) {
      const part = this.#devices.get(id);
      if (part) this.#keepPart(part.record.place === from ? { ...part.record, place: to } : part.record);
    }
  }

  #keepPart(record: DeviceRecord): void {
    this.#put(record, null);
    this.#store.saveDevice(record, null);
  }

  #plainName(address: MetPart['address'], record = this.#devices.get(address.of)?.record): string {
    return partTitle(address, profileOf(record?.gb26875?.profile ?? STANDARD.id)).zh;
  }

  #placed(id: string): Placed {
    const placed = this.#devices.get(id);
    if (!placed) throw new BalefireError('not-found', { what: id });
    return placed;
  }

  #put(record: DeviceRecord, secretHash: string | null): void {
    const path = this.places.pathOf(record.place);
    const zone = zoneOf(record, path, record.part ? this.device(record.part.of) : undefined, this.places);
    const device = deviceOf(record, { kind: this.#kindOf(record), path, zone });
    if (record.gb26875) this.#stations.put(record.id, record.gb26875, 'device');
    if (record.part && !this.#devices.has(record.id)) this.#partCount += 1;
    if (record.part) {
      const siblings = this.#parts.get(record.part.of) ?? new Set();
      this.#parts.set(record.part.of, siblings.add(record.id));
    }
    if (!this.#devices.has(record.id)) this.#order = undefined;
    this.#devices.set(record.id, { device, record, secretHash });
  }

  /** What stands behind a stranger is judged for fire alone, like the stranger itself. */
  #kindOf({ model, part }: DeviceRecord): Device['kind'] {
    if (part && this.#held.has(part.of)) return 'unregistered';
    if (part?.part) return kindOfPart(part.part.type);
    return this.#driverOf(model)?.kind ?? 'unregistered';
  }
}
