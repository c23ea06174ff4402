// Any field: devices that say anything at any time, rules and limits that come and go, restarts in between.
import fc from 'fast-check';
import { LINK_POINT } from '../../device-drivers/decode.ts';
import type { Value } from '../../device-drivers/quantity.ts';
import type { Reading } from '../../device-drivers/reading.ts';
import type { RuleEngine } from '../engine.ts';
import type { Finding } from '../finding.ts';
import type { Condition, Rule } from '../rule.ts';
import { aDevice, allRows, aRule, NOON, type SavedRow, Site } from './site.ts';

const state = (...among: (string | boolean)[]): Condition => ({ is: 'state', among });
const smoke = { quantity: 'smoke.alarm' } as const;
const pressure = { quantity: 'water.pressure' } as const;
const motion = { quantity: 'beacon.pir' } as const;
const link = { quantity: 'link.online' } as const;
const low: Condition = { is: 'below', limit: 0.1 };

/** Every condition there is, alone and within others, with short times so that scripts run into all of them. */
export const RULES: readonly Rule[] = [
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

/** Of the minutes after noon, with one between them, and over the hour. */
export const SPANS = [
  { is: 'calendar', from: '12:01', to: '12:03' },
  { is: 'calendar', from: '12:04', to: '12:09', days: [1] },
  { is: 'calendar', from: '12:55', to: '13:05' },
] as const satisfies readonly Condition[];

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
  [
    aRule({ id: 'own-hours', watches: motion, raiseWhen: { is: 'all', of: [state(true), { is: 'any', of: SPANS }] } }),
    aRule({ id: 'own-hours', watches: pressure, raiseWhen: { is: 'all', of: [low, { is: 'any', of: SPANS }] }, holdFor: 15 }),
  ],
  [
    aRule({
      id: 'own-placed',
      watches: pressure,
      raiseWhen: { is: 'below', limit: { parameter: 'own-placed.limit-1', otherwise: 0.1 } },
      clearWhen: { is: 'above', limit: { parameter: 'own-placed.limit-1', otherwise: 0.1, plus: 0.1 } },
      holdFor: { parameter: 'own-placed.hold', otherwise: 20 },
    }),
    aRule({ id: 'own-placed', watches: pressure, raiseWhen: { is: 'silent', longer: { parameter: 'own-placed.limit-2', otherwise: 30 } } }),
  ],
];

export const DEVICES = [aDevice('a'), aDevice('b'), aDevice('c', { zone: 'zone-2', path: ['root', 'zone-2'] })];

export type Step =
  | {
      readonly is: 'frame';
      readonly readings: readonly Omit<Reading, 'at' | 'receivedAt'>[];
      readonly after: number;
      readonly late: number;
    }
  | { readonly is: 'time'; readonly after: number }
  | { readonly is: 'forget' | 'watch' | 'move'; readonly device: string; readonly after: number }
  | { readonly is: 'rule'; readonly rule: number; readonly how: 'off' | 'same' | 'other'; readonly after: number }
  | { readonly is: 'limit'; readonly name: string; readonly value: number; readonly after: number }
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
export const frame: fc.Arbitrary<Step> = fc
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
/** Of everywhere, or of one place or device alone. */
const limit: fc.Arbitrary<Step> = fc
  .tuple(
    fc.constantFrom('low', 'root own-placed.', 'zone-1 own-placed.', 'zone-2 own-placed.', 'a own-placed.'),
    fc.constantFrom(['limit-1', 0.05, 0.3], ['hold', 0, 45], ['limit-2', 15, 60]),
    fc.constantFrom(1, 2),
    after,
  )
  .map(([scope, [what, ...values], nth, time]) => ({
    is: 'limit',
    name: scope === 'low' ? scope : `${scope}${what}`,
    value: scope === 'low' ? nth * 0.1 : Number(values[nth - 1]),
    after: time,
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
  { weight: 2, arbitrary: limit },
);
export const script = fc.array(step, { minLength: 1, maxLength: 60 });

export class Field {
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
        // Time first, as before every deed of the house.
        this.found.push(...this.engine.advance(until));
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
        this.site.parameters.set(one.name, one.value);
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

  /** `kept`: what becomes of a rule on the way. */
  restart(kept: (rule: Rule) => Rule = (rule) => rule): void {
    this.checkpoint();
    this.engine = this.site.anotherEngine([...RULES, ...[...this.own.values()].map(kept)]);
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

export function straight(steps: readonly Step[], tick?: number): readonly Finding[] {
  const field = new Field();
  for (const one of steps) field.does(one, tick);
  return field.ends();
}
