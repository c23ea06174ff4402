// A transmission device against a centre on a real loopback socket: what it sends, in which order, how often.
import { decodeUnit, type UnitObject } from '../../device-drivers/gb26875/data-unit.ts';
import { COMMAND } from '../../device-drivers/gb26875/packet.ts';
import { profileOf } from '../../device-drivers/gb26875/profile.ts';
import { readTimeTag } from '../../device-drivers/gb26875/time-tag.ts';
import { demoParts } from './demo-parts.ts';
import { Panel } from './panel.ts';
import { stationNamed, TransmissionDevice } from './station.ts';
import type { HeardPacket } from './testing/scripted-centre.ts';
import { stage, strike } from './testing/stage.ts';

const SMOKE = '2-21';
const HEAT = '2-23';
const AT = Date.UTC(2026, 4, 1, 2, 3, 4);
/** No re-send within a test that does not look for one. */
const PATIENT = 60_000;

afterEach(strike);

/** The only object of a data unit. */
function objectIn(unit: Uint8Array | undefined): UnitObject {
  const [object] = decodeUnit(unit ?? new Uint8Array()).objects;
  if (!object) throw new Error('no object');
  return object;
}

/** The types of data units, one after the other. */
function types(heard: readonly HeardPacket[]): (number | undefined)[] {
  return heard.map(({ packet }) => packet.unit[0]);
}

const measure = (raw: number) => ({ is: 'measure', part: HEAT, analogue: 3, raw }) as const;

describe.each(['tcp', 'udp'] as const)('over %s', (transport) => {
  it('says who it is, counts from 0, and hears the confirmation', async () => {
    const { centre, device } = await stage(transport);
    expect(await device.happen({ is: 'alarm', part: SMOKE })).toBeGreaterThan(0);
    const [first, second] = centre.heard;
    expect(first?.packet).toMatchObject({ serial: 0, source: '790300000000', destination: '010000000000', command: COMMAND.send });
    expect(second?.packet).toMatchObject({ serial: 1, version: { main: 1, user: 0 } });
    expect(device.state()).toMatchObject({ sent: 3, confirmed: 3, resent: 0, waiting: 0, lost: 0, connected: true, links: 1 });
  });

  it('sends one packet, and the next when it is confirmed: fire first, then the rest in order', async () => {
    const { centre, device } = await stage(transport, { timeoutMs: PATIENT });
    centre.react = () => null;
    const told = [device.happen(measure(201)), device.happen(measure(202)), device.happen({ is: 'alarm', part: SMOKE })];
    await centre.until(() => centre.heard.length > 0);
    expect(centre.heard).toHaveLength(1);
    centre.react = () => 'confirm';
    for (const heard of centre.heard) centre.answer(heard, COMMAND.confirm);
    await Promise.all(told);
    expect(types(centre.heard)).toEqual([3, 2, 1, 21, 3]);
    expect(objectIn(centre.heard[4]?.packet.unit)).toMatchObject({ raw: 202 });
  });

  it('sends a packet again exactly three times under its serial, then opens the link again and loses nothing', async () => {
    const { centre, device, happened } = await stage(transport, { timeoutMs: 100 });
    centre.react = () => null;
    const told = device.happen({ is: 'fault', part: SMOKE });
    await happened('failed');
    expect(centre.heard.map(({ packet }) => packet.serial)).toEqual([0, 0, 0, 0]);
    expect(new Set(centre.heard.map(({ packet }) => Buffer.from(packet.unit).toString('hex'))).size).toBe(1);
    centre.react = () => 'confirm';
    await told;
    expect(centre.units().map(([type]) => type)).toEqual([2, 1, 21]);
    expect(centre.links).toHaveLength(2);
    expect(device.state()).toMatchObject({ sent: 3, confirmed: 3, resent: 4, failed: 1, waiting: 0, dropped: 0, lost: 0, links: 2 });
  });

  it('takes a denial like silence, at once', async () => {
    const { centre, device } = await stage(transport, { timeoutMs: PATIENT });
    centre.react = () => (centre.heard.length < 3 ? 'deny' : 'confirm');
    await device.happen(measure(201));
    expect(centre.heard.map(({ packet }) => packet.serial)).toEqual([0, 0, 0]);
    expect(device.state()).toMatchObject({ denied: 2, resent: 2, confirmed: 1, failed: 0 });
  });

  it('answers over a new link what was asked over it, and is found by its address again', async () => {
    const { centre, device, happened } = await stage(transport);
    await device.happen(measure(201));
    device.cut();
    await happened('connected', 2);
    await device.happen(measure(202));
    const answer = await centre.ask(device.station, [{ is: 'read-device-state' }]);
    expect(objectIn(answer.unit)).toMatchObject({ is: 'device-state', status: 1 });
    expect(centre.links).toHaveLength(2);
  });
});

describe('what waits', () => {
  it('lets a fire go after the first silence, and makes up for the re-sends of the rest later', async () => {
    const { centre, device } = await stage('tcp', { timeoutMs: 100 });
    centre.react = ({ packet: { unit } }) => (unit[0] === 3 && centre.heard.length < 4 ? null : 'confirm');
    await Promise.all([device.happen(measure(201)), device.happen({ is: 'manual-alarm' })]);
    expect(types(centre.heard)).toEqual([3, 24, 21, 3]);
    expect(centre.heard[3]?.packet.serial).toBe(centre.heard[0]?.packet.serial);
    expect(device.state()).toMatchObject({ resent: 1, failed: 0 });
  });

  it('answers a query only after the fires that wait', async () => {
    const { centre, device } = await stage('tcp', { timeoutMs: PATIENT });
    centre.react = () => null;
    void device.happen({ is: 'alarm', part: SMOKE });
    await centre.until(() => centre.heard.length === 1);
    const answer = centre.ask(device.station, [{ is: 'read-device-state' }]);
    // The confirm of an order is not held back, so that by its arrival the query has been taken in.
    await centre.ask(device.station, [{ is: 'initialise' }]);
    centre.react = () => 'confirm';
    for (const heard of centre.of(COMMAND.send)) centre.answer(heard, COMMAND.confirm);
    await answer;
    expect(centre.heard.map(({ packet: { command, unit } }) => [command, unit[0]]).slice(0, 5)).toEqual([
      [COMMAND.send, 2],
      [COMMAND.confirm, undefined],
      [COMMAND.send, 1],
      [COMMAND.send, 21],
      [COMMAND.reply, 21],
    ]);
  });

  it('keeps what happens without a link, in order, with the times of when it happened', async () => {
    let now = AT;
    const { centre, device, happened } = await stage('tcp', { clock: () => now });
    device.cut();
    await happened('disconnected');
    const told: Promise<unknown>[] = [];
    for (const [nth, raw] of [201, 202, 203].entries()) {
      now = AT + nth * 60_000;
      told.push(device.happen(measure(raw)));
    }
    now = AT + 3_600_000;
    await Promise.all(told);
    const objects = centre.units().map(objectIn);
    expect(objects).toMatchObject([{ raw: 201 }, { raw: 202 }, { raw: 203 }]);
    expect(objects.map((object) => 'time' in object && readTimeTag(object.time))).toEqual([AT, AT + 60_000, AT + 120_000]);
    expect(readTimeTag(centre.heard[0]?.packet.sent ?? new Uint8Array())).toBe(now);
  });

  it('drops the oldest ordinary one when it is full, counts it, and never a fire', async () => {
    const { centre, device } = await stage('tcp', { started: false, queue: 3 });
    const told = [device.happen({ is: 'alarm', part: SMOKE })];
    for (let raw = 1; raw <= 8; raw++) told.push(device.happen(measure(raw)));
    expect(device.state()).toMatchObject({ waiting: 6, dropped: 5, lost: 0 });
    await device.start();
    const outcomes = await Promise.all(told);
    expect(outcomes.map((ms) => ms !== undefined)).toEqual([true, false, false, false, false, false, true, true, true]);
    expect(centre.units().map(([type]) => type)).toEqual([2, 1, 21, 3, 3, 3]);
    expect(objectIn(centre.units()[3])).toMatchObject({ raw: 6 });
  });

  it('never lets a new fire overtake an older word on the same part', async () => {
    const { centre, device } = await stage('tcp', { started: false });
    const told = [device.happen(measure(1))];
    for (const is of ['alarm', 'restore', 'alarm'] as const) told.push(device.happen({ is, part: SMOKE }));
    await device.start();
    await Promise.all(told);
    const parts = centre
      .units()
      .map(objectIn)
      .filter((object) => object.is === 'part-state');
    expect(parts.map((object) => object.status)).toEqual([0b11, 1, 0b11]);
    expect(centre.units().at(-1)?.[0]).toBe(3);
  });

  it('is dropped and counted when the device is stopped', async () => {
    const { device } = await stage('tcp', { started: false });
    const told = device.happen(measure(1));
    await device.stop();
    expect(await told).toBeUndefined();
    expect(device.state()).toMatchObject({ waiting: 0, dropped: 1, lost: 0 });
  });

  it('may be told after the device was stopped and started again', async () => {
    const { device } = await stage('tcp');
    await device.happen(measure(1));
    await device.stop();
    const told = device.happen(measure(2));
    await device.start();
    expect(await told).toBeGreaterThan(0);
    expect(device.state()).toMatchObject({ links: 2, confirmed: 2, lost: 0 });
  });

  it('takes a late confirmation of what was set aside', async () => {
    const { centre, device } = await stage('tcp', { timeoutMs: 100 });
    centre.react = ({ packet }) => (packet.unit[0] === 24 ? 'confirm' : null);
    void device.happen(measure(201));
    await centre.until(() => centre.heard.length === 1);
    void device.happen({ is: 'manual-alarm' });
    await centre.until(() => types(centre.heard).includes(21));
    const [late] = centre.heard;
    if (late) centre.answer(late, COMMAND.confirm);
    centre.react = () => 'confirm';
    for (const heard of centre.heard.slice(1)) centre.answer(heard, COMMAND.confirm);
    await device.happen(measure(202));
    expect(
      centre
        .units()
        .map(objectIn)
        .filter(({ is }) => is === 'analogue'),
    ).toHaveLength(2);
    expect(device.state()).toMatchObject({ waiting: 0, lost: 0, failed: 0 });
  });
});

describe('heartbeats', () => {
  const beat = { heartbeatSeconds: 0.02 };

  it('are packets without a data unit, sent when nothing else is', async () => {
    const { centre, device } = await stage('tcp', beat);
    await centre.until(() => centre.heard.length === 3);
    expect(centre.heard.every(({ packet }) => packet.unit.length === 0 && packet.command === COMMAND.send)).toBe(true);
    expect(device.state()).toMatchObject({ waiting: 0, lost: 0 });
  });

  it('or the state of the device', async () => {
    const { centre } = await stage('tcp', { ...beat, heartbeat: 'device-state' });
    await centre.until(() => centre.heard.length === 2);
    expect(objectIn(centre.heard[1]?.packet.unit)).toMatchObject({ is: 'device-state', status: 1 });
  });

  it('or a handshake byte, whose answer is understood', async () => {
    const profile = profileOf('handshake');
    const panel = new Panel({ parts: demoParts(), ...(profile ? { profile } : {}) });
    const { centre, happened } = await stage('tcp', { ...beat, heartbeat: 'handshake', panel });
    await centre.until(() => centre.heard.length === 1);
    const [heard] = centre.heard;
    expect([...(heard?.packet.unit ?? [])]).toEqual([0x16]);
    if (heard) centre.answer(heard, COMMAND.send, Uint8Array.of(0x17));
    await happened('handshake');
    expect(centre.of(COMMAND.deny)).toEqual([]);
    const plain = new Panel({ parts: demoParts() });
    const wrong = { transport: 'tcp', port: centre.port, station: 1, panel: plain, heartbeat: 'handshake' } as const;
    expect(() => new TransmissionDevice(wrong)).toThrow(/has no handshake/);
  });

  it('find out that the centre is silent, and are not kept', async () => {
    const { centre, device, happened } = await stage('tcp', { ...beat, timeoutMs: 15 });
    centre.react = () => null;
    await happened('failed');
    await happened('connected', 2);
    expect(device.state()).toMatchObject({ waiting: 0, dropped: 0, lost: 0 });
  });
});

describe('an address', () => {
  it('is a decimal number, or twelve hex digits as on the wire', () => {
    expect([stationNamed(889), stationNamed('889'), stationNamed('79030000000A')]).toEqual([
      '790300000000',
      '790300000000',
      '79030000000a',
    ]);
    for (const wrong of ['', '-1', '1.5', '0x10', 'zz', 2 ** 48, Number.NaN]) expect(() => stationNamed(wrong)).toThrow(/address/);
  });
});
