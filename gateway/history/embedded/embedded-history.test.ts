import { execFileSync, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { programApart } from '../../worker-file.ts';
import type { HistoryBucket } from '../history.ts';
import { anEntry, aReading, NOON, until } from '../testing/some-readings.ts';
import { removeFolders, temporaryFolder } from '../testing/temporary-folder.ts';
import { type EmbeddedHistory, type EmbeddedHistoryOptions, openEmbeddedHistory, startThread } from './embedded-history.ts';

const opened: EmbeddedHistory[] = [];
const mounted: string[] = [];

async function open(folder: string, given: Partial<EmbeddedHistoryOptions> = {}): Promise<EmbeddedHistory> {
  const history = await openEmbeddedHistory({ folder, timeZone: 'Asia/Shanghai', retentionDays: 40, now: () => NOON, ...given });
  opened.push(history);
  return history;
}

function valuesOf(buckets: readonly HistoryBucket[]): unknown[] {
  return buckets.map((bucket) => bucket.last);
}

async function pressure(history: EmbeddedHistory, device = 'hydrant-1', from = NOON - 1e9, to = NOON + 1e8): Promise<unknown[]> {
  return valuesOf(await history.query({ device, point: 'pressure', from, to, buckets: 5_000 }));
}

afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
  for (const folder of mounted.splice(0)) execFileSync('/usr/bin/umount', [folder]);
});
afterAll(removeFolders);

describe('the embedded history', () => {
  it('shows at once what was appended, and after a restart what was written', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    expect(first.position()).toBe(0);
    first.append([aReading({ value: 0.41 }), aReading({ at: NOON + 1, value: 0.42 })], 7);
    first.append([aReading({ device: 'smoke-1', point: 'smoke', quantity: 'smoke.alarm', value: 'alarm' })], 8);
    first.append([aReading({ point: 'capOpen', quantity: 'hydrant.capOpen', value: true })], 9);
    expect(await pressure(first)).toEqual([0.41, 0.42]);
    expect(first.position()).toBe(0);
    expect(first.state()).toMatchObject({ store: 'embedded', appended: 4, dropped: 0, waiting: 4 });
    await first.flush();
    expect(first.position()).toBe(9);
    expect(first.state().waiting).toBe(0);
    await first.close();

    const second = await open(folder);
    expect(second.position()).toBe(9);
    expect(await pressure(second)).toEqual([0.41, 0.42]);
    const smoke = { device: 'smoke-1', point: 'smoke', from: NOON, to: NOON + 1, buckets: 1 };
    expect(await second.query(smoke)).toEqual([{ at: NOON, count: 1, last: 'alarm' }]);
    expect(await second.query({ ...smoke, device: 'hydrant-1', point: 'capOpen' })).toEqual([{ at: NOON, count: 1, last: true }]);
    expect(await second.query({ ...smoke, device: 'nobody' })).toEqual([]);
    // What the journal tells again changes nothing.
    second.append([aReading({ value: 0.41 }), aReading({ at: NOON + 1, value: 0.42 })], 7);
    expect(await pressure(second)).toEqual([0.41, 0.42]);
  });

  it('keeps no bad reading, and refuses what no day can hold', async () => {
    const history = await open(temporaryFolder());
    history.append(
      [
        aReading({ value: null, quality: 'bad', why: 'sensor-invalid' }),
        aReading({ at: NOON - 41 * 86_400_000 }),
        aReading({ at: NOON + 3 * 86_400_000 }),
        aReading({ at: Number.NaN }),
        aReading({ at: NOON + 0.5 }),
        aReading({ value: Number.POSITIVE_INFINITY }),
        aReading({ quality: 'doubtful', why: 'clock-past', value: 0.5 }),
      ],
      1,
    );
    expect(await pressure(history)).toEqual([0.5]);
    expect(history.state()).toMatchObject({ appended: 1, refused: 5, dropped: 0 });
  });

  it('drops and counts what is over its bound, and a restart finds it again from the position', async () => {
    const folder = temporaryFolder();
    const history = await open(folder, { mostUnderWay: 1_000 });
    const entry = (length: number, from: number) => Array.from({ length }, (_, i) => aReading({ at: NOON + from + i, value: from + i }));
    history.append(entry(600, 0), 1);
    history.append(entry(1_001, 1_000), 2);
    history.append(entry(100, 5_000), 3);
    await history.flush();
    expect(history.state()).toMatchObject({ appended: 700, dropped: 1_001, trouble: { en: expect.stringContaining('missing') } });
    expect(history.position()).toBe(1);
    await history.close();

    const again = await open(folder);
    expect(again.position()).toBe(1);
    again.append(entry(1_001, 1_000), 2);
    again.append(entry(100, 5_000), 3);
    await again.flush();
    expect(again.position()).toBe(3);
    expect(again.state().trouble).toBeUndefined();
    const length = (await pressure(again)).length;
    expect(length).toBe(1_701);
  });

  it('goes on by itself when its thread dies, and leaves the position where a restart has to begin', async () => {
    const folder = temporaryFolder();
    const threads: Worker[] = [];
    const history = await open(folder, {
      startThread: (start) => {
        const thread = startThread(start);
        threads.push(thread);
        return thread;
      },
    });
    history.append([aReading({ value: 1 })], 1);
    await history.flush();
    history.append([aReading({ at: NOON + 1, value: 2 })], 2);
    await pressure(history);
    await threads[0]?.terminate();
    await until('the death is told', () => history.state().trouble !== undefined);
    history.append([aReading({ at: NOON + 2, value: 3 })], 3);
    expect(history.state().dropped).toBe(2);
    await until('a new thread answers', async () => (await pressure(history).catch(() => [])).length === 1);
    history.append([aReading({ at: NOON + 3, value: 4 })], 4);
    await history.flush();
    expect(await pressure(history)).toEqual([1, 4]);
    expect(history.position()).toBe(1);
  });

  it('has every entry up to its position after a kill -9, and all of them once they are appended again', async () => {
    const folder = temporaryFolder();
    const program = programApart(import.meta.url, '../testing/append-until-killed-program');
    // In the second round nothing is written at the end: the control, in which the harness has to see a loss.
    for (const writes of ['Infinity', '200']) {
      let lostWithoutTheJournal = 0;
      const child = spawn(process.execPath, [...program, folder, writes], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      let killAfter = Number.POSITIVE_INFINITY;
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (data: Buffer) => {
          said += data.toString();
          const [, last = 0, stored = 0] = (/appended (\d+) stored (\d+)\n$/.exec(said) ?? []).map(Number);
          if (killAfter === Number.POSITIVE_INFINITY && stored > 0) killAfter = last + 300;
          if (last >= killAfter) child.kill('SIGKILL');
        });
        child.on('exit', () => resolve());
      });
      const appended = Number(/appended (\d+) stored \d+\n$/.exec(said)?.[1] ?? 0);
      const history = await open(folder, { now: () => NOON + appended * 100 });
      const position = history.position();
      expect(position).toBeGreaterThan(0);
      for (const device of [0, 3]) {
        const stored = new Set(await pressure(history, `device-${device}`));
        for (let entry = 1; entry <= position; entry++) expect(stored.has(entry / 1000)).toBe(true);
        lostWithoutTheJournal += appended - stored.size;
      }
      for (let entry = position + 1; entry <= appended; entry++) history.append(anEntry(entry), entry);
      for (const device of [0, 3]) {
        const values = (await pressure(history, `device-${device}`)).slice(0, appended);
        expect(values).toEqual(Array.from({ length: appended }, (_, i) => (i + 1) / 1000));
      }
      await history.close();
      if (writes === '200') expect(lostWithoutTheJournal).toBeGreaterThan(0);
    }
  }, 120_000);

  const isRoot = process.getuid?.() === 0;
  (isRoot ? it : it.skip)('says a full disk once, throws nothing, and writes on when there is room (needs root)', async () => {
    const folder = temporaryFolder();
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
    mounted.push(folder);
    let now = NOON;
    const history = await open(join(folder, 'history'), { now: () => now, mostOpen: 5_000, mostUnderWay: 10_000 });
    history.append([aReading({ value: 1 })], 1);
    await history.flush();
    const filler = join(folder, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(4 << 20))).toThrow(/ENOSPC/);
    let entry = 1;
    const troubles = new Set<string>();
    // Noise that does not compress, until memory and bound are full.
    while (history.state().dropped === 0) {
      entry++;
      history.append(
        Array.from({ length: 1_000 }, (_, i) => aReading({ device: `d-${i % 7}`, at: NOON + entry * 1_000 + i, value: Math.random() })),
        entry,
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    await history.flush();
    const said = history.state().trouble;
    expect(said?.en).toMatch(/cannot be written.*(full|I\/O)/i);
    expect(said?.zh).toContain('磁盘');
    troubles.add(said?.en ?? '');
    expect(history.position()).toBe(1);
    expect(await pressure(history)).toEqual([1]);

    rmSync(filler);
    now += 60_000;
    history.tick();
    await until('the disk is written again', async () => {
      await history.flush();
      return history.position() === entry - 1;
    });
    expect(history.state().trouble?.en).toContain('missing');
    // Of 1,000 readings of an entry 143 are of this device.
    expect((await pressure(history, 'd-3')).length).toBe((entry - 2) * 143);
    await history.close();

    // A restart appends again from the position.
    const again = await open(join(folder, 'history'), { now: () => now });
    expect(again.position()).toBe(entry - 1);
    expect(again.state().trouble).toBeUndefined();
    await again.close();
  });

  it('refuses a folder that cannot be used, in words', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(open(join(folder, 'file', 'history'))).rejects.toMatchObject({ code: 'folder-not-writable' });
    writeFileSync(join(folder, 'catalogue.db'), 'no catalogue, but long enough to look like a file of something. '.repeat(100));
    await expect(open(folder)).rejects.toMatchObject({ code: 'folder-not-writable', message: expect.stringContaining('not a database') });
  });
});
