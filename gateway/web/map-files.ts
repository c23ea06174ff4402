// Serves what lies below the map: files of ours in the parts a browser asks for, and tiles that the gateway fetches elsewhere.
import { stat } from 'node:fs/promises';
import type { Express, Request, Response } from 'express';
import type { Clock } from '../clock.ts';
import { BalefireError } from '../errors.ts';
import type { PlaceTree } from '../estate/places.ts';
import { type MapFolder, type Tile, tileOf } from '../map/map-folder.ts';
import { isBelow, type KeyedLayer, type MapLayers } from '../map/map-layers.ts';
import type { RemoteTiles } from '../map/remote-tiles.ts';
import type { Visitor } from './access/access.ts';
import { type Rate, RateLimit } from './access/rate-limit.ts';

/** A screen that is dragged over a map of 256-pixel tiles at 1920 × 1080 asks for forty at once, and again at each level. */
const TILE_RATE: Rate = { perSecond: 200, burst: 1_200 };
/** A tile may lie in the browser so long; a map that was exchanged is seen anew the next hour. */
const KEPT_SECONDS = 3_600;
/** A picture or a .pmtiles file is asked for again each time, and answered with 304 while it is the same. */
const ASK_AGAIN = 'private, no-cache';

interface MapFileRooms {
  readonly layers: Pick<MapLayers, 'get'>;
  readonly folder: MapFolder;
  readonly remote: Pick<RemoteTiles, 'fetch'>;
  readonly places: Pick<PlaceTree, 'pathOf'>;
}

interface Around {
  /** Who sends a request and may look at maps. Throws where nobody does. */
  readonly admit: (request: Request) => Visitor;
  readonly clock: Clock;
}

/**
 * Mounts `{root}/{layer}/file`, `{root}/{layer}/tiles/{z}/{x}/{y}` and `{root}/{layer}/names/{z}/{x}/{y}`. Apart from the API,
 * with a bound of their own: whoever drags a map must not be refused when they then acknowledge an alarm.
 */
export function mountMaps(app: Express, root: string, { layers, folder, remote, places }: MapFileRooms, around: Around): void {
  const rates = new RateLimit(TILE_RATE, around.clock);

  function admit(request: Request): KeyedLayer {
    const by = around.admit(request);
    const seconds = rates.take(by.session);
    if (seconds > 0) throw new BalefireError('too-many', { seconds });
    const name = String(request.params['layer']);
    const layer = layers.get(name);
    if (!layer || !isBelow(layer, by, places)) throw new BalefireError('not-found', { what: name.slice(0, 100) });
    return layer;
  }

  app.get(`${root}/:layer/file`, async (request, response) => {
    const layer = admit(request);
    const file = layer.kind === 'xyz' || layer.file === null ? undefined : await folder.file(layer.file);
    if (file === undefined) throw new BalefireError('not-found', { what: layer.file ?? layer.id });
    await send(response, file, ASK_AGAIN);
  });

  app.get(`${root}/:layer/:of/:z/:x/:y`, async (request, response) => {
    const { of, z = '', x = '', y = '' } = request.params;
    const layer = admit(request);
    const tile = tileOf(z, x, y);
    const isKnown = of === 'tiles' || (of === 'names' && layer.kind === 'tianditu');
    if (!tile || !isKnown) throw new BalefireError('not-found', { what: request.path.slice(0, 100) });
    if (layer.kind === 'xyz') await sendOwn(layer, tile, response);
    else if (layer.kind === 'tianditu' || layer.kind === 'custom') await sendRemote(layer, tile, of === 'names', response);
    else throw new BalefireError('not-found', { what: layer.id });
  });

  async function sendOwn(layer: KeyedLayer, tile: Tile, response: Response): Promise<void> {
    const file = await folder.tile(layer.file ?? '', tile);
    if (file === undefined) empty(response);
    else await send(response, file, kept);
  }

  async function sendRemote(layer: KeyedLayer, tile: Tile, names: boolean, response: Response): Promise<void> {
    const answer = await remote.fetch(layer, tile, names);
    if ('bytes' in answer) response.set('Cache-Control', kept).type(answer.type).send(answer.bytes);
    else if (answer.failed === 'none') empty(response);
    else {
      // The words of what went wrong tell the host alone: keys stand in the rest of an address.
      const detail = 'detail' in answer ? answer.detail : refusalWords(answer);
      response.status(502).set('Cache-Control', 'no-store').json({ code: 'tile-not-there', why: answer.failed, words: detail });
    }
  }
}

const kept = `private, max-age=${KEPT_SECONDS}`;

function refusalWords(answer: { readonly failed: string; readonly status?: number }): { zh: string; en: string } {
  if (answer.failed === 'busy') return { zh: '同时请求的瓦片过多', en: 'Too many tiles are being fetched' };
  return { zh: `地图服务拒绝（HTTP ${answer.status ?? 0}）`, en: `The map server refused (HTTP ${answer.status ?? 0})` };
}

/** Where there is no tile there is nothing to draw: not an error, or every coast and every edge would be one. */
function empty(response: Response): void {
  response.status(204).set('Cache-Control', kept).end();
}

/** Whole or in the part that was asked for (RFC 9110, 14): a .pmtiles file of gigabytes is read a tile at a time. */
async function send(response: Response, file: string, cacheControl: string): Promise<void> {
  const { size, mtimeMs } = await stat(file);
  // By it whoever reads a file in parts knows when it was exchanged in between.
  response.set({ 'Cache-Control': cacheControl, ETag: `"${size.toString(16)}-${Math.trunc(mtimeMs).toString(16)}"` });
  await new Promise<void>((done, fail) => {
    response.sendFile(file, { cacheControl: false, dotfiles: 'allow' }, (error?: Error & { code?: string; status?: number }) => {
      // Whoever moved on before it was sent wants no answer any more.
      if (!error || error.code === 'ECONNABORTED' || response.headersSent) done();
      else if (error.status === 416) done(void response.status(416).end());
      else fail(error);
    });
  });
}
