// The journal as its callers see it: order, confirmation, replay, days, bounds, and what it says when something is wrong.
import fc from 'fast-check';
import type { Frame } from '../../device-drivers/frame.ts';
import type { JournalEntry } from './entry.ts';
import type { Lane } from './lanes.ts';
import { aFrame, Kept, newFolder, removeFolder, said, saying } from './testing/open-journal.ts';

describe('The journal', () => {
  let folder = '';
  let kept: Kept;
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(async () => {
    await kept.journal.close();
    removeFolder(folder);
  });

  it('gives numbers that grow, over restarts too, and hands every entry on once and in order', async () => {
    kept = await Kept.open(folder);
    const first = await Promise.all([kept.append(saying('a')), kept.append(saying('b')), kept.append(saying('c'))]);
    await kept.journal.close();
    expect(kept.committed.map(said)).toEqual(['a', 'b', 'c']);

    kept = await Kept.open(folder);
    expect(kept.journal.last()).toBe(3);
    const second = await kept.append(saying('d'));
    expect([...first, second]).toEqual([1, 2, 3, 4]);
    await kept.until(() => kept.committed.length === 1);
    expect(kept.committed[0]?.number).toBe(4);
    expect(kept.journal.state()).toMatchObject({ entries: 4, waiting: 0, days: 1, refused: 0 });
  });

  it('replays exactly what was stored, as it was handed on, from any number', async () => {
    kept = await Kept.open(folder);
    const act = { do: 'reset', alarm: 'a-1', note: undefined, by: { id: 'p', name: '值班员', from: '10.0.0.9' }, at: 5 };
    const frames: Partial<Frame>[] = [
      {},
      { kind: 'ack', drill: true, peer: '' },
      { kind: 'presence', device: '消防栓-7', body: new Uint8Array([0, 255, 1]) },
    ];
    await Promise.all([...frames.map((frame) => kept.append(frame)), kept.journal.append({ kind: 'act', at: 5, act }, 'urgent')]);
    await kept.until(() => kept.committed.length === 4);
    expect(kept.stored()).toEqual(kept.committed);
    expect(kept.stored(3)).toEqual(kept.committed.slice(2));
    expect(kept.stored(5)).toEqual([]);
    expect(kept.committed[0]).toEqual({ kind: 'act', at: 5, act: JSON.parse(JSON.stringify(act)), number: 1 });
  });

  it('confirms first and hands on in a later turn, so that a confirmation never waits for a judgement', async () => {
    const order: string[] = [];
    kept = await Kept.open(folder, { onCommitted: () => order.push('handed on') });
    await kept.append();
    order.push('confirmed');
    await Promise.resolve();
    order.push('and what follows at once');
    await kept.until(() => kept.committed.length > 0);
    expect(order).toEqual(['confirmed', 'and what follows at once', 'handed on']);
  });

  it('keeps each lane in the order of arrival whatever comes when, and what is stored is what was confirmed', async () => {
    kept = await Kept.open(folder);
    const arrival = fc.record({
      lane: fc.constantFrom<Lane>('urgent', 'ordinary'),
      device: fc.nat(3),
      pause: fc.constantFrom(0, 0, 0, 1, 2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 60 }), async (arrivals) => {
        const before = kept.journal.last();
        const confirmed: Promise<number>[] = [];
        for (const [index, { lane, device, pause }] of arrivals.entries()) {
          confirmed.push(kept.append({ device: `d${device}`, ...saying(`${index}`) }, lane));
          if (pause === 1) await new Promise((resolve) => setImmediate(resolve));
          if (pause === 2) await confirmed.at(-1);
        }
        const numbers = await Promise.all(confirmed);
        for (const lane of ['urgent', 'ordinary']) {
          const its = numbers.filter((_, index) => arrivals[index]?.lane === lane);
          expect(its).toEqual(its.toSorted((one, other) => one - other));
        }
        const stored = new Map(kept.stored(before + 1).map((entry) => [entry.number, said(entry)]));
        expect(stored).toEqual(new Map(numbers.map((number, index) => [number, `${index}`])));
      }),
      { numRuns: 25 },
    );
  });

  it('lets urgent entries overtake all that waits', async () => {
    kept = await Kept.open(folder);
    const telemetry = Array.from({ length: 3000 }, () => kept.append());
    const fire = kept.append(saying('fire'), 'urgent');
    expect(await fire).toBe(1);
    expect(await telemetry[0]).toBe(2);
    await Promise.all(telemetry);
  });

  it('refuses what is over the bound of its lane at once, and stores what it took', async () => {
    kept = await Kept.open(folder, { waitingLimit: { entries: 10, bytes: 100_000 } });
    const outcomes = await Promise.allSettled(Array.from({ length: 15 }, () => kept.append()));
    expect(outcomes.map(({ status }) => status)).toEqual([...Array(10).fill('fulfilled'), ...Array(5).fill('rejected')]);
    expect(outcomes[14]).toMatchObject({ reason: { code: 'overloaded' } });
    await expect(kept.append({ body: new Uint8Array(100_001) })).rejects.toMatchObject({ code: 'overloaded' });
    expect(kept.journal.state().refused).toBe(6);
    expect(kept.stored()).toHaveLength(10);
  });

  it('refuses an act that is not JSON and an entry over 16 MiB, and nothing beside them', async () => {
    kept = await Kept.open(folder, { waitingLimit: { entries: 10, bytes: 1e9 } });
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const sound = kept.append();
    await expect(kept.journal.append({ kind: 'act', at: 1, act: circle }, 'urgent')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(kept.append({ body: new Uint8Array((16 << 20) + 1) })).rejects.toMatchObject({ code: 'payload-too-large' });
    expect(await sound).toBe(1);
  });

  it('stores one large entry among small ones', async () => {
    kept = await Kept.open(folder);
    const body = new Uint8Array(3 << 20).map((_, index) => (index * 31) % 251);
    await Promise.all([kept.append(), kept.append({ body }), kept.append()]);
    const [, large] = kept.stored();
    expect(large?.kind === 'frame' && Buffer.from(large.frame.body).equals(body)).toBe(true);
  });

  it('stores what waits when it is closed, and refuses what comes after', async () => {
    kept = await Kept.open(folder);
    const waiting = Array.from({ length: 2500 }, () => kept.append());
    const closed = kept.journal.close();
    await expect(kept.append()).rejects.toMatchObject({ code: 'stopping' });
    await closed;
    expect(new Set(await Promise.all(waiting)).size).toBe(2500);
    expect(kept.committed).toHaveLength(2500);
    kept = await Kept.open(folder);
    expect(kept.stored()).toHaveLength(2500);
  });

  it('says nothing of trouble while there is none', async () => {
    kept = await Kept.open(folder);
    await kept.append();
    expect(kept.troubles).toEqual([]);
  });
});

describe('Looking back', () => {
  let folder = '';
  let kept: Kept;
  beforeAll(async () => {
    folder = newFolder();
    kept = await Kept.open(folder);
    await Promise.all(Array.from({ length: 3000 }, (_, index) => kept.append({ device: `d${index % 100}`, ...saying(`${index + 1}`) })));
    await kept.journal.append({ kind: 'act', at: 1, act: { device: 'd7' } }, 'ordinary');
    await kept.append({ device: 'd7', ...saying('last') });
  });
  afterAll(async () => {
    await kept.journal.close();
    removeFolder(folder);
  });
  const numbers = (entries: readonly JournalEntry[]) => entries.map(({ number }) => number);

  it('finds the newest frames of one device, newest first, and pages back', async () => {
    expect(numbers(await kept.journal.recent('d7', 3))).toEqual([3002, 2908, 2808]);
    expect(numbers(await kept.journal.recent('d7', 2, 2808))).toEqual([2708, 2608]);
    expect(numbers(await kept.journal.recent('d7', 10, 200))).toEqual([108, 8]);
    expect(numbers(await kept.journal.recent('d77', 1))).toEqual([2978]);
    expect(await kept.journal.recent('d', 10)).toEqual([]);
    expect(await kept.journal.recent('d7', 0)).toEqual([]);
  });

  it('finds an entry by its number, of whatever kind', async () => {
    expect(await kept.journal.entry(8)).toEqual({ kind: 'frame', frame: aFrame({ device: 'd7', ...saying('8') }), number: 8 });
    expect(await kept.journal.entry(3001)).toEqual({ kind: 'act', at: 1, act: { device: 'd7' }, number: 3001 });
    expect(await kept.journal.entry(4000)).toBeUndefined();
    expect(await kept.journal.entry(0)).toBeUndefined();
  });

  it('replays step by step: the first entry is there before the last was read', () => {
    const iterator = kept.journal.entries(1)[Symbol.iterator]();
    expect(iterator.next().value).toMatchObject({ number: 1 });
    iterator.return?.();
    expect(kept.stored(2990)).toHaveLength(13);
  });
});
