import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { removeFolders, temporaryFolder } from '../testing/temporary-folder.ts';
import { Spool } from './spool.ts';

const MANY = 300;

async function allOf(spool: Spool): Promise<string[]> {
  const lines: string[] = [];
  for (let portion = await spool.next(3); portion !== null; portion = await spool.next(3)) {
    lines.push(...portion.lines);
    await spool.done(portion);
  }
  return lines;
}

function segmentsOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.spool'))
    .sort();
}

/** Lines that do not pack, so that a few of them fill a segment. */
function heavy(count: number, from: number): string[] {
  let seed = from + 1;
  const noise = (): string => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed.toString(36);
  };
  return Array.from({ length: count }, (_, i) => `${from + i} ${Array.from({ length: 40 }, noise).join('')}`);
}

afterAll(removeFolders);

describe('the spool', () => {
  it('gives back all lines once and in order, whenever it is closed, opened and read', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 5 }) },
      fc.constantFrom('read' as const, 'read and lose' as const, 'reopen' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const folder = temporaryFolder();
        let spool = await Spool.open(folder, 1e9);
        let written = 0;
        const read: string[] = [];
        for (const act of steps) {
          if (typeof act === 'number') {
            const lines = Array.from({ length: act }, () => `zeile ${++written}`);
            await spool.append(lines, written);
            expect(spool.position()).toBe(written);
          } else if (act === 'reopen') {
            await spool.close();
            spool = await Spool.open(folder, 1e9);
            expect(spool.position()).toBe(written);
          } else {
            const portion = await spool.next(3);
            if (portion === null || act === 'read and lose') continue;
            await spool.done(portion);
            read.push(...portion.lines);
          }
          expect(spool.state().waiting).toBe(written - read.length);
        }
        read.push(...(await allOf(spool)));
        expect(read).toEqual(Array.from({ length: written }, (_, i) => `zeile ${i + 1}`));
        expect(spool.state().waiting).toBe(0);
        await spool.close();
      }),
      { numRuns: 30 },
    );
  });

  it('has every line up to its position, wherever a crash tore the file off', async () => {
    const folder = temporaryFolder();
    const spool = await Spool.open(folder, 1e9);
    for (let entry = 1; entry <= 6; entry++) await spool.append([`a ${entry}`, `b ${entry}`], entry);
    await spool.close();
    const [name = ''] = segmentsOf(folder);
    const whole = readFileSync(join(folder, name));
    for (let length = 0; length <= whole.length; length += 7) {
      const torn = temporaryFolder();
      writeFileSync(join(torn, name), whole.subarray(0, length));
      const opened = await Spool.open(torn, 1e9);
      const position = opened.position();
      expect(await allOf(opened)).toEqual(Array.from({ length: position }, (_, i) => [`a ${i + 1}`, `b ${i + 1}`]).flat());
      await opened.append(['after'], 9);
      expect(await allOf(opened)).toEqual(['after']);
      await opened.close();
    }
    // The control: an untorn file has them all.
    const opened = await Spool.open(folder, 1e9);
    expect(opened.position()).toBe(6);
    await opened.close();
  });

  it('never gives a line that is not as it was written', async () => {
    const folder = temporaryFolder();
    const spool = await Spool.open(folder, 1e9);
    for (let entry = 1; entry <= 3; entry++) await spool.append([`line ${entry}`], entry);
    await spool.close();
    const [name = ''] = segmentsOf(folder);
    const whole = readFileSync(join(folder, name));
    for (let at = 0; at < whole.length; at += 3) {
      const changed = temporaryFolder();
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 8;
      writeFileSync(join(changed, name), bytes);
      const opened = await Spool.open(changed, 1e9);
      const lines = await allOf(opened);
      expect(lines).toEqual(['line 1', 'line 2', 'line 3'].slice(0, lines.length));
      expect(lines.length).toBeLessThan(3);
      await opened.close();
    }
  });

  it('deletes what is sent, but keeps the position', async () => {
    const folder = temporaryFolder();
    const spool = await Spool.open(folder, 600_000);
    for (let i = 0; i < 6; i++) await spool.append(heavy(MANY, i * MANY), i + 1);
    expect(segmentsOf(folder).length).toBeGreaterThan(2);
    const before = spool.state().bytes;
    expect((await allOf(spool)).length).toBe(6 * MANY);
    await spool.append(['one more'], 7);
    expect(segmentsOf(folder).length).toBeLessThanOrEqual(2);
    expect(spool.state().bytes).toBeLessThan(before / 2);
    await spool.close();
    const again = await Spool.open(folder, 1e9);
    expect(again.position()).toBe(7);
    expect(await allOf(again)).toEqual(['one more']);
    await again.close();
  });

  it('throws away the oldest when it is full, counts them, and goes on with the rest, also in the middle of being read', async () => {
    const folder = temporaryFolder();
    const spool = await Spool.open(folder, 300_000);
    await spool.append(heavy(MANY, 0), 1);
    const portion = await spool.next(1);
    for (let i = 1; i < 12; i++) await spool.append(heavy(MANY, i * MANY), i + 1);
    const { shed, bytes, waiting } = spool.state();
    expect(shed).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(300_000);
    expect(shed + waiting).toBe(12 * MANY);
    if (portion === null) throw new Error('nothing to read');
    await spool.done(portion);
    const left = await allOf(spool);
    expect(left).toEqual(
      Array.from({ length: 12 }, (_, i) => heavy(MANY, i * MANY))
        .flat()
        .slice(shed),
    );
    expect(spool.position()).toBe(12);
    await spool.close();
  });

  it('sends again rather than too little when the note of what was sent is lost', async () => {
    const folder = temporaryFolder();
    const spool = await Spool.open(folder, 1e9);
    await spool.append(['one'], 1);
    await spool.append(['two'], 2);
    const portion = await spool.next(1);
    if (portion === null) throw new Error('nothing to read');
    await spool.done(portion);
    await spool.close();
    truncateSync(join(folder, 'sent'), 2);
    const again = await Spool.open(folder, 1e9);
    expect(await allOf(again)).toEqual(['one', 'two']);
    await again.close();
  });
});
