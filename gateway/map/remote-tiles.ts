// Tiles of other houses, fetched by the gateway: the browser speaks to nobody else, and no key ever reaches it.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { failureOf, type OutgoingFailure, type PinnedOutgoing, pinned } from '../notify/outgoing.ts';
import type { Tile } from './map-folder.ts';
import type { KeyedLayer } from './map-layers.ts';

/** The largest tile taken: pictures of 512 × 512 are a fifth of it. */
const LARGEST = 1 << 20;
/** Slower than any server of tiles in order; a map that waits longer is no map. */
const PATIENCE_MS = 10_000;
/** Asked for at once, for all screens; a screen asks for sixteen. What comes more waits for nobody and is refused. */
const AT_ONCE = 64;

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

interface RemoteTile {
  readonly bytes: Buffer;
  readonly type: string;
}

/** `none`: the server has no such tile. `busy`: too many are being fetched. `refused`: it said no, with that status. */
export type TileAnswer =
  | RemoteTile
  | OutgoingFailure
  | { readonly failed: 'none' | 'busy' }
  | { readonly failed: 'refused-by'; readonly status: number };

export class RemoteTiles {
  readonly #way: Pick<PinnedOutgoing, 'reach'>;
  readonly #patienceMs: number;
  #waiting = 0;

  /** `way`: never into our own networks unless the site allowed it. */
  constructor(way: Pick<PinnedOutgoing, 'reach'>, patienceMs = PATIENCE_MS) {
    this.#way = way;
    this.#patienceMs = patienceMs;
  }

  /** A tile of a layer, or the layer of names that lies over it. Resolves always. */
  async fetch(layer: KeyedLayer, tile: Tile, names = false): Promise<TileAnswer> {
    if (this.#waiting >= AT_ONCE) return { failed: 'busy' };
    this.#waiting += 1;
    try {
      return await this.#fetch(new URL(addressOf(layer, tile, names)));
    } finally {
      this.#waiting -= 1;
    }
  }

  async #fetch(url: URL): Promise<TileAnswer> {
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const reached = await this.#way.reach(host);
    if ('failed' in reached) return reached;
    const patience = AbortSignal.timeout(this.#patienceMs);
    return await new Promise<TileAnswer>((resolve) => {
      const fail = (error: unknown): void => resolve(patience.aborted ? failureOf({ code: 'ETIMEDOUT' }, host) : failureOf(error, host));
      const asked = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
        headers: { 'user-agent': 'Balefire', accept: 'image/*' },
        lookup: pinned(reached),
        agent: false,
        signal: patience,
      });
      asked.on('error', fail);
      asked.on('response', (answer) => {
        take(answer).then((taken) => {
          resolve(taken);
          asked.destroy();
        }, fail);
      });
      asked.end();
    });
  }
}

async function take(answer: IncomingMessage): Promise<TileAnswer> {
  const status = answer.statusCode ?? 0;
  if (status === 404 || status === 204) return { failed: 'none' };
  if (status !== 200) return { failed: 'refused-by', status };
  const type = (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  // What is no picture, such as a page that says that the key is wrong, must never be served from our own address.
  if (!PICTURES.has(type)) return { failed: 'refused-by', status };
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer) {
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length > LARGEST) return { failed: 'refused-by', status };
  }
  return { bytes: Buffer.concat(parts), type };
}

const TIANDITU_NAMES = { vec: 'cva', img: 'cia', ter: 'cta' } as const;

/** Where a tile is to be had. Of Tianditu by WMTS in web mercator; over eight hosts, as it wishes. */
export function addressOf({ kind, url, tianditu, key }: KeyedLayer, { z, x, y }: Tile, names: boolean): string {
  if (kind === 'tianditu' && tianditu !== null) {
    const map = names ? TIANDITU_NAMES[tianditu] : tianditu;
    const query = new URLSearchParams({
      SERVICE: 'WMTS',
      REQUEST: 'GetTile',
      VERSION: '1.0.0',
      LAYER: map,
      STYLE: 'default',
      TILEMATRIXSET: 'w',
      FORMAT: 'tiles',
      TILEMATRIX: String(z),
      TILEROW: String(y),
      TILECOL: String(x),
      tk: key ?? '',
    });
    return `https://t${(x + y) % 8}.tianditu.gov.cn/${map}_w/wmts?${query.toString()}`;
  }
  return (url ?? '')
    .replaceAll('{z}', String(z))
    .replaceAll('{x}', String(x))
    .replaceAll('{y}', String(y))
    .replaceAll('{-y}', String(2 ** z - 1 - y));
}
