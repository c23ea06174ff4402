import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../../../device-drivers/reading.ts';
import { alarmFields, endServers, isInstalled, rawCount, realServer, SERVERS, showAll } from '../testing/real-servers.ts';
import { aReading, delivered, until } from '../testing/some-readings.ts';
import { removeFolders, temporaryFolder } from '../testing/temporary-folder.ts';
import { Thinner } from '../thinning.ts';
import { type InfluxHistory, type InfluxHistoryOptions, openInfluxHistory } from './influx-history.ts';

// VictoriaMetrics treats what is younger than a minute in its own way, so one part of the readings is that young.
const NOW = Date.now();
const START = NOW - 3 * 3_600_000;

const opened: InfluxHistory[] = [];

async function open(url: string, given: Partial<InfluxHistoryOptions> = {}): Promise<InfluxHistory> {
  const history = await openInfluxHistory({ url, database: 'fire', spoolFolder: temporaryFolder(), now: Date.now, ...given });
  opened.push(history);
  return history;
}

async function close(history: InfluxHistory): Promise<void> {
  opened.splice(opened.indexOf(history), 1);
  await history.close();
}

afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
});
afterAll(async () => {
  await endServers();
  removeFolders();
});

for (const kind of SERVERS) {
  const suite = isInstalled(kind) ? describe : describe.skip;
  suite(`${kind.name} as the site's history (needs Debian's package ${kind.package})`, () => {
    let server: Awaited<ReturnType<typeof realServer>>;
    const point = { device: `hydrant "1"`, point: 'pressure, low=1' };
    const seen = async (history: InfluxHistory, device: string, key: string, count: number, to = NOW + 60_000): Promise<void> =>
      until(`${count} readings of ${device} are seen`, async () => {
        await showAll(kind, server.url);
        const buckets = await history.query({ device, point: key, from: START, to, buckets: 5_000 }).catch(() => []);
        return buckets.reduce((sum, bucket) => sum + bucket.count, 0) === count;
      });

    beforeAll(async () => {
      server = await realServer(kind);
      await server.start();
    });

    it('keeps numbers, flags and states as they are, and thins them as we would', async () => {
      const history = await open(server.url);
      const told: Reading[] = [];
      for (let i = 0; i < 700; i++) {
        // The last ones are seconds old.
        const at = NOW - (699 - i) * 15_000 - (i % 7);
        told.push(aReading({ ...point, at, value: (400 + ((i * 37) % 91)) / 1000 }));
        told.push(aReading({ ...point, point: 'capOpen', quantity: 'hydrant.capOpen', at, value: i % 90 > 80 }));
        const state = i % 60 === 17 ? 'alarm' : i % 60 === 18 ? 'test' : 'normal';
        told.push(aReading({ ...point, point: 'smoke', quantity: 'smoke.alarm', at, value: state }));
      }
      for (let entry = 1; entry <= 7; entry++) history.append(told.slice((entry - 1) * 300, entry * 300), entry);
      // The same again changes nothing.
      history.append(told.slice(0, 90), 8);
      await delivered(history);
      expect(history.state()).toMatchObject({ store: 'influxdb', waiting: 0, dropped: 0, parked: 0, dialect: kind.name });
      expect(history.state().trouble).toBeUndefined();
      expect(history.position()).toBe(8);
      for (const key of [point.point, 'capOpen', 'smoke']) {
        await seen(history, point.device, key, 700);
        const own = told.filter((reading) => reading.point === key);
        for (const [from, to, buckets] of [
          [START, NOW + 1, 5_000],
          [START, NOW + 1, 50],
          [NOW - 7_200_123, NOW - 1_800_001, 37],
          [NOW - 600_000, NOW + 60_000, 20],
          [NOW - 7_200_000, NOW - 3_600_000, 1],
        ] as const) {
          const query = { device: point.device, point: key, from, to, buckets };
          const expected = new Thinner(query);
          for (const { at, value } of own) if (at >= from && at < to && value !== null) expected.add(at, value);
          const answer = await history.query(query);
          expect(answer.map(({ mean: _, ...rest }) => rest)).toEqual(expected.buckets().map(({ mean: _, ...rest }) => rest));
          for (const [i, { mean }] of expected.buckets().entries()) {
            if (mean === undefined) expect(answer[i]?.mean).toBeUndefined();
            else expect(answer[i]?.mean).toBeCloseTo(mean, 9);
          }
        }
      }
      expect(await history.query({ device: 'nobody', point: 'nothing', from: START, to: NOW, buckets: 10 })).toEqual([]);
    });

    it('loses nothing and slows nothing while the server is killed in the middle of a stream and comes back', async () => {
      const history = await open(server.url);
      const took: number[] = [];
      let entry = 0;
      const stream = async (entries: number): Promise<void> => {
        for (let i = 0; i < entries; i++) {
          entry++;
          const readings = Array.from({ length: 20 }, (_, d) =>
            aReading({ device: `d-${d}`, at: START + entry * 100, value: entry / 1000 }),
          );
          const begin = performance.now();
          history.append(readings, entry);
          took.push(performance.now() - begin);
          if (entry % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
      };
      await stream(300);
      await history.flush();
      await stream(300);
      // VictoriaMetrics confirms from memory, so a crash of its own may cost its last second; InfluxDB has to stand it.
      await server.end(kind.name === 'influxdb1' ? 'SIGKILL' : 'SIGTERM');
      took.length = 0;
      await stream(600);
      await history.flush();
      expect(history.position()).toBe(1_200);
      await until('the outage is told', () => history.state().trouble?.en.includes('cannot be written') ?? false);
      expect(history.state().waiting).toBeGreaterThanOrEqual(600 * 20);
      await expect(history.query({ device: 'd-1', point: 'pressure', from: START, to: NOW, buckets: 10 })).rejects.toMatchObject({
        code: 'history-unavailable',
      });
      took.sort((a, b) => a - b);
      // A busy machine may take the processor away once; a wait for the server would be seen in all.
      expect(took.at(-6)).toBeLessThan(20);
      expect(took.at(-1)).toBeLessThan(2_000);
      await server.start();
      await stream(100);
      await delivered(history);
      expect(history.state().trouble).toBeUndefined();
      expect(history.state().dropped).toBe(0);
      for (const device of ['d-0', 'd-13', 'd-19']) {
        await seen(history, device, 'pressure', 1_300);
        const values = await history.query({ device, point: 'pressure', from: START, to: NOW, buckets: 5_000 });
        expect(values.map((bucket) => bucket.last)).toEqual(Array.from({ length: 1_300 }, (_, i) => (i + 1) / 1000));
      }
    });

    it('takes up where it stopped when the gateway is restarted during the outage', async () => {
      await server.end('SIGTERM');
      const spoolFolder = temporaryFolder();
      const first = await open(server.url, { spoolFolder });
      first.append([aReading({ device: 'r-1', at: START, value: 1 })], 41);
      first.appendAlarm({
        id: 'a-1',
        device: 'r-1',
        point: 'smoke',
        class: 'fire',
        change: 'raised',
        at: START,
        title: '12 层"烟感"\n报警',
      });
      await first.flush();
      expect(first.state()).toMatchObject({ waiting: 2 });
      await close(first);
      const second = await open(server.url, { spoolFolder });
      expect(second.position()).toBe(41);
      expect(second.state().waiting).toBe(2);
      second.append([aReading({ device: 'r-1', at: START + 1, value: 2 })], 42);
      await server.start();
      await seen(second, 'r-1', 'pressure', 2);
      await until('the alarm is there', async () => (await alarmFields(kind, server.url, 'fire')).length > 0);
      const title = kind.name === 'influxdb1' ? ['12 层"烟感" 报警'] : [];
      expect(await alarmFields(kind, server.url, 'fire')).toEqual(['fire', 'a-1', 'raised', ...title]);
    });

    it('throws the oldest readings away when the outage outlasts the spool, warns before, and keeps the alarms', async () => {
      await server.end('SIGTERM');
      const history = await open(server.url, { spoolBytes: 400_000 });
      const troubles = new Set<string>();
      for (let i = 0; i < 20; i++) {
        history.appendAlarm({ id: `s-${i}`, device: 's-1', point: 'smoke', class: 'shed', change: 'raised', at: START + i, title: 'x' });
      }
      let entry = 0;
      while (history.state().shed === 0) {
        entry++;
        const readings = Array.from({ length: 1_000 }, (_, i) =>
          aReading({ device: 's-1', at: START + entry * 1_000 + i, value: Math.random() }),
        );
        history.append(readings, entry);
        await history.flush();
        troubles.add(history.state().trouble?.en.replace(/\d+/g, 'N') ?? '');
      }
      expect([...troubles].join('; ')).toMatch(/cannot be written.*spool is N % full.*were dropped/);
      expect(history.position()).toBe(entry);
      const { shed, dropped } = history.state();
      expect(dropped).toBe(shed);
      await server.start();
      await seen(history, 's-1', 'pressure', entry * 1_000 - shed);
      await until('the alarms are there', async () => (await rawCount(kind, server.url, 'shed')) === 20);
    });
  });
}

const influx = SERVERS.find((kind) => kind.name === 'influxdb1');
const suite = influx !== undefined && isInstalled(influx) ? describe : describe.skip;
suite('a line that InfluxDB refuses for good', () => {
  it('is put aside with its reason, and stops no other', async () => {
    if (influx === undefined) return;
    const server = await realServer(influx);
    await server.start();
    const spoolFolder = temporaryFolder();
    await fetch(`${server.url}/query?q=CREATE+DATABASE+fire`, { method: 'POST' });
    // Somebody has written texts where our numbers go.
    const other = await fetch(`${server.url}/write?db=fire&precision=ms`, {
      method: 'POST',
      body: `hydrant.tilt,device=x value="text" ${START}`,
    });
    expect(other.status).toBe(204);
    const history = await open(server.url, { spoolFolder });
    const readings = Array.from({ length: 200 }, (_, i) => aReading({ device: 'mixed', at: START + i, value: i }));
    readings[77] = aReading({ device: 'mixed', point: 'tilt', quantity: 'hydrant.tilt', at: START + 77, value: 3 });
    history.append(readings, 1);
    history.append([aReading({ device: 'mixed', at: START + 500, value: 500 })], 2);
    await delivered(history);
    const answer = await history.query({ device: 'mixed', point: 'pressure', from: START, to: NOW, buckets: 5_000 });
    expect(answer.length).toBe(200);
    expect(history.state()).toMatchObject({ parked: 1, dropped: 0, trouble: { en: expect.stringContaining('refused 1 lines') } });
    expect(readFileSync(join(spoolFolder, 'refused.lines'), 'utf8')).toMatch(
      /^# 400 .*field type conflict.*\nhydrant.tilt,device=mixed,point=tilt value=3 \d+\n$/,
    );
    await close(history);
    await server.end('SIGTERM');
  });
});
