// Whoever meets only the rules of where it stands is judged as by all of them: the same findings in the same order.
import fc from 'fast-check';
import type { Device } from '../device-drivers/device.ts';
import type { RuleEngine } from './engine.ts';
import type { Finding } from './finding.ts';
import { Reach, type Spot } from './reach.ts';
import type { Condition, Rule } from './rule.ts';
import { aDevice, aRule, NOON, Site } from './testing/site.ts';

const PLACES = ['root', 'unit-1', 'unit-2', 'building-1', 'building-2', 'building-3', 'gone'] as const;
/** A tree of two units; where a device may stand. */
const PATHS = [
  ['root'],
  ['root', 'unit-1'],
  ['root', 'unit-1', 'building-1'],
  ['root', 'unit-1', 'building-2'],
  ['root', 'unit-2', 'building-3'],
] as const;
const IDS = ['a', 'b', 'c', 'd'] as const;
const KINDS = ['smoke', 'hydrant'] as const;

const low: Condition = { is: 'below', limit: 0.1 };
const conditions: readonly Condition[] = [
  low,
  { is: 'repeated', of: low, times: 2, within: 60 },
  { is: 'falling', by: 0.3, within: 40 },
  { is: 'together', of: low, points: 2, within: 90 },
  { is: 'silent', longer: 40 },
  { is: 'quality', among: ['bad'] },
];

const some = <T>(among: readonly T[]) => fc.option(fc.subarray([...among], { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 2 });
const rule: fc.Arbitrary<Omit<Rule, 'id' | 'version'>> = fc
  .record({
    condition: fc.constantFrom(...conditions),
    hold: fc.constantFrom(undefined, undefined, 20),
    places: some(PLACES),
    devices: some([...IDS, 'gone']),
    kinds: some(KINDS),
    points: some(['p', 'q']),
    bound: fc.constantFrom('places', 'places', 'devices', 'both', 'none'),
    quantity: fc.constantFrom('water.pressure' as const, 'water.pressure' as const, 'water.level' as const),
    enabled: fc.constantFrom(true, true, true, false),
  })
  .map(({ condition, hold, places, devices, kinds, points, bound, quantity, enabled }) =>
    aRule({
      enabled,
      watches: {
        quantity,
        ...(kinds && { kinds }),
        ...(points && { points }),
        ...(places && (bound === 'places' || bound === 'both') && { places }),
        ...(devices && (bound === 'devices' || bound === 'both') && { devices }),
      },
      raiseWhen: condition,
      ...(hold !== undefined && condition.is !== 'silent' && { holdFor: hold }),
    }),
  );

type Step =
  | { readonly is: 'word'; readonly device: string; readonly point: string; readonly value: number | null; readonly quantity: 0 | 1 }
  | { readonly is: 'rule'; readonly nth: number; readonly rule: Omit<Rule, 'id' | 'version'> }
  | { readonly is: 'move'; readonly device: string; readonly path: readonly string[] }
  | { readonly is: 'kind'; readonly device: string; readonly kind: Device['kind'] }
  | { readonly is: 'forget'; readonly device: string }
  | { readonly is: 'restart' };

const device = fc.constantFrom(...IDS);
const step: fc.Arbitrary<{ readonly step: Step; readonly after: number }> = fc.record({
  step: fc.oneof(
    {
      weight: 14,
      arbitrary: fc.record({
        is: fc.constant('word' as const),
        device,
        point: fc.constantFrom('p', 'q'),
        value: fc.constantFrom(0.02, 0.05, 0.5, 0.9, null),
        quantity: fc.constantFrom(0 as const, 0 as const, 1 as const),
      }),
    },
    { weight: 3, arbitrary: fc.record({ is: fc.constant('rule' as const), nth: fc.nat(9), rule }) },
    { weight: 3, arbitrary: fc.record({ is: fc.constant('move' as const), device, path: fc.constantFrom(...PATHS) }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('kind' as const), device, kind: fc.constantFrom(...KINDS) }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('forget' as const), device }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('restart' as const) }) },
  ),
  after: fc.constantFrom(0, 1_000, 15_000, 50_000),
});
const first = fc.array(rule, { minLength: 4, maxLength: 12 });
const steps = fc.array(step, { minLength: 10, maxLength: 60 });

/** What is found, and what is remembered at the end. */
function judged(began: readonly Omit<Rule, 'id' | 'version'>[], script: readonly { step: Step; after: number }[]): object {
  const rules = new Map<string, Rule>(began.map((one, nth) => [`own-${nth}`, { ...one, id: `own-${nth}`, version: 1 }]));
  const devices = IDS.map((id, nth) => aDevice(id, { path: PATHS[nth + 1] ?? ['root'], kind: KINDS[nth % 2] ?? 'smoke' }));
  const points = () => ['p', 'q'].map((key) => ({ key, quantity: 'water.pressure' as const }));
  const site = new Site([...rules.values()], devices, { points });
  let engine: RuleEngine = site.engine;
  const rows = new Map<string, string>();
  const save = (): void => {
    engine.changes.begin();
    const changed = engine.changes.next(Number.POSITIVE_INFINITY);
    for (const [id, row] of changed)
      if (row === null) rows.delete(id);
      else rows.set(id, row);
    engine.changes.written(changed);
  };
  const found: Finding[] = [];
  let now = NOON;
  for (const one of devices) engine.watch(one, now);
  const known = (id: string): Device => site.devices.get(id) ?? aDevice(id);
  for (const { step: one, after } of script) {
    now += after;
    if (one.is !== 'word') found.push(...engine.advance(now));
    if (one.is === 'word') {
      const quality = one.value === null ? 'bad' : 'good';
      const quantity = one.quantity === 0 ? 'water.pressure' : 'water.level';
      const { device: id, point, value } = one;
      found.push(...engine.judge([{ device: id, point, quantity, value, quality, at: now, receivedAt: now, drill: false }]));
    } else if (one.is === 'rule') {
      const id = `own-${one.nth}`;
      const changed = { ...one.rule, id, version: (rules.get(id)?.version ?? 0) + 1 };
      rules.set(id, changed);
      engine.changeRule(changed, now);
    } else if (one.is === 'move') {
      const zone = one.path.at(-1) ?? 'root';
      site.devices.set(one.device, { ...known(one.device), path: one.path, zone });
    } else if (one.is === 'kind') site.devices.set(one.device, { ...known(one.device), kind: one.kind, model: `test/${one.kind}` });
    else if (one.is === 'forget') engine.forget(one.device);
    else {
      save();
      engine = site.anotherEngine([...rules.values()]);
      engine.restore(rows);
    }
  }
  found.push(...engine.advance(now + 1_000_000));
  save();
  return { found, rows: Object.fromEntries(rows), faults: site.faults.length };
}

/** With another way to find the rules of a spot for as long as `of` runs. */
function finding<T>(way: Partial<Pick<Reach<unknown>, 'of' | 'at'>>, of: () => T): T {
  const { of: ofPoint, at } = Reach.prototype;
  Object.assign(Reach.prototype, way);
  try {
    return of();
  } finally {
    Object.assign(Reach.prototype, { of: ofPoint, at });
  }
}

function everything(this: Reach<unknown>): Spot<unknown> {
  return this.all;
}

function onlyHere(this: Reach<unknown>, of: Device): Spot<unknown> {
  return this.at(of);
}

describe('rules that are met by where a device stands', () => {
  it('find what trying every rule finds, in the same order, also where rules change and devices move on the way', () => {
    fc.assert(
      fc.property(first, steps, (rules, script) => {
        expect(judged(rules, script)).toEqual(finding({ of: everything, at: everything }, () => judged(rules, script)));
      }),
      { numRuns: 200 },
    );
  });

  it('end what they raised at a device that was moved away: would be found out if it met only those of its new place', () => {
    const rules = [aRule({ watches: { quantity: 'water.pressure', places: ['building-1'] }, raiseWhen: low })];
    const word = (value: number) => ({ is: 'word', device: 'b', point: 'p', value, quantity: 0 }) as const;
    const script = [
      { is: 'move', device: 'b', path: PATHS[2] } as const,
      word(0.02),
      { is: 'move', device: 'b', path: PATHS[4] } as const,
      word(0.5),
      word(0.02),
    ].map((one) => ({ step: one, after: 1_000 }));
    const changes = (of: object) => (of as { found: Finding[] }).found.map(({ change }) => change);
    expect(changes(judged(rules, script))).toEqual(['raise', 'clear']);
    expect(changes(finding({ of: onlyHere }, () => judged(rules, script)))).toEqual(['raise']);
  });

  it('meet the rules of the places above a device and its own, in the order of the list, and no others', () => {
    const bound = (id: string, watches: Partial<Rule['watches']>): Rule =>
      aRule({ id, watches: { quantity: 'water.pressure', ...watches }, raiseWhen: low });
    const rules = [
      bound('own-device', { devices: ['a'] }),
      bound('own-elsewhere', { places: ['unit-2'] }),
      bound('own-building', { places: ['building-1', 'root'] }),
      bound('everywhere', {}),
      bound('own-both', { devices: ['a', 'b'], places: ['unit-2'] }),
    ];
    const site = new Site(rules, [aDevice('a', { path: ['root', 'unit-1', 'building-1'] })]);
    const reading = { device: 'a', point: 'p', quantity: 'water.pressure', value: 0.02, quality: 'good', drill: false } as const;
    const asked: string[][] = [];
    const { of: ofPoint } = Reach.prototype;
    const noting = function (this: Reach<unknown>, ...at: Parameters<Reach<unknown>['of']>): Spot<unknown> {
      const spot = ofPoint.apply(this, at);
      asked.push(spot.rules.map((one) => one.rule.id));
      return spot;
    };
    finding({ of: noting }, () => site.engine.judge([{ ...reading, at: NOON, receivedAt: NOON }]));
    expect(asked).toEqual([['own-device', 'own-building', 'everywhere', 'own-both']]);
  });
});
