// The live hub over real sockets: snapshot, changes without a gap, subtrees, coming back, frozen browsers, farewells.

import { GATEWAY } from '../acts.ts';
import type { Alarm } from '../alarms/alarm.ts';
import { aWeb, type Browser, type TestWeb } from './testing/a-web.ts';
import { isWithoutGap, Screen, type ScreenOptions } from './testing/screen.ts';

let test: TestWeb;
let operator: Browser;
const screens: Screen[] = [];
beforeAll(async () => {
  test = await aWeb();
  operator = await test.person('operator');
});
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.close();
});
afterAll(async () => {
  await test.close();
});

async function open(browser: Browser, options: ScreenOptions = {}): Promise<Screen> {
  const screen = new Screen(test.address, browser.cookie, options);
  screens.push(screen);
  await screen.until(() => screen.told.length > 0);
  return screen;
}

/** An alarm that stands, raised at `smoke-1` where there is none yet. */
async function anAlarm(): Promise<Alarm> {
  if (test.house.desk.openOf('smoke-1').length === 0) await test.tell('smoke-1', { smoke: 'alarm' });
  const [alarm] = test.house.desk.openOf('smoke-1');
  if (!alarm) throw new Error('no alarm was raised');
  return alarm;
}

describe('a screen', () => {
  it('is first told the whole state, then each change in order, and beats that count the same', async () => {
    await anAlarm();
    const screen = await open(operator);
    const welcome = await screen.nth('welcome');
    expect(screen.told[0]?.event).toBe('welcome');
    expect(welcome.alarms.map((one) => one.id).sort()).toEqual([...test.house.desk.open()].map((one) => one.id).sort());
    expect(welcome.counts).toMatchObject({ devices: 5, held: 0 });
    for (const smoke of ['normal', 'alarm', 'normal']) await test.tell('smoke-2', { smoke });
    await screen.until(() => screen.alarms().filter((one) => one.device.id === 'smoke-2' && one.point === 'smoke').length >= 3);
    expect(isWithoutGap(welcome.change, screen.all('changes'))).toBe(true);
    const alarms = screen.alarms().map((one) => one.change);
    expect(alarms).toEqual([...alarms].sort((one, other) => one - other));
    const last = screen.all('changes').at(-1)?.change;
    test.web.hub.beat();
    const beats = screen.all('heartbeat').length;
    const beat = await screen.until(() => screen.all('heartbeat')[beats] ?? screen.all('heartbeat').find((one) => one.change === last));
    expect(beat.change).toBe(last);
  });

  it('comes by polling where websockets are not let through', async () => {
    const screen = await open(operator, { transports: ['polling'] });
    const { change } = await screen.nth('welcome');
    await test.tell('call-1', { pressed: true });
    await screen.until(() => screen.alarms().some((one) => one.device.id === 'call-1'));
    expect(isWithoutGap(change, screen.all('changes'))).toBe(true);
    await test.tell('call-1', { pressed: false });
  });

  it('of a subtree is told of nothing else, and finds no gap where the others were told', async () => {
    const ranger = await test.person('supervisor', 'farm');
    const screen = await open(ranger);
    const welcome = await screen.nth('welcome');
    expect(welcome).toMatchObject({ alarms: [], incidents: [], counts: { devices: 1 } });
    await test.tell('smoke-1', { smoke: 'alarm' });
    await test.tell('smoke-1', { smoke: 'normal' });
    await test.tell('voice-1', { removed: true });
    await screen.until(() => screen.alarms().length > 0);
    const inTower = {
      id: 'voice-2',
      name: '大堂广播',
      model: 'balefire/voice-post',
      place: 'f12',
      modbus: null,
      longitude: null,
      latitude: null,
    };
    await test.house.flow.act({ do: 'register-device', device: inTower, secretHash: null }, GATEWAY);
    const elsewhere = {
      do: 'command',
      id: 'tower-command',
      device: 'voice-2',
      command: 'stop',
      arguments: {},
      expiresAt: Date.now() + 60_000,
    } as const;
    await test.house.flow.act(elsewhere, GATEWAY);
    const given = {
      do: 'command',
      id: 'farm-command',
      device: 'voice-1',
      command: 'stop',
      arguments: {},
      expiresAt: Date.now() + 60_000,
    } as const;
    await test.house.flow.act(given, GATEWAY);
    await screen.until(() => screen.all('commands').length > 0);
    expect(new Set(screen.alarms().map((one) => one.device.id))).toEqual(new Set(['voice-1']));
    expect(screen.all('commands').flatMap((one) => one.commands.map((command) => command.id))).toEqual(['farm-command']);
    expect(isWithoutGap(welcome.change, screen.all('changes'))).toBe(true);
    test.web.hub.beat();
    const beat = await screen.until(() => screen.all('heartbeat').find((one) => one.change === screen.all('changes').at(-1)?.change));
    expect(beat.counts).toMatchObject({ devices: 1 });
    expect(JSON.stringify(screen.told).includes('smoke-1')).toBe(false);
  });

  it('is told of troubles of the house, and of their end', async () => {
    const screen = await open(operator);
    test.house.troubles.raise('test', 'fault', { zh: '试', en: 'try' }, { zh: '试', en: 'try' });
    await screen.until(() => screen.all('troubles').some((one) => one.troubles.length === 1));
    test.house.troubles.clear('test');
    await screen.until(() => screen.all('troubles').at(-1)?.troubles.length === 0);
  });
});

describe('what happens and is no alarm', () => {
  it('is told once, the newest first, to whoever sees its place and may read it', async () => {
    const { house, web } = test;
    const ranger = await test.person('operator', 'farm');
    const [screen, elsewhere] = [await open(operator), await open(ranger)];
    const online = async (is: boolean): Promise<void> => {
      const body = Buffer.from(JSON.stringify({ online: is }));
      await house.flow.accept({ link: 'mqtt', peer: '127.0.0.1:9', device: 'smoke-2', kind: 'presence', body, drill: false });
      await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
    };
    for (const is of [true, false, true]) await online(is);
    const scope = { kind: 'isolated', scope: 'smoke-2', reason: '施工', authority: '王主任', hours: 1 };
    const { body: isolation } = await operator.ask('POST', '/isolations', scope);
    web.hub.beat();
    await operator.ask('POST', `/isolations/${(isolation as { id: string }).id}/end`);
    await ranger.ask('POST', '/shifts', { isSoundHeard: true, read: [] });
    web.hub.beat();
    const kinds = (of: Screen): string[] =>
      of
        .all('happenings')
        .at(-1)
        ?.happenings.map(({ kind, what }) => `${kind} ${what}`) ?? [];
    const name = house.estate.device('smoke-2')?.name;
    const wanted = ['on-duty operator', `isolation-over ${name}`, `isolated ${name}`, `heard ${name}`, `silent ${name}`];
    await screen.until(() => kinds(screen).length >= wanted.length);
    expect(kinds(screen).slice(0, wanted.length)).toEqual(wanted);
    await elsewhere.until(() => kinds(elsewhere).length > 0);
    expect(kinds(elsewhere)).toEqual(['on-duty operator']);
    const told = screen.all('happenings').length;
    web.hub.beat();
    test.house.troubles.raise('after', 'fault', { zh: '后', en: 'after' }, { zh: '后', en: 'after' });
    await screen.until(() => screen.all('troubles').some((one) => one.troubles.some(({ id }) => id === 'after')));
    test.house.troubles.clear('after');
    expect(screen.all('happenings')).toHaveLength(told);
    expect(screen.all('happenings').at(-1)?.happenings[1]?.place).toBe('示范物业 › 示范大厦 › 12层');
    // The whole site is no place that is named.
    await operator.ask('POST', '/shifts', { isSoundHeard: true, read: [] });
    web.hub.beat();
    await screen.until(() => screen.all('happenings').length > told);
    expect(screen.all('happenings').at(-1)?.happenings[0]).toMatchObject({ kind: 'on-duty', place: '' });
  });
});

describe('a screen that comes back', () => {
  it('is told every change that it missed, each and all, and no other', async () => {
    const first = await open(operator);
    const { boot, change } = await first.nth('welcome');
    first.close();
    for (const smoke of ['alarm', 'normal', 'alarm', 'normal', 'alarm']) await test.tell('smoke-2', { smoke });
    const missed = await open(operator, { handshake: { boot, change } });
    await missed.until(() => missed.alarms().filter((one) => one.device.id === 'smoke-2').length >= 5);
    expect(missed.all('welcome')).toEqual([]);
    expect(isWithoutGap(change, missed.all('changes'))).toBe(true);
    const told = missed.alarms().filter((one) => one.device.id === 'smoke-2' && one.point === 'smoke' && one.rule.id === 'smoke-alarm');
    expect(told.map((one) => one.condition)).toEqual(['active', 'restored', 'active', 'restored', 'active'].slice(-told.length));
    expect(told.length).toBeGreaterThanOrEqual(4);
    expect(new Set(missed.alarms().map((one) => one.change)).size).toBe(missed.alarms().length);
    const again = await open(operator, { handshake: { boot, change: missed.all('changes').at(-1)?.change ?? 0 } });
    expect((await again.nth('changes')).alarms).toEqual([]);
    await again.nth('troubles');
  });

  it('is told everything anew after a restart of the gateway, or with rights that are not the same', async () => {
    const first = await open(operator);
    const { boot, change } = await first.nth('welcome');
    for (const handshake of [
      { boot: 'another', change },
      { boot, change: change + 1 },
      { boot, change: -1 },
      { boot },
      { change },
      { boot: 7, change: {} },
    ]) {
      const screen = await open(operator, { handshake: handshake as { boot: string } });
      await screen.nth('welcome');
    }
    const supervisor = await open(await test.person('supervisor'), { handshake: { boot, change } });
    await supervisor.nth('welcome');
  });
});

describe('values of devices', () => {
  it('come for those that are watched and seen, with how they stand now', async () => {
    const manager = await test.person('manager', 'tower');
    const screen = await open(manager);
    await test.tell('hydrant-1', { pressure: 0.31 });
    await test.tell('voice-1', { volume: 31 });
    expect(await screen.watch(['hydrant-1', 'voice-1', 'no-such-device'])).toEqual({ ok: true });
    const first = await screen.nth('readings');
    expect(first.readings.map((one) => one.device)).toContain('hydrant-1');
    expect((await screen.nth('devices')).devices.map((one) => one.id)).toEqual(['hydrant-1']);
    await test.tell('voice-1', { volume: 32 });
    await test.tell('hydrant-1', { pressure: 0.32 });
    await screen.until(() =>
      screen
        .all('readings')
        .flatMap((one) => one.readings)
        .some((one) => one.value.value === 0.32),
    );
    expect(screen.all('readings').every((one) => one.readings.every((reading) => reading.device === 'hydrant-1'))).toBe(true);
    expect(await screen.watch([])).toEqual({ ok: true });
    expect(await screen.watch(Array.from({ length: 201 }, (_, nth) => `d${nth}`))).toEqual({ ok: false });
    expect(await screen.watch({} as string[])).toEqual({ ok: false });
  });

  it('fold for the eye: the latest of each point, and how many were left out', async () => {
    const screen = await open(operator);
    await screen.watch(['hydrant-1']);
    await screen.nth('devices');
    const before = screen.all('readings').length;
    const frames = Array.from({ length: 200 }, (_, nth) =>
      test.tell('hydrant-1', { pressure: (nth + 1) / 1_000 }, { at: Date.now() + nth }),
    );
    await Promise.all(frames);
    await screen.until(() =>
      screen
        .all('readings')
        .at(-1)
        ?.readings.some((one) => one.value.value === 0.2),
    );
    const batches = screen.all('readings').slice(before);
    expect(batches.length).toBeLessThan(60);
    const told = batches.reduce((sum, one) => sum + one.readings.length + one.folded, 0);
    expect(told).toBe(200);
  });
});

describe('a frozen browser', () => {
  it('holds nobody up, is let go, and is told the rest when it comes back', async () => {
    const alarm = await anAlarm();
    const healthy = await open(operator);
    const frozen = await open(operator);
    const { boot, change } = await frozen.nth('welcome');
    const open0 = test.web.hub.screens;
    frozen.freeze();
    const text = '烟'.repeat(5_000);
    let number = Math.max(change, test.house.alarms.change);
    const published: number[] = [];
    // 15 kB a change: the buffers of the network are full after some hundred.
    for (let round = 0; round < 200 && test.web.hub.screens === open0; round += 1) {
      const alarms = Array.from({ length: 50 }, () => {
        number += 1;
        published.push(number);
        return { ...alarm, change: number, because: { zh: text, en: text } };
      });
      const began = performance.now();
      test.web.hub.publishChanges(alarms, []);
      await healthy.until(() => healthy.alarms().at(-1)?.change === number);
      expect(performance.now() - began).toBeLessThan(5_000);
      test.web.hub.beat();
    }
    expect(
      healthy
        .alarms()
        .map((one) => one.change)
        .slice(-published.length),
    ).toEqual(published);
    expect(test.web.hub.screens).toBe(open0 - 1);
    frozen.thaw();
    await frozen.closed();
    const last = frozen.all('changes').at(-1)?.change ?? change;
    const back = await open(operator, { handshake: { boot, change: last } });
    await back.until(() => back.all('changes').at(-1)?.change === number);
    expect([...frozen.alarms(), ...back.alarms()].map((one) => one.change)).toEqual(published);
    expect(back.all('welcome')).toEqual([]);
  });
});

describe('the door', () => {
  const refused = async (options: ScreenOptions & { cookie?: string }): Promise<string> => {
    const screen = new Screen(test.address, options.cookie ?? operator.cookie, options);
    screens.push(screen);
    return new Promise((done) => {
      screen.socket.once('connect', () => done('let in'));
      screen.socket.once('connect_error', () => done('refused'));
    });
  };

  it('is shut for whoever is not signed in, and for pages of other sites', async () => {
    expect(await refused({ cookie: '' })).toBe('refused');
    expect(await refused({ cookie: 'balefire=made-up' })).toBe('refused');
    expect(await refused({ origin: 'http://evil.example' })).toBe('refused');
    expect(await refused({ origin: 'http://evil.example', transports: ['polling'] })).toBe('refused');
    expect(await refused({})).toBe('let in');
  });

  it('is left with a word when the person signs out', async () => {
    const person = await test.person('operator');
    const screen = await open(person);
    await person.ask('DELETE', '/session');
    expect(await screen.nth('farewell')).toEqual({ reason: 'signed-out' });
    await screen.closed();
    expect(await refused({ cookie: person.cookie })).toBe('refused');
  });

  it('is left with a word when the person’s rights change', async () => {
    const admin = await test.person('administrator');
    for (const change of [{ role: 'auditor' }, { place: 'tower' }, { disabled: true }]) {
      const person = await test.person('operator');
      const screen = await open(person);
      expect((await admin.ask('PATCH', `/people/${person.session?.person.id}`, change)).status).toBe(200);
      expect(await screen.nth('farewell')).toEqual({ reason: 'rights-changed' });
      await screen.closed();
    }
  });

  it('lets twenty tabs of one session in, and no more', async () => {
    const person = await test.person('operator');
    for (let tab = 0; tab < 20; tab += 1) await open(person);
    expect(await refused({ cookie: person.cookie })).toBe('refused');
  });
});

describe('stopping', () => {
  it('says farewell to every screen', async () => {
    const other = await aWeb();
    try {
      const person = await other.person('operator');
      const screen = new Screen(other.address, person.cookie);
      screens.push(screen);
      await screen.nth('welcome');
      await other.web.close();
      expect(await screen.nth('farewell')).toEqual({ reason: 'stopping' });
      await screen.closed();
    } finally {
      await other.remove();
    }
  });
});
