// The estate in memory: places, devices, devices held, secrets, parameters. Changed by acts, written by the flow.
import type { Device } from '../../device-drivers/device.ts';
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import type { DeviceRecord, PlaceRecord } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { EstateStore, HeldRecord } from './estate-store.ts';
import { PlaceTree } from './places.ts';
import { secretMatches } from './secrets.ts';

/** More devices than this wait for nobody: a stolen enrolment key must not fill the memory. The next one is refused. */
const HELD_LIMIT = 1_000;

/** The id of a device on its wire: what may stand in a topic, 1 to 64 characters. */
export const DEVICE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

export type Admission = { as: 'device' } | { as: 'held'; site: string } | { as: 'refused'; why: string };

interface Placed {
  readonly device: Device;
  readonly record: DeviceRecord;
  secretHash: string | null;
}

export class Estate {
  readonly places: PlaceTree;
  readonly #store: EstateStore;
  readonly #driverOf: (model: string) => DeviceDriver | undefined;
  readonly #devices = new Map<string, Placed>();
  readonly #held = new Map<string, HeldRecord>();
  readonly #heldDevices = new Map<string, Device>();
  readonly #sitesByKey = new Map<string, string>();
  readonly #parameters = new Map<string, Map<string, number>>();

  constructor(store: EstateStore, driverOf: (model: string) => DeviceDriver | undefined) {
    this.#store = store;
    this.#driverOf = driverOf;
    this.places = new PlaceTree(store.places());
    for (const { record, secretHash } of store.devices()) this.#put(record, secretHash);
    for (const held of store.held()) this.#hold(held);
    for (const { place, keyHash } of store.enrolmentKeys()) this.#sitesByKey.set(keyHash, place);
    for (const { scope, name, value } of store.parameters()) this.#parametersOf(scope).set(name, value);
  }

  // ── asking ──

  /** A placed device, or one that is held (model `unregistered`, standing at its site). */
  device(id: string): Device | undefined {
    return this.#devices.get(id)?.device ?? this.#heldDevices.get(id);
  }

  *devices(): Iterable<Device> {
    for (const placed of this.#devices.values()) yield placed.device;
  }

  get deviceCount(): number {
    return this.#devices.size;
  }

  record(id: string): DeviceRecord | undefined {
    return this.#devices.get(id)?.record;
  }

  held(): Iterable<HeldRecord> {
    return this.#held.values();
  }

  heldRecord(id: string): HeldRecord | undefined {
    return this.#held.get(id);
  }

  isHeld(id: string): boolean {
    return this.#held.has(id);
  }

  driver(device: Device): DeviceDriver | undefined {
    return this.#driverOf(device.model);
  }

  /** A parameter as the device itself, then its places from the nearest up, give it. */
  parameter(name: string, device: Device): number | undefined {
    const own = this.#parameters.get(device.id)?.get(name);
    if (own !== undefined) return own;
    for (let i = device.path.length - 1; i >= 0; i -= 1) {
      const given = this.#parameters.get(device.path[i] ?? '')?.get(name);
      if (given !== undefined) return given;
    }
    return undefined;
  }

  *parameters(scope?: string): Iterable<{ scope: string; name: string; value: number }> {
    for (const [at, named] of this.#parameters) {
      if (scope !== undefined && scope !== at) continue;
      for (const [name, value] of named) yield { scope: at, name, value };
    }
  }

  /** Who may connect: a device with its own secret, or one that nobody knows yet with the enrolment key of a site. */
  admit(id: string, secret: string): Admission {
    if (!DEVICE_ID.test(id)) return { as: 'refused', why: 'bad-id' };
    const placed = this.#devices.get(id);
    if (placed) {
      if (placed.secretHash !== null && secretMatches(secret, placed.secretHash)) return { as: 'device' };
      return { as: 'refused', why: 'bad-secret' };
    }
    for (const [keyHash, site] of this.#sitesByKey) {
      if (!secretMatches(secret, keyHash)) continue;
      if (!this.#held.has(id) && this.#held.size >= HELD_LIMIT) return { as: 'refused', why: 'too-many-held' };
      if (!this.#held.has(id)) this.#hold({ id, site, firstHeard: 0, lastHeard: 0, frames: 0, peer: '', model: null });
      return { as: 'held', site };
    }
    return { as: 'refused', why: 'unknown-device' };
  }

  // ── acts (each checks before it changes anything, and throws a BalefireError) ──

  putPlace(place: PlaceRecord): void {
    this.places.put(place);
    this.#store.savePlace(place);
    for (const placed of [...this.#devices.values()]) this.#put(placed.record, placed.secretHash);
  }

  register(record: DeviceRecord, secretHash: string | null): void {
    if (this.#devices.has(record.id)) throw new BalefireError('conflict', { detail: record.id });
    this.#check(record);
    this.release(record.id);
    this.#put(record, secretHash);
    this.#store.saveDevice(record, secretHash);
  }

  change(record: DeviceRecord): void {
    const placed = this.#placed(record.id);
    this.#check(record);
    this.#put(record, placed.secretHash);
    this.#store.saveDevice(record, placed.secretHash);
  }

  renewSecret(id: string, secretHash: string): void {
    const placed = this.#placed(id);
    placed.secretHash = secretHash;
    this.#store.saveDevice(placed.record, secretHash);
  }

  remove(id: string): void {
    this.#placed(id);
    this.#devices.delete(id);
    this.#store.removeDevice(id);
  }

  /** Takes a device off the held list. */
  release(id: string): boolean {
    this.#heldDevices.delete(id);
    if (!this.#held.delete(id)) return false;
    this.#store.removeHeld(id);
    return true;
  }

  setEnrolmentKey(place: string, keyHash: string): void {
    if (!this.places.get(place)) throw new BalefireError('not-found', { what: place });
    for (const [hash, site] of this.#sitesByKey) if (site === place) this.#sitesByKey.delete(hash);
    this.#sitesByKey.set(keyHash, place);
    this.#store.saveEnrolmentKey(place, keyHash);
  }

  setParameter(scope: string, name: string, value: number | null): void {
    if (!this.places.get(scope) && !this.#devices.has(scope)) throw new BalefireError('not-found', { what: scope });
    if (value === null) this.#parameters.get(scope)?.delete(name);
    else this.#parametersOf(scope).set(name, value);
    this.#store.saveParameter(scope, name, value);
  }

  /** A frame of a held device came: it is seen on the list. */
  heardHeld(id: string, at: number, peer: string, model: string | null): void {
    const held = this.#held.get(id);
    if (!held) return;
    const heard = { ...held, firstHeard: held.firstHeard || at, lastHeard: at, frames: held.frames + 1, peer, model: model ?? held.model };
    this.#held.set(id, heard);
    this.#store.saveHeld(heard);
  }

  // ──

  #placed(id: string): Placed {
    const placed = this.#devices.get(id);
    if (!placed) throw new BalefireError('not-found', { what: id });
    return placed;
  }

  #check(record: DeviceRecord): void {
    if (!DEVICE_ID.test(record.id)) throw new BalefireError('bad-request', { detail: `id: ${record.id}` });
    if (!this.#driverOf(record.model)) throw new BalefireError('not-found', { what: record.model });
    if (!this.places.get(record.place)) throw new BalefireError('not-found', { what: record.place });
  }

  #put(record: DeviceRecord, secretHash: string | null): void {
    const path = this.places.pathOf(record.place);
    const position =
      record.longitude !== null && record.latitude !== null ? { longitude: record.longitude, latitude: record.latitude } : undefined;
    const device: Device = {
      id: record.id,
      model: record.model,
      kind: this.#driverOf(record.model)?.kind ?? 'unregistered',
      name: record.name,
      address: record.modbus ? { by: 'modbus', ...record.modbus } : { by: 'mqtt' },
      path,
      zone: this.places.zoneOf(path),
      ...(position ? { position } : {}),
    };
    this.#devices.set(record.id, { device, record, secretHash });
  }

  #hold(held: HeldRecord): void {
    const path = this.places.pathOf(held.site);
    this.#held.set(held.id, held);
    this.#heldDevices.set(held.id, {
      id: held.id,
      model: 'unregistered',
      kind: 'unregistered',
      name: held.id,
      address: { by: 'mqtt' },
      path,
      zone: held.id,
    });
  }

  #parametersOf(scope: string): Map<string, number> {
    let named = this.#parameters.get(scope);
    if (!named) {
      named = new Map();
      this.#parameters.set(scope, named);
    }
    return named;
  }
}
