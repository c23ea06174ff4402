// The map: what stands where, what is near a spot, what stood open over a while, and the layers below it.
import { z } from 'zod';
import type { Device } from '../../../device-drivers/device.ts';
import { words } from '../../../device-drivers/words.ts';
import type { AlarmStore } from '../../alarms/alarm-store.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import type { MapFolder } from '../../map/map-folder.ts';
import { isBelow, type MapLayers } from '../../map/map-layers.ts';
import { nearbyOf } from '../../map/nearby.ts';
import { pointsOf, unplacedOf } from '../../map/points.ts';
import type { Visitor } from '../access/access.ts';
import { type MapLayer, type MapPoint, mapFile, mapLayer, mapPast, mapPoints, nearby } from '../map-contract.ts';
import { changeMapLayer, layerParams, type MapLayerOrder, nearbyQuery, newMapLayer, pastQuery, pointsQuery } from '../map-requests.ts';
import { type Route, route } from '../route.ts';
import { type Acting, note } from './acting.ts';
import { replaySpan } from './replay-span.ts';

/** Alarms of a span: a flood of a day; each is 400 bytes on the wire. */
const MOST_PAST = 5_000;

export interface MapRouteRooms {
  readonly estate: Pick<Estate, 'places' | 'devices'>;
  readonly store: Pick<AlarmStore, 'standingWithin'>;
  readonly layers: MapLayers;
  readonly folder: MapFolder;
  readonly isSilent: (device: Device) => boolean;
  readonly flow: Acting;
  readonly clock: Clock;
}

export function mapRoutes(rooms: MapRouteRooms): Route[] {
  const { estate, store, layers, folder, flow, clock } = rooms;
  const set = async (order: MapLayerOrder, by: Visitor): Promise<MapLayer> => {
    layers.set(order);
    const { key: _key, ...said } = order;
    await note(flow, by.author, 'set-map-layer', order.id, said);
    const found = layers.list().find(({ id }) => id === order.id);
    if (!found) throw new BalefireError('not-found', { what: order.id });
    return found;
  };
  return [
    route({
      method: 'get',
      path: '/map/points',
      id: 'listMapPoints',
      summary: words('地图上的地点与设备（WGS-84）', 'Places and devices on the map (WGS-84)'),
      needs: 'device.read',
      query: pointsQuery,
      answer: mapPoints,
      handle({ query: { after, limit }, by }) {
        const sees = (path: readonly string[]): boolean => by.sees(path);
        const points: (MapPoint & { readonly number: number })[] = [];
        // A page at a time: all of twenty thousand at once would keep every confirmation waiting for forty milliseconds.
        for (const point of pointsOf(rooms, sees, after)) {
          if (points.length === limit)
            return { points, next: String(points.at(-1)?.number), unplaced: after > 0 ? null : unplacedOf(rooms, sees) };
          points.push(point);
        }
        return { points, next: null, unplaced: after > 0 ? null : unplacedOf(rooms, sees) };
      },
    }),
    route({
      method: 'get',
      path: '/map/nearby',
      id: 'readNearby',
      summary: words('周边 0.5/1/3/5 km 的消防资源与直线距离', 'What helps within 0.5, 1, 3 and 5 km, as the crow flies'),
      needs: 'device.read',
      query: nearbyQuery,
      answer: nearby,
      handle: ({ query, by }) =>
        nearbyOf(
          pointsOf(rooms, (path) => by.sees(path)),
          query,
        ),
    }),
    route({
      method: 'get',
      path: '/map/past',
      id: 'readMapPast',
      summary: words('一段时间内未关闭过的警情，供地图回放', 'Alarms that stood open within a span, to play the map back'),
      needs: 'alarm.read',
      query: pastQuery,
      answer: mapPast,
      handle({ query, by }) {
        const { from, to } = replaySpan(query, clock());
        const { place } = by.person;
        const found = store.standingWithin({ from, to, place: place === ROOT_PLACE ? undefined : place }, MOST_PAST + 1);
        return {
          from,
          to,
          cut: found.length > MOST_PAST,
          alarms: found.slice(0, MOST_PAST).map(({ id, device, deviceName, class: of, title, path, receivedAt, closedAt, drill }) => ({
            id,
            device,
            name: deviceName,
            class: of,
            title,
            path: [...path],
            from: receivedAt,
            to: closedAt,
            drill,
          })),
        };
      },
    }),
    route({
      method: 'get',
      path: '/map/layers',
      id: 'listMapLayers',
      summary: words('已配置的底图；密钥不回显', 'The layers below the map; keys are never shown'),
      needs: 'device.read',
      answer: z.object({ items: z.array(mapLayer) }),
      handle: ({ by }) => ({ items: layers.list().filter((layer) => isBelow(layer, by, estate.places)) }),
    }),
    route({
      method: 'get',
      path: '/map/files',
      id: 'listMapFiles',
      summary: words('数据目录 maps 中可用作底图的文件', 'Files in `maps` of the data folder that can be a layer'),
      needs: 'map.manage',
      answer: z.object({ items: z.array(mapFile) }),
      handle: async () => ({ items: await folder.list() }),
    }),
    route({
      method: 'post',
      path: '/map/layers',
      id: 'addMapLayer',
      summary: words('新增底图', 'Set up a layer below the map'),
      needs: 'map.manage',
      body: newMapLayer,
      answer: mapLayer,
      status: 201,
      names: { 'body.place': 'place' },
      async handle({ body, by }) {
        if (layers.get(body.id)) throw new BalefireError('conflict', { detail: `底图标识已存在 / the id is taken: ${body.id}` });
        return set(body, by);
      },
    }),
    route({
      method: 'put',
      path: '/map/layers/{layer}',
      id: 'changeMapLayer',
      summary: words('修改底图；未填的密钥保持不变', 'Change a layer; a key that is left out stays'),
      needs: 'map.manage',
      params: layerParams,
      body: changeMapLayer,
      answer: mapLayer,
      names: { 'params.layer': 'map-layer', 'body.place': 'place' },
      handle: ({ params, body, by }) => set({ ...body, id: params.layer }, by),
    }),
    route({
      method: 'delete',
      path: '/map/layers/{layer}',
      id: 'removeMapLayer',
      summary: words('删除底图', 'Remove a layer'),
      needs: 'map.manage',
      params: layerParams,
      answer: z.void(),
      status: 204,
      names: { 'params.layer': 'map-layer' },
      async handle({ params, by }) {
        layers.remove(params.layer);
        await note(flow, by.author, 'remove-map-layer', params.layer, {});
      },
    }),
  ];
}
