// Tiles of other houses, over real HTTP: what is taken, what is refused, and where the gateway does not go.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Networks } from '../networks.ts';
import { PinnedOutgoing } from '../notify/outgoing.ts';
import type { KeyedLayer } from './map-layers.ts';
import { addressOf, RemoteTiles } from './remote-tiles.ts';

const LOCAL = new PinnedOutgoing(new Networks(['127.0.0.0/8']));
const TILE = { z: 3, x: 6, y: 2 };
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function layer(url: string): KeyedLayer {
  const plain = { id: 'l', name: 'l', place: 'root', coordinates: 'wgs84', approval: '', attribution: '', lowest: 0, highest: 18 } as const;
  return { ...plain, kind: 'custom', url, file: null, tianditu: null, corners: null, key: null };
}

describe('a tile of another house', () => {
  it('is fetched from the address that the template gives, also where it counts from below', async () => {
    const asked: string[] = [];
    const url = await serving((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('content-type', 'image/png').end('a tile');
    });
    const tiles = new RemoteTiles(LOCAL);
    expect(await tiles.fetch(layer(`${url}/{z}/{x}/{y}.png?v=1`), TILE)).toEqual({ bytes: Buffer.from('a tile'), type: 'image/png' });
    await tiles.fetch(layer(`${url}/{z}/{x}/{-y}.png`), TILE);
    expect(asked).toEqual(['/3/6/2.png?v=1', '/3/6/5.png']);
  });

  it('is not there, or refused, in so many words; what is no picture is never handed on', async () => {
    const url = await serving((request, response) => {
      if (request.url === '/none') response.writeHead(404).end();
      else if (request.url === '/key') response.writeHead(403, { 'content-type': 'text/html' }).end('<script>');
      else if (request.url === '/html') response.writeHead(200, { 'content-type': 'text/html' }).end('<script>');
      else response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc((1 << 20) + 1));
    });
    const tiles = new RemoteTiles(LOCAL);
    const fetched = (path: string) => tiles.fetch(layer(`${url}${path}`), TILE);
    expect(await fetched('/none')).toEqual({ failed: 'none' });
    expect(await fetched('/key')).toEqual({ failed: 'refused-by', status: 403 });
    expect(await fetched('/html')).toEqual({ failed: 'refused-by', status: 200 });
    expect(await fetched('/too-large')).toEqual({ failed: 'refused-by', status: 200 });
  });

  it('is not waited for without end', async () => {
    const url = await serving(() => undefined);
    expect(await new RemoteTiles(LOCAL, 50).fetch(layer(url), TILE)).toMatchObject({ failed: 'timeout' });
  });

  it('is not fetched from our own networks, unless the site allowed them', async () => {
    const asked: string[] = [];
    const url = await serving((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    const tiles = new RemoteTiles(new PinnedOutgoing(new Networks([])));
    expect(await tiles.fetch(layer(url), TILE)).toMatchObject({ failed: 'address' });
    expect(asked).toEqual([]);
  });

  it('of Tianditu is asked for by row and column with the key, and its names from their own layer', () => {
    const tianditu: KeyedLayer = { ...layer(''), kind: 'tianditu', url: null, tianditu: 'img', key: 'k&y' };
    const address = new URL(addressOf(tianditu, TILE, false));
    expect(address.host).toBe('t0.tianditu.gov.cn');
    expect(address.pathname).toBe('/img_w/wmts');
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      LAYER: 'img',
      TILEMATRIX: '3',
      TILEROW: '2',
      TILECOL: '6',
      tk: 'k&y',
    });
    expect(new URL(addressOf(tianditu, TILE, true)).pathname).toBe('/cia_w/wmts');
  });
});
