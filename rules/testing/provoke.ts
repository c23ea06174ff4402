// Makes a rule speak without knowing it: values around its limits and waits around its times, tried by a seeded dice.
import { LINK_POINT } from '../../device-drivers/decode.ts';
import { QUANTITIES, type Quantity, type Value } from '../../device-drivers/quantity.ts';
import type { Reading } from '../../device-drivers/reading.ts';
import { limitsOf } from '../book.ts';
import type { Finding } from '../finding.ts';
import type { Condition, Rule } from '../rule.ts';
import { aDevice, NOON, Site } from './site.ts';

/** What was tried before the rule had raised and cleared at one point. */
export interface Provoked {
  readonly raised: Finding | undefined;
  readonly cleared: Finding | undefined;
  readonly faults: number;
}

const MOST_STEPS = 40_000;
/** One wait in so many is a long one: fifteen starts of a pump in an hour need some quiet in between. */
const LONG_WAIT = 1 / 100;

export function provoke(rule: Rule, seed: number): Provoked {
  const { kinds, models, devices: ids, points } = rule.watches;
  const names = ids ?? ['d1', 'd2', 'd3'];
  const devices = names.map((id) => aDevice(id, { kind: kinds?.[0] ?? 'unregistered', model: models?.[0] ?? 'test/any' }));
  const site = new Site([rule], devices);
  const dice = diceOf(seed);
  const values = valuesOf(rule);
  const waits = [20, ...waitsOf(rule)];
  const point = points?.[0] ?? (rule.watches.quantity === 'link.online' ? LINK_POINT : 'point');
  for (const device of devices) site.engine.watch(device, NOON);
  const raised = new Map<string, Finding>();
  let now = NOON;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    now += (dice() < LONG_WAIT ? pick(waits, dice) : 1) * 1000;
    const { value, quality } = pick(values, dice);
    const device = pick(names, dice);
    const { quantity } = rule.watches;
    const found = site.engine.judge([{ device, point, quantity, value, quality, at: now, receivedAt: now, drill: false }]);
    for (const finding of found) {
      const key = `${finding.device} ${finding.point}`;
      const before = raised.get(key);
      if (finding.change === 'clear' && before) return { raised: before, cleared: finding, faults: site.faults.length };
      if (finding.change === 'raise') raised.set(key, finding);
    }
  }
  return { raised: [...raised.values()][0], cleared: undefined, faults: site.faults.length };
}

type Word = Pick<Reading, 'value' | 'quality'>;

function valuesOf(rule: Rule): Word[] {
  const known: Quantity = QUANTITIES[rule.watches.quantity];
  const good = (value: Value): Word => ({ value, quality: 'good' });
  const bad: Word[] = JSON.stringify(rule.raiseWhen).includes('"quality"') ? [{ value: null, quality: 'bad' }] : [];
  if (known.kind === 'flag') return [good(true), good(false), ...bad];
  if (known.kind === 'state') return [...Object.keys(known.states).map(good), ...bad];
  const [lowest, highest] = known.range;
  const close = (highest - lowest) / 1_000;
  const around = limitsOf(rule).flatMap(([limit, isTime]) => {
    const number = isTime ? lowest : typeof limit === 'number' ? limit : limit.otherwise + (limit.plus ?? 0);
    return [number - close, number, number + close];
  });
  return [...around, lowest, highest]
    .filter((value) => value >= lowest && value <= highest)
    .map(good)
    .concat(bad);
}

function waitsOf(rule: Rule): number[] {
  const times = limitsOf(rule).flatMap(([limit, isTime]) => (isTime ? [typeof limit === 'number' ? limit : limit.otherwise] : []));
  const walk = (condition: Condition): void => {
    if ('within' in condition) times.push(condition.within);
    if (condition.is === 'calendar') times.push(3600, 7200);
    const of = 'of' in condition ? condition.of : [];
    for (const inner of 'is' in of ? [of] : of) walk(inner);
  };
  walk(rule.raiseWhen);
  return times.flatMap((time) => [time + 1, time / 2]);
}

function pick<T>(among: readonly T[], dice: () => number): T {
  const one = among[Math.floor(dice() * among.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function diceOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
