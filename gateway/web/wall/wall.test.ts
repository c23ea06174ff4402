// A wall against a real gateway: who may open it, what it is told, and that nothing of a person is ever on its wire.
import { io, type Socket } from 'socket.io-client';
import { GATEWAY } from '../../acts.ts';
import { aWeb, Browser, type TestWeb } from '../testing/a-web.ts';
import type { BigScreenView, MadeBigScreen, WallEvents } from '../wall-contract.ts';

/** Stands in every field that a person fills in or that names one. */
const MARK = '标记张三13800001234';
const PATIENCE_MS = 15_000;

type Told<E extends keyof WallEvents> = Parameters<WallEvents[E]>[0];

let test: TestWeb;
let admin: Browser;
const walls: Socket[] = [];
beforeAll(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
});
afterAll(async () => {
  for (const wall of walls) wall.disconnect();
  await test.close();
});

async function make(more: object = {}): Promise<MadeBigScreen> {
  const asked = { name: '大厅', place: 'tower', language: 'zh', network: null, ...more };
  const { status, body } = await admin.ask('POST', '/big-screens', asked);
  expect(status).toBe(201);
  return body as MadeBigScreen;
}

/** The cookie that the link's token is exchanged for; undefined where it is refused. */
async function enter({ screen, token }: MadeBigScreen): Promise<string | undefined> {
  const { headers } = await new Browser(test.address).ask('POST', '/big-screens/enter', { screen: screen.id, token });
  return headers.getSetCookie()[0];
}

class Wall {
  readonly socket: Socket;
  readonly said: { event: string; what: unknown }[] = [];
  /** All text that came over the wire. */
  text = '';
  readonly #waiting = new Set<() => void>();

  constructor(screen: string, cookie: string) {
    const headers = { cookie, origin: test.address };
    const more = { reconnection: false, forceNew: true, transports: ['websocket'], extraHeaders: headers };
    this.socket = io(test.address, { path: '/screen/live', query: { screen }, ...more });
    walls.push(this.socket);
    this.socket.onAny((event: string, what: unknown) => {
      this.said.push({ event, what });
      this.text += JSON.stringify(what);
      this.#look();
    });
    for (const event of ['connect_error', 'disconnect']) this.socket.on(event, () => this.#look());
  }

  static async of(made: MadeBigScreen): Promise<Wall> {
    const cookie = (await enter(made))?.split(';')[0] ?? '';
    return new Wall(made.screen.id, cookie);
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }

  until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`was told only: ${this.said.map(({ event }) => event).join(', ')}`)), PATIENCE_MS);
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        done(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  told<E extends keyof WallEvents>(event: E, so: (what: Told<E>) => boolean = () => true): Promise<Told<E>> {
    return this.until(() => this.said.find((one) => one.event === event && so(one.what as Told<E>))?.what as Told<E> | undefined);
  }

  ended(): Promise<true> {
    return this.until(() => (this.socket.disconnected && this.said.length > 0 ? true : undefined));
  }

  /** Whether it came in. */
  knocked(): Promise<boolean> {
    return new Promise((done) => {
      this.socket.on('connect', () => done(true));
      this.socket.on('connect_error', () => done(false));
    });
  }
}

describe('the link of a big screen', () => {
  it('is exchanged for a cookie that no script reads and that is sent to the wall’s addresses alone', async () => {
    const made = await make();
    const cookie = await enter(made);
    expect(cookie).toMatch(/; Path=\/screen; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(made.token.slice(4));
    const kept = JSON.stringify(test.house.database.prepare('SELECT * FROM big_screen').all());
    for (const secret of [made.token, cookie?.split(/[=;]/)[1] ?? '?']) expect(kept).not.toContain(secret);
    expect(await new Wall(made.screen.id, cookie?.split(';')[0] ?? '').knocked()).toBe(true);
  });

  it('opens nothing of the API, of a person’s live socket or of another screen', async () => {
    const [made, other] = [await make(), await make()];
    const cookie = (await enter(made))?.split(';')[0] ?? '';
    const browser = new Browser(test.address);
    for (const path of ['/session', '/alarms', '/devices', '/people', '/audit', '/big-screens'])
      expect([path, (await browser.ask('GET', path, undefined, { cookie })).status]).toEqual([path, 401]);
    expect(await new Wall(other.screen.id, cookie).knocked()).toBe(false);
    expect(await new Wall(made.screen.id, '').knocked()).toBe(false);
    expect(await new Wall(made.screen.id, admin.cookie).knocked()).toBe(false);
  });

  it('does not open with another screen’s token, from another network, or with a wrong one after too many tries', async () => {
    const [made, other, bound] = [await make(), await make(), await make({ network: '10.99.0.0/16' })];
    expect(await enter({ screen: made.screen, token: other.token })).toBeUndefined();
    expect(await enter(bound)).toBeUndefined();
    expect(await enter(await make({ network: '127.0.0.0/8' }))).toBeDefined();
    expect((await admin.ask('POST', '/big-screens', { name: 'x', place: 'tower', language: 'zh', network: '10.x' })).status).toBe(400);
  });

  it('is managed within one’s own places; its making and its end stand in the audit without the token', async () => {
    const made = await make({ name: '县指挥中心' });
    const elsewhere = await test.person('supervisor', 'farm');
    const seen = (await elsewhere.get('/big-screens')).body as { items: BigScreenView[] };
    expect(seen.items).toEqual([]);
    expect((await elsewhere.ask('DELETE', `/big-screens/${made.screen.id}`)).status).toBe(404);
    expect((await (await test.person('operator')).get('/big-screens')).status).toBe(403);
    expect((await admin.ask('DELETE', `/big-screens/${made.screen.id}`)).status).toBe(204);
    const audit = (await admin.get('/audit?limit=200')).body as { items: { about: string; what: string }[] };
    expect(audit.items.filter(({ about }) => about === made.screen.id).map(({ what }) => what)).toEqual(['screen-revoked', 'screen-made']);
    expect(JSON.stringify(audit)).not.toContain(made.token.slice(4));
  });

  it('goes dark at once when it is revoked, and does not open again', async () => {
    const made = await make();
    const wall = await Wall.of(made);
    await wall.told('state');
    const list = (await admin.get('/big-screens')).body as { items: BigScreenView[] };
    expect(list.items.find(({ id }) => id === made.screen.id)).toMatchObject({ showing: 1, seenFrom: '127.0.0.1' });
    await admin.ask('DELETE', `/big-screens/${made.screen.id}`);
    expect(await wall.told('farewell')).toEqual({ reason: 'rights-changed' });
    await wall.ended();
    expect(await enter(made)).toBeUndefined();
  });
});

describe('what a wall is told', () => {
  it('is what stands below its place: a fire with place and evidence, gone after the seat’s reset', async () => {
    const [wall, elsewhere] = [await Wall.of(await make()), await Wall.of(await make({ place: 'farm' }))];
    expect((await wall.told('state')).fires).toEqual([]);
    await elsewhere.told('state');
    await test.tell('smoke-1', { smoke: 'alarm' });
    const { fires, lamps } = await wall.told('state', (state) => state.fires.length > 0);
    expect(fires).toMatchObject([{ kind: 'smoke', drill: false, acknowledged: false, alarms: 1, evidence: { points: 1, sure: 'weak' } }]);
    expect(fires[0]?.where.length).toBeGreaterThan(0);
    expect(lamps.fire).toEqual({ open: 1, waiting: 1 });
    const [alarm] = test.house.desk.openOf('smoke-1');
    await test.tell('smoke-1', { smoke: 'normal' });
    for (const act of [
      { do: 'acknowledge', alarm: alarm?.id ?? '' },
      { do: 'judge', alarm: alarm?.id ?? '', verdict: 'false', cause: 'dust' },
      { do: 'reset', alarm: alarm?.id ?? '' },
    ] as const)
      await test.house.flow.act(act, GATEWAY);
    const calm = wall.said.findLastIndex(({ event, what }) => event === 'state' && (what as Told<'state'>).fires.length > 0);
    await wall.until(() => (wall.said.slice(calm + 1).some(({ event }) => event === 'state') ? true : undefined));
    expect(wall.said.findLast(({ event }) => event === 'state')?.what).toMatchObject({ fires: [] });
    expect(elsewhere.text).not.toContain('smoke');
  });

  it('counts the week, the devices, the high-rises and the water', async () => {
    const wall = await Wall.of(await make({ place: 'root' }));
    const figures = await wall.told('figures');
    expect(figures.days).toHaveLength(7);
    expect(figures.days.at(-1)?.fires).toBe(1);
    expect(figures.today.fire).toBe(1);
    expect(figures.devices.devices).toBe([...test.house.estate.devices()].filter(({ address }) => address.by === 'mqtt').length);
    expect(figures.rate.all).toBe(0);
  });

  it('is never a word of or about a person: a mark in every field that takes one is nowhere on the wire', async () => {
    const { flow, people, clock, estate } = test.house;
    const person = await people.newcomer({ login: 'marked', name: MARK, role: 'operator', place: 'root', secret: 'beacon-on-the-hill-7' });
    person.save();
    const by = { id: person.person.id, name: MARK, from: MARK };
    // A device that is named after who lives there, with a fire that is acknowledged, judged with a note, answered for.
    const device = { id: 'marked-1', name: MARK, model: 'balefire/smoke', place: 'f12', modbus: null, longitude: 120.1, latitude: 30.2 };
    await flow.act({ do: 'register-device', device, secretHash: null }, by);
    await test.tell('marked-1', { smoke: 'alarm' });
    const [fire] = test.house.desk.openOf('marked-1');
    expect(fire?.deviceName).toBe(MARK);
    const wall = await Wall.of(await make({ place: 'root', name: '大厅' }));
    await wall.told('state', ({ fires }) => fires.length > 0);
    await flow.act({ do: 'acknowledge', alarm: fire?.id ?? '' }, by);
    await flow.act({ do: 'judge', alarm: fire?.id ?? '', verdict: 'false', cause: 'other', note: MARK }, by);
    await flow.act({ do: 'take-incident', incident: fire?.incident ?? '', reason: MARK }, by);
    const people2 = [{ id: 'm', name: MARK, contacts: { sms: '13800001234' } }];
    const shifts = [{ days: [1 as const], from: '00:00', to: '23:59', people: ['m'] }];
    const roster = { id: 'marked', place: 'tower', role: 'duty-room' as const, drill: false, people: people2, shifts, changes: [] };
    await flow.act({ do: 'set-roster', roster }, by);
    const scope = { of: 'device' as const, device: 'smoke-2' };
    const isolation = { id: 'marked-i', kind: 'isolated' as const, scope, reason: MARK, authority: MARK, until: clock.now() + 60_000 };
    await flow.act({ do: 'isolate', ...isolation }, by);
    const spots = [{ longitude: 120.1, latitude: 30.2 }];
    const drawn = {
      id: 'marked-k',
      place: 'f12',
      kind: 'circle' as const,
      spots,
      radius: 50,
      label: MARK,
      note: MARK,
      colour: 'red' as const,
    };
    await flow.act({ do: 'draw-sketch', sketch: drawn, version: 0 }, by);
    await flow.act({ do: 'begin-shift', id: 'marked-s', place: 'root', isSoundHeard: true, read: [] }, by);
    const before = wall.said.length;
    await test.tell('marked-1', { smoke: 'normal' });
    await wall.until(() => (wall.said.slice(before).some(({ event }) => event === 'state') ? true : undefined));
    await test.web.walls.count();
    await wall.until(() => (wall.said.slice(before).some(({ event }) => event === 'figures') ? true : undefined));
    expect(await wall.told('sketches', (all) => all.length > 0)).toEqual([
      { id: 'marked-k', kind: 'circle', spots, radius: 50, colour: 'red', label: '' },
    ]);
    // The control: the screen of a person is told all of it.
    expect(JSON.stringify((await admin.get('/alarms?open=true')).body)).toContain(MARK);
    expect(estate.device('marked-1')?.name).toBe(MARK);
    for (const mark of [MARK, '标记', '张三', '13800001234', 'marked-1', person.person.id])
      expect([mark, wall.text.includes(mark)]).toEqual([mark, false]);
  });

  it('is what is drawn on the map of its place, as it is drawn, changed and taken off; by name where its author says so', async () => {
    const [wall, elsewhere] = [await Wall.of(await make()), await Wall.of(await make({ place: 'farm' }))];
    await wall.told('sketches');
    const spots = [{ longitude: 104.7412, latitude: 35.8106 }];
    const cordon = {
      place: 'tower',
      kind: 'circle',
      spots,
      radius: 150,
      label: '警戒区',
      note: '王某负责',
      colour: 'orange',
      onScreens: true,
    };
    const { body } = await admin.ask('POST', '/map/sketches', cordon);
    const id = (body as { id: string }).id;
    const shown = await wall.told('sketches', (all) => all.some((one) => one.id === id));
    expect(shown.find((one) => one.id === id)).toEqual({ id, kind: 'circle', spots, radius: 150, colour: 'orange', label: '警戒区' });
    await admin.ask('PUT', `/map/sketches/${id}`, { ...cordon, radius: 300, version: 1 });
    await wall.told('sketches', (all) => all.some((one) => one.id === id && one.radius === 300));
    await admin.ask('DELETE', `/map/sketches/${id}`);
    await wall.until(() => {
      const last = wall.said.findLast(({ event }) => event === 'sketches')?.what as Told<'sketches'>;
      return last.some((one) => one.id === id) ? undefined : true;
    });
    expect(wall.text).not.toContain('王某');
    expect(elsewhere.text).not.toContain('警戒区');
  });

  it('replaces what was told before: however much happens, the latest is all that waits', async () => {
    const wall = await Wall.of(await make());
    await wall.told('state');
    const before = wall.said.length;
    for (let nth = 0; nth < 60; nth += 1) await test.tell('smoke-2', { smoke: nth % 2 === 0 ? 'alarm' : 'normal' });
    await wall.told('heartbeat', ({ now }) => now > 0);
    expect(wall.said.slice(before).filter(({ event }) => event === 'state').length).toBeLessThan(60);
  });
});
