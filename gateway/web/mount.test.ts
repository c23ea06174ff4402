// What the mount does with any route: hides errors, cuts what hangs, leaves out what the answer's form does not know.
import { z } from 'zod';
import { words } from '../../device-drivers/words.ts';
import { People } from '../estate/people.ts';
import type { Log } from '../log.ts';
import { openDatabase } from '../sqlite.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { Access } from './access/access.ts';
import type { Metrics } from './metrics.ts';
import { route } from './route.ts';
import { startWeb, type Web } from './server.ts';
import type { StatusSources } from './status-sources.ts';
import { storingWatch } from './storing.ts';
import { Browser } from './testing/a-web.ts';
import { fakeClock } from './testing/fake-clock.ts';

const form = { method: 'get', summary: words('试', 'Try'), needs: 'public', answer: z.object({ shown: z.string() }) } as const;
const routes = [
  route({
    ...form,
    path: '/broken',
    id: 'broken',
    handle(): { shown: string } {
      throw new Error('SQLITE_ERROR: SELECT secret FROM person at /home/balefire/data/state.db');
    },
  }),
  route({ ...form, path: '/hangs', id: 'hangs', handle: () => new Promise<never>(() => undefined) }),
  route({ ...form, path: '/tells', id: 'tells', handle: () => ({ shown: 'this', secretHash: 'not this' }) }),
  route({ ...form, path: '/wrong', id: 'wrong', handle: () => ({ shown: 7 }) as unknown as { shown: string } }),
];

let scratch: { path: string; remove: () => void };
let web: Web;
let isStoring = true;
const logged: unknown[] = [];
const log: Log = { info: () => undefined, warn: () => undefined, error: (about) => void logged.push(about) };
beforeAll(async () => {
  scratch = scratchFolder('mount');
  const db = openDatabase(`${scratch.path}/state.db`, 'normal');
  web = await startWeb({
    address: '127.0.0.1',
    port: 0,
    site: undefined,
    dashboard: scratch.path,
    routes,
    access: new Access(db, new People(db), Date.now),
    subjects: { isSeen: () => false },
    log,
    clock: Date.now,
    sources: { version: '1', isStoring: () => isStoring } as unknown as StatusSources,
    metrics: { text: () => 'figures', stop: () => undefined } as unknown as Metrics,
    metricsSecret: 'for the collector',
    mountPages: () => undefined,
    live: { attach: () => undefined, close: async () => undefined },
    addressRate: { perSecond: 0.001, burst: 12 },
    patienceMs: 50,
  });
});
afterAll(async () => {
  await web.close();
  scratch.remove();
});

describe('a route', () => {
  const get = (path: string) => new Browser(`http://127.0.0.1:${web.port}`).get(path);

  it('that breaks tells the log what happened, and the asker that something did', async () => {
    const answer = await get('/broken');
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'internal', words: { zh: '内部错误，已记录' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/SELECT|SQLITE|state\.db|at /);
    expect(logged).toEqual([expect.objectContaining({ path: expect.stringContaining('/broken'), err: expect.anything() })]);
  });

  it('that hangs is given up', async () => {
    expect(await get('/hangs')).toMatchObject({ status: 503, body: { code: 'overloaded' } });
  });

  it('says nothing that its answer’s form does not know', async () => {
    expect((await get('/tells')).body).toEqual({ shown: 'this' });
  });

  it('that answers in another form than it says is an error of ours', async () => {
    expect((await get('/wrong')).status).toBe(500);
  });

  it('answers in the language that is asked for first', async () => {
    const browser = new Browser(`http://127.0.0.1:${web.port}`);
    const english = await browser.ask('GET', '/broken', undefined, { 'accept-language': 'en-GB,en;q=0.9' });
    const chinese = await browser.ask('GET', '/broken', undefined, { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' });
    expect((english.body as { detail: string }).detail).toMatch(/^An error/);
    expect((chinese.body as { detail: string }).detail).toMatch(/^内部错误/);
  });

  it('is not there for an address that asks too often, and says when it is again', async () => {
    let answer = await get('/tells');
    for (let i = 0; i < 12 && answer.status !== 429; i += 1) answer = await get('/tells');
    expect(answer).toMatchObject({ status: 429, body: { code: 'too-many' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(60);
  });
});

describe('the house’s own pages', () => {
  it('say 503 while the journal refuses, and 200 again after', async () => {
    const health = () => fetch(`http://127.0.0.1:${web.port}/healthz`);
    isStoring = false;
    expect((await health()).status).toBe(503);
    isStoring = true;
    expect((await health()).status).toBe(200);
  });

  it('give the figures to whoever has the collector’s secret', async () => {
    const ask = async (secret: string): Promise<number> => {
      const headers = { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${secret}` };
      return (await fetch(`http://127.0.0.1:${web.port}/metrics`, { headers })).status;
    };
    expect([await ask('for the collector'), await ask('for somebody else')]).toEqual([200, 403]);
  });
});

describe('whether the journal stores', () => {
  it('follows what it counts: refusals, standstill, and the next entry that comes through', () => {
    const clock = fakeClock();
    let counts = { last: 5, waiting: 0, refused: 2 };
    const stores = storingWatch(() => counts, clock.now);
    expect(stores()).toBe(true);
    counts = { last: 5, waiting: 0, refused: 3 };
    expect(stores()).toBe(false);
    expect(stores()).toBe(false);
    counts = { last: 6, waiting: 9, refused: 3 };
    expect(stores()).toBe(true);
    clock.pass(4_000);
    expect(stores()).toBe(true);
    clock.pass(5_001);
    expect(stores()).toBe(false);
    counts = { last: 7, waiting: 0, refused: 3 };
    expect(stores()).toBe(true);
  });
});
