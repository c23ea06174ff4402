// A stand-in for the gateway as a wall knows it: the page, the door of the link, and the live channel, with a clock of its own.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { Server } from 'socket.io';
import type { WallEvents, WallFigures, WallFire, WallSketch, WallState } from '../../gateway/web/wall-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';

const BEAT_MS = 300;
/** 10:00 of the site. */
const MORNING = Date.UTC(2026, 10, 20, 2);
const OFFSET = 480;

export interface FakeWall {
  readonly url: string;
  /** Tokens that were exchanged. */
  readonly entered: string[];
  /** How often the page was fetched. */
  readonly pages: () => number;
  /** Tells a state; what is left out is calm. */
  readonly tell: (state: Partial<WallState>) => void;
  /** Tells what is drawn on the map. */
  readonly draw: (sketches: readonly WallSketch[]) => void;
  /** The language of the screen, for who comes in from now on. */
  readonly speak: (language: 'zh' | 'en') => void;
  /** Sets the gateway's clock on, ms. */
  readonly pass: (ms: number) => void;
  /** No event leaves any more, though the socket stands; or they leave again. */
  readonly silence: (silent: boolean) => void;
  /** The name of the build that the gateway says it serves; null: its own. */
  readonly serve: (build: string | null) => void;
  /** The link was revoked: nobody comes in any more. */
  readonly revoke: () => void;
  /** Walls that listen now. */
  readonly walls: () => number;
  readonly close: () => Promise<void>;
}

/** A fire in the invented estate. */
export function aFire(nth: number, more: Partial<WallFire> = {}): WallFire {
  return {
    incident: `incident-${nth}`,
    drill: false,
    title: { zh: '感烟探测器报警', en: 'Smoke detector alarm' },
    kind: 'smoke',
    loop: 1,
    point: 35,
    where: ['阳光小区', `${nth}号楼`, '12层'],
    began: MORNING - 47_000,
    acknowledged: false,
    evidence: { points: 2, kinds: ['smoke', 'heat'], callPoint: false, waterFlow: false, falseBefore: 1, sure: 'strong' },
    alarms: 2,
    places: [['阳光小区', `${nth}号楼`, '12层']],
    ...more,
  };
}

const lamp = { open: 0, waiting: 0 };
const LAMPS = Object.fromEntries(CLASS_ORDER.map((one) => [one, lamp])) as WallState['lamps'];
const NONE = Object.fromEntries(CLASS_ORDER.map((one) => [one, 0])) as WallFigures['today'];

/** `folder`: the built dashboard. */
export async function startFakeWall(folder: string): Promise<FakeWall> {
  const app = express();
  const server = createServer(app);
  const io = new Server<Record<string, never>, WallEvents>(server, { serveClient: false, path: '/screen/live' });
  const entered: string[] = [];
  const page = readFileSync(join(folder, 'screen.html'), 'utf8');
  const own = /src="\/assets\/([^"]+)"/.exec(page)?.[1] ?? '';
  let pages = 0;
  let ahead = 0;
  let silent = false;
  let revoked = false;
  let build = own;
  let state: Partial<WallState> = {};
  let sketches: readonly WallSketch[] = [];
  let language: 'zh' | 'en' = 'zh';
  const now = (): number => MORNING + ahead;
  const stateNow = (): WallState => {
    const calm = { fires: [], moreFires: 0, lamps: LAMPS, drills: 0, alarms: [], worst: {}, units: [] };
    return { ...calm, ...state, now: now() };
  };
  const figures = (): WallFigures => ({
    now: now(),
    devices: { devices: 1_240, online: 1_221, silent: 19 },
    days: Array.from({ length: 7 }, (_, nth) => ({ day: `11-${14 + nth}`, fires: nth % 3, others: 4 + nth })),
    today: { ...NONE, fire: 2, fault: 7 },
    rate: { all: 40, connected: 34, lost: 2, none: 4, percent: 85, target: 90 },
    water: {
      tanks: { all: 12, good: 11 },
      hydrants: { all: 8, good: 8 },
      worst: [{ building: '阳光小区 3号楼', of: 'roof', state: 'short', value: 0.4 }],
    },
    isolations: 3,
    buildings: [1, 2, 3].map((nth) => ({ id: `b${nth}`, name: `阳光小区 ${nth}号楼`, contact: 'good', pressure: 'good' })),
    troubles: 0,
  });

  io.use((_, next) => next(revoked ? new Error('not-signed-in') : undefined));
  io.on('connection', (socket) => {
    if (silent) return;
    const places = [1, 2, 3].map((nth) => ({
      id: `b${nth}`,
      kind: 'building' as const,
      name: `${nth}号楼`,
      longitude: 120 + nth / 100,
      latitude: 30 + nth / 100,
    }));
    const screen = { name: '消防物联网大屏', site: '烽燧', language, offset: OFFSET, place: 'root', places, layer: null };
    socket.emit('wall', { now: now(), build, ...screen });
    socket.emit('state', stateNow());
    socket.emit('sketches', sketches);
    socket.emit('figures', figures());
  });
  const beat = setInterval(() => {
    if (!silent) io.emit('heartbeat', { now: now(), build, offset: OFFSET });
  }, BEAT_MS);

  app.post('/api/v1/big-screens/enter', express.json(), (request, response) => {
    entered.push(String((request.body as { token: unknown }).token));
    response.set('Set-Cookie', 'balefire-screen-1=pass; Path=/screen; HttpOnly; SameSite=Strict').status(204).end();
  });
  app.get('/screen/:id/pass', (_, response) => {
    response.status(revoked ? 401 : 204).end();
  });
  app.get('/screen/:id', (_, response) => {
    pages += 1;
    response.set('Cache-Control', 'no-store').type('html').send(page);
  });
  app.use(express.static(folder));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    entered,
    pages: () => pages,
    tell(next) {
      state = next;
      if (!silent) io.emit('state', stateNow());
    },
    speak(next) {
      language = next;
    },
    draw(next) {
      sketches = next;
      io.emit('sketches', sketches);
    },
    pass(ms) {
      ahead += ms;
    },
    silence(is) {
      silent = is;
    },
    serve(next) {
      build = next ?? own;
    },
    revoke() {
      revoked = true;
      io.emit('farewell', { reason: 'rights-changed' });
      io.disconnectSockets(true);
    },
    walls: () => io.engine.clientsCount,
    async close() {
      clearInterval(beat);
      server.close();
      server.closeAllConnections();
      await io.close();
    },
  };
}
