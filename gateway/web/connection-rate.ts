// Connected high-rises of all in a place, against the target: for the supervisor's list and for the walls.
import type { PlaceRecord } from '../acts.ts';
import { highRiseOf } from '../assess/high-rise.ts';
import type { Estate } from '../estate/estate.ts';
import { ROOT_PLACE } from '../estate/places.ts';
import type { Sees } from './alarm-views.ts';
import type { BuildingViews, Glance } from './building-views.ts';
import type { ConnectionRate } from './unit-contract.ts';

interface Rooms {
  readonly estate: Estate;
  readonly buildings: BuildingViews;
}

/** The buildings that somebody sees within a place: those that are high, and how many of which nobody can say. */
export function highRisesWithin(place: string, sees: Sees, { estate, buildings }: Rooms): { high: string[]; unknown: number } {
  const all = [...estate.places.all()].filter((one) => isBuildingWithin(one, place, estate, sees));
  const of = (what: 'yes' | 'unknown') => all.filter(({ id }) => highRiseOf(buildings.fileOf(id)) === what);
  return { high: of('yes').map(({ id }) => id), unknown: of('unknown').length };
}

export function connectionRateOf(place: string, sees: Sees, glance: Glance, rooms: Rooms): ConnectionRate {
  const { estate, buildings } = rooms;
  const { high, unknown } = highRisesWithin(place, sees, rooms);
  const states = high.map((id) => buildings.contact(glance.inside(id)).state);
  const connected = states.filter((state) => state === 'good').length;
  const lost = states.filter((state) => state === 'lost').length;
  const at = estate.places.pathOf(place).findLast((one) => typeof estate.files.get('target', one)?.file.percent === 'number');
  const percent = at === undefined ? null : (estate.files.get('target', at)?.file.percent ?? null);
  return {
    place,
    all: high.length,
    connected,
    lost,
    none: high.length - connected - lost,
    unknown,
    percent: high.length === 0 ? null : (100 * connected) / high.length,
    target: at === undefined || percent === null ? null : { percent, place: { id: at, name: estate.places.get(at)?.name ?? at } },
    targetVersion: estate.files.get('target', place)?.version ?? 0,
  };
}

function isBuildingWithin({ id, kind }: PlaceRecord, place: string, estate: Estate, sees: Sees): boolean {
  if (kind !== 'building') return false;
  const path = estate.places.pathOf(id);
  return sees(path) && (place === ROOT_PLACE || path.includes(place));
}
