// Transmission devices through the whole gateway: links that break, clocks that drift, packets that are wrong, networks that are lost.
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stationOfNumber } from '../device-drivers/gb26875/station.ts';
import { FLAWS, type Flaw } from './gb26875/flaws.ts';
import { startTransmissionFleet, type TransmissionFleet } from './gb26875/fleet.ts';
import { Panel } from './gb26875/panel.ts';
import { inventedBuilding, type Part, placeOf } from './gb26875/parts.ts';
import { type StationEvent, TransmissionDevice, type TransmissionOptions } from './gb26875/station.ts';
import { type RunningGateway, startGateway } from './testing/gateway-process.ts';
import { type SeenAlarm, SignedIn } from './testing/signed-in.ts';

/** What tests read of a device's link. */
interface SeenLink {
  readonly connected: boolean;
  readonly transport: 'tcp' | 'udp' | null;
  readonly clockAhead: number | null;
  readonly inspected: number | null;
  readonly nextInspection: number | null;
  readonly carrier: string | null;
}

interface SeenStatus {
  readonly links: readonly { readonly name: string; readonly counters: Readonly<Record<string, number>> }[];
  readonly counters: Readonly<Record<string, number>>;
}

/** How the gateway counts each flaw; null: it understands what is meant, or it is not of its making. */
const COUNTED_AS: Readonly<Record<Flaw, string | null>> = {
  checksum: 'refused.checksum',
  'end-mark': 'refused.end-mark',
  half: 'stalls',
  garbage: 'bytes.skipped',
  drip: null,
  joined: null,
  'no-objects': 'faults.no-objects',
  'too-many': 'faults.truncated',
  'impossible-date': null,
  'zero-station': 'packets.held',
  'over-length': 'refused.over-length',
  deaf: null,
  duplicate: 'frames.repeated',
};

const PARTS = inventedBuilding(3, 8);
/** The neighbour that is well, whatever befalls the others. */
const HEALTHY = 890;
/** A confirmed fire must stand as an alarm within this time, whatever others do on the wire, ms. */
const WITHIN_MS = 2_000;
/** A time tag has whole seconds, and our two clocks may stand on both sides of one. */
const A_SECOND_MS = 1_000;

/** One gateway, whoever is signed in at it, and the devices that speak to it. */
class Stand {
  gateway: RunningGateway;
  readonly person: SignedIn;
  readonly #folder: string;
  readonly #config: object;
  readonly #devices: TransmissionDevice[] = [];

  private constructor(gateway: RunningGateway, person: SignedIn, folder: string, config: object) {
    this.gateway = gateway;
    this.person = person;
    this.#folder = folder;
    this.#config = config;
  }

  static async open(numbers: readonly number[], limits: object = {}): Promise<Stand> {
    const folder = mkdtempSync(join(tmpdir(), 'balefire-gb26875-'));
    const config = { gb26875: { enabled: true, host: '127.0.0.1', port: 0, limits } };
    const gateway = await startGateway(folder, undefined, config);
    const person = await SignedIn.at(gateway);
    // Registered while it runs: whoever is there at a start is waited for, and counts as lost when it does not come.
    for (const number of numbers) {
      const gb26875 = { station: stationOfNumber(number), profile: 'standard' };
      const device = { id: idOf(number), name: `装置${number}`, model: 'gb26875/transmission-device', place: 'root', gb26875 };
      await person.ask('/devices', 'POST', device);
    }
    return new Stand(gateway, person, folder, config);
  }

  /** Speaks by TCP, with short pauses and without heartbeats where nothing else is said. */
  device(station: number, more: Partial<TransmissionOptions> = {}): TransmissionDevice {
    const device = new TransmissionDevice({ ...this.#usual, station, panel: new Panel({ parts: PARTS }), heartbeatSeconds: 0, ...more });
    this.#devices.push(device);
    return device;
  }

  async fleet(count: number, firstStation: number): Promise<TransmissionFleet> {
    const fleet = await startTransmissionFleet({ ...this.#usual, count, firstStation, parts: PARTS });
    this.#devices.push(...fleet.devices);
    return fleet;
  }

  link(number: number, so: (link: SeenLink) => boolean = () => true): Promise<SeenLink> {
    return this.person.until(`/devices/${idOf(number)}/link`, so);
  }

  /** On the same ports: who spoke to it comes back by itself. */
  async restart(): Promise<void> {
    const { webPort: web, mqttPort: mqtt, gb26875Port: port } = this.gateway;
    expect(await this.gateway.stop()).toBe(0);
    const { gb26875 } = this.#config as { gb26875: object };
    this.gateway = await startGateway(this.#folder, { web, mqtt }, { gb26875: { ...gb26875, port } });
  }

  async close(): Promise<void> {
    for (const device of this.#devices) await device.stop();
    await this.gateway.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #usual() {
    return { transport: 'tcp', port: this.gateway.gb26875Port, reconnectMs: 20, timeoutMs: 1_000 } as const;
  }
}

function idOf(number: number): string {
  return `utd-${number}`;
}

function partAt(nth: number): Part {
  const part = PARTS.all[nth];
  if (!part) throw new RangeError(`there is no part ${nth}`);
  return part;
}

/** Fires of the parts behind a device. */
function partFires(alarms: readonly SeenAlarm[], number: number): SeenAlarm[] {
  return alarms.filter(({ rule, device }) => rule.id === 'part-fire' && device.id.startsWith(`${idOf(number)}:`));
}

/** Alarms that a device, or all of a network, is lost. */
function losses(alarms: readonly SeenAlarm[], rule: 'transmission-offline' | 'carrier-lost'): SeenAlarm[] {
  return alarms.filter((alarm) => alarm.rule.id === rule);
}

let stand: Stand;

/** A device's fire is confirmed and stands as an alarm in time. */
async function firesInTime(device: TransmissionDevice, number: number, nth: number): Promise<void> {
  const began = performance.now();
  const part = partAt(nth);
  expect(await device.happen({ is: 'alarm', part: placeOf(part) })).toBeLessThan(WITHIN_MS);
  await stand.person.untilAlarms((alarms) => partFires(alarms, number).some(({ device: { name } }) => name === part.description));
  expect(performance.now() - began).toBeLessThan(WITHIN_MS);
}

describe('a transmission device', () => {
  const [AWAY, BROKEN, DRIFTING, DATAGRAMS, INSPECTED] = [901, 902, 903, 904, 905] as const;
  /** Each flaw has a device of its own. */
  const flawed = new Map(Object.keys(FLAWS).map((flaw, nth) => [flaw as Flaw, 1_001 + nth]));
  let healthy: TransmissionDevice;

  beforeAll(async () => {
    stand = await Stand.open([HEALTHY, AWAY, BROKEN, DRIFTING, DATAGRAMS, INSPECTED, ...flawed.values()], { stallMs: 300 });
    healthy = stand.device(HEALTHY);
    await healthy.start();
  }, 60_000);
  afterAll(() => stand.close());

  it('keeps what happens while its link is lost, and tells it with the times of when it happened', async () => {
    let sinceMs = 0;
    const device = stand.device(AWAY, { clock: () => Date.now() - sinceMs });
    await device.start();
    await device.happen({ is: 'alarm', part: placeOf(partAt(0)) });
    device.cut();
    const told: Promise<number | undefined>[] = [];
    const happened = new Map<string, number>();
    const isOf = (seen: number | null | undefined, what: string): boolean =>
      Math.abs((seen ?? 0) - (happened.get(what) ?? Number.NaN)) <= A_SECOND_MS;
    const at = (seconds: number, is: 'alarm' | 'restore', nth: number): void => {
      sinceMs = seconds * 1_000;
      happened.set(`${is} ${partAt(nth).description}`, device.clock.now());
      told.push(device.happen({ is, part: placeOf(partAt(nth)) }));
    };
    for (let nth = 1; nth <= 8; nth += 1) at(100 - 5 * nth, 'alarm', nth);
    at(20, 'restore', 8);
    at(0, 'restore', 0);
    expect(device.isConnected).toBe(false);
    expect(await Promise.all(told)).not.toContain(undefined);
    expect(device.state()).toMatchObject({ waiting: 0, dropped: 0, lost: 0, links: 2 });

    const alarms = await stand.person.untilAlarms(
      (all) => partFires(all, AWAY).length >= 9 && partFires(all, AWAY).filter(({ condition }) => condition === 'restored').length >= 2,
    );
    const fires = new Map(partFires(alarms, AWAY).map((alarm) => [alarm.device.name, alarm]));
    expect([partFires(alarms, AWAY).length, fires.size]).toEqual([9, 9]);
    for (let nth = 1; nth <= 8; nth += 1) {
      const fire = fires.get(partAt(nth).description);
      expect([fire?.times, isOf(fire?.occurredAt, `alarm ${partAt(nth).description}`)]).toEqual([1, true]);
    }
    for (const nth of [0, 8]) {
      const fire = fires.get(partAt(nth).description);
      expect([fire?.condition, isOf(fire?.restoredAt, `restore ${partAt(nth).description}`)]).toEqual(['restored', true]);
    }
  });

  it('loses nothing, and tells nothing twice, when its link breaks again and again between packet and confirmation', async () => {
    const device = stand.device(BROKEN);
    await device.start();
    let confirmed = 0;
    const told = PARTS.all.map(async (part) => {
      expect(await device.happen({ is: 'alarm', part: placeOf(part) })).toBeDefined();
      confirmed += 1;
      // The next packet went out in the same moment: it is sent again on the next link.
      if (confirmed % 4 === 0) device.cut();
    });
    await Promise.all(told);
    expect(device.state()).toMatchObject({ dropped: 0, lost: 0 });
    expect(device.state().links).toBeGreaterThanOrEqual(6);
    const alarms = await stand.person.untilAlarms((all) => partFires(all, BROKEN).length >= PARTS.all.length);
    expect(partFires(alarms, BROKEN).map(({ times }) => times)).toEqual(PARTS.all.map(() => 1));
  });

  it('whose clock is a minute ahead has it set right, and its fire is of when it was', async () => {
    const happened = new EventEmitter();
    const heard = ({ is }: StationEvent): void => void happened.emit(is);
    const set = once(happened, 'clock-set');
    const device = stand.device(DRIFTING, { clockDrift: { seconds: 60 }, heartbeatSeconds: 1, heard });
    expect(device.clock.now() - Date.now()).toBeGreaterThan(59_000);
    const began = Date.now();
    // It waits for the link, and is the first that goes up.
    const told = device.happen({ is: 'alarm', part: placeOf(partAt(0)) });
    await device.start();
    await told;
    await set;
    expect(Math.abs(device.clock.now() - Date.now())).toBeLessThan(WITHIN_MS);
    await stand.link(DRIFTING, ({ clockAhead }) => clockAhead !== null && Math.abs(clockAhead) < WITHIN_MS);
    await device.happen({ is: 'restore', part: placeOf(partAt(0)) });
    const alarms = await stand.person.untilAlarms((all) => partFires(all, DRIFTING)[0]?.condition === 'restored');
    const [fire] = partFires(alarms, DRIFTING);
    expect(Math.abs((fire?.occurredAt ?? 0) - began)).toBeLessThan(WITHIN_MS);
  });

  it('that speaks by UDP is confirmed and alarmed as one that speaks by TCP', async () => {
    const device = stand.device(DATAGRAMS, { transport: 'udp' });
    await device.start();
    await firesInTime(device, DATAGRAMS, 0);
    expect(await stand.link(DATAGRAMS)).toMatchObject({ connected: true, transport: 'udp' });
  });

  it('is inspected on another cycle as soon as a person says so, over the link that stands', async () => {
    const device = stand.device(INSPECTED, { heartbeatSeconds: 20 });
    await device.start();
    const before = await stand.link(INSPECTED, ({ inspected }) => inspected !== null);
    const set = { scope: idOf(INSPECTED), name: 'inspectionCycle', value: 60 };
    await stand.person.ask('/parameters', 'PUT', set);
    const after = await stand.link(INSPECTED);
    expect((before.nextInspection ?? 0) - (after.nextInspection ?? 0)).toBe(3_540_000);
    expect(after.inspected).toBe(before.inspected);
    expect(device.state().links).toBe(1);
    await expect(stand.person.ask('/parameters', 'PUT', { ...set, value: 59 })).rejects.toThrow('60');
  });

  it.each([...flawed])('with the flaw "%s" holds up nobody else, is counted, and its own fire is seen', async (flaw, number) => {
    // Eight transmissions, or both links, of a device that sends a packet four times before it connects anew.
    const how = { [flaw]: flaw === 'deaf' ? [1, 2] : Array.from({ length: 8 }, (_, nth) => nth + 1) };
    const counted = ({ links, counters }: SeenStatus): number =>
      ({ ...counters, ...links.find(({ name }) => name === 'gb26875')?.counters })[COUNTED_AS[flaw] ?? ''] ?? 0;
    const before = counted(await stand.person.ask<SeenStatus>('/status'));
    const device = stand.device(number, { flaws: how, timeoutMs: 200 });
    await device.start();
    const nth = number - 1_001;
    const told = device.happen({ is: 'alarm', part: placeOf(partAt(nth)) });
    await firesInTime(healthy, HEALTHY, nth);
    expect(await told).toBeDefined();
    expect(device.state()).toMatchObject({ dropped: 0, lost: 0 });
    // A number of zeros is nobody's: its fire is that of a device that nobody has placed.
    const own = flaw === 'zero-station' ? 'gb-127.0.0.1' : idOf(number);
    const alarms = await stand.person.untilAlarms((all) => all.some((one) => one.class === 'fire' && one.device.id.startsWith(own)));
    expect(alarms.filter(({ device: { id }, times }) => id.startsWith(own) && times > 1)).toEqual([]);
    if (COUNTED_AS[flaw] !== null) await stand.person.until<SeenStatus>('/status', (status) => counted(status) > before);
  });
});

describe('a network of transmission devices', () => {
  const FIRST = 2_001;
  const COUNT = 20;
  const CARRIER = '127.0.0.0/24';
  const numbers = Array.from({ length: COUNT }, (_, nth) => FIRST + nth);
  let healthy: TransmissionDevice;
  let fleet: TransmissionFleet;

  beforeAll(async () => {
    stand = await Stand.open([HEALTHY, ...numbers], { offlineAfterMs: 300, carrierDevices: 10 });
    healthy = stand.device(HEALTHY, { heartbeatSeconds: 20 });
    await healthy.start();
    fleet = await stand.fleet(COUNT, FIRST);
    for (const number of [HEALTHY, ...numbers]) await stand.link(number, ({ connected }) => connected);
  }, 60_000);
  afterAll(() => stand.close());

  it('that is lost at once is one alarm of the network and none of each, and hides no fire', async () => {
    await Promise.all(fleet.devices.map((device) => device.stop()));
    await firesInTime(healthy, HEALTHY, 0);
    const down = await stand.person.untilAlarms((all) => losses(all, 'carrier-lost').length > 0);
    expect(losses(down, 'carrier-lost')).toMatchObject([{ condition: 'active', device: { name: expect.stringContaining(CARRIER) } }]);
    await firesInTime(healthy, HEALTHY, 1);
    for (const number of numbers) expect(await stand.link(number)).toMatchObject({ connected: false, carrier: CARRIER });
    expect(losses(await stand.person.alarms(), 'transmission-offline')).toEqual([]);
  });

  it('that is there again ends the alarm', async () => {
    await Promise.all(fleet.devices.map((device) => device.start()));
    const well = await stand.person.untilAlarms((all) => losses(all, 'carrier-lost').every(({ condition }) => condition === 'restored'));
    for (const number of numbers) await stand.link(number, ({ connected, carrier }) => connected && carrier === null);
    expect(losses(well, 'carrier-lost')).toMatchObject([{ times: 1 }]);
    expect(losses(await stand.person.alarms(), 'transmission-offline')).toEqual([]);
  });

  it('of which one device is cut for good has one alarm of that device', async () => {
    await fleet.devices[0]?.stop();
    const alarms = await stand.person.untilAlarms((all) => losses(all, 'transmission-offline').length > 0);
    expect(losses(alarms, 'transmission-offline')).toMatchObject([{ condition: 'active', device: { id: idOf(FIRST) }, times: 1 }]);
    expect(losses(alarms, 'carrier-lost')).toMatchObject([{ condition: 'restored', times: 1 }]);
  });

  it('loses that alarm when the device comes, though the gateway was started anew in between', async () => {
    await stand.restart();
    await fleet.devices[0]?.start();
    await stand.person.untilAlarms((all) => losses(all, 'transmission-offline')[0]?.condition === 'restored');
  });
});
