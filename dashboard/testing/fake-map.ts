// The part of the fake gateway that knows where things stand: invented positions of the invented estate, and layers in memory.
import type { Router } from 'express';
import { nearbyOf } from '../../gateway/map/nearby.ts';
import type { MapFile, MapLayer, MapPoint, PastAlarm } from '../../gateway/web/map-contract.ts';
import type { SketchPastView, SketchView } from '../../gateway/web/sketch-contract.ts';
import { refuse } from './fake-answers.ts';
import type { FakeState } from './fake-state.ts';

/** No such place is there: steppe, far from any town. */
const CENTRE = { longitude: 104.7412, latitude: 35.8106 };

/** Metres north and east of the centre, of places and devices of the invented estate. */
const SPOTS: Readonly<Record<string, readonly [north: number, east: number]>> = {
  estate: [40, -90],
  tower: [0, 0],
  store: [900, 1_500],
  hall: [960, 1_560],
  farm: [-2_200, -1_500],
  'post-1': [-2_900, -600],
  'water-1': [-1_400, -2_300],
  station: [400, 800],
  'post-eagle': [-2_950, -520],
  'tank-laojun': [-1_430, -2_250],
  'weather-1': [-2_100, -1_900],
  'hydrant-1': [60, 70],
  'hydrant-2': [-80, 60],
  'hydrant-3': [320, -240],
  'electric-1': [980, 1_530],
};

const FILES: readonly MapFile[] = [
  { name: 'linchang.png', kind: 'image', bytes: 812_004 },
  { name: 'district.pmtiles', kind: 'pmtiles', bytes: 21_004_112 },
  { name: 'survey-2025', kind: 'xyz', bytes: null },
];

export interface FakeMap {
  readonly layers: Map<string, MapLayer>;
  readonly sketches: Map<string, SketchView>;
  /** Versions of sketches that stand no more. */
  readonly ended: SketchPastView['items'];
  /** More points, for a map that carries much. */
  extra: MapPoint[];
  /** What a layer's file and tiles answer; null: 502. */
  picture: Buffer | null;
  /** Where the file of a packed layer lies; null: there is none. */
  archive: string | null;
}

/** A picture of one grey point. */
export const GREY = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');

export function fakeMap(): FakeMap {
  return { layers: new Map(), sketches: new Map(), ended: [], extra: [], picture: GREY, archive: null };
}

/** A .pmtiles archive (version 3) of one picture for the whole world, without compression. */
export function packedWorld(): Buffer {
  const directory = Buffer.from([1, 0, 1, GREY.length, 1]);
  const metadata = Buffer.from('{}');
  const header = Buffer.alloc(127);
  header.write('PMTiles', 0, 'latin1');
  header.writeUInt8(3, 7);
  const tiles = header.length + directory.length + metadata.length;
  const places = [127, directory.length, 127 + directory.length, metadata.length, tiles, 0, tiles, GREY.length, 1, 1, 1];
  for (const [at, value] of places.entries()) header.writeBigUInt64LE(BigInt(value), 8 + 8 * at);
  // Clustered; neither the directories nor the tiles are compressed; PNG; level 0 alone.
  header.set([1, 1, 1, 2, 0, 0], 96);
  for (const [at, degrees] of [-180, -85, 180, 85].entries()) header.writeInt32LE(degrees * 1e7, 102 + 4 * at);
  return Buffer.concat([header, directory, metadata, GREY]);
}

/** So many points in rows, each of another kind than its neighbour. */
export function manyPoints(count: number): MapPoint[] {
  const kinds = ['smoke', 'hydrant', 'callpoint', 'electrical', 'forest-tank', 'voice-post', 'pump', 'weather'] as const;
  const wide = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, at) => ({
    of: 'device',
    id: `many-${at}`,
    kind: kinds[at % kinds.length] ?? 'smoke',
    name: `点位 ${at}`,
    where: '云泽区',
    ...spot((Math.floor(at / wide) - wide / 2) * 130, ((at % wide) - wide / 2) * 130),
    silent: at % 97 === 0,
  }));
}

function spot(north: number, east: number): { longitude: number; latitude: number } {
  const latitude = CENTRE.latitude + north / 111_195;
  return { longitude: CENTRE.longitude + east / (111_195 * Math.cos((CENTRE.latitude * Math.PI) / 180)), latitude };
}

function pointsOf(state: FakeState): MapPoint[] {
  const where = (path: readonly { name: string }[]): string => path.map(({ name }) => name).join(' › ');
  const placed = (id: string) => {
    const [north, east] = SPOTS[id] ?? [0, 0];
    return spot(north, east);
  };
  const places = state.places
    .filter(({ id }) => SPOTS[id])
    .map(
      (place): MapPoint => ({
        of: 'place',
        id: place.id,
        kind: place.kind,
        name: place.name,
        where: '云泽区',
        ...placed(place.id),
        silent: false,
      }),
    );
  if (state.places.length > 1)
    places.push({
      of: 'place',
      id: 'station',
      kind: 'station',
      name: '云泽消防救援站',
      where: '云泽区',
      ...placed('station'),
      silent: false,
    });
  const devices = state.devices
    .filter(({ id }) => SPOTS[id])
    .map(
      (device): MapPoint => ({
        of: 'device',
        id: device.id,
        kind: device.kind,
        name: device.name,
        where: where(device.place),
        ...placed(device.id),
        silent: device.stale,
      }),
    );
  return [...places, ...devices, ...state.map.extra];
}

export function mapRoutes(routes: Router, state: FakeState): void {
  const { layers } = state.map;
  routes.get('/map/points', (request, response) => {
    const all = pointsOf(state);
    const after = Number(request.query['after'] ?? 0);
    const next = after + 2_000 < all.length ? String(after + 2_000) : null;
    response.json({ points: all.slice(after, after + 2_000), next, unplaced: after > 0 ? null : state.devices.length > 0 ? 2 : 0 });
  });
  routes.get('/map/nearby', (request, response) => {
    const [longitude, latitude] = [Number(request.query['longitude']), Number(request.query['latitude'])];
    response.json(nearbyOf(pointsOf(state), { longitude, latitude }));
  });
  routes.get('/map/past', (_, response) => {
    const to = Date.now();
    const alarms = [...state.alarms.values()].map(
      ({ id, device, class: of, title, place, receivedAt, closedAt, drill }): PastAlarm => ({
        id,
        device: device.id,
        name: device.name,
        class: of,
        title,
        path: place.map((step) => step.id),
        from: receivedAt,
        to: closedAt,
        drill,
      }),
    );
    response.json({ from: to - 86_400_000, to, alarms, cut: false });
  });
  const { sketches, ended } = state.map;
  const end = (one: SketchView): void => void ended.push({ ...one, from: one.changed.at, to: Date.now() });
  const signed = { by: 'p1', name: '王工', from: '10.20.0.7' };
  routes.get('/map/sketches', (request, response) => {
    const known = [...sketches.values()].map(({ id, version }) => `${id}${version}`).join() || 'none';
    response.json({ state: known, items: request.query['known'] === known ? null : [...sketches.values()] });
  });
  const drawn = ({ place, ...body }: Omit<SketchView, 'place'> & { place: string }, id: string, before?: SketchView): SketchView => {
    const at = { ...signed, at: Date.now() };
    const steps = state.places.filter((one) => one.id === place).map(({ name, kind }) => ({ id: place, name, kind }));
    const sketch = { ...body, id, place: steps, version: (before?.version ?? 0) + 1, drawn: before?.drawn ?? at, changed: at };
    if (before) end(before);
    sketches.set(id, sketch);
    return sketch;
  };
  routes.get('/map/sketches/past', (_, response) => {
    const to = Date.now();
    const still = [...sketches.values()].map((one) => ({ ...one, from: one.changed.at, to: null }));
    response.json({ from: to - 86_400_000, to, items: [...ended, ...still], cut: false });
  });
  routes.post('/map/sketches', (request, response) => {
    response.status(201).json(drawn(request.body, `k${sketches.size + 1}`));
  });
  routes.put('/map/sketches/:id', (request, response) => {
    const before = sketches.get(request.params.id);
    if (before === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    const { version, ...body } = request.body;
    if (before.version !== version)
      return refuse(response, 409, 'changed-meanwhile', '王工 刚刚保存了第 2 版，您的改动尚未保存', '王工 has just saved version 2');
    response.json(drawn(body, before.id, before));
  });
  routes.delete('/map/sketches/:id', (request, response) => {
    const before = sketches.get(request.params.id);
    if (before) end(before);
    sketches.delete(request.params.id);
    response.status(204).end();
  });
  routes.get('/map/layers', (_, response) => {
    response.json({ items: [...layers.values()] });
  });
  routes.get('/map/files', (_, response) => {
    response.json({ items: FILES });
  });
  routes.post('/map/layers', (request, response) => {
    const { key, ...layer } = request.body;
    if (layers.has(layer.id)) return refuse(response, 409, 'conflict', '与现状冲突：底图标识已存在', 'In conflict: the id is taken');
    const blank = { file: null, url: null, tianditu: null, corners: null };
    layers.set(layer.id, { ...blank, ...layer, hasKey: key !== undefined });
    response.status(201).json(layers.get(layer.id));
  });
  routes.delete('/map/layers/:id', (request, response) => {
    layers.delete(request.params.id);
    response.status(204).end();
  });
}
