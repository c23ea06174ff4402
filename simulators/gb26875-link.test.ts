// Transmission devices through the whole gateway: links that break, clocks that drift, packets that are wrong, networks that are lost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stationOfNumber } from '../device-drivers/gb26875/station.ts';
import type { District, DistrictDevice } from './district.ts';
import { FLAWS, type Flaw } from './gb26875/flaws.ts';
import { Panel } from './gb26875/panel.ts';
import { inventedBuilding, type Part, placeOf } from './gb26875/parts.ts';
import { type StationEvent, TransmissionDevice, type TransmissionOptions } from './gb26875/station.ts';
import { importDistrict, type RunningGateway, startGateway } from './testing/gateway-process.ts';
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

const PARTS = inventedBuilding(3, 8);
const TOWER: District['places'] = [{ id: 'tower', parent: null, kind: 'building', name: '示范大厦' }];
const HEALTHY = 890;
/** A confirmed fire must stand as an alarm within this time, whatever others do on the wire, ms. */
const WITHIN_MS = 2_000;

/** One gateway, whoever is signed in at it, and the devices that speak to it. */
class Stand {
  readonly gateway: RunningGateway;
  readonly person: SignedIn;
  readonly #folder: string;
  readonly #devices: TransmissionDevice[] = [];

  private constructor(gateway: RunningGateway, person: SignedIn, folder: string) {
    this.gateway = gateway;
    this.person = person;
    this.#folder = folder;
  }

  static async open(numbers: readonly number[], limits: object = {}): Promise<Stand> {
    const folder = mkdtempSync(join(tmpdir(), 'balefire-gb26875-'));
    await importDistrict(folder, { places: TOWER, devices: numbers.map(placed) });
    const gateway = await startGateway(folder, undefined, { gb26875: { enabled: true, host: '127.0.0.1', port: 0, limits } });
    return new Stand(gateway, await SignedIn.at(gateway), folder);
  }

  /** Speaks by TCP, with short pauses and without heartbeats where nothing else is said. */
  device(station: number, more: Partial<TransmissionOptions> = {}): TransmissionDevice {
    const { gb26875Port: port } = this.gateway;
    const panel = new Panel({ parts: PARTS });
    const usual = { transport: 'tcp', port, station, panel, heartbeatSeconds: 0, reconnectMs: 20, timeoutMs: 1_000 } as const;
    const device = new TransmissionDevice({ ...usual, ...more });
    this.#devices.push(device);
    return device;
  }

  link(id: string, so: (link: SeenLink) => boolean = () => true): Promise<SeenLink> {
    return this.person.until(`/devices/${id}/link`, so);
  }

  async close(): Promise<void> {
    for (const device of this.#devices) await device.stop();
    await this.gateway.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function placed(number: number): DistrictDevice {
  const gb26875 = { station: stationOfNumber(number) };
  return { id: idOf(number), model: 'gb26875/transmission-device', name: `装置${number}`, place: 'tower', gb26875 };
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
    stand = await Stand.open([HEALTHY, AWAY, BROKEN, DRIFTING, DATAGRAMS, INSPECTED, ...flawed.values()]);
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
    const at = (seconds: number, is: 'alarm' | 'restore', nth: number): void => {
      sinceMs = seconds * 1_000;
      // A time tag has whole seconds.
      happened.set(`${is} ${partAt(nth).description}`, Math.floor(device.clock.now() / 1_000) * 1_000);
      told.push(device.happen({ is, part: placeOf(partAt(nth)) }));
    };
    for (let nth = 1; nth <= 8; nth += 1) at(100 - 5 * nth, 'alarm', nth);
    at(30, 'restore', 0);
    at(20, 'restore', 8);
    sinceMs = 0;
    expect(device.isConnected).toBe(false);
    expect(await Promise.all(told)).not.toContain(undefined);
    expect(device.state()).toMatchObject({ waiting: 0, dropped: 0, lost: 0, links: 2 });

    const alarms = await stand.person.untilAlarms(
      (all) => partFires(all, AWAY).length >= 9 && partFires(all, AWAY).filter(({ condition }) => condition === 'restored').length >= 2,
    );
    const fires = new Map(partFires(alarms, AWAY).map((alarm) => [alarm.device.name, alarm]));
    expect([partFires(alarms, AWAY).length, fires.size]).toEqual([9, 9]);
    for (let nth = 1; nth <= 8; nth += 1) {
      const { description } = partAt(nth);
      expect(fires.get(description)).toMatchObject({ occurredAt: happened.get(`alarm ${description}`), times: 1 });
    }
    for (const nth of [0, 8]) {
      const { description } = partAt(nth);
      expect(fires.get(description)).toMatchObject({ condition: 'restored', restoredAt: happened.get(`restore ${description}`) });
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

  it('whose clock is a minute ahead has it set right', async () => {
    const set = new Promise<number>((resolve) => {
      const heard = (event: StationEvent): void => void (event.is === 'clock-set' && resolve(Date.now()));
      void stand.device(DRIFTING, { clockDrift: { seconds: 60 }, heartbeatSeconds: 1, heard }).start();
    });
    const ahead = await stand.link(idOf(DRIFTING), (link) => link.clockAhead !== null);
    await set;
    // The gateway may have set it before it was asked how far ahead it was.
    expect(Math.abs(ahead.clockAhead ?? 0) < WITHIN_MS || Math.abs((ahead.clockAhead ?? 0) - 60_000) < WITHIN_MS).toBe(true);
    await stand.link(idOf(DRIFTING), ({ clockAhead }) => clockAhead !== null && Math.abs(clockAhead) < WITHIN_MS);
  });

  it('that speaks by UDP is confirmed and alarmed as one that speaks by TCP', async () => {
    const device = stand.device(DATAGRAMS, { transport: 'udp' });
    await device.start();
    await firesInTime(device, DATAGRAMS, 0);
    expect(await stand.link(idOf(DATAGRAMS))).toMatchObject({ connected: true, transport: 'udp' });
  });

  it('is inspected on another cycle as soon as a person says so, over the link that stands', async () => {
    const device = stand.device(INSPECTED, { heartbeatSeconds: 20 });
    await device.start();
    const before = await stand.link(idOf(INSPECTED), ({ inspected }) => inspected !== null);
    const set = { scope: idOf(INSPECTED), name: 'inspectionCycle', value: 60 };
    await stand.person.ask('/parameters', 'PUT', set);
    const after = await stand.link(idOf(INSPECTED));
    expect((before.nextInspection ?? 0) - (after.nextInspection ?? 0)).toBe(3_540_000);
    expect(after.inspected).toBe(before.inspected);
    expect(device.state().links).toBe(1);
    await expect(stand.person.ask('/parameters', 'PUT', { ...set, value: 59 })).rejects.toThrow('60');
  });

  it.each([...flawed])('with the flaw "%s" holds up nobody else, and its own fire is seen', async (flaw, number) => {
    // Eight transmissions, or both links, of a device that sends a packet four times before it connects anew.
    const how = { [flaw]: flaw === 'deaf' ? [1, 2] : Array.from({ length: 8 }, (_, nth) => nth + 1) };
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
  });
});
