// What a version of a file changed: laws over random files.
import fc from 'fast-check';
import { changesOf } from './file-changes.ts';

const item = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  name: fc.constantFrom('维保合同', '检测报告', '操作证'),
  expires: fc.option(fc.constantFrom('2027-01-01', '2028-02-02')),
});
const file = fc.record({
  legalName: fc.option(fc.constantFrom('示例物业', '样板仓储')),
  isKeyUnit: fc.boolean(),
  floors: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
  certificates: fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 4 }),
});

describe('the changes of a version', () => {
  it('are none between a file and itself', () => {
    fc.assert(fc.property(file, (one) => expect(changesOf(one, structuredClone(one))).toEqual([])));
  });

  it('are some between two files that differ in more than the order of their entries', () => {
    const sorted = (one: { certificates: { id: string }[] }) => ({
      ...one,
      certificates: [...one.certificates].sort((a, b) => a.id.localeCompare(b.id)),
    });
    fc.assert(
      fc.property(file, file, (before, after) => {
        const isSame = JSON.stringify(sorted(before)) === JSON.stringify(sorted(after));
        expect(changesOf(before, after).length === 0).toBe(isSame);
      }),
    );
  });

  it('name each field with what it was and what it is, and are undone by the way back', () => {
    fc.assert(
      fc.property(file, file, (before, after) => {
        const there = changesOf(before, after).map((one) => [one.path, one.before, one.after].join('|'));
        const back = changesOf(after, before).map((one) => [one.path, one.after, one.before].join('|'));
        expect(back.sort()).toEqual(there.sort());
      }),
    );
  });

  it('of an entry say which entry it is', () => {
    const one = { id: 'a', name: '检测报告', expires: '2027-01-01' };
    expect(changesOf({ certificates: [one] }, { certificates: [{ ...one, expires: '2028-01-01' }] })).toEqual([
      { path: 'certificates.expires', item: '检测报告', before: '2027-01-01', after: '2028-01-01' },
    ]);
    expect(changesOf({ certificates: [one] }, { certificates: [] })).toEqual([
      { path: 'certificates', item: '检测报告', before: '检测报告', after: null },
    ]);
  });
});
