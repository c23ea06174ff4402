// Two people changed one file: laws over random files.
import fc from 'fast-check';
import { NO_UNIT_FILE } from './file-values.ts';
import { merged, same, withTheirs } from './merge.ts';

const item = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  name: fc.constantFrom('检测报告', '操作证', '验收意见书'),
  expires: fc.option(fc.constantFrom('2027-01-01', '2028-02-02')),
});
const file = fc.record({
  legalName: fc.option(fc.constantFrom('示例物业', '样板仓储')),
  isKeyUnit: fc.boolean(),
  floors: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  certificates: fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 3 }),
});
const ordered = (one: { certificates: { id: string }[] }) => ({
  ...one,
  certificates: [...one.certificates].sort((a, b) => a.id.localeCompare(b.id)),
});

describe('what two people made of one file', () => {
  it('that did not exist yet takes from the other all that I left empty', () => {
    const mine = { ...NO_UNIT_FILE, legalName: '示例物业' };
    const theirs = { ...NO_UNIT_FILE, isKeyUnit: true, note: '夜间门禁' };
    expect(merged(NO_UNIT_FILE, mine, theirs)).toEqual({ file: { ...theirs, legalName: '示例物业' }, clashes: [] });
  });

  it('is what I made where the other changed nothing, and what the other made where I changed nothing', () => {
    fc.assert(
      fc.property(file, file, (base, changed) => {
        expect(merged(base, changed, base)).toEqual({ file: changed, clashes: [] });
        const theirs = merged(base, base, changed);
        expect(theirs.clashes).toEqual([]);
        expect(ordered(theirs.file)).toEqual(ordered(changed));
      }),
    );
  });

  it('is the same whoever was first, but for what both changed', () => {
    fc.assert(
      fc.property(file, file, file, (base, mine, theirs) => {
        const [one, other] = [merged(base, mine, theirs), merged(base, theirs, mine)];
        expect(one.clashes.length === 0).toBe(other.clashes.length === 0);
        if (one.clashes.length === 0) expect(ordered(one.file)).toEqual(ordered(other.file));
      }),
    );
  });

  it('keeps everything that I typed', () => {
    fc.assert(
      fc.property(file, file, file, (base, mine, theirs) => {
        const { file: result } = merged(base, mine, theirs);
        for (const field of ['legalName', 'isKeyUnit', 'floors'] as const)
          if (!same(mine[field], base[field])) expect(result[field]).toEqual(mine[field]);
        for (const entry of mine.certificates) {
          const was = base.certificates.find(({ id }) => id === entry.id);
          const now = result.certificates.find(({ id }) => id === entry.id);
          if (was && same(was, entry)) continue;
          for (const field of ['name', 'expires'] as const)
            if (!was || !same(entry[field], was[field])) expect(now?.[field]).toEqual(entry[field]);
        }
      }),
    );
  });

  it('names what both changed, with both', () => {
    const base = { address: '示例路 1 号', note: '' };
    expect(merged(base, { ...base, address: '2 号' }, { ...base, address: '3 号', note: '新' })).toEqual({
      file: { address: '2 号', note: '新' },
      clashes: [{ path: 'address', item: null, id: null, mine: '2 号', theirs: '3 号' }],
    });
  });

  it('says so where one took an entry out that the other changed: it stays until somebody says otherwise', () => {
    const entry = { id: 'c1', name: '消防控制室', phone: '000-0000-0003' };
    const base = { contacts: [entry] };
    const changed = { contacts: [{ ...entry, phone: '000-0000-0009' }] };
    const [mineGone, theirsGone] = [merged(base, { contacts: [] }, changed), merged(base, changed, { contacts: [] })];
    expect(mineGone).toEqual({
      file: changed,
      clashes: [{ path: 'contacts', item: '消防控制室', id: 'c1', mine: null, theirs: '消防控制室' }],
    });
    expect(theirsGone).toEqual({
      file: changed,
      clashes: [{ path: 'contacts', item: '消防控制室', id: 'c1', mine: '消防控制室', theirs: null }],
    });
    for (const { file, clashes } of [mineGone, theirsGone])
      expect(clashes.reduce((held, clash) => withTheirs(held, clash), file)).toEqual({ contacts: [] });
  });

  it('and a field of it is the other’s where a person says so', () => {
    fc.assert(
      fc.property(file, file, file, (base, mine, theirs) => {
        const { file: result, clashes } = merged(base, mine, theirs);
        const after = clashes
          .filter(({ path, id }) => path.includes('.') || id === null)
          .reduce((held, clash) => withTheirs(held, clash), result);
        for (const field of ['legalName', 'isKeyUnit', 'floors'] as const)
          if (clashes.some(({ path }) => path === field)) expect(after[field]).toEqual(theirs[field]);
        for (const { id, path } of clashes)
          if (path === 'certificates.expires')
            expect(after.certificates.find((one) => one.id === id)?.expires).toEqual(
              theirs.certificates.find((one) => one.id === id)?.expires,
            );
      }),
    );
  });
});
