// The chain as pure functions: one text for one value, one hash for one history, changes that add up to the state.
import fc from 'fast-check';
import { type ChainRecord, type Change, canonical, changeBetween, changed, linkHash, NOTHING, sha256 } from './chain.ts';

describe('the canonical text', () => {
  it('has names in the order of their code units, no blanks, and numbers as ECMAScript writes them', () => {
    // The example of RFC 8785, 3.2.2 and 3.2.3, but for its 333333333.33333329 which no source text keeps.
    const value = { numbers: [1e30, 4.5, 2e-3, 1e-27], string: '€$\u000f\nA\'B"\\\\"/', literals: [null, true, false] };
    const said = '{"literals":[null,true,false],"numbers":[1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}';
    expect(canonical(value)).toBe(said);
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonical(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}');
  });

  it('is the same for a value and for what comes back from the disk', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: false, withObjectString: true, maxDepth: 3 }).filter(isPlain), (value) => {
        expect(canonical(JSON.parse(JSON.stringify(value) ?? 'null'))).toBe(canonical(value));
      }),
    );
  });

  it('does not depend on the order in which fields were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(canonical(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonical(value));
      }),
    );
  });
});

function isPlain(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return false;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((one) => one !== undefined && isPlain(one));
  return !('toJSON' in value) && Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

describe('the hash of a record', () => {
  const first: ChainRecord = { number: 1, kind: 'audit', reference: '7', at: 1_790_000_000_000, content: sha256('{}') };

  it('is SHA-256 over the hash before and the canonical record, as anybody can compute it', () => {
    const text = `{"at":1790000000000,"content":"${sha256('{}')}","kind":"audit","number":1,"reference":"7"}`;
    expect(linkHash(NOTHING, first)).toBe(sha256(Buffer.concat([Buffer.alloc(32), Buffer.from(text)])));
  });

  it('is over the canonical text of the record, whatever stands in it', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.nat(), text, text, fc.maxSafeInteger(), (number, kind, reference, at) => {
        const record = { number, kind: kind as ChainRecord['kind'], reference, at, content: sha256(reference) };
        expect(linkHash(NOTHING, record)).toBe(sha256(Buffer.concat([Buffer.alloc(32), Buffer.from(canonical(record))])));
      }),
    );
  });

  it('changes with every field and with everything before', () => {
    const other = [
      linkHash(NOTHING, first),
      linkHash(NOTHING, { ...first, number: 2 }),
      linkHash(NOTHING, { ...first, kind: 'alarm' }),
      linkHash(NOTHING, { ...first, reference: '8' }),
      linkHash(NOTHING, { ...first, at: first.at + 1 }),
      linkHash(NOTHING, { ...first, content: sha256('{ }') }),
      linkHash(sha256(''), first),
    ];
    expect(new Set(other).size).toBe(other.length);
  });
});

describe('a change', () => {
  it('holds what differs, and what a list has more', () => {
    const before = { id: 'i1', alarms: ['a', 'b'], latest: 1, note: 'x', same: { deep: [1] } };
    const after = { id: 'i1', alarms: ['a', 'b', 'c'], latest: 2, same: { deep: [1] } };
    expect(changeBetween(before, after, 4)).toEqual({ follows: 4, set: { latest: 2 }, add: { alarms: ['c'] }, unset: ['note'] });
    expect(changeBetween(after, { ...after, alarms: ['b'] }, 5)).toEqual({ follows: 5, set: { alarms: ['b'] } });
    expect(changeBetween(after, { ...after }, 6)).toBeUndefined();
  });

  it('leads from any state to any other, also through its text', () => {
    const state = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(fc.jsonValue(), fc.array(fc.integer({ max: 3 }), { maxLength: 4 })),
    );
    fc.assert(
      fc.property(state, state, (before, after) => {
        const change = changeBetween(before, after, 1);
        const read = change && (JSON.parse(canonical(change)) as Change);
        expect(canonical(read ? changed(before, read) : before)).toBe(canonical(after));
      }),
      { numRuns: 500 },
    );
  });

  it('of something unknown is all of it, and one that follows nothing is refused', () => {
    expect(changed(undefined, { whole: { a: 1 } })).toEqual({ a: 1 });
    expect(() => changed(undefined, { follows: 1, set: { a: 1 } })).toThrow('follows nothing');
  });
});
