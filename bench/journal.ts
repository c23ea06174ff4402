// The journal measured: how many entries a second, how long one waits for the disk, what one costs in bytes and CPU.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from '../device-drivers/frame.ts';
import { Journal } from '../gateway/journal/journal.ts';
import { openDatabase } from '../gateway/sqlite.ts';
import { inFolder } from './in-folder.ts';
import { type BenchLine, percentile } from './line.ts';

const DEVICES = 1000;
const BODY_BYTES = 100;
const FLOOD_ENTRIES = 200_000;
/** Frames not yet confirmed in the flood: 1,000 devices with 20 each under way. */
const FLOOD_UNDER_WAY = 20_000;
const STEADY_SECONDS = 10;
const STEADY_PER_SECOND = 1000;
const PEER_COMMITS = 5000;

/** A frame as a smoke head sends it: JSON of about 100 bytes, of which some digits change. */
function frame(sequence: number): Frame {
  const device = `smoke-${String(sequence % DEVICES).padStart(4, '0')}`;
  const points = { smoke: 'normal', battery: 60 + (sequence % 40), density: (sequence * 7919) % 1000 };
  const text = JSON.stringify({ at: 1_700_000_000_000 + sequence * 37, seq: sequence, points });
  const body = Buffer.from(text.padEnd(BODY_BYTES, ' '));
  return {
    link: 'mqtt',
    peer: `10.0.${(sequence % DEVICES) >> 8}.${sequence % 256}:49152`,
    device,
    kind: 'up',
    body,
    receivedAt: Date.now(),
    drill: false,
  };
}

function open(folder: string): Promise<Journal> {
  const nothing = (): void => {};
  return Journal.open({ folder, timeZone: 'Asia/Shanghai', now: Date.now, onCommitted: nothing, onTrouble: nothing, ballastBytes: 0 });
}

interface Measured {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly bytes: number;
}

/** As fast as it goes: when one is confirmed the next is handed in. */
function flood(): Promise<Measured> {
  return inFolder(async (folder) => {
    const journal = await open(folder);
    const frames = Array.from({ length: FLOOD_ENTRIES }, (_, sequence) => frame(sequence));
    await Promise.all(frames.slice(0, DEVICES).map((one) => journal.append({ kind: 'frame', frame: one }, 'ordinary')));
    const cpu = process.cpuUsage();
    const from = performance.now();
    await new Promise<void>((resolve, reject) => {
      let handedIn = 0;
      let confirmed = 0;
      const next = (): void => {
        const one = frames[handedIn++];
        if (one === undefined) return;
        journal.append({ kind: 'frame', frame: one }, 'ordinary').then(() => {
          if (++confirmed === FLOOD_ENTRIES) resolve();
          else next();
        }, reject);
      };
      for (let i = 0; i < FLOOD_UNDER_WAY; i++) next();
    });
    const seconds = (performance.now() - from) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    await journal.close();
    return {
      perSecond: FLOOD_ENTRIES / seconds,
      cpuMicros: (user + system) / FLOOD_ENTRIES,
      bytes: stored(folder) / (FLOOD_ENTRIES + DEVICES),
    };
  });
}

interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly bytes: number;
}

/** So many a second at even distances; how long from `append` to its confirmation, in milliseconds. */
function steady(): Promise<Latency> {
  return inFolder(async (folder) => {
    const journal = await open(folder);
    const total = STEADY_SECONDS * STEADY_PER_SECOND;
    const took: number[] = [];
    const from = performance.now();
    await new Promise<void>((resolve, reject) => {
      let sent = 0;
      const send = (): void => {
        const due = Math.min(total, Math.floor(((performance.now() - from) * STEADY_PER_SECOND) / 1000));
        for (; sent < due; sent++) {
          const at = performance.now();
          journal.append({ kind: 'frame', frame: frame(sent) }, 'ordinary').then(() => {
            if (took.push(performance.now() - at) === total) resolve();
          }, reject);
        }
        if (sent < total) setTimeout(send, 1);
      };
      send();
    });
    await journal.close();
    return { ...percentiles(took), bytes: stored(folder) / total };
  });
}

/** What a gateway without group commit does: each frame its own INSERT and fsync, on the calling thread. */
function peer(): Promise<Measured & Latency> {
  return inFolder(async (folder) => {
    const database = openDatabase(join(folder, 'peer.sqlite'), 'full');
    database.exec(
      'CREATE TABLE frame (number INTEGER PRIMARY KEY, at INTEGER, link TEXT, peer TEXT, device TEXT, kind TEXT, drill INTEGER, body BLOB)',
    );
    const insert = database.prepare('INSERT INTO frame (at, link, peer, device, kind, drill, body) VALUES (?, ?, ?, ?, ?, ?, ?)');
    const took: number[] = [];
    const cpu = process.cpuUsage();
    const from = performance.now();
    for (let sequence = 0; sequence < PEER_COMMITS; sequence++) {
      const at = performance.now();
      const one = frame(sequence);
      insert.run(one.receivedAt, one.link, one.peer, one.device, one.kind, 0, one.body);
      took.push(performance.now() - at);
    }
    const seconds = (performance.now() - from) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    database.close();
    return {
      perSecond: PEER_COMMITS / seconds,
      cpuMicros: (user + system) / PEER_COMMITS,
      bytes: stored(folder) / PEER_COMMITS,
      ...percentiles(took),
    };
  });
}

function percentiles(took: number[]): { p50: number; p99: number } {
  const sorted = took.toSorted((one, other) => one - other);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

function stored(folder: string): number {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sqlite'))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** Measures the journal, and beside it one INSERT per commit with the same durability, in the same run. */
export async function journalBench(): Promise<BenchLine[]> {
  const alone = await peer();
  const fast = await flood();
  const even = await steady();
  const name = 'one INSERT per commit, FULL';
  return [
    {
      name: `entries stored, ${BODY_BYTES}-byte frames`,
      value: fast.perSecond,
      unit: '/s',
      hold: { atLeast: 20_000 },
      peer: { name, value: alone.perSecond },
    },
    { name: 'append at 1,000/s, p50', value: even.p50, unit: 'ms', hold: { atMost: 2 }, peer: { name, value: alone.p50 } },
    { name: 'append at 1,000/s, p99', value: even.p99, unit: 'ms', hold: { atMost: 25 }, peer: { name, value: alone.p99 } },
    { name: 'bytes an entry, flood', value: fast.bytes, unit: 'B', peer: { name, value: alone.bytes } },
    { name: 'bytes an entry at 1,000/s', value: even.bytes, unit: 'B', peer: { name, value: alone.bytes } },
    { name: 'CPU an entry, all threads', value: fast.cpuMicros, unit: 'µs', peer: { name, value: alone.cpuMicros } },
  ];
}
