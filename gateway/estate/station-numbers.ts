// Station numbers of GB/T 26875.3 and whose they are: numbers are not unique in the field, so a network may go with one.
import type { StationAddress } from '../../device-drivers/device.ts';
import { ZERO_STATION } from '../../device-drivers/gb26875/station.ts';
import { Networks } from '../networks.ts';

/** Who a station is. `refused`: `unknown-station`, `wrong-network` (the number is somebody's who may not come from there), `too-many-held`. */
export type StationAdmission =
  | { readonly as: 'device'; readonly id: string }
  | { readonly as: 'held'; readonly id: string }
  | { readonly as: 'refused'; readonly why: 'unknown-station' | 'wrong-network' | 'too-many-held' };

/** How the id of a transmission device begins that introduced itself. */
const STRANGER = 'gb-';

export function isStrangersId(id: string): boolean {
  return id.startsWith(STRANGER);
}

interface Entry {
  readonly id: string;
  readonly as: 'device' | 'held';
  readonly address: StationAddress;
  readonly networks: Networks | undefined;
}

export class StationNumbers {
  readonly #byStation = new Map<string, Entry[]>();
  readonly #byId = new Map<string, string>();

  /** A number that many devices send because nobody set one: only the peer's address tells them apart (1.14 of the field notes). */
  isNobodys(station: string): boolean {
    return station === ZERO_STATION;
  }

  /** The id under which a stranger is held. */
  strangersId(station: string, address: string): string {
    return this.isNobodys(station) ? `${STRANGER}${address.replaceAll(/[^0-9A-Za-z.:-]/g, '-')}` : `${STRANGER}${station}`;
  }

  put(id: string, address: StationAddress, as: Entry['as']): void {
    this.remove(id);
    const networks = address.network === null ? undefined : new Networks([address.network]);
    this.#byStation.set(address.station, [...(this.#byStation.get(address.station) ?? []), { id, as, address, networks }]);
    this.#byId.set(id, address.station);
  }

  remove(id: string): void {
    const station = this.#byId.get(id);
    if (station === undefined) return;
    this.#byId.delete(id);
    const left = (this.#byStation.get(station) ?? []).filter((entry) => entry.id !== id);
    if (left.length > 0) this.#byStation.set(station, left);
    else this.#byStation.delete(station);
  }

  /** Who comes with this number from this address; a device with a network that fits goes before one without. */
  find(station: string, address: string): StationAdmission | { readonly as: 'unknown' } {
    const entries = this.#byStation.get(station) ?? [];
    const fits = entries.find(({ networks }) => networks?.contains(address)) ?? entries.find(({ networks }) => networks === undefined);
    if (fits) return { as: fits.as, id: fits.id };
    const isDevices = entries.some(({ as }) => as === 'device');
    return isDevices && !this.isNobodys(station) ? { as: 'refused', why: 'wrong-network' } : { as: 'unknown' };
  }

  /** Another device that has the number with the same network; undefined where it is free. */
  ownerOf({ station, network }: StationAddress, beside: string): string | undefined {
    return this.#byStation.get(station)?.find((entry) => entry.id !== beside && entry.as === 'device' && entry.address.network === network)
      ?.id;
  }
}
