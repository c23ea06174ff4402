// What a transmission device may rely on: its confirmation means the disk, each detector is its own, and nothing that it says is lost.
import { COMMAND, encodePacket, type Packet } from '../../../device-drivers/gb26875/packet.ts';
import { stationOfNumber } from '../../../device-drivers/gb26875/station.ts';
import { writeTimeTag } from '../../../device-drivers/gb26875/time-tag.ts';
import { GATEWAY } from '../../acts.ts';
import type { Alarm } from '../../alarms/alarm.ts';
import { MqttDevice } from '../../testing/mqtt-device.ts';
import { operation, partState, SYSTEM } from './testing/raw-station.ts';
import { DEVICE, STATION, type StationHouse, stationHouse } from './testing/station-house.ts';

/** A clock that nobody ever set. */
const NOT_SET = Date.UTC(2000, 0, 1);
const FIRE = 0b11;
const NORMAL = 0b1;

let under: StationHouse;
const open = (): Alarm[] => [...under.house.desk.open()];
const fires = (): Alarm[] => open().filter((alarm) => alarm.rule.id === 'part-fire');
const raised = (count: number): Promise<void> => under.until(() => fires().length >= count);

describe('a transmission device', () => {
  beforeEach(async () => {
    under = await stationHouse();
  });
  afterEach(async () => {
    await under.close();
  });

  it('gets its confirmation with its own serial, stations turned about, once the frame is in the journal', async () => {
    const station = await under.tcp();
    const before = under.house.journal.last();
    const answer = await station.tell([partState(5, FIRE)], { serial: 0x1234, version: { main: 1, user: 7 } });
    expect(under.house.journal.last()).toBeGreaterThan(before);
    expect(answer).toMatchObject({ serial: 0x1234, version: { main: 1, user: 7 }, command: COMMAND.confirm });
    expect([answer.source, answer.destination]).toEqual([stationOfNumber(88_888), stationOfNumber(STATION)]);
    expect(answer.unit).toHaveLength(0);
  });

  it('shows each detector as a device of its own, with its own alarm, and ends it by the bit that falls', async () => {
    const station = await under.tcp();
    await station.tell([partState(5, FIRE, { description: '三层东走廊烟感' }), partState(6, FIRE, { type: 23 })]);
    await raised(2);
    expect(fires().map(({ deviceName, kind, path }) => ({ deviceName, kind, path }))).toEqual([
      { deviceName: '三层东走廊烟感', kind: 'smoke', path: ['root', 'unit', 'tower'] },
      { deviceName: '手动火灾报警按钮 1-6', kind: 'callpoint', path: ['root', 'unit', 'tower'] },
    ]);
    await station.tell([partState(5, NORMAL)]);
    await under.until(() => fires().some(({ condition }) => condition === 'restored'));
    expect(fires().map(({ condition, latching }) => [condition, latching])).toEqual([
      ['restored', true],
      ['active', true],
    ]);
    expect(fires()[0]?.incident).toBe(fires()[1]?.incident);
  });

  it('raises one alarm for each bit that rose', async () => {
    const station = await under.tcp();
    await station.tell([{ is: 'system-state', ...SYSTEM, status: 0b0011_1111_1110, time: writeTimeTag(Date.now()) }]);
    const raisedBits = ['fire', 'fault', 'shielded', 'supervisory', 'started', 'feedback', 'delayed', 'mainsLost', 'backupLost'];
    await under.until(() => open().length >= raisedBits.length);
    expect(new Set(open().map(({ point }) => point))).toEqual(new Set(raisedBits));
  });

  it('is confirmed again when it sends a packet again, and the alarm is one', async () => {
    const station = await under.tcp();
    const fire = [partState(5, FIRE)];
    await station.tell(fire, { serial: 9 });
    await station.tell([partState(5, NORMAL)], { serial: 10 });
    await under.until(() => fires()[0]?.condition === 'restored');
    expect(await station.tell(fire, { serial: 9 })).toMatchObject({ command: COMMAND.confirm });
    await under.until(() => under.house.counters.all()['frames.repeated'] === 1);
    expect(fires()).toMatchObject([{ condition: 'restored', times: 1 }]);
  });

  it('that does not number its packets is still heard with its second fire', async () => {
    const station = await under.tcp();
    for (const status of [FIRE, NORMAL, FIRE]) await station.tell([partState(5, status, { at: NOT_SET })], { serial: 0 });
    await under.until(() => fires()[0]?.times === 2);
    expect(fires()).toMatchObject([{ condition: 'active', times: 2 }]);
  });

  it('tells how long ago something was, though its own clock stands in another year', async () => {
    const station = await under.tcp();
    const wrong = Date.UTC(2005, 0, 1);
    await station.tell([partState(5, FIRE, { at: wrong - 40_000 })], { sent: writeTimeTag(wrong) });
    await raised(1);
    const [alarm] = fires();
    expect(Math.floor(((alarm?.receivedAt ?? 0) - (alarm?.occurredAt ?? 0)) / 1_000)).toBe(40);
    await station.tell([partState(5, NORMAL, { at: wrong })], { sent: writeTimeTag(wrong) });
    await under.until(() => fires()[0]?.condition === 'restored');
  });

  it('whose clock was ahead and is set right in between ends its alarm by its restore', async () => {
    const station = await under.tcp();
    const ahead = Date.now() + 90_000;
    await station.tell([partState(5, FIRE, { at: ahead })], { sent: writeTimeTag(ahead) });
    await raised(1);
    await station.tell([partState(5, NORMAL)]);
    await under.until(() => fires()[0]?.condition === 'restored');
  });

  it('whose restore waited behind a newer fire does not end it', async () => {
    const station = await under.tcp();
    const now = Date.now();
    await station.tell([partState(5, FIRE, { at: now })]);
    await raised(1);
    await station.tell([partState(5, NORMAL, { at: now - 60_000 })]);
    expect(fires()).toMatchObject([{ condition: 'active' }]);
  });

  it('raises a fire by its own button, again by a second press, until it is said to be over', async () => {
    const station = await under.tcp();
    const manual = (): Alarm | undefined => open().find((alarm) => alarm.rule.id === 'manual-alarm');
    const at = Date.now() - 2_000;
    await station.tell([operation(0b100, 1, at)]);
    await under.until(() => manual() !== undefined);
    expect(manual()).toMatchObject({ class: 'fire', device: DEVICE, condition: 'active', times: 1 });
    await station.tell([operation(0b100, 1, at + 1_000)]);
    await under.until(() => manual()?.times === 2);
    await station.tell([operation(0b1000, 1, at + 2_000)]);
    await under.until(() => manual()?.condition === 'restored');
    const done = under.house.operations.list(DEVICE, 10).map(({ operations, operator }) => [operations, operator]);
    expect(done).toEqual([
      [0b1000, 1],
      [0b100, 1],
      [0b100, 1],
    ]);
  });

  it('is there again after a restart, with its parts and their alarms', async () => {
    const station = await under.tcp();
    await station.tell([partState(5, FIRE, { description: '三层东走廊烟感' })]);
    await raised(1);
    await under.reopen();
    expect(fires()).toMatchObject([{ deviceName: '三层东走廊烟感', condition: 'active' }]);
    expect([...under.house.estate.partsOf(DEVICE)]).toHaveLength(1);
    await (await under.tcp()).tell([partState(5, NORMAL)]);
    await under.until(() => fires()[0]?.condition === 'restored');
  });

  it('speaks over UDP as over TCP, several packets in a datagram, and is answered at the address it came from', async () => {
    const station = await under.udp();
    const [one, two] = [station.packet([partState(5, FIRE)]), station.packet([])];
    const confirmed = Promise.all([one, two].map((sent) => station.next(({ serial }) => serial === sent.serial)));
    void station.raw(Buffer.concat([encodePacket(one), encodePacket(two)]));
    expect((await confirmed).map(({ command }) => command)).toEqual([COMMAND.confirm, COMMAND.confirm]);
    await raised(1);
    expect(under.house.gb26875?.stations.state(DEVICE)).toMatchObject({ connected: true, transport: 'udp' });
  });

  it('is told apart from the others by its network where the number says nothing', async () => {
    await under.register('utd-zero', 0, { network: '127.0.0.1' });
    const station = await under.tcp(0);
    await station.tell([partState(5, FIRE)]);
    await raised(1);
    expect(fires()[0]?.device).toMatch(/^utd-zero:/);
  });

  it('is refused where its number comes from a network that is not its own', async () => {
    await under.register('utd-far', 77, { network: '10.0.0.0/8' });
    const station = await under.tcp(77);
    expect(await station.tell([])).toMatchObject({ command: COMMAND.deny });
    expect(under.counter('refused.wrong-network')).toBe(1);
  });
});

describe('a device that nobody knows', () => {
  beforeEach(async () => {
    under = await stationHouse();
  });
  afterEach(async () => {
    await under.close();
  });

  it('waits visibly, its packets are confirmed and its fire is an alarm; placed, it is the same device with the same alarm', async () => {
    const station = await under.tcp(4711);
    expect(await station.tell([partState(5, FIRE), partState(6, 0b101)])).toMatchObject({ command: COMMAND.confirm });
    await raised(1);
    const id = `gb-${stationOfNumber(4711)}`;
    await under.until(() => under.house.estate.heldRecord(id)?.frames === 1);
    expect(under.house.estate.heldRecord(id)).toMatchObject({ model: 'gb26875/transmission-device', site: 'root' });
    // Its faults are nobody's work yet.
    expect(open()).toHaveLength(1);
    expect(open()[0]).toMatchObject({ registered: false, path: ['root'] });
    const gb26875 = under.house.estate.heldRecord(id)?.station ?? null;
    const device = {
      id,
      model: 'gb26875/transmission-device',
      name: '新装置',
      place: 'f12',
      modbus: null,
      gb26875,
      longitude: null,
      latitude: null,
    };
    await under.house.flow.act({ do: 'register-device', device, secretHash: null }, GATEWAY);
    expect(under.house.estate.heldRecord(id)).toBeUndefined();
    const [part] = [...under.house.estate.partsOf(id)];
    expect(under.house.estate.device(part ?? '')).toMatchObject({ kind: 'smoke', path: ['root', 'unit', 'tower', 'f12'] });
    await station.tell([partState(5, NORMAL)]);
    await under.until(() => fires()[0]?.condition === 'restored');
  });

  it('is not confirmed any more when it says more than a stranger may, and the placed ones feel nothing of it', async () => {
    const stranger = await under.tcp(4711);
    for (let n = 0; n < 80; n += 1) void stranger.raw(encodePacket(stranger.packet([])));
    await under.until(() => under.counter('refused.held-rate') > 0);
    const placed = await under.tcp();
    expect(await placed.tell([])).toMatchObject({ command: COMMAND.confirm });
  });

  it('is denied where strangers are refused', async () => {
    await under.close();
    under = await stationHouse({ strangers: 'refuse' });
    const station = await under.tcp(4711);
    expect(await station.tell([partState(5, FIRE)])).toMatchObject({ command: COMMAND.deny });
    expect(under.counter('refused.unknown-station')).toBe(1);
    expect([...under.house.estate.held()]).toEqual([]);
  });

  it('does not come in from a network that is not let in', async () => {
    await under.close();
    under = await stationHouse({ networks: ['10.0.0.0/8'] });
    await expect(under.tcp().then((station) => station.closed)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(under.counter('refused.network')).toBe(1);
  });
});

describe('what is not a sound packet', () => {
  beforeAll(async () => {
    under = await stationHouse({ limits: { deviceRate: { perSecond: 1e6, burst: 1e6 } } });
  });
  afterAll(async () => {
    await under.close();
  });

  const spoiled = (bytes: Uint8Array, at: number, byte: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at < 0 ? copy.length + at : at] = byte;
    return copy;
  };
  const denied = async (spoil: (bytes: Uint8Array) => Uint8Array, more: Partial<Packet> = {}): Promise<void> => {
    const station = await under.tcp();
    await station.tell([]);
    const packet = station.packet([partState(5, FIRE)], more);
    const answer = station.next(({ serial }) => serial === packet.serial);
    void station.raw(spoil(encodePacket(packet)));
    expect(await answer).toMatchObject({ command: COMMAND.deny });
    // The next one is heard as if nothing had been.
    expect(await station.tell([])).toMatchObject({ command: COMMAND.confirm });
    station.close();
  };

  it('is denied for a wrong checksum', () => denied((bytes) => spoiled(bytes, 60, 0x55)));
  it('is denied for a wrong end mark', () => denied((bytes) => spoiled(bytes, -1, 0x13)));
  it('is denied for a command that the standard reserves', () => denied((bytes) => bytes, { command: 0 }));
  it('is denied for a command of the user that nobody knows', () => denied((bytes) => bytes, { command: 200 }));
  it('is denied for a command that only a centre gives', () => denied((bytes) => bytes, { command: COMMAND.control }));

  it('is denied for a data unit over 1024 bytes', async () => {
    const station = await under.tcp();
    const head = encodePacket(station.packet([])).slice(0, 27);
    head[24] = 0x01;
    head[25] = 0x04;
    const answer = station.next(({ command }) => command === COMMAND.deny);
    void station.raw(Buffer.concat([head, new Uint8Array(1028)]));
    await answer;
    expect(under.counter('refused.over-length')).toBe(1);
    expect(await station.tell([])).toMatchObject({ command: COMMAND.confirm });
  });

  it('does not hide a sound one that comes a byte at a time, behind garbage, in halves or two at once', async () => {
    const station = await under.tcp();
    const slow = station.packet([partState(7, FIRE)]);
    const heard = station.next(({ serial }) => serial === slow.serial);
    void station.raw(Uint8Array.of(0x40, 0x41, 0x40, 0xff));
    for (const byte of encodePacket(slow)) {
      void station.raw(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await heard).toMatchObject({ command: COMMAND.confirm });
    const [one, two] = [station.packet([]), station.packet([])];
    const both = Promise.all([one, two].map(({ serial }) => station.next((answer) => answer.serial === serial)));
    const bytes = Buffer.concat([encodePacket(one), encodePacket(two)]);
    void station.raw(bytes.subarray(0, 41));
    void station.raw(bytes.subarray(41));
    await both;
  });

  it.each([
    ['no objects', Uint8Array.of(2, 0)],
    ['more objects than there are', Uint8Array.of(1, 9, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0)],
    ['a type of the user', Uint8Array.of(150, 1, 1, 2, 3)],
    ['a reserved type', Uint8Array.of(60, 1, 1, 2, 3)],
    ['an impossible date', Uint8Array.of(1, 1, 1, 0, 1, 0, 61, 61, 25, 32, 13, 200)],
  ])('but is confirmed and kept raw with %s', async (_, unit) => {
    const station = await under.tcp();
    expect(await station.tell([], { unit })).toMatchObject({ command: COMMAND.confirm });
    station.close();
  });

  it('ends the connection of who sends nothing else', async () => {
    const station = await under.tcp();
    void station.raw(new Uint8Array(100_000));
    await station.closed;
    expect(under.counter('cut.garbage')).toBe(1);
  });

  it('is cut that never reads what it is told, and the others feel nothing', async () => {
    const onMqtt = await MqttDevice.connect(under.house.mqtt.port, 'smoke-1', under.secrets['smoke-1'] ?? '');
    const deaf = await under.tcp();
    deaf.stopReading();
    const bytes = Buffer.concat(Array.from({ length: 500 }, () => encodePacket(deaf.packet([]))));
    let isOver = false;
    void deaf.closed.then(() => {
      isOver = true;
    });
    // Kernel buffers of both sides take some megabytes of confirmations first.
    while (!isOver) {
      await Promise.race([deaf.raw(bytes), deaf.closed]);
      await onMqtt.tell({ smokeDensity: 0.02 });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(under.counter('cut.slow-reader')).toBe(1);
    expect(under.house.mqtt.state().counters).toMatchObject({ 'cut.unconfirmed': 0, 'cut.network': 0 });
    await onMqtt.leave();
    expect(await (await under.tcp()).tell([])).toMatchObject({ command: COMMAND.confirm });
  }, 60_000);
});

describe('many devices', () => {
  const lost = (rule: string): Alarm[] => open().filter((alarm) => alarm.rule.id === rule);

  it('of one network that are lost at once are one alarm, which hides no fire, and ends when they are back', async () => {
    under = await stationHouse({ limits: { offlineAfterMs: 100, carrierDevices: 10 } });
    const numbers = Array.from({ length: 12 }, (_, nth) => 2_000 + nth);
    for (const number of numbers) await under.register(`many-${number}`, number);
    const come = () => Promise.all(numbers.map((number) => under.healthy(number)));
    const first = await come();
    await Promise.all(first.map((station) => station.tell([])));
    for (const station of first) station.close();
    await under.until(() => lost('carrier-lost').length > 0);
    const station = await under.healthy();
    await station.tell([partState(5, FIRE)]);
    await raised(1);
    expect(lost('carrier-lost')).toMatchObject([
      { class: 'fault', condition: 'active', deviceName: '127.0.0.0/24', path: ['root', 'unit', 'tower'] },
    ]);
    expect(lost('transmission-offline')).toEqual([]);
    expect(under.house.gb26875?.stations.state('many-2000')?.carrier).toBe('127.0.0.0/24');
    await Promise.all((await come()).map((one) => one.tell([])));
    await under.until(() => lost('carrier-lost')[0]?.condition === 'restored');
    await under.close();
  });

  it('that are lost one by one are an alarm each', async () => {
    under = await stationHouse({ limits: { offlineAfterMs: 100 } });
    const station = await under.healthy();
    await station.tell([]);
    station.close();
    await under.until(() => lost('transmission-offline').length > 0);
    expect(lost('transmission-offline')).toMatchObject([{ device: DEVICE, condition: 'active' }]);
    await (await under.healthy()).tell([]);
    await under.until(() => lost('transmission-offline')[0]?.condition === 'restored');
    await under.close();
  });
});

describe('a journal without a state', () => {
  it('tells of the stranger and its fire as it was', async () => {
    under = await stationHouse();
    const station = await under.tcp(4711);
    await station.tell([partState(5, FIRE, { description: '三层东走廊烟感' })]);
    await raised(1);
    const before = fires().map(({ id, device, deviceName }) => ({ id, device, deviceName }));
    await under.reopen({ withoutState: true });
    expect(fires().map(({ id, device, deviceName }) => ({ id, device, deviceName }))).toEqual(before);
    await under.close();
  });
});

describe('two devices with one number', () => {
  it('are both heard, and everybody sees that they are two', async () => {
    under = await stationHouse();
    const [one, two] = [await under.healthy(), await under.healthy()];
    await one.tell([partState(5, FIRE)]);
    await two.tell([partState(6, FIRE)]);
    await one.tell([]);
    await raised(2);
    expect(under.house.troubles.all().map(({ id }) => id)).toEqual([`doubled:${DEVICE}`]);
    expect(under.house.gb26875?.stations.state(DEVICE)).toMatchObject({ doubled: true });
    await under.close();
  });
});
