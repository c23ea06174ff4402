// The same in, the same out: whatever the field says, however time is handed in, and wherever a restart cuts it.
import fc from 'fast-check';
import { LINK_POINT } from '../device-drivers/decode.ts';
import type { Value } from '../device-drivers/quantity.ts';
import type { Reading } from '../device-drivers/reading.ts';
import type { RuleEngine } from './engine.ts';
import type { Finding } from './finding.ts';
import type { Condition, Rule } from './rule.ts';
import { aDevice, allRows, aRule, NOON, type SavedRow, Site } from './testing/site.ts';

const state = (...among: (string | boolean)[]): Condition => ({ is: 'state', among });
const smoke = { quantity: 'smoke.alarm' } as const;
const pressure = { quantity: 'water.pressure' } as const;
const motion = { quantity: 'beacon.pir' } as const;
const link = { quantity: 'link.online' } as const;
const low: Condition = { is: 'below', limit: 0.1 };

/** Every condition there is, alone and within others, with short times so that scripts run into all of them. */
const RULES: readonly Rule[] = [
  aRule({ id: 'fire', class: 'fire', latching: true, watches: smoke, raiseWhen: state('alarm'), clearWhen: state('normal') }),
  aRule({ id: 'test', class: 'notice', watches: smoke, raiseWhen: state('test') }),
  aRule({ id: 'two', watches: smoke, raiseWhen: { is: 'together', of: state('alarm'), points: 2, within: 30, group: 'g' } }),
  aRule({ id: 'two-motions', watches: motion, raiseWhen: { is: 'together', of: state(true), points: 2, within: 30, group: 'g' } }),
  aRule({ id: 'low', watches: pressure, raiseWhen: low, clearWhen: { is: 'above', limit: 0.3 }, holdFor: 20 }),
  aRule({ id: 'falling', watches: pressure, raiseWhen: { is: 'falling', by: 0.3, within: 40 } }),
  aRule({ id: 'rising-held', watches: pressure, raiseWhen: { is: 'rising', by: 0.2, within: 60 }, holdFor: 15 }),
  aRule({ id: 'point-silent', watches: pressure, raiseWhen: { is: 'silent', longer: 45 } }),
  aRule({ id: 'bad', watches: pressure, raiseWhen: { is: 'quality', among: ['bad'] }, holdFor: 10 }),
  aRule({ id: 'often-low', watches: pressure, raiseWhen: { is: 'repeated', of: low, times: 3, within: 90 } }),
  aRule({
    id: 'night',
    watches: motion,
    raiseWhen: { is: 'all', of: [state(true), { is: 'calendar', from: '12:01', to: '12:03' }] },
    holdFor: 5,
  }),
  aRule({
    id: 'odd',
    watches: motion,
    raiseWhen: {
      is: 'any',
      of: [
        { is: 'not', of: { is: 'any', of: [state(true), { is: 'calendar', from: '12:02', to: '12:04' }] } },
        { is: 'repeated', of: state(true), times: 2, within: 25 },
      ],
    },
  }),
  aRule({ id: 'offline', watches: link, raiseWhen: state(false), holdFor: 25 }),
  aRule({ id: 'silent', watches: link, raiseWhen: { is: 'silent', longer: 50 } }),
];

/** Rules of one's own, which come, change and go while the field speaks; each of them of both shapes at some time. */
const OWN: readonly (readonly [Rule, Rule])[] = [
  [
    aRule({ id: 'own-low', watches: pressure, raiseWhen: { is: 'below', limit: { parameter: 'low', otherwise: 0.1 } }, holdFor: 20 }),
    aRule({ id: 'own-low', watches: pressure, raiseWhen: { is: 'repeated', of: low, times: 2, within: 90 } }),
  ],
  [
    aRule({ id: 'own-two', watches: smoke, raiseWhen: { is: 'together', of: state('alarm'), points: 2, within: 60 } }),
    aRule({ id: 'own-two', watches: pressure, raiseWhen: { is: 'falling', by: 0.3, within: 40 } }),
  ],
  [
    aRule({ id: 'own-silent', watches: pressure, raiseWhen: { is: 'silent', longer: 30 } }),
    aRule({ id: 'own-silent', watches: link, raiseWhen: { is: 'silent', longer: 40 } }),
  ],
];

const DEVICES = [aDevice('a'), aDevice('b'), aDevice('c', { zone: 'zone-2', path: ['root', 'zone-2'] })];

type Step =
  | {
      readonly is: 'frame';
      readonly readings: readonly Omit<Reading, 'at' | 'receivedAt'>[];
      readonly after: number;
      readonly late: number;
    }
  | { readonly is: 'time'; readonly after: number }
  | { readonly is: 'forget' | 'watch' | 'move'; readonly device: string; readonly after: number }
  | { readonly is: 'rule'; readonly rule: number; readonly how: 'off' | 'same' | 'other'; readonly after: number }
  | { readonly is: 'limit'; readonly value: number; readonly after: number }
  | { readonly is: 'drill-over'; readonly after: number };

const values: Readonly<Record<'smoke.alarm' | 'water.pressure' | 'beacon.pir' | 'link.online', fc.Arbitrary<Value>>> = {
  'smoke.alarm': fc.constantFrom('normal', 'prealarm', 'alarm', 'alarm', 'test', 'silenced'),
  'water.pressure': fc.constantFrom(0.02, 0.09, 0.2, 0.31, 0.5, 0.9),
  'beacon.pir': fc.boolean(),
  'link.online': fc.boolean(),
};

const device = fc.constantFrom('a', 'b', 'c');
const after = fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 120_000 }));
const word = fc
  .constantFrom('smoke.alarm' as const, 'water.pressure' as const, 'water.pressure' as const, 'beacon.pir' as const, 'link.online' as const)
  .chain((quantity) =>
    fc.record({
      quantity: fc.constant(quantity),
      point: quantity === 'link.online' ? fc.constant(LINK_POINT) : fc.constantFrom(`${quantity}-1`, `${quantity}-2`),
      value: values[quantity],
      quality: fc.constantFrom('good' as const, 'good' as const, 'good' as const, 'doubtful' as const, 'bad' as const),
    }),
  );
const frame: fc.Arbitrary<Step> = fc
  .record({
    device,
    words: fc.array(word, { minLength: 1, maxLength: 4 }),
    drill: fc.constantFrom(false, false, false, true),
    after,
    late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 60_000 }) }),
  })
  .map(({ device: id, words, drill, ...times }) => ({
    is: 'frame',
    readings: words.map((one) => ({ ...one, device: id, drill, value: one.quality === 'bad' ? null : one.value })),
    ...times,
  }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: frame },
  { weight: 5, arbitrary: fc.record({ is: fc.constant('time' as const), after }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom('forget' as const, 'watch' as const, 'move' as const), device, after }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('drill-over' as const), after }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('rule' as const),
      rule: fc.integer({ min: 0, max: OWN.length - 1 }),
      how: fc.constantFrom('off' as const, 'same' as const, 'other' as const),
      after,
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('limit' as const), value: fc.constantFrom(0.05, 0.1, 0.3), after }) },
);
const script = fc.array(step, { minLength: 1, maxLength: 60 });

class Field {
  readonly site = new Site(RULES, DEVICES);
  engine: RuleEngine = this.site.engine;
  readonly found: Finding[] = [];
  readonly rows = new Map<string, string>();
  /** In the order in which they were made, as the house keeps them. */
  readonly own = new Map<string, Rule>();
  #now = NOON;

  constructor() {
    for (const one of DEVICES) this.engine.watch(one, NOON);
  }

  does(one: Step, tick?: number): void {
    const until = this.#now + one.after;
    if (tick !== undefined) for (let now = this.#now + tick; now < until; now += tick) this.found.push(...this.engine.advance(now));
    this.#now = until;
    switch (one.is) {
      case 'frame': {
        const times = { at: until - one.late, receivedAt: until };
        this.found.push(...this.engine.judge(one.readings.map((reading) => ({ ...reading, ...times }))));
        break;
      }
      case 'time':
        this.found.push(...this.engine.advance(until));
        break;
      case 'forget':
        this.found.push(...this.engine.advance(until));
        this.engine.forget(one.device);
        break;
      case 'watch':
        this.found.push(...this.engine.advance(until));
        this.engine.watch(this.known(one.device), until);
        break;
      case 'move': {
        const zone = this.known(one.device).zone === 'zone-1' ? 'zone-2' : 'zone-1';
        this.site.devices.set(one.device, aDevice(one.device, { zone, path: ['root', zone] }));
        break;
      }
      case 'rule':
        this.found.push(...this.engine.advance(until));
        this.change(one, until);
        break;
      case 'limit':
        this.found.push(...this.engine.advance(until));
        this.site.parameters.set('low', one.value);
        for (const { id } of DEVICES) this.engine.lookAgain(id, until);
        break;
      case 'drill-over':
        this.found.push(...this.engine.advance(until));
        this.engine.forgetDrill();
    }
  }

  change({ rule: nth, how }: Extract<Step, { is: 'rule' }>, now: number): void {
    const [first, second] = OWN[nth] ?? [];
    if (!first || !second) return;
    const before = this.own.get(first.id);
    const shape = before ? (before.raiseWhen === first.raiseWhen) === (how !== 'other') : true;
    const rule = { ...(shape ? first : second), version: (before?.version ?? 0) + 1, enabled: how !== 'off' };
    this.own.set(first.id, rule);
    this.engine.changeRule(rule, now);
  }

  checkpoint(): void {
    this.write(allRows(this.engine));
  }

  /** Some rows of a checkpoint under way. */
  slice(limit: number): void {
    const rows = this.engine.changes.next(limit);
    this.write(rows);
    this.engine.changes.written(rows);
  }

  write(rows: readonly SavedRow[]): void {
    for (const [key, row] of rows) {
      if (row === null) this.rows.delete(key);
      else this.rows.set(key, row);
    }
  }

  restart(): void {
    this.checkpoint();
    this.engine = this.site.anotherEngine([...RULES, ...this.own.values()]);
    expect(this.engine.restore([...this.rows].reverse())).toBe(0);
  }

  ends(): readonly Finding[] {
    this.found.push(...this.engine.advance(this.#now + 10_000_000));
    return this.found;
  }

  known(id: string) {
    return this.site.devices.get(id) ?? aDevice(id);
  }
}

function straight(steps: readonly Step[], tick?: number): readonly Finding[] {
  const field = new Field();
  for (const one of steps) field.does(one, tick);
  return field.ends();
}

describe('any field', () => {
  it('gives the same findings for the same script', () => {
    fc.assert(
      fc.property(script, (steps) => expect(straight(steps)).toEqual(straight(steps))),
      { numRuns: 60 },
    );
  });

  it('gives the same findings however finely time is handed in', () => {
    fc.assert(
      fc.property(script, fc.integer({ min: 200, max: 9_000 }), (steps, tick) => expect(straight(steps, tick)).toEqual(straight(steps))),
      { numRuns: 150 },
    );
  });

  it('gives the same findings when a restart cuts it anywhere, once or often', () => {
    fc.assert(
      fc.property(script, fc.array(fc.nat(59), { minLength: 1, maxLength: 4 }), fc.nat(59), (steps, cuts, check) => {
        const field = new Field();
        steps.forEach((one, at) => {
          if (at === check) field.checkpoint();
          if (cuts.includes(at)) field.restart();
          field.does(one);
        });
        expect(field.ends()).toEqual(straight(steps));
      }),
      { numRuns: 400 },
    );
  });

  it('is saved bit by bit, while it goes on, as it stood when the save began', () => {
    fc.assert(
      fc.property(script, script, script, fc.nat(3), (before, between, during, limit) => {
        const [field, still] = [new Field(), new Field()];
        for (const one of [...before, ...between]) {
          field.does(one);
          still.does(one);
          if (one !== before.at(-1)) continue;
          field.checkpoint();
          still.checkpoint();
        }
        still.checkpoint();
        field.engine.changes.begin();
        for (const one of during) {
          field.slice(limit);
          field.does(one);
        }
        field.slice(Number.POSITIVE_INFINITY);
        expect(Object.fromEntries(field.rows)).toEqual(Object.fromEntries(still.rows));
        expect(field.engine.changes.left).toBe(0);
        // And the next save holds what changed meanwhile.
        for (const one of during) still.does(one);
        field.checkpoint();
        still.checkpoint();
        expect(Object.fromEntries(field.rows)).toEqual(Object.fromEntries(still.rows));
      }),
      { numRuns: 1_000 },
    );
  });

  it('would be found out if a restart lost what is remembered', () => {
    const lossy = (steps: readonly Step[], cut: number): readonly Finding[] => {
      const field = new Field();
      steps.forEach((one, at) => {
        if (at === cut) field.engine = field.site.anotherEngine();
        field.does(one);
      });
      return field.ends();
    };
    const check = fc.check(
      fc.property(script, fc.nat(59), (steps, cut) => expect(lossy(steps, cut)).toEqual(straight(steps))),
      { numRuns: 200 },
    );
    expect(check.failed).toBe(true);
  });

  it('raises before it clears, never twice without a clear, and again only in between', () => {
    fc.assert(
      fc.property(
        script.map((steps) => steps.filter(({ is }) => is === 'frame' || is === 'time')),
        (steps) => {
          const active = new Set<string>();
          for (const { rule, device: id, point, drill, change } of straight(steps)) {
            const key = `${rule.id} ${id} ${point} ${drill}`;
            expect({ key, change, before: active.has(key) }).toEqual({ key, change, before: change !== 'raise' });
            if (change === 'clear') active.delete(key);
            else active.add(key);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('never clears by a doubtful word, nor by a late one', () => {
    const plain = new Set(['fire', 'test', 'low', 'bad', 'offline']);
    const cleared = (steps: readonly Step[], words: Step, quality: 'doubtful' | 'good'): string[] => {
      const field = new Field();
      for (const one of steps) field.does(one);
      const before = field.ends().length;
      const readings = words.is === 'frame' ? words.readings.slice(0, 1).map((one) => ({ ...one, quality })) : [];
      field.does({ is: 'frame', after: 11_000_000, late: quality === 'good' ? 12_000_000 : 0, readings });
      return field.found.slice(before).flatMap(({ change, rule }) => (change === 'clear' && plain.has(rule.id) ? [rule.id] : []));
    };
    fc.assert(
      fc.property(script, frame, (steps, words) => {
        expect(cleared(steps, words, 'doubtful')).toEqual([]);
        expect(cleared(steps, words, 'good')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('concludes of the real what it would without any drill, and of a drill what it would without the real', () => {
    const without = (steps: readonly Step[], drill: boolean): Step[] =>
      steps.map((one) => (one.is === 'frame' && one.readings[0]?.drill === drill ? { is: 'time', after: one.after } : one));
    // Common to both are where a device stands, and that it is alive when it speaks in a drill.
    const of = (found: readonly Finding[], drill: boolean): readonly Finding[] =>
      found.filter((one) => one.drill === drill && !one.rule.id.endsWith('silent'));
    fc.assert(
      fc.property(script, (all) => {
        const steps = all.filter((one) => one.is !== 'move');
        const found = straight(steps);
        expect(of(straight(without(steps, true)), false)).toEqual(of(found, false));
        expect(of(straight(without(steps, false)), true)).toEqual(of(found, true));
      }),
      { numRuns: 150 },
    );
  });

  it('never hides a fire: an alarm state of any quality but bad stands as raised when it was said', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const field = new Field();
        const active = new Set<string>();
        const end = (over: (key: string) => boolean): void => {
          for (const key of [...active].filter(over)) active.delete(key);
        };
        const words = steps.flatMap((one): Step[] =>
          one.is === 'frame'
            ? one.readings.map((reading, nth) => ({ ...one, readings: [reading], after: nth === 0 ? one.after : 0 }))
            : [one],
        );
        for (const one of words) {
          const before = field.found.length;
          field.does(one);
          if (one.is === 'drill-over') end((key) => key.endsWith('true'));
          if (one.is === 'forget') end((key) => key.startsWith(`${one.device} `));
          for (const { rule, device: id, point, drill, change } of field.found.slice(before)) {
            if (rule.id !== 'fire') continue;
            if (change === 'clear') active.delete(`${id} ${point} ${drill}`);
            else active.add(`${id} ${point} ${drill}`);
          }
          const [said] = one.is === 'frame' ? one.readings : [];
          if (said?.value === 'alarm') expect(active).toContain(`${said.device} ${said.point} ${said.drill}`);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a checkpoint', () => {
  it('holds nothing of a device that did not change, and null for one that is gone', () => {
    const field = new Field();
    field.checkpoint();
    expect(allRows(field.engine)).toEqual([]);
    field.does({ is: 'time', after: 1_000 });
    expect(allRows(field.engine)).toEqual([]);
    field.engine.forget('a');
    expect(allRows(field.engine)).toEqual([['a', null]]);
  });

  it('that cannot be read is counted, and its device begins anew', () => {
    const { site } = new Field();
    const rows: [string, string][] = [
      '',
      '{}',
      '[]',
      '[9]',
      '[1,"x","z",[]]',
      '[1,5,"z",[[1]]]',
      '[1,5,"z",[["p","water.pressure",0,null,null,null,["low",1]]]]',
    ].map((row, n) => [`d${n}`, row]);
    expect(site.anotherEngine().restore(rows)).toBe(rows.length - 1);
  });

  it('forgets a rule that is no more, and goes on with one that has a new version', () => {
    const field = new Field();
    const alarm = { device: 'a', point: 'p', quantity: 'smoke.alarm', value: 'alarm', quality: 'good', drill: false } as const;
    field.does({ is: 'frame', after: 0, late: 0, readings: [alarm] });
    field.checkpoint();
    const kept = RULES.filter(({ id }) => id !== 'two').map((rule) => ({ ...rule, version: 2 }));
    const { engine } = new Site(kept, DEVICES);
    expect(engine.restore(field.rows)).toBe(0);
    const found = engine.judge([{ ...alarm, value: 'normal', at: NOON + 1, receivedAt: NOON + 1 }]);
    expect(found.map(({ rule, change }) => `${change} ${rule.id} ${rule.version}`)).toEqual(['clear fire 2']);
  });
});
