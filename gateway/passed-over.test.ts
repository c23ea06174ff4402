// What the house could not conclude, through a fault of its own, is neither lost nor forgotten: over restarts, kills and what came since.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { GATEWAY } from './acts.ts';
import { ZHANG } from './alarms/testing/a-desk.ts';
import type { House } from './house.ts';
import { chance } from './notify/testing/a-queue.ts';
import { PassedOver } from './passed-over.ts';
import { openDatabase } from './sqlite.ts';
import { openTestHouse, SMALL_DISTRICT } from './testing/a-house.ts';
import { Bell } from './testing/bell.ts';
import { breakHouse } from './testing/broken-house.ts';
import { MqttDevice } from './testing/mqtt-device.ts';
import { scratchFolder } from './testing/scratch.ts';
import { programApart } from './worker-file.ts';

const DEVICES = ['smoke-1', 'smoke-2', 'call-1'] as const;
const EVERY = (): boolean => true;
const NONE = (): boolean => false;

/** A frame of a device as a link hands it in; resolves when it is concluded, or passed over. */
async function says(house: House, device: string, points: object, seq: number): Promise<void> {
  const body = Buffer.from(JSON.stringify({ at: Date.now(), seq, points }));
  await house.flow.accept({ link: 'mqtt', peer: '127.0.0.1:5', device, kind: 'up', body, drill: false });
  await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
}

const burning = (device: string): object => (device === 'call-1' ? { pressed: true } : { smoke: 'alarm' });
const calm = (device: string): object => (device === 'call-1' ? { pressed: false } : { smoke: 'normal' });

function firesOf(house: House): { device: string; condition: string; attention: string; evidence: number }[] {
  return house.alarms
    .listAlarms({ limit: 1_000, class: 'fire' })
    .map(({ device, condition, attention, id }) => ({ device, condition, attention, evidence: house.alarms.evidence(id).length }))
    .toSorted((one, other) => one.device.localeCompare(other.device));
}

describe.each(['desk', 'understanding'] as const)('a fire that a fault of the house swallowed (%s)', (where) => {
  const scratch = scratchFolder('passed-over');
  afterAll(() => scratch.remove());

  it('stands as a trouble after a restart, with its raw frame, and is raised when the house is mended', async () => {
    const first = await openTestHouse(scratch.path, SMALL_DISTRICT);
    breakHouse(first.house, { desk: NONE, understanding: NONE, [where]: EVERY });
    await says(first.house, 'smoke-1', burning('smoke-1'), 1);
    expect(firesOf(first.house)).toEqual([]);
    await first.house.close();

    // Still broken: what stands in the database stands on the screens, though it is tried again.
    const config = { understanding: NONE, desk: NONE, [where]: EVERY };
    const second = await openTestHouse(
      scratch.path,
      undefined,
      {},
      (accept) => accept,
      (house) => breakHouse(house, config),
    );
    expect(second.house.troubles.all()).toMatchObject([{ id: 'passed-over-fire', class: 'fire' }]);
    const [row] = second.house.passedOver.all();
    expect(row).toMatchObject({ device: 'smoke-1', mayBurn: true, tries: 1 });
    expect(row && second.house.passedOver.frameOf(row)?.frame.body.toString()).toContain('alarm');
    await second.house.close();

    const third = await openTestHouse(scratch.path);
    expect(firesOf(third.house)).toEqual([{ device: 'smoke-1', condition: 'active', attention: 'new', evidence: 1 }]);
    expect(third.house.troubles.all()).toEqual([]);
    expect(third.house.passedOver.all()).toEqual([]);
    const line = third.house.alarms.listAudit({ limit: 5 }).find(({ what }) => what === 'concluded-again');
    expect(line).toMatchObject({ about: 'smoke-1', by: 'gateway', detail: { mayBurn: true } });
    // Its end is seen as that of any other.
    await says(third.house, 'smoke-1', calm('smoke-1'), 2);
    expect(firesOf(third.house)).toMatchObject([{ condition: 'restored', attention: 'new' }]);
    await third.house.close();
  });
});

describe('what was passed over', () => {
  it('is tried again by itself while the house runs', async () => {
    const scratch = scratchFolder('passed-over-live');
    const { house } = await openTestHouse(scratch.path, SMALL_DISTRICT);
    const bell = new Bell();
    const mend = breakHouse(house, { desk: EVERY, understanding: NONE });
    await says(house, 'smoke-1', burning('smoke-1'), 1);
    // A second of the same point waits behind it, and nothing is raised out of order.
    await says(house, 'smoke-1', calm('smoke-1'), 2);
    expect(house.passedOver.all()).toHaveLength(2);
    mend();
    const put = house.desk.take.bind(house.desk);
    house.desk.take = (finding, ground) => {
      put(finding, ground);
      bell.ringSoon();
    };
    await bell.until(() => house.passedOver.all().length === 0);
    expect(firesOf(house)).toMatchObject([{ device: 'smoke-1', condition: 'restored', attention: 'new' }]);
    expect(house.troubles.all()).toEqual([]);
    await house.close();
    scratch.remove();
  });

  it('and has ended since is raised and stands restored; what came later is not undone', async () => {
    const scratch = scratchFolder('passed-over-late');
    const { house } = await openTestHouse(scratch.path, SMALL_DISTRICT);
    const mend = breakHouse(house, { desk: NONE, understanding: EVERY });
    await says(house, 'smoke-1', burning('smoke-1'), 1);
    await says(house, 'smoke-2', burning('smoke-2'), 1);
    mend();
    await says(house, 'smoke-1', calm('smoke-1'), 2);
    await says(house, 'smoke-2', burning('smoke-2'), 2);
    await house.flow.act({ do: 'conclude-again', ids: house.passedOver.all().map(({ id }) => id) }, ZHANG);
    expect(house.passedOver.all()).toEqual([]);
    expect(firesOf(house)).toMatchObject([
      { device: 'smoke-1', condition: 'restored', attention: 'new' },
      { device: 'smoke-2', condition: 'active', attention: 'new' },
    ]);
    expect(house.presence.values('smoke-1')['smoke']?.value).toBe('normal');
    await house.close();
    scratch.remove();
  });

  it('is dismissed by a person with a reason, which the audit keeps', async () => {
    const scratch = scratchFolder('passed-over-dismissed');
    const { house } = await openTestHouse(scratch.path, SMALL_DISTRICT);
    breakHouse(house, { desk: EVERY, understanding: NONE });
    await says(house, 'smoke-1', burning('smoke-1'), 1);
    const [row] = house.passedOver.all();
    const { id = '', device = '', entry = null } = row ?? {};
    await house.flow.act({ do: 'dismiss-passed-over', id, device, entry, reason: '现场核实无火情' }, ZHANG);
    expect(house.passedOver.all()).toEqual([]);
    expect(house.troubles.all()).toEqual([]);
    const [line] = house.alarms.listAudit({ limit: 1 });
    expect(line).toMatchObject({ what: 'dismiss-passed-over', by: 'zhang', about: 'smoke-1', detail: { entry, reason: '现场核实无火情' } });
    await house.close();
    const again = await openTestHouse(scratch.path);
    expect(again.house.passedOver.all()).toEqual([]);
    expect(firesOf(again.house)).toEqual([]);
    await again.house.close();
    scratch.remove();
  });

  it('gives way where there is no room, never a fire to what is none, and the rest is counted', () => {
    const database = openDatabase(':memory:', 'normal');
    const raised: { id: string; detail: string }[] = [];
    const troubles = {
      raise: (id: string, _: unknown, __: unknown, { en }: { en: string }) => void raised.push({ id, detail: en }),
      clear: () => undefined,
    };
    const desk = { take: () => undefined };
    const around = { desk, troubles, counters: { add: () => undefined }, log: { error: () => undefined }, clock: () => 0 };
    const passed = new PassedOver(database, around);
    const frame = (number: number, fire: boolean): void => {
      const body = Buffer.alloc(256 * 1024, ' ');
      body.write(fire ? '{"smoke":"alarm"}' : '{"smoke":"normal"}');
      passed.frame(
        { kind: 'frame', number, frame: { link: 'mqtt', peer: 'p', device: 'd', kind: 'up', body, receivedAt: number, drill: false } },
        new Error('broken'),
      );
    };
    for (let number = 1; number <= 256; number += 1) frame(number, number % 2 === 0);
    for (let number = 257; number <= 384; number += 1) frame(number, true);
    expect(passed.all().filter(({ mayBurn }) => !mayBurn)).toEqual([]);
    expect(passed.beyond()).toEqual({ count: 128, from: 1, to: 255 });
    frame(385, true);
    expect(passed.all()).toHaveLength(256);
    expect(passed.beyond()).toEqual({ count: 129, from: 1, to: 385 });
    expect(raised.at(-1)).toEqual({ id: 'passed-over', detail: '129 more are in the journal alone (1 to 385)' });
    passed.write();
    passed.written();
    const reread = new PassedOver(database, around);
    expect(reread.all()).toEqual(passed.all());
    expect(reread.beyond()).toEqual(passed.beyond());
    database.close();
  });
});

describe('random faults over random restarts', () => {
  /** Lives of one house in which faults come and go; `faulty` false: the same field without them. */
  async function live(seed: number, faulty: boolean): Promise<ReturnType<typeof firesOf>> {
    const scratch = scratchFolder('passed-over-random');
    const [random, fault] = [chance(seed), chance(seed + 1_000)];
    await (await openTestHouse(scratch.path, SMALL_DISTRICT)).house.close();
    let seq = 0;
    for (let life = 0; life < 3; life += 1) {
      const isBroken = (): boolean => faulty && fault() < 0.4;
      const { house } = await openTestHouse(
        scratch.path,
        undefined,
        {},
        (accept) => accept,
        (opened) => breakHouse(opened, { desk: isBroken, understanding: isBroken }),
      );
      for (let nth = 0; nth < 12; nth += 1) {
        const device = DEVICES[Math.floor(random() * DEVICES.length)] ?? 'smoke-1';
        seq += 1;
        await says(house, device, random() < 0.5 ? burning(device) : calm(device), seq);
      }
      await house.close();
    }
    const { house } = await openTestHouse(scratch.path);
    const fires = firesOf(house);
    expect(house.passedOver.all()).toEqual([]);
    await house.close();
    scratch.remove();
    return fires;
  }

  it('leave the fires that a house without faults has, each in the state that its device told last', async () => {
    let found = 0;
    for (let seed = 1; seed <= 5; seed += 1) {
      const told = (fires: ReturnType<typeof firesOf>) =>
        fires.map(({ device, condition, attention }) => ({ seed, device, condition, attention }));
      const sound = told(await live(seed, false));
      expect(told(await live(seed, true))).toEqual(sound);
      found += sound.length;
    }
    expect(found).toBeGreaterThan(8);
  }, 240_000);
});

describe('a gateway with a fault of its own that is killed', () => {
  /** What the mended house knows of the fires that were confirmed before the kill. */
  async function killed(before?: (folder: string) => void): Promise<string[]> {
    const scratch = scratchFolder('passed-over-kill');
    const { house, secrets } = await openTestHouse(scratch.path, SMALL_DISTRICT);
    await house.close();
    const program = programApart(import.meta.url, './testing/broken-desk-program');
    const env = {
      ...process.env,
      BALEFIRE_DATA: scratch.path,
      BALEFIRE_LOG: 'info',
      BALEFIRE_MQTT_PORT: '0',
      BALEFIRE_MQTT_HOST: '127.0.0.1',
    };
    const child = spawn(process.execPath, program, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let passedOver = 0;
    const bell = new Bell();
    const port = new Promise<number>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes('mqtt: listening')) resolve((JSON.parse(line) as { port: number }).port);
        if (line.includes('could not be')) passedOver += 1;
        bell.ring();
      });
    });
    for (const device of ['smoke-1', 'call-1']) {
      const client = await MqttDevice.connect(await port, device, secrets[device] ?? '');
      await client.tell(burning(device) as Record<string, unknown>);
      client.client.on('error', () => undefined);
    }
    // The house has passed both over and its tries go on: the moment of the kill is anywhere in them.
    await bell.until(() => passedOver >= 2);
    const dead = once(child, 'exit');
    child.kill('SIGKILL');
    await dead;
    before?.(scratch.path);
    const mended = await openTestHouse(scratch.path);
    const fires = firesOf(mended.house).map(({ device }) => device);
    expect(mended.house.passedOver.all()).toEqual([]);
    await mended.house.close();
    scratch.remove();
    return fires;
  }

  it('has lost no fire when it is mended', async () => {
    for (let round = 0; round < 4; round += 1) expect(await killed()).toEqual(['call-1', 'smoke-1']);
  }, 240_000);

  it('would be seen to lose them if it did not keep what it passed over', async () => {
    const forget = (folder: string): void => {
      const database = openDatabase(`${folder}/state.db`, 'normal');
      database.exec('DELETE FROM passed_over');
      database.close();
    };
    const rounds = [];
    for (let round = 0; round < 2; round += 1) rounds.push(...(await killed(forget)));
    expect(rounds.length).toBeLessThan(4);
  }, 120_000);
});
