// What is read of one unit, and what is left out after it was refused.
import { defineDriver } from '../../../device-drivers/driver.ts';
import { electricalFireMonitorModbus } from '../../../device-drivers/modbus/electrical-fire-monitor.ts';
import { UnitReads } from './unit-reads.ts';

const one = { table: 'input', address: 0, count: 17 };

describe('the reads of an electrical-fire monitor', () => {
  it('are one block', () => {
    expect(new UnitReads(electricalFireMonitorModbus, {}).next()).toEqual([one]);
  });

  it('are field by field from the first refusal on, and the refusal is remembered', () => {
    const reads = new UnitReads(electricalFireMonitorModbus, {});
    const [block] = reads.next();
    if (!block) throw new Error('nothing to read');
    const smaller = reads.refused(block);
    expect(smaller).toHaveLength(10);
    expect(smaller.every(({ count }) => count === 1)).toBe(true);
    for (const field of smaller) reads.answered(field);
    expect(reads.next()).toEqual(smaller);
  });

  it('leave out a register that is refused by itself, longer and longer, and never for good', () => {
    const reads = new UnitReads(electricalFireMonitorModbus, { longestHole: 0 });
    const [block, arc] = reads.next();
    if (!arc || !block) throw new Error('two blocks were expected');
    const asked: number[] = [];
    for (let poll = 0; poll < 300; poll++) {
      for (const read of reads.next()) {
        if (read === arc) {
          asked.push(poll);
          expect(reads.refused(read)).toEqual([]);
        } else reads.answered(read);
      }
    }
    expect(asked.slice(0, 5)).toEqual([0, 2, 5, 10, 19].map((poll) => poll));
    const pauses = asked.slice(1).map((poll, nth) => poll - (asked[nth] ?? 0));
    expect(Math.max(...pauses)).toBe(65);
  });

  it('begin with another after silence, so that one dead register does not make the unit look dead', () => {
    const reads = new UnitReads(electricalFireMonitorModbus, { longestHole: 0 });
    const [first, second] = reads.next();
    if (!first || !second) throw new Error('two blocks were expected');
    reads.silent(first);
    expect(reads.next()).toEqual([second, first]);
    reads.failed(first);
    expect(reads.next()).toEqual([second]);
  });

  it('are never none', () => {
    const reads = new UnitReads(
      defineDriver({ ...electricalFireMonitorModbus, points: electricalFireMonitorModbus.points.slice(0, 1) }),
      {},
    );
    for (let poll = 0; poll < 20; poll++) {
      const [only, ...others] = reads.next();
      expect(others).toEqual([]);
      if (!only) throw new Error('nothing to read');
      reads.failed(only);
    }
  });
});
