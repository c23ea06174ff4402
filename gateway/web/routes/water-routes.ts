// The water system: its pressure and level points, worst first.
import { words } from '../../../device-drivers/words.ts';
import { type Route, route } from '../route.ts';
import { waterPoints, waterQuery } from '../water-contract.ts';
import type { WaterViews } from '../water-views.ts';

export interface WaterRouteRooms {
  readonly water: WaterViews;
}

export function waterRoutes({ water }: WaterRouteRooms): Route[] {
  return [
    route({
      method: 'get',
      path: '/water/points',
      id: 'listWaterPoints',
      summary: words(
        '水系统测点：压力与液位、限值及其来源、水泵状态、水箱时长，最差的在前',
        'Pressure and level points: limits and where they come from, pumps, how long tanks last; the worst first',
      ),
      needs: 'device.read',
      query: waterQuery,
      answer: waterPoints,
      names: { 'query.place': 'place' },
      handle: ({ query, by }) => water.page(query, (path) => by.sees(path)),
    }),
  ];
}
