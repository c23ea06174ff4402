// A duty check in numbers and order, and the places from which control rooms are picked.
import type { DutyTarget } from '../../gateway/web/duty-contract.ts';
import { answeredAfter, dueAt, dutyCounts, dutyPlaces, followedOf, inOrder, presentShare, stationsIn } from './duty-order.ts';

describe('a duty check', () => {
  const targets = [target('a', 'present'), target('b', 'waiting'), target('c', 'absent'), target('d', 'present')];

  it('counts the absent first', () => {
    expect(dutyCounts(targets)).toEqual([
      { state: 'absent', count: 1 },
      { state: 'waiting', count: 1 },
      { state: 'present', count: 2 },
    ]);
  });

  it('keeps every tile in its place while it runs, and has the absent first when it is over', () => {
    expect(inOrder({ open: true, targets }).map((one) => one.device)).toEqual(['a', 'b', 'c', 'd']);
    expect(inOrder({ open: false, targets }).map((one) => one.device)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('counts down from the confirmation, before it from the call, and never beyond what the gateway takes', () => {
    expect(dueAt({ calledAt: 1_000, confirmedAt: null, dueAt: null }, 3)).toBe(181_000);
    expect(dueAt({ calledAt: 1_000, confirmedAt: 2_000, dueAt: 197_000 }, 3)).toBe(182_000);
    expect(dueAt({ calledAt: 1_000, confirmedAt: 2_000, dueAt: 100_000 }, 3)).toBe(100_000);
  });

  it('has no answer of less than nothing, whatever the clock of a device says', () => {
    expect(answeredAfter({ calledAt: 1_000, answeredAt: 42_000 })).toBe(41_000);
    expect(answeredAfter({ calledAt: 1_000, answeredAt: 900 })).toBe(0);
    expect(answeredAfter({ calledAt: 1_000, answeredAt: null })).toBeNull();
  });
});

describe('the checks that are followed', () => {
  const check = (id: string, open: boolean) => ({ id, open });
  const seen = (looks: readonly (readonly ReturnType<typeof check>[])[]) => [...looks.reduce(followedOf, new Set<string>())];

  it('are those that run and those that ran beside them, over or not', () => {
    expect(seen([[check('a', true)], [check('b', true), check('a', true)], [check('b', true), check('a', false)]])).toEqual(['a', 'b']);
    expect(seen([[check('a', true)], [check('a', false)]])).toEqual(['a']);
  });

  it('leave the eye when another begins after the last is over', () => {
    expect(seen([[check('a', true)], [check('a', false)], [check('b', true), check('a', false)]])).toEqual(['b']);
    expect(seen([[check('a', false)]])).toEqual([]);
  });
});

describe('the places to pick from', () => {
  const region = { id: 'r', name: '区', kind: 'region' as const };
  const unit = { id: 'u', name: '单位', kind: 'unit' as const };
  const tower = { id: 't', name: '楼', kind: 'building' as const };
  const stations = [
    { id: 's1', place: [region, unit, tower] },
    { id: 's2', place: [region, unit] },
    { id: 's3', place: [region, { id: 'v', name: '别处', kind: 'unit' as const }] },
  ];

  it('are those on the way to a control room, with how many stand below', () => {
    const [top] = dutyPlaces(stations);
    expect([top?.key, top?.count]).toEqual(['r', 3]);
    expect(top?.children.map((one) => [one.key, one.count, one.children.length])).toEqual([
      ['u', 2, 1],
      ['v', 1, 0],
    ]);
  });

  it('give each control room once, however many of its places were picked', () => {
    expect(stationsIn(stations, new Set(['u', 't']))).toEqual(['s1', 's2']);
    expect(stationsIn(stations, new Set())).toEqual([]);
  });
});

describe('the share of answers in time', () => {
  it('is nothing where nobody was asked', () => {
    expect(presentShare({ asked: 0, present: 0 })).toBeNull();
    expect(presentShare({ asked: 20, present: 13 })).toBe(0.65);
  });
});

function target(device: string, state: DutyTarget['state']): DutyTarget {
  return {
    device,
    name: device,
    place: [],
    state,
    calledAt: 0,
    confirmedAt: null,
    answeredAt: null,
    dueAt: null,
    operator: null,
    reason: null,
  };
}
