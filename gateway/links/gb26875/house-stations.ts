// What the GB/T 26875.3 link knows of the house: whose a station number is, what is set for it, which systems stand behind it.
import type { Clock } from '../../clock.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Presence } from '../../estate/presence.ts';
import type { Troubles } from '../../troubles.ts';
import { type StationSettings, stationSettings } from './limits.ts';
import type { StationsAround } from './stations.ts';

/** What holds for one transmission device now, as it or its places are set. */
export function stationSettingsOf(id: string, estate: Pick<Estate, 'device' | 'parameter'>): StationSettings {
  const device = estate.device(id);
  return stationSettings((name) => device && estate.parameter(name, device));
}

export function houseStations(estate: Estate, presence: Presence, troubles: Troubles, now: Clock): StationsAround {
  return {
    now,
    admitStation: (station, address) => estate.admitStation(station, address),
    settings: (id) => stationSettingsOf(id, estate),
    profile(id) {
      const address = estate.device(id)?.address;
      return address?.by === 'gb26875' ? address.profile : '';
    },
    systems(id) {
      return [...estate.partsOf(id)].flatMap((part) => {
        const address = estate.device(part)?.address;
        return address?.by === 'part' && address.part === null ? [address] : [];
      });
    },
    *expected() {
      for (const { id, address } of estate.devices()) {
        if (address.by === 'gb26875') yield { device: id, network: address.network };
      }
    },
    *carriersDown() {
      for (const { id, address } of estate.devices()) {
        if (address.by === 'carrier' && presence.values(id)['devicesLost']?.value !== 0) yield address.network;
      }
    },
    placeOf: (devices) => estate.places.above(devices.flatMap((id) => estate.device(id)?.path.at(-1) ?? [])),
    trouble: (id, title, detail) => troubles.raise(id, 'fault', title, detail),
    troubleEnds: (id) => troubles.clear(id),
  };
}
