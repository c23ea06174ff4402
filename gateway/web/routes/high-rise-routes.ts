// The high-rises of a district: a card each, and how many of them are connected against the target.
import { setImmediate as breathe } from 'node:timers/promises';

import { words } from '../../../device-drivers/words.ts';
import type { PlaceRecord } from '../../acts.ts';
import { highRiseOf } from '../../assess/high-rise.ts';
import type { Estate } from '../../estate/estate.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import type { Visitor } from '../access/access.ts';
import { type BuildingViews, type Glance, urgency } from '../building-views.ts';
import { setTarget } from '../place-file-contract.ts';
import { highRiseQuery } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type BuildingCard, type ConnectionRate, connectionRate, highRiseList } from '../unit-contract.ts';
import type { Acting } from './acting.ts';
import { pageOf } from './unit-routes.ts';

export interface HighRiseRouteRooms {
  readonly estate: Estate;
  readonly buildings: BuildingViews;
  readonly flow: Acting;
}

type Sort = 'worst' | 'name' | 'height' | 'pressure' | 'hours' | 'contact';

export function highRiseRoutes({ estate, buildings, flow }: HighRiseRouteRooms): Route[] {
  /** The buildings that the person sees within a place: those that are high, and how many of which nobody can say. */
  const within = (place: string, by: Visitor): { high: string[]; unknown: number } => {
    const all = [...estate.places.all()].filter((one) => isBuildingWithin(one, place, estate, by));
    const of = (what: 'yes' | 'unknown') => all.filter(({ id }) => highRiseOf(buildings.fileOf(id)) === what);
    return { high: of('yes').map(({ id }) => id), unknown: of('unknown').length };
  };
  const rateOf = (place: string, by: Visitor, glance: Glance): ConnectionRate => {
    const { high, unknown } = within(place, by);
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
  };
  return [
    route({
      method: 'get',
      path: '/high-rises',
      id: 'listHighRises',
      summary: words(
        '高层建筑：最不利点水压、水箱时长、屏蔽、联络、五个系统和联网率',
        'High-rises: pressure at the worst point, tank hours, isolations, contact, five systems, and the rate connected',
      ),
      needs: 'device.read',
      query: highRiseQuery,
      answer: highRiseList,
      names: { 'query.place': 'place' },
      async handle({ query, by }) {
        const place = query.place ?? by.person.place;
        const glance = await buildings.glance();
        const search = query.search?.trim().toLowerCase() ?? '';
        const cards = within(place, by)
          .high.map((id) => buildings.sketch(id, glance))
          .filter((card) => fits(card, query.state, search))
          .sort((one, other) => keyOf(one, query.sort) - keyOf(other, query.sort) || byName(one, other));
        const { items, ...page } = pageOf(cards, query);
        const full: BuildingCard[] = [];
        for (const card of items) {
          full.push({ ...card, systems: buildings.systems(card.id, glance) });
          // A building can have thousands of parts: between two of them others have their turn.
          await breathe();
        }
        return { items: full, ...page, rate: rateOf(place, by, glance) };
      },
    }),
    route({
      method: 'put',
      path: '/high-rises/target',
      id: 'setConnectionTarget',
      summary: words('设定高层建筑联网率目标；空则沿用上级', 'Set the target for connected high-rises; null takes that of the place above'),
      needs: 'target.manage',
      body: setTarget,
      answer: connectionRate,
      names: { 'body.place': 'place' },
      async handle({ body: { place, version, percent }, by }) {
        await flow.act({ do: 'set-place-file', place, version, file: { of: 'target', content: { percent } } }, by.author);
        return rateOf(place, by, await buildings.glance());
      },
    }),
  ];
}

function isBuildingWithin({ id, kind }: PlaceRecord, place: string, estate: Estate, by: Visitor): boolean {
  if (kind !== 'building') return false;
  const path = estate.places.pathOf(id);
  return by.sees(path) && (place === ROOT_PLACE || path.includes(place));
}

type Sketch = Omit<BuildingCard, 'systems'>;

function fits(card: Sketch, state: 'all' | 'alarm' | 'water' | 'unconnected', search: string): boolean {
  if (search !== '' && !`${card.name} ${card.unit?.name ?? ''} ${card.id}`.toLowerCase().includes(search)) return false;
  if (state === 'alarm') return card.worst !== null;
  if (state === 'unconnected') return card.contact.state !== 'good';
  return state !== 'water' || card.topPressure.state !== 'good' || card.tanks.some((tank) => tank.state !== 'good');
}

/** What is wrong or not known stands before what is good. */
function keyOf(card: Sketch, sort: Sort): number {
  switch (sort) {
    case 'worst':
      return urgency(card);
    case 'name':
      return 0;
    case 'height':
      return -(card.heightM ?? 0);
    case 'pressure':
      return card.topPressure.state === 'good' || card.topPressure.state === 'low' ? (card.topPressure.value ?? -1) : -1;
    case 'hours':
      return Math.min(
        ...card.tanks.map(({ state, hours }) => (state === 'good' || state === 'short' || state === 'low' ? (hours ?? -1) : -1)),
        Number.MAX_VALUE,
      );
    case 'contact':
      return card.contact.lastHeard ?? 0;
  }
}

function byName(one: Sketch, other: Sketch): number {
  return one.name.localeCompare(other.name, 'zh-CN', { numeric: true });
}
