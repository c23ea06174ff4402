// What the centre orders and asks over a real loopback socket: duty check, clock, every query, and what is denied.
import { decodeUnit, encodeUnit, type UnitObject } from '../../device-drivers/gb26875/data-unit.ts';
import { answerTo, COMMAND, encodePacket, type Packet } from '../../device-drivers/gb26875/packet.ts';
import { stationOfNumber } from '../../device-drivers/gb26875/station.ts';
import { readText } from '../../device-drivers/gb26875/text.ts';
import { readTimeTag, writeTimeTag } from '../../device-drivers/gb26875/time-tag.ts';
import { Panel } from './panel.ts';
import { readParts } from './parts.ts';
import { stage, strike } from './testing/stage.ts';

const SMOKE = { systemType: 1, systemAddress: 0, partAddress: 2 + 21 * 0x10000 };
const HEAT = { systemType: 1, systemAddress: 0, partAddress: 2 + 23 * 0x10000 };
const SYSTEM = { systemType: 1, systemAddress: 0 };
const AT = Date.UTC(2026, 4, 1, 2, 3, 4);
const EPOCH = writeTimeTag(Date.UTC(2020, 0, 1));

afterEach(strike);

function objectsIn(packet: Packet): readonly UnitObject[] {
  const { objects, faults } = decodeUnit(packet.unit);
  expect(faults).toEqual([]);
  return objects;
}

describe('a duty check', () => {
  const check = [{ is: 'duty-check', minutes: 2 }] as const;

  it('is confirmed at once, and the button pressed at once', async () => {
    const { centre, device, events, happened } = await stage('tcp', { dutyAnswer: { answers: 'at-once', operator: 7 } });
    expect(await centre.ask(device.station, check)).toMatchObject({ command: COMMAND.confirm, unit: new Uint8Array() });
    await happened('duty-answered');
    await centre.until(() => centre.units().length === 1);
    const [unit = new Uint8Array()] = centre.units();
    expect(decodeUnit(unit).objects).toMatchObject([{ is: 'device-operation', operations: 0b10_0000, operator: 7 }]);
    expect(events.filter(({ is }) => is.startsWith('duty'))).toEqual([
      { is: 'duty-check', minutes: 2 },
      { is: 'duty-answered', operator: 7 },
    ]);
  });

  it('is answered late: after the minutes that were given', async () => {
    const { centre, device, happened } = await stage('tcp', { dutyAnswer: { answers: 'late' }, dutyMinuteMs: 20 });
    await centre.ask(device.station, check);
    const asked = performance.now();
    expect(device.state().dutyRings).toBe(true);
    await happened('duty-answered');
    // Timers may be a millisecond early.
    expect(performance.now() - asked).toBeGreaterThan(2 * 20 - 1);
    expect(device.state().dutyRings).toBe(false);
  });

  it('is answered after seconds', async () => {
    const { centre, device, happened } = await stage('tcp', { dutyAnswer: { answers: 0.03 } });
    await centre.ask(device.station, check);
    await happened('duty-answered');
    await centre.until(() => centre.units().length === 1);
  });

  it('is never answered: it rings, and falls silent', async () => {
    const { centre, device, events, happened } = await stage('tcp', { dutyAnswer: { answers: 'never' }, dutyMinuteMs: 3 });
    await centre.ask(device.station, check);
    await happened('duty-over');
    expect(events.some(({ is }) => is === 'duty-answered')).toBe(false);
    expect(centre.units()).toEqual([]);
    expect(device.answerDuty()).toBe(false);
  });

  it('is answered by the person at the device', async () => {
    const { centre, device } = await stage('udp', { heartbeatSeconds: 60 });
    // On UDP a centre knows where a device is when it has heard of it.
    await centre.until(() => centre.heard.length === 1);
    await centre.ask(device.station, check);
    expect(device.answerDuty(12)).toBe(true);
    expect(device.answerDuty(12)).toBe(false);
    await centre.until(() => centre.units().length === 2);
    const [, unit = new Uint8Array()] = centre.units();
    expect(decodeUnit(unit).objects).toMatchObject([{ operations: 0b10_0000, operator: 12 }]);
  });

  it('that comes again with its serial is confirmed again and rings once', async () => {
    const { centre, device, events } = await stage('tcp');
    for (let nth = 0; nth < 3; nth++)
      expect(await centre.ask(device.station, check, { serial: 5 })).toMatchObject({ command: COMMAND.confirm });
    expect(events.filter(({ is }) => is === 'duty-check')).toHaveLength(1);
    await centre.ask(device.station, check, { serial: 6 });
    expect(events.filter(({ is }) => is === 'duty-check')).toHaveLength(2);
  });
});

describe('the clock', () => {
  it('is wrong, is set, and drifts on', async () => {
    let now = AT;
    const { centre, device, events } = await stage('tcp', { clock: () => now, clockDrift: { seconds: -90, ppm: 10_000 } });
    const shown = async (): Promise<number | undefined> => {
      const answer = await centre.ask(device.station, [{ is: 'read-device-time' }]);
      const [object] = objectsIn(answer);
      expect(readTimeTag(answer.sent)).toBe(object?.is === 'device-time' ? readTimeTag(object.time) : 0);
      return readTimeTag(answer.sent);
    };
    expect(await shown()).toBe(AT - 90_000);
    await centre.ask(device.station, [{ is: 'set-clock', time: writeTimeTag(AT) }]);
    expect(await shown()).toBe(AT);
    now += 1_000_000;
    expect(await shown()).toBe(AT + 1_010_000);
    expect(events).toContainEqual({ is: 'clock-set', at: AT });
  });

  it('is not set to a day that does not exist', async () => {
    const { centre, device } = await stage('tcp', { clock: () => AT });
    const answer = await centre.ask(device.station, [{ is: 'set-clock', time: Uint8Array.of(0, 0, 0, 31, 2, 26) }]);
    expect(answer.command).toBe(COMMAND.deny);
    expect(device.clock.now()).toBe(AT);
  });

  it('stays within the years of a time tag', async () => {
    const { device } = await stage('tcp', { clockDrift: { seconds: -1e11 }, started: false });
    expect(new Date(device.clock.now()).getUTCFullYear()).toBe(2000);
  });
});

describe('initialisation', () => {
  it('resets states, keeps what waits, and tells the state of the device', async () => {
    const { centre, device, happened } = await stage('tcp', { timeoutMs: 60_000 });
    centre.react = () => null;
    const told = device.happen({ is: 'alarm', part: '2-21' });
    await centre.until(() => centre.heard.length === 1);
    expect(await centre.ask(device.station, [{ is: 'initialise' }])).toMatchObject({ command: COMMAND.confirm });
    await happened('initialised');
    centre.react = () => 'confirm';
    for (const heard of centre.of(COMMAND.send)) centre.answer(heard, COMMAND.confirm);
    await told;
    await centre.until(() => centre.units().length === 4);
    expect(centre.units().map((unit) => [unit[0], decodeUnit(unit).objects.map((one) => 'status' in one && one.status)])).toEqual([
      [2, [0b11]],
      [1, [0b11]],
      [21, [0b11]],
      [21, [1]],
    ]);
  });
});

describe('every query', () => {
  const queries: [string, UnitObject[], number, (objects: readonly UnitObject[]) => void][] = [
    [
      '61 system state',
      [{ is: 'read-system-state', ...SYSTEM }],
      1,
      (objects) => expect(objects).toMatchObject([{ is: 'system-state', ...SYSTEM, status: 0b11 }]),
    ],
    [
      '62 part state, of several parts',
      [
        { is: 'read-part-state', ...SMOKE },
        { is: 'read-part-state', ...HEAT },
      ],
      2,
      (objects) =>
        expect(objects).toMatchObject([
          { is: 'part-state', ...SMOKE, partType: 42, status: 0b11 },
          { is: 'part-state', ...HEAT, partType: 31, status: 1 },
        ]),
    ],
    [
      '63 analogue value',
      [{ is: 'read-analogue', ...HEAT }],
      3,
      (objects) => expect(objects).toMatchObject([{ is: 'analogue', ...HEAT, analogueType: 3, raw: -52 }]),
    ],
    [
      '64 operations at the facility',
      [{ is: 'read-facility-operations', ...SYSTEM, count: 102, from: EPOCH }],
      4,
      (objects) => expect(objects).toMatchObject([{ operations: 0b10, operator: 4 }, { operations: 0b10_0000 }]),
    ],
    [
      '64 only so many operations as are asked for',
      [{ is: 'read-facility-operations', ...SYSTEM, count: 1, from: new Uint8Array(6) }],
      4,
      (objects) => expect(objects).toMatchObject([{ operations: 0b10 }]),
    ],
    [
      '65 facility version',
      [{ is: 'read-facility-version', ...SYSTEM }],
      5,
      (objects) => expect(objects).toMatchObject([{ main: 1, sub: 0 }]),
    ],
    [
      '66 system configuration',
      [{ is: 'read-system-configuration', ...SYSTEM }],
      6,
      ([object]) => expect(object?.is === 'system-configuration' && readText(object.text)).toContain('部件256个'),
    ],
    [
      '67 part configuration',
      [{ is: 'read-part-configuration', ...SMOKE }],
      7,
      ([object]) => expect(object?.is === 'part-configuration' && readText(object.description)).toBe('12层东走廊感烟'),
    ],
    [
      '68 facility time',
      [{ is: 'read-facility-time', ...SYSTEM }],
      8,
      ([object]) => expect(object && 'time' in object && readTimeTag(object.time)).toBe(AT),
    ],
    ['81 device state', [{ is: 'read-device-state' }], 21, (objects) => expect(objects).toMatchObject([{ status: 0b11 }])],
    [
      '84 operations at the device',
      [{ is: 'read-device-operations', count: 5, from: EPOCH }],
      24,
      (objects) => expect(objects).toMatchObject([{ operations: 0b1_0000, operator: 0 }]),
    ],
    ['85 device version', [{ is: 'read-device-version' }], 25, (objects) => expect(objects).toMatchObject([{ main: 1, sub: 0 }])],
    [
      '86 device configuration',
      [{ is: 'read-device-configuration' }],
      26,
      ([object]) => expect(object?.is === 'device-configuration' && readText(object.text)).toBe('模拟用户信息传输装置'),
    ],
    [
      '88 device time',
      [{ is: 'read-device-time' }],
      28,
      ([object]) => expect(object && 'time' in object && readTimeTag(object.time)).toBe(AT),
    ],
  ];
  it.each(queries)('%s is answered with its reply and serial', async (_, query, type, right) => {
    const { centre, device } = await stage('tcp', { clock: () => AT });
    await device.happen({ is: 'alarm', part: '2-21' });
    await device.happen({ is: 'measure', part: '2-23', analogue: 3, raw: -52 });
    for (const event of [{ is: 'silence', operator: 4 }, { is: 'confirm' }, { is: 'self-test' }] as const) await device.happen(event);
    const answer = await centre.ask(device.station, query, { serial: 777 });
    expect(answer).toMatchObject({
      command: COMMAND.reply,
      serial: 777,
      version: { main: 1, user: 7 },
      source: device.station,
      destination: centre.station,
    });
    expect(answer.unit[0]).toBe(type);
    right(objectsIn(answer));
  });

  it('for records of which there are none is answered with n = 0', async () => {
    const { centre, device } = await stage('tcp', { clock: () => AT });
    await device.happen({ is: 'self-test' });
    const later = { is: 'read-device-operations', count: 5, from: writeTimeTag(AT + 1000) } as const;
    expect([...(await centre.ask(device.station, [later])).unit]).toEqual([24, 0]);
    expect([...(await centre.ask(device.station, [{ is: 'read-facility-operations', ...SYSTEM, count: 5, from: EPOCH }])).unit]).toEqual([
      4, 0,
    ]);
  });

  it('of several parts is answered for those that are there', async () => {
    const { centre, device } = await stage('tcp');
    const query = [HEAT, { ...SMOKE, partAddress: 9 }, SMOKE].map((part) => ({ is: 'read-part-state', ...part }) as const);
    expect(objectsIn(await centre.ask(device.station, query))).toMatchObject([HEAT, SMOKE]);
  });

  it('may ask for 22 parts at once, and for 102 systems', async () => {
    const { centre, device } = await stage('tcp');
    const parts = device.panel.parts.all.slice(0, 22).map((part) => ({ ...SYSTEM, partAddress: device.panel.addressOf(part) }));
    const states = await centre.ask(
      device.station,
      parts.map((part) => ({ is: 'read-part-state', ...part }) as const),
    );
    expect(objectsIn(states)).toHaveLength(22);
    const systems = await centre.ask(
      device.station,
      Array.from({ length: 102 }, () => ({ is: 'read-system-state', ...SYSTEM }) as const),
    );
    expect(objectsIn(systems)).toHaveLength(102);
  });

  it('knows the systems of its parts', async () => {
    const panel = new Panel({ parts: readParts('loop,point,type,systemType,systemAddress\n1,1,96,12,4') });
    const { centre, device } = await stage('tcp', { panel });
    const query = { systemType: 12, systemAddress: 4 };
    expect(objectsIn(await centre.ask(device.station, [{ is: 'read-system-state', ...query }]))).toMatchObject([query]);
    expect(objectsIn(await centre.ask(device.station, [{ is: 'read-part-state', ...query, partAddress: 0x10001 }]))).toMatchObject([query]);
  });
});

describe('what is denied', () => {
  const refused: [string, readonly UnitObject[], { command?: number; unit?: Uint8Array }][] = [
    ['a part that is not there', [{ is: 'read-part-state', ...SMOKE, partAddress: 99 }], {}],
    ['a system that is not there', [{ is: 'read-system-state', systemType: 12, systemAddress: 0 }], {}],
    ['a value that was never measured', [{ is: 'read-analogue', ...SMOKE }], {}],
    ['a query as a control', [{ is: 'read-device-state' }], { command: COMMAND.control }],
    ['a control as a query', [{ is: 'initialise' }], { command: COMMAND.request }],
    ['an upload from the centre', [{ is: 'device-version', main: 1, sub: 1 }], { command: COMMAND.send }],
    ['a reserved command', [{ is: 'read-device-state' }], { command: 77 }],
    ['a command of the user', [{ is: 'read-device-state' }], { command: 200 }],
    ['a reserved type', [], { command: COMMAND.request, unit: Uint8Array.of(82, 1, 0) }],
    ['no data unit', [], { command: COMMAND.control, unit: new Uint8Array() }],
    [
      'a data unit that is cut short',
      [],
      { command: COMMAND.request, unit: encodeUnit([{ is: 'read-part-state', ...SMOKE }]).subarray(0, 6) },
    ],
  ];
  it.each(refused)('%s', async (_, objects, how) => {
    const { centre, device, events } = await stage('tcp');
    const answer = await centre.ask(device.station, objects, { serial: 3, ...how });
    expect(answer).toMatchObject({ command: COMMAND.deny, serial: 3, unit: new Uint8Array() });
    expect(events.some(({ is }) => is === 'initialised')).toBe(false);
  });

  it('a packet for somebody else', async () => {
    const { centre } = await stage('tcp');
    const answer = await centre.ask(stationOfNumber(890), [{ is: 'read-device-state' }]);
    expect(answer).toMatchObject({ command: COMMAND.deny, source: stationOfNumber(890) });
  });

  it('a wrong checksum, with the serial of its head; garbage before it is passed over', async () => {
    const { centre, device } = await stage('tcp');
    const packet = encodePacket({
      ...answerTo(
        { serial: 41, version: { main: 1, user: 0 }, source: device.station, destination: centre.station },
        COMMAND.request,
        writeTimeTag(AT),
        encodeUnit([{ is: 'read-device-state' }]),
      ),
    });
    packet.set([(packet.at(-3) ?? 0) ^ 1], packet.length - 3);
    centre.links[0]?.send(Buffer.concat([Buffer.from('noise'), packet]));
    await centre.until(() => centre.of(COMMAND.deny).length === 1);
    expect(centre.of(COMMAND.deny)[0]?.packet.serial).toBe(41);
    expect((await centre.ask(device.station, [{ is: 'read-device-version' }])).command).toBe(COMMAND.reply);
    expect(device.state().skipped).toBe(5 + packet.length);
  });

  it('a packet that never ends is given up, and the query that it hid is answered', async () => {
    const { centre, device } = await stage('tcp');
    const head = Buffer.alloc(27);
    head.writeUInt16LE(0x4040, 0);
    head.writeUInt16LE(1000, 24);
    centre.links[0]?.send(head);
    expect((await centre.ask(device.station, [{ is: 'read-device-version' }])).command).toBe(COMMAND.reply);
    expect(device.state().skipped).toBe(head.length);
  });
});
