// The high-rises of a district: a card each, and how many of them are connected against the target.
import { setImmediate as breathe } from 'node:timers/promises';

import { isFoundBy } from '../../../device-drivers/pinyin.ts';
import { words } from '../../../device-drivers/words.ts';
import type { Estate } from '../../estate/estate.ts';
import { type BuildingViews, urgency } from '../building-views.ts';
import { connectionRateOf, highRisesWithin } from '../connection-rate.ts';
import { setTarget } from '../place-file-contract.ts';
import { highRiseQuery } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type BuildingCard, connectionRate, highRiseList } from '../unit-contract.ts';
import type { Acting } from './acting.ts';
import { pageOf } from './unit-routes.ts';

export interface HighRiseRouteRooms {
  readonly estate: Estate;
  readonly buildings: BuildingViews;
  readonly flow: Acting;
}

type Sort = 'worst' | 'name' | 'height' | 'pressure' | 'hours' | 'contact';

export function highRiseRoutes({ estate, buildings, flow }: HighRiseRouteRooms): Route[] {
  const rooms = { estate, buildings };
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
        const search = query.search ?? '';
        const cards = highRisesWithin(place, by.sees, rooms)
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
        return { items: full, ...page, rate: connectionRateOf(place, by.sees, glance, rooms) };
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
        return connectionRateOf(place, by.sees, await buildings.glance(), rooms);
      },
    }),
  ];
}

type Sketch = Omit<BuildingCard, 'systems'>;

function fits(card: Sketch, state: 'all' | 'alarm' | 'water' | 'unconnected', search: string): boolean {
  if (!isFoundBy(search, card.name, card.unit?.name ?? '', card.id)) return false;
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
