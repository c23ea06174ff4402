// Which devices a building's file can name: those of the building and its unit that tell a pressure or a level.
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import type { QuantityId } from '../../device-drivers/quantity.ts';
import type { Estate } from '../estate/estate.ts';
import type { Presence } from '../estate/presence.ts';
import type { Glance } from './building-views.ts';
import type { BuildingView } from './unit-contract.ts';

interface Rooms {
  readonly estate: Estate;
  readonly presence: Presence;
  readonly driverOf: (model: string) => DeviceDriver | undefined;
}

export class LiveSources {
  readonly #rooms: Rooms;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  /** The building's own first: the pool of its roof is often meant, that of the yard sometimes. */
  of(quantity: QuantityId, building: string, glance: Glance): BuildingView['choices']['pressure'] {
    const { estate } = this.#rooms;
    const unit = estate.places.pathOf(building).findLast((place) => estate.places.get(place)?.kind === 'unit');
    const own = glance.inside(building).devices;
    const near = unit === undefined ? [] : glance.inside(unit).devices;
    return [...new Set([...own, ...near])].flatMap((id) => {
      const device = this.#tells(id, quantity) ? estate.device(id) : undefined;
      return device ? [{ id, name: device.name, place: estate.places.steps(device.path).at(-1)?.name ?? '' }] : [];
    });
  }

  /** A part of a panel could tell anything by its driver: of it counts what it ever told. */
  #tells(id: string, quantity: QuantityId): boolean {
    const { estate, presence, driverOf } = this.#rooms;
    const device = estate.device(id);
    if (!device) return false;
    if (device.address.by === 'part') return Object.values(presence.values(id)).some((value) => value.quantity === quantity);
    return driverOf(device.model)?.points.some((point) => point.quantity === quantity) ?? false;
  }
}
