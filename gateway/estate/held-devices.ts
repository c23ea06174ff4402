// Devices that nobody has placed yet: seen on the list, heard for fire alone, bounded in number.
import type { Device } from '../../device-drivers/device.ts';
import { heldDeviceOf } from './device-address.ts';
import type { EstateStore, HeldRecord } from './estate-store.ts';
import { HELD_LIMIT } from './limits.ts';
import type { PlaceTree } from './places.ts';
import type { StationNumbers } from './station-numbers.ts';

export class HeldDevices {
  readonly #store: EstateStore;
  readonly #places: PlaceTree;
  readonly #stations: StationNumbers;
  readonly #records = new Map<string, HeldRecord>();
  readonly #devices = new Map<string, Device>();

  constructor(store: EstateStore, places: PlaceTree, stations: StationNumbers) {
    this.#store = store;
    this.#places = places;
    this.#stations = stations;
  }

  /** It stands at its site, as model `unregistered`. */
  device(id: string): Device | undefined {
    return this.#devices.get(id);
  }

  record(id: string): HeldRecord | undefined {
    return this.#records.get(id);
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  all(): Iterable<HeldRecord> {
    return this.#records.values();
  }

  /** No further one is taken in. */
  get isFull(): boolean {
    return this.#records.size >= HELD_LIMIT;
  }

  /** Whoever waits under a station number, by whatever id. */
  byStation(station: string): HeldRecord | undefined {
    return [...this.#records.values()].find((one) => one.station?.station === station);
  }

  hold(held: HeldRecord): void {
    this.#records.set(held.id, held);
    if (held.station) this.#stations.put(held.id, held.station, 'held');
    this.#devices.set(held.id, heldDeviceOf(held, this.#places.pathOf(held.site)));
  }

  /** A frame of it came: it is seen on the list. */
  heard(id: string, at: number, peer: string, model: string | null): void {
    const held = this.#records.get(id);
    if (!held) return;
    const heard = { ...held, firstHeard: held.firstHeard || at, lastHeard: at, frames: held.frames + 1, peer, model: model ?? held.model };
    this.#records.set(id, heard);
    this.#store.saveHeld(heard);
  }

  /** Off the list; what stands behind it stays. */
  take(id: string): void {
    this.#devices.delete(id);
    this.#stations.remove(id);
    if (this.#records.delete(id)) this.#store.removeHeld(id);
  }
}
