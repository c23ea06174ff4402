// The history measured: readings a second, bytes a point kept and written, charts in milliseconds, beside a plain table and InfluxDB.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../device-drivers/reading.ts';
import { type EmbeddedHistory, openEmbeddedHistory } from '../gateway/history/embedded/embedded-history.ts';
import { openInfluxHistory } from '../gateway/history/influx/influx-history.ts';
import { endServers, isInstalled, realServer, SERVERS } from '../gateway/history/testing/real-servers.ts';
import { openDatabase } from '../gateway/sqlite.ts';
import { fieldReadings, KINDS, type Kind } from './field-readings.ts';
import { inFolder } from './in-folder.ts';
import { type BenchLine, percentile } from './line.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** Midnight in Shanghai. */
const START = Date.UTC(2026, 10, 1, 16);

const FLOOD_DEVICES = 1_000;
const FLOOD_POINTS = 5_000_000;
const TABLE_POINTS = 500_000;
const INFLUX_POINTS = 400_000;
const DENSITY_DEVICES = 100;
const DENSITY_DAYS = 2;

function open(folder: string, now: () => number): Promise<EmbeddedHistory> {
  return openEmbeddedHistory({ folder, now, timeZone: 'Asia/Shanghai', retentionDays: 400 });
}

function bytesIn(folder: string): number {
  return Number(execFileSync('du', ['-sb', folder], { encoding: 'utf8' }).split('\t')[0]);
}

/** What InfluxDB's own data files take; its series index is laid out in advance and would say nothing. */
function bytesOfTsm(folder: string): number {
  const sizes = execFileSync('find', [folder, '-name', '*.tsm', '-printf', '%s\\n'], { encoding: 'utf8' });
  return sizes.split('\n').reduce((sum, size) => sum + Number(size), 0);
}

/** Bytes that this process has handed to the system for writing. */
function bytesWritten(): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

/** As fast as it goes: all devices' readings minute after minute, until they are on the disk. */
function flood(): Promise<number> {
  return inFolder(async (folder) => {
    const minutes = Math.ceil(FLOOD_POINTS / FLOOD_DEVICES / KINDS.length);
    const entries: Reading[][] = [];
    // Made before the clock starts; the same day's hours again and again would be told apart by nobody but the clock.
    for (let minute = 0; minute < 60; minute++) entries.push(...fieldReadings(FLOOD_DEVICES, START + minute * MINUTE, KINDS));
    const now = START + minutes * MINUTE;
    const history = await open(folder, () => now);
    let entry = 0;
    const begin = performance.now();
    for (let minute = 0; minute < minutes; minute++) {
      const shift = Math.floor(minute / 60) * 60 * MINUTE;
      for (let i = 0; i < FLOOD_DEVICES; i++) {
        const readings = entries[(minute % 60) * FLOOD_DEVICES + i] ?? [];
        history.append(shift === 0 ? readings : readings.map((reading) => ({ ...reading, at: reading.at + shift })), ++entry);
      }
      // The gateway takes in from sockets, so it comes back to its loop at least as often.
      if (minute % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
      while (history.state().waiting > 1_200_000) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await history.flush();
    const seconds = (performance.now() - begin) / 1000;
    const { appended, dropped, refused } = history.state();
    await history.close();
    if (dropped + refused > 0) throw new Error(`${dropped + refused} readings were not kept`);
    return appended / seconds;
  });
}

interface Table {
  add(points: readonly (readonly [series: string, at: number, value: number])[]): void;
  query(series: string, from: number, to: number, width: number): unknown[];
  close(): void;
}

function plainTable(folder: string): Table {
  const database = openDatabase(join(folder, 'plain.db'), 'full');
  database.exec('CREATE TABLE point (series TEXT, time INTEGER, value REAL, PRIMARY KEY (series, time)) WITHOUT ROWID');
  const insert = database.prepare('INSERT OR REPLACE INTO point VALUES (?, ?, ?)');
  const thin = database.prepare(
    'SELECT time / ? AS bucket, count(*), min(value), max(value), avg(value) FROM point WHERE series = ? AND time >= ? AND time < ? GROUP BY bucket',
  );
  return {
    add: (points) =>
      database.transaction(() => {
        for (const point of points) insert.run(...point);
      })(),
    query: (series, from, to, width) => thin.all(width, series, from, to),
    close: () => void database.close(),
  };
}

function rowsOf(readings: readonly Reading[]): (readonly [string, number, number])[] {
  return readings.map(({ device, point, at, value }) => [`${device}/${point}`, at, Number(value)] as const);
}

function floodPlainTable(): Promise<number> {
  return inFolder(async (folder) => {
    const table = plainTable(folder);
    let count = 0;
    const begin = performance.now();
    for (let minute = 0; count < TABLE_POINTS; minute++) {
      const rows = rowsOf(fieldReadings(FLOOD_DEVICES, START + minute * MINUTE, KINDS).flat());
      table.add(rows);
      count += rows.length;
    }
    const perSecond = (count * 1000) / (performance.now() - begin);
    table.close();
    return perSecond;
  });
}

/** Days as they happen: written every five minutes, merged when they are over. Bytes a point kept and written. */
function density(kinds: readonly Kind[]): Promise<{ kept: number; written: number }> {
  return inFolder(async (folder) => {
    let now = START;
    const history = await open(folder, () => now);
    const before = bytesWritten();
    let entry = 0;
    for (let minute = 0; minute < DENSITY_DAYS * 1_440; minute++) {
      now = START + minute * MINUTE;
      for (const readings of fieldReadings(DENSITY_DEVICES, now, kinds)) history.append(readings, ++entry);
      if (minute % 5 === 4) await history.flush();
    }
    await history.flush();
    now += DAY;
    // Merging goes on in the background; it is done when the size has not changed for two seconds.
    for (let [last, same] = [0, 0]; same < 10; ) {
      now += 2 * MINUTE;
      history.tick();
      await new Promise((resolve) => setTimeout(resolve, 200));
      const { bytes } = history.state();
      same = bytes === last ? same + 1 : 0;
      last = bytes;
    }
    const written = bytesWritten() - before;
    const { appended } = history.state();
    await history.close();
    return { kept: bytesIn(folder) / appended, written: written / appended };
  });
}

function densityOfPlainTable(): Promise<{ kept: number; written: number }> {
  return inFolder(async (folder) => {
    const table = plainTable(folder);
    const before = bytesWritten();
    let rows: (readonly [string, number, number])[] = [];
    let count = 0;
    // A tenth of the time is enough to see it.
    for (let minute = 0; minute < (DENSITY_DAYS * 1_440) / 10; minute++) {
      rows.push(...rowsOf(fieldReadings(DENSITY_DEVICES, START + minute * MINUTE, KINDS).flat()));
      if (minute % 5 !== 4) continue;
      table.add(rows);
      count += rows.length;
      rows = [];
    }
    table.close();
    return { written: (bytesWritten() - before) / count, kept: bytesIn(folder) / count };
  });
}

async function median(times: number, ask: () => unknown): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const begin = performance.now();
    await ask();
    took.push(performance.now() - begin);
  }
  return percentile(
    took.sort((a, b) => a - b),
    0.5,
  );
}

/** A day of one a minute while it is being written (288 runs), and thirty days of one in ten seconds in 500 buckets. */
function charts(): Promise<{ day: number; month: number; tableDay: number; tableMonth: number }> {
  return inFolder(async (folder) => {
    let now = START;
    const history = await open(join(folder, 'ours'), () => now);
    const table = plainTable(folder);
    let entry = 0;
    const long = (at: number): Reading => ({ ...(fieldReadings(1, at, ['pressure'])[0]?.[0] as Reading), device: 'long', at });
    for (let day = 0; day < 30; day++) {
      now = START + (day + 1) * DAY;
      const readings = Array.from({ length: 8_640 }, (_, i) => long(START + day * DAY + i * 10_000));
      history.append(readings, ++entry);
      table.add(rowsOf(readings));
      await history.flush();
    }
    const today = START + 30 * DAY;
    for (let minute = 0; minute < 1_440; minute += 5) {
      for (let more = 0; more < 5; more++) {
        now = today + (minute + more) * MINUTE;
        const readings = fieldReadings(200, now, ['pressure']);
        for (const own of readings) history.append(own, ++entry);
        table.add(rowsOf(readings.flat()));
      }
      await history.flush();
    }
    if (history.state().refused > 0) throw new Error('some readings were refused');
    let which = 0;
    const device = (): string => `device-${which++ % 200}`;
    const day = await median(50, () =>
      history.query({ device: device(), point: 'pressure', from: today, to: today + DAY, buckets: 2_000 }),
    );
    const month = await median(9, () => history.query({ device: 'long', point: 'pressure', from: START, to: today, buckets: 500 }));
    const tableDay = await median(50, () => table.query(`${device()}/pressure`, today, today + DAY, MINUTE / 2));
    const tableMonth = await median(5, () => table.query('long/pressure', START, today, (30 * DAY) / 500));
    table.close();
    await history.close();
    return { day, month, tableDay, tableMonth };
  });
}

/** InfluxDB 1.6 fed through our spool until it has all; its size after it has compacted. Null where it is not installed. */
async function influx(): Promise<{ perSecond: number; kept: number; longestAppendMs: number } | null> {
  const kind = SERVERS.find((one) => one.name === 'influxdb1');
  if (kind === undefined || !isInstalled(kind)) return null;
  return inFolder(async (folder) => {
    const server = await realServer(kind);
    await server.start();
    const now = START + DAY;
    const history = await openInfluxHistory({ url: server.url, database: 'bench', spoolFolder: folder, now: () => now });
    let count = 0;
    let entry = 0;
    const begin = performance.now();
    for (let minute = 0; count < INFLUX_POINTS; minute++) {
      for (const readings of fieldReadings(FLOOD_DEVICES, START + minute * MINUTE, KINDS)) {
        history.append(readings, ++entry);
        count += readings.length;
      }
      while (history.state().waiting > 100_000) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    while (history.state().waiting > 0) await history.flush();
    const perSecond = (count * 1000) / (performance.now() - begin);
    // The cache goes to its final files after a second without writes.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const kept = bytesOfTsm(server.folder) / count;
    await server.end('SIGTERM');
    let longestAppendMs = 0;
    for (let i = 0; i < 20_000; i++) {
      const [readings = []] = fieldReadings(1, START + i, KINDS);
      const before = performance.now();
      history.append(readings, ++entry);
      longestAppendMs = Math.max(longestAppendMs, performance.now() - before);
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await history.close();
    return { perSecond, kept, longestAppendMs };
  }).finally(endServers);
}

/** All that the history promises in numbers. */
export async function historyBench(): Promise<BenchLine[]> {
  const ingest = await flood();
  const tableIngest = await floodPlainTable();
  const mixed = await density(KINDS);
  const table = await densityOfPlainTable();
  const outside = await influx();
  const chart = await charts();
  const lines: BenchLine[] = [
    {
      name: 'readings handed in until on the disk',
      value: ingest,
      unit: '/s',
      peer: { name: 'plain table', value: tableIngest },
      hold: { atLeast: 300_000 },
    },
    {
      name: 'kept, noise, wave and flag mixed',
      value: mixed.kept,
      unit: 'B/point',
      peer: { name: 'plain table', value: table.kept },
      hold: { atMost: 2.5 },
    },
    { name: 'written in all, mixed', value: mixed.written, unit: 'B/point', peer: { name: 'plain table', value: table.written } },
  ];
  for (const kind of KINDS) {
    lines.push({ name: `kept, ${kind} alone`, value: (await density([kind])).kept, unit: 'B/point', hold: { atMost: 2.5 } });
  }
  lines.push(
    {
      name: '24 h of 1/min, today',
      value: chart.day,
      unit: 'ms',
      peer: { name: 'plain table', value: chart.tableDay },
      hold: { atMost: 10 },
    },
    {
      name: '30 days of 1/10 s in 500 buckets',
      value: chart.month,
      unit: 'ms',
      peer: { name: 'plain table', value: chart.tableMonth },
      hold: { atMost: 150 },
    },
  );
  if (outside !== null) {
    lines.push(
      {
        name: 'readings into InfluxDB 1.6 through the spool',
        value: outside.perSecond,
        unit: '/s',
        peer: { name: 'embedded', value: ingest },
      },
      { name: 'kept by InfluxDB 1.6, mixed', value: outside.kept, unit: 'B/point', peer: { name: 'embedded', value: mixed.kept } },
      { name: 'longest append while InfluxDB is away', value: outside.longestAppendMs, unit: 'ms' },
    );
  }
  return lines;
}
