// From a raised alarm to its first notice in the hands of the channel: a hundred fires a second, each in a building of its own.
import { setTimeout as wait } from 'node:timers/promises';
import { GATEWAY } from '../gateway/acts.ts';
import type { House } from '../gateway/house.ts';
import type { Roster } from '../gateway/notify/roster.ts';
import { aNotifyingHouse } from '../gateway/notify/testing/a-notifying-house.ts';
import { startFakeAliyun } from '../gateway/notify/testing/fake-aliyun.ts';
import type { FakeServer } from '../gateway/notify/testing/fake-server.ts';
import { type BenchLine, percentile } from './line.ts';

const FIRES = 1_000;
const A_SECOND = 100;
/** Accounts of short messages, one a unit: an account takes 20 a second, and a real centre has one for each of its customers. */
const ACCOUNTS = 10;
/** Fires of one tick of the load. */
const TICK_MS = 50;

export async function notifyBench(): Promise<BenchLine[]> {
  const test = await aNotifyingHouse();
  const accounts: FakeServer[] = [];
  const taken = (): number => accounts.reduce((sum, account) => sum + account.taken.length, 0);
  try {
    const { house } = test;
    await test.policy([{ after: 0, whom: { role: 'duty-room' }, via: ['aliyun-sms'] }]);
    house.channels.remove('sms');
    for (let unit = 0; unit < ACCOUNTS; unit += 1) accounts.push(await settleUnit(house, unit));
    await Promise.all(Array.from({ length: FIRES }, (_, nth) => settleBuilding(house, nth)));
    const perTick = (A_SECOND * TICK_MS) / 1_000;
    const began = performance.now();
    for (let nth = 0; nth < FIRES; nth += perTick) {
      await Promise.all(Array.from({ length: perTick }, (_, k) => house.flow.accept(fire(nth + k))));
      await wait(Math.max(0, began + ((nth + perTick) / A_SECOND) * 1_000 - performance.now()));
    }
    while (taken() < FIRES) await Promise.race(accounts.map((account) => account.left()));
    await house.flow.act({ do: 'note', what: 'bench', about: 'bench', detail: {} }, GATEWAY);
    const times = Array.from({ length: FIRES }, (_, nth) => handedAfter(house, nth)).sort((one, other) => one - other);
    return [
      { name: `raised → first notice handed to the channel, ${A_SECOND} fires/s, p50`, value: percentile(times, 0.5), unit: 'ms' },
      { name: 'the same, p99', value: percentile(times, 0.99), unit: 'ms', hold: { atMost: 1_000 } },
      { name: 'the same, longest', value: times.at(-1) ?? Number.NaN, unit: 'ms' },
    ];
  } finally {
    await test.close();
    for (const account of accounts) await account.close();
  }
}

async function settleUnit({ flow, channels }: House, nth: number): Promise<FakeServer> {
  const place = { id: `u${nth}`, parent: 'unit', kind: 'unit' as const, name: `${nth}号单位`, longitude: null, latitude: null };
  await flow.act({ do: 'add-place', place }, GATEWAY);
  const account = { accessKeyId: `LTAI012${nth}`, accessKeySecret: `secret-of-account-${nth}`, template: 'T_1' };
  const provider = await startFakeAliyun({ ...account, variables: ['class'], now: () => Date.now() });
  const settings = { base: provider.address, ...account, signName: '烽燧' };
  channels.set({ id: `sms-${nth}`, kind: 'aliyun-sms', name: `短信 ${nth}`, place: place.id, enabled: true, settings });
  return provider;
}

/** A building with a smoke head and somebody on duty, whose number no provider has heard of today. */
async function settleBuilding({ flow }: House, nth: number): Promise<void> {
  const place = {
    id: `b${nth}`,
    parent: `u${nth % ACCOUNTS}`,
    kind: 'building' as const,
    name: `${nth}号楼`,
    longitude: null,
    latitude: null,
  };
  await flow.act({ do: 'add-place', place }, GATEWAY);
  const device = {
    id: `s${nth}`,
    name: `烟感 ${nth}`,
    model: 'balefire/smoke',
    place: place.id,
    modbus: null,
    longitude: null,
    latitude: null,
  };
  await flow.act({ do: 'register-device', device, secretHash: null }, GATEWAY);
  const person = { id: `p${nth}`, name: `值班员 ${nth}`, contacts: { sms: `138${String(nth).padStart(8, '0')}` } };
  const shifts: Roster['shifts'] = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', people: [person.id] }];
  const roster: Roster = { id: `r${nth}`, place: place.id, role: 'duty-room', drill: false, people: [person], shifts, changes: [] };
  await flow.act({ do: 'set-roster', roster }, GATEWAY);
}

function fire(nth: number): Parameters<House['flow']['accept']>[0] {
  const body = Buffer.from('{"points":{"smoke":"alarm"}}');
  return { link: 'mqtt', peer: '127.0.0.1:9', device: `s${nth}`, kind: 'up', body, drill: false };
}

function handedAfter({ desk, notices }: House, nth: number): number {
  const [alarm] = desk.openOf(`s${nth}`);
  const [attempt] = notices.ofIncident(alarm?.incident ?? '')[0]?.attempts ?? [];
  return (attempt?.at ?? Number.NaN) - (attempt?.tookMs ?? 0) - (alarm?.receivedAt ?? 0);
}
