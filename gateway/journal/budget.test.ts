// Early warning, telemetry refused in time, the ballast: on a disk whose numbers the test gives.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DiskBudget, type Space, spaceOf, warnBelow } from './budget.ts';
import { newFolder, removeFolder } from './testing/open-journal.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

describe('The disk budget', () => {
  let folder = '';
  let space: Space = { free: 0, total: 0 };
  beforeEach(() => {
    folder = newFolder();
    space = { free: 100 * GIB, total: 200 * GIB };
  });
  afterEach(() => removeFolder(folder));

  const ballast = () => join(folder, 'ballast');
  function budgetOf(ballastBytes: number): DiskBudget {
    return new DiskBudget(folder, ballastBytes, () => space);
  }
  function layAll(budget: DiskBudget): void {
    while (budget.layBallast()) {
      // Piece by piece.
    }
  }

  it('warns below a tenth of the disk or 1 GiB, whichever is more, and below half of a disk under 2 GiB', () => {
    expect(warnBelow(200 * GIB)).toBe(20 * GIB);
    expect(warnBelow(5 * GIB)).toBe(GIB);
    expect(warnBelow(GIB)).toBe(GIB / 2);
  });

  it('warns once and does not tremble', () => {
    const budget = budgetOf(0);
    const isLowAt = (free: number): boolean => {
      space = { ...space, free };
      return budget.look().isLow;
    };
    expect([21, 19.9, 20.1, 21.9, 22.1, 20.1].map((gib) => isLowAt(gib * GIB))).toEqual([false, true, true, true, false, false]);
  });

  it('lays the ballast down in real bytes, finds it again, and removes one that is not wanted', () => {
    layAll(budgetOf(2.5 * MIB));
    expect(statSync(ballast()).blocks * 512).toBeGreaterThanOrEqual(2.5 * MIB);
    expect(budgetOf(2.5 * MIB).look().hasBallast).toBe(true);
    budgetOf(0);
    expect(existsSync(ballast())).toBe(false);
  });

  it('lays down none where it would take the last room, and never more than an eighth of the disk', () => {
    space = { free: 90 * MIB, total: GIB };
    layAll(budgetOf(64 * MIB));
    expect(existsSync(ballast())).toBe(false);
    space = { free: 7 * MIB, total: 8 * MIB };
    layAll(budgetOf(64 * MIB));
    expect(statSync(ballast()).size).toBe(MIB);
  });

  it('refuses telemetry before the ballast is touched, and takes it again with room to spare', () => {
    const budget = budgetOf(4 * MIB);
    layAll(budget);
    const isSheddingAt = (mib: number): boolean => {
      space = { ...space, free: mib * MIB };
      return budget.look().isShedding;
    };
    expect([2, 0.9, 1.5, 2.1].map(isSheddingAt)).toEqual([false, true, true, false]);
    expect(existsSync(ballast())).toBe(true);
  });

  it('throws the ballast off for something urgent only, and takes telemetry again when there is room for a new one', () => {
    const budget = budgetOf(4 * MIB);
    layAll(budget);
    space = { ...space, free: 0 };
    expect(budget.full(false)).toBe(false);
    expect(existsSync(ballast())).toBe(true);
    expect(budget.full(true)).toBe(true);
    expect(existsSync(ballast())).toBe(false);
    expect(budget.full(true)).toBe(false);
    space = { ...space, free: 5 * MIB };
    expect(budget.look().isShedding).toBe(true);
    space = { ...space, free: 6 * MIB };
    expect(budget.look().isShedding).toBe(false);
  });

  it('asks the real disk', () => {
    const { free, total } = spaceOf(folder);
    expect(free).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(free);
  });
});
