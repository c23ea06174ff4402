// What the centre asks of a device, by itself and for a person, over the wire and through the journal.
import { randomUUID } from 'node:crypto';
import { COMMAND, encodePacket, type Packet } from '../../../device-drivers/gb26875/packet.ts';
import { readTimeTag } from '../../../device-drivers/gb26875/time-tag.ts';
import { type Deed, GATEWAY } from '../../acts.ts';
import { Bucket } from '../rate.ts';
import { Exchanges } from './exchanges.ts';
import { DEFAULT_STATION_LIMITS, stationSettings } from './limits.ts';
import { PacketTrace } from './packet-trace.ts';
import { StationSession } from './station-session.ts';
import { dueFor } from './supervision.ts';
import { operation, partState } from './testing/raw-station.ts';
import { DEVICE, type StationHouse, stationHouse } from './testing/station-house.ts';

let under: StationHouse;
beforeAll(async () => {
  under = await stationHouse();
  for (const [name, value] of [
    ['answerTimeout', 1],
    ['resends', 1],
  ] as const)
    await under.house.flow.act({ do: 'set-parameter', scope: 'unit', name, value }, GATEWAY);
});
afterAll(async () => {
  await under.close();
});

const isOf = (type: number) => (packet: Packet) => packet.unit[0] === type;

async function give(command: string, args: Record<string, number> = {}): Promise<string> {
  const id = `c-${randomUUID()}`;
  const deed: Deed = { do: 'command', id, device: DEVICE, command, arguments: args, expiresAt: Date.now() + 60_000 };
  await under.house.flow.act(deed, GATEWAY);
  return id;
}
const commandOf = (id: string) => under.house.commands.list({ device: DEVICE, limit: 50 }).find((one) => one.id === id);

describe('the centre', () => {
  it('sets the clock of a device that comes, and asks it and its systems for their state', async () => {
    const station = await under.tcp();
    station.beHealthy();
    const asked = [90, 81, 61].map((type) => station.next(isOf(type)));
    await station.tell([]);
    const [clock, device, system] = await Promise.all(asked);
    expect(clock).toMatchObject({ command: COMMAND.control });
    expect(Math.abs((readTimeTag(clock?.unit.subarray(2) ?? new Uint8Array(6)) ?? 0) - Date.now())).toBeLessThan(3_000);
    expect([device?.command, system?.command]).toEqual([COMMAND.request, COMMAND.request]);
    await under.until(() => under.house.gb26875?.stations.state(DEVICE)?.inspected !== null);
    expect(under.house.gb26875?.stations.state(DEVICE)).toMatchObject({ unanswered: false });
    station.close();
  });

  it('carries a person’s question out and keeps the answer with it', async () => {
    const station = await under.healthy();
    await station.tell([]);
    await under.until(() => under.house.gb26875?.stations.state(DEVICE)?.waiting === 0);
    const asked = station.next(isOf(85));
    const id = await give('read-device-version');
    station.answer(await asked, COMMAND.reply, [{ is: 'device-version', main: 2, sub: 5 }]);
    await under.until(() => commandOf(id)?.state === 'done');
    expect(commandOf(id)).toMatchObject({ reply: '19010205' });
    station.close();
  });

  it('says that it was not answered, after the last re-send', async () => {
    const station = await under.healthy();
    await station.tell([]);
    await under.until(() => under.house.gb26875?.stations.state(DEVICE)?.waiting === 0);
    station.onPacket = () => undefined;
    const id = await give('read-device-version');
    await under.until(() => commandOf(id)?.state === 'failed');
    expect(commandOf(id)).toMatchObject({ reason: 'no-answer' });
    expect(station.heard.filter(isOf(85)).map(({ serial }) => serial)).toHaveLength(2);
    expect(new Set(station.heard.filter(isOf(85)).map(({ serial }) => serial)).size).toBe(1);
    station.close();
  }, 20_000);

  it('takes what a device has on its record for what was, not for what is, and keeps once what was told before', async () => {
    const station = await under.healthy();
    await station.tell([]);
    await under.until(() => under.house.gb26875?.stations.state(DEVICE)?.waiting === 0);
    const asked = station.next(isOf(84));
    const id = await give('read-device-operations', { count: 10, hours: 24 });
    const yesterday = Date.now() - 86_000_000;
    await station.tell([operation(0b10_0000, 7, yesterday)]);
    station.answer(await asked, COMMAND.reply, [operation(0b100, 7, yesterday), operation(0b10_0000, 7, yesterday)]);
    await under.until(() => commandOf(id)?.state === 'done');
    expect([...under.house.desk.open()].filter(({ rule }) => rule.id === 'manual-alarm')).toEqual([]);
    expect(under.house.operations.list(DEVICE, 10).map(({ operations, operator }) => [operations, operator])).toEqual([
      [0b100, 7],
      [0b10_0000, 7],
    ]);
    station.close();
  });

  it('believes no answer that nobody asked for', async () => {
    const station = await under.healthy();
    await station.tell([]);
    await under.until(() => under.house.gb26875?.stations.state(DEVICE)?.waiting === 0);
    const before = under.house.journal.last();
    const stray = station.packet([partState(9, 0b11)], { command: COMMAND.reply, serial: 777 });
    await station.raw(encodePacket(stray));
    await station.tell([]);
    expect(under.counter('answers.stray')).toBeGreaterThan(0);
    expect(under.house.journal.last()).toBe(before + 1);
    station.close();
  });

  it('calls a control room, hears the confirmation, and then the button', async () => {
    const station = await under.healthy();
    await station.tell([]);
    const called = station.next(isOf(91));
    const check = { do: 'check-duty', id: 'd-1', devices: [DEVICE], skipped: [], minutes: 4, mode: 'now', plan: null } as const;
    await under.house.flow.act(check, GATEWAY);
    expect([...(await called).unit]).toEqual([91, 1, 4]);
    const stateOf = () => under.house.duty.targets('d-1')[0];
    await under.until(() => stateOf()?.state === 'waiting');
    await station.tell([operation(0b10_0000, 3)]);
    await under.until(() => stateOf()?.state === 'present');
    expect(stateOf()).toMatchObject({ operator: 3 });
    station.close();
  });

  it('raises an alarm where nobody pressed, until somebody does', async () => {
    await under.until(() => under.house.gb26875?.stations.state(DEVICE)?.connected !== true);
    const at = Date.now() - 10 * 60_000;
    const act = { do: 'check-duty', id: 'd-2', devices: [DEVICE], skipped: [], minutes: 1, mode: 'now', plan: null } as const;
    under.house.duty.begin({ ...act, by: GATEWAY, at, token: 'd-2' });
    under.house.commands.answered(DEVICE, 'd-2-0', 'delivered', at + 1_000, null);
    const absent = () => [...under.house.desk.open()].find(({ rule }) => rule.id === 'duty-absent');
    await under.until(() => absent() !== undefined);
    expect(absent()).toMatchObject({ class: 'supervisory', device: DEVICE, condition: 'active' });
    const station = await under.healthy();
    await station.tell([operation(0b10_0000, 3)]);
    await under.until(() => absent()?.condition === 'restored');
    expect(under.house.duty.targets('d-2')[0]?.state).toBe('late');
    station.close();
  });
});

describe('what is due for a device', () => {
  const NOW = 1_790_000_000_000;
  const HOUR = 3_600_000;
  const settings = stationSettings(() => undefined);
  const route = { transport: 'tcp', address: '', network: '', peer: 'p', isOpen: true, heardAt: 0 } as never;
  /** A device that was heard, set and inspected just now. */
  function session(more: Partial<StationSession> = {}): StationSession {
    const exchanges = () =>
      new Exchanges(
        () => true,
        () => settings,
        { began() {}, resent() {}, failed() {} },
        4,
      );
    const who = { device: 'd', isHeld: false, station: '0'.repeat(12), centre: '0'.repeat(12) };
    const one = new StationSession(who, {
      trace: new PacketTrace(DEFAULT_STATION_LIMITS.remembered),
      rate: new Bucket(DEFAULT_STATION_LIMITS.deviceRate, 0),
      exchanges,
    });
    return Object.assign(one, { route, lastPacket: NOW, since: NOW - HOUR, clockSet: NOW, clockAhead: 0, inspectionTried: NOW }, more);
  }

  it('is nothing when it was heard, set and inspected', () => {
    expect(dueFor(session(), settings, NOW + 1_000)).toBeUndefined();
  });

  it('is an inspection on its cycle, at once when the cycle is made shorter, and never more than two hours later', () => {
    expect(dueFor(session({ lastPacket: NOW + HOUR }), settings, NOW + HOUR)).toBe('inspect');
    const short = stationSettings((name) => (name === 'inspectionCycle' ? 60 : undefined));
    expect(dueFor(session({ lastPacket: NOW + 60_000 }), short, NOW + 60_000)).toBe('inspect');
    expect(stationSettings(() => 999_999).inspectionCycleMs).toBe(2 * HOUR);
  });

  it('is a question when it is silent', () => {
    expect(dueFor(session(), settings, NOW + 59_000)).toBeUndefined();
    expect(dueFor(session(), settings, NOW + 60_000)).toBe('inspect');
  });

  it('is its clock when it comes, after a day, and when it is more than 5 s off, but not with every packet', () => {
    expect(dueFor(session({ clockSet: null }), settings, NOW)).toBe('set-clock');
    const later = NOW + 11 * 60_000;
    expect(dueFor(session({ lastPacket: later, clockAhead: 5_001 }), settings, later)).toBe('set-clock');
    expect(dueFor(session({ lastPacket: later, clockAhead: -4_999 }), settings, later)).toBeUndefined();
    expect(dueFor(session({ clockAhead: 90_000 }), settings, NOW + 1_000)).toBeUndefined();
    const nextDay = NOW + 24 * HOUR;
    expect(dueFor(session({ lastPacket: nextDay, inspectionTried: nextDay }), settings, nextDay)).toBe('set-clock');
  });

  it('is nothing for a stranger, for one that is away, and while a question is open', () => {
    expect(dueFor(session({ clockSet: null, isHeld: true } as never), settings, NOW)).toBeUndefined();
    expect(dueFor(session({ clockSet: null, route: undefined } as never), settings, NOW)).toBeUndefined();
  });
});

describe('the trace of a device', () => {
  it('holds its last packets, whole, the newest first', () => {
    const trace = new PacketTrace(4);
    for (let nth = 1; nth <= 6; nth += 1)
      trace.add({ at: nth, direction: 'in', peer: 'p', bytes: new Uint8Array(1_000 + nth).fill(nth), refused: null });
    const kept = trace.since(0);
    expect(kept.map(({ number, bytes }) => [number, bytes.length, new Set(bytes).size, bytes[0]])).toEqual([
      [6, 1_006, 1, 6],
      [5, 1_005, 1, 5],
      [4, 1_004, 1, 4],
      [3, 1_003, 1, 3],
    ]);
    expect(trace.since(5).map(({ number }) => number)).toEqual([6]);
  });
});
