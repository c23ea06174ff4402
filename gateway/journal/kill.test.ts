// kill -9 at random moments: what was confirmed is stored, under its number; and the harness can see a loss.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lost, readStored, startAppender } from './testing/appender-process.ts';

const ROUNDS = 20;
/** Two folders side by side: a process takes most of its time to start. */
const CHAINS = 2;
/** From the first confirmation to the kill. */
const LONGEST_LIFE_MS = 150;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'balefire-kill-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts, kills after a random while, starts again in the same folder; hands back all that was ever confirmed. */
async function killAgainAndAgain(name: string, rounds: number): Promise<Map<string, number>> {
  const confirmed = new Map<string, number>();
  let highest = 0;
  for (let round = 0; round < rounds; round++) {
    const appender = startAppender({ folder: join(folder, name), run: `${name}.${round}` });
    await appender.until('its first confirmation', () => appender.confirmed.size > 0);
    expect(appender.last).toBeGreaterThanOrEqual(highest);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_LIFE_MS));
    await appender.kill();
    for (const [key, number] of appender.confirmed) {
      confirmed.set(key, number);
      highest = Math.max(highest, number);
    }
  }
  return confirmed;
}

describe('kill -9', () => {
  it(`loses nothing that was confirmed, in ${ROUNDS} rounds, and never gives a number twice`, async () => {
    const chains = await Promise.all(Array.from({ length: CHAINS }, (_, chain) => killAgainAndAgain(`chain${chain}`, ROUNDS / CHAINS)));
    for (const [chain, confirmed] of chains.entries()) {
      const stored = readStored(join(folder, `chain${chain}`));
      expect(confirmed.size).toBeGreaterThan(0);
      expect(lost(confirmed, stored)).toEqual([]);
      expect(stored.damages).toEqual([]);
      expect(stored.isInOrder).toBe(true);
      expect(new Set(confirmed.values()).size).toBe(confirmed.size);
    }
  }, 120_000);

  it('is seen to lose entries when they are confirmed before the commit (control)', async () => {
    let lostInAll = 0;
    for (let round = 0; round < 10 && lostInAll === 0; round++) {
      const control = startAppender({ folder, run: `control.${round}`, acknowledge: 'before commit' });
      await control.until('some entries', () => control.confirmed.size > 200);
      await control.kill();
      lostInAll += lost(control.confirmed, readStored(folder)).length;
    }
    expect(lostInAll).toBeGreaterThan(0);
  });

  it('of the writing thread alone loses nothing either, and the journal goes on by itself', async () => {
    const appender = startAppender({ folder, run: 'thread', endThreadEvery: 500 });
    const ends = () => appender.troubles.filter((text) => text === null).length;
    await appender.until('three new threads', () => ends() >= 3);
    const before = appender.confirmed.size;
    await appender.until('more confirmations', () => appender.confirmed.size > before);
    await appender.kill();
    expect(appender.refusals.length).toBeGreaterThan(0);
    expect(new Set(appender.refusals.map(({ code }) => code))).toEqual(new Set(['disk-refused']));
    expect(appender.troubles[0]).toMatch(/journal thread ended/);
    const stored = readStored(folder);
    expect(lost(appender.confirmed, stored)).toEqual([]);
    expect(stored.isInOrder).toBe(true);
  });
});
