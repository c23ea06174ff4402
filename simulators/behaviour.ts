// How simulated devices behave, as functions of seed and virtual time alone.
import type { DeviceDriver, Point } from '../device-drivers/driver.ts';
import { QUANTITIES, type Quantity, type Value } from '../device-drivers/quantity.ts';
import { calmOf } from './calm.ts';
import { chance, sway } from './random.ts';

/**
 * `steady`: healthy, with a little noise. `daily`: follows the sun. `drift`: goes bad slowly. `spike`: one report in
 * twelve shows the worst, the next is healthy. `stuck`: the same values for ever. `silent`: two reports, then none.
 * `garbled`: every other report is damaged on the way.
 */
export const BEHAVIOURS = ['steady', 'daily', 'drift', 'spike', 'stuck', 'silent', 'garbled'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export interface Moment {
  /** Tells devices apart: the run's seed and the device's id. */
  readonly seed: string;
  /** Virtual time when the device began, ms since 1970. */
  readonly startedAt: number;
  /** Virtual time now. */
  readonly at: number;
}

const HOUR_MS = 3_600_000;
/** The site's clock: the one time zone of China, UTC+8. */
const SITE_OFFSET_MS = 8 * HOUR_MS;
const SPIKES = 1 / 12;
const REPORTS_BEFORE_SILENCE = 2;
/** How often a walker passes in ten minutes of daylight. */
const WALKERS = 0.12;

export function isBehaviour(text: string): text is Behaviour {
  return BEHAVIOURS.some((one) => one === text);
}

/** What a device of that driver says at a moment; always plausible. */
export function valuesAt(driver: DeviceDriver, behaviour: Behaviour, moment: Moment): Record<string, Value> {
  const { seed, startedAt, at } = moment;
  const when = behaviour === 'stuck' ? startedAt : at;
  const spikes = behaviour === 'spike' && chance(seed, 'spike', reportOf(driver, moment)) < SPIKES;
  return Object.fromEntries(
    driver.points.map((point) => [point.key, pointValue(driver, point, behaviour, { seed, startedAt, at: when }, spikes)]),
  );
}

/** Whether it reports at all. */
export function speaks(driver: DeviceDriver, behaviour: Behaviour, moment: Moment): boolean {
  return behaviour !== 'silent' || reportOf(driver, moment) < REPORTS_BEFORE_SILENCE;
}

/** A report as it arrives: garbled devices have every other one cut, bent or broken. */
export function onTheWay(driver: DeviceDriver, behaviour: Behaviour, moment: Moment, body: Uint8Array): Uint8Array {
  if (behaviour !== 'garbled' || chance(moment.seed, 'garbled', moment.at) < 0.5) return body;
  const where = Math.floor(chance(moment.seed, 'where', moment.at) * body.length);
  const how = Math.floor(chance(moment.seed, 'how', reportOf(driver, moment), moment.at) * 3);
  if (how === 0) return body.slice(0, where);
  const bent = body.slice();
  if (how === 1) bent[where] = 0xff;
  else bent[where] = (bent[where] ?? 0) ^ 0x10;
  return bent;
}

/** Number of the report since it began. */
function reportOf(driver: DeviceDriver, { startedAt, at }: Moment): number {
  return Math.floor((at - startedAt) / (driver.reportsEvery * 1000));
}

function pointValue(driver: DeviceDriver, point: Point, behaviour: Behaviour, moment: Moment, spikes: boolean): Value {
  const known: Quantity = QUANTITIES[point.quantity];
  if (known.kind === 'flag') return spikes || (behaviour === 'daily' && passes(point, moment));
  if (known.kind === 'state') return spikes ? worst(known.states, known.normal) : known.normal;
  const calm = calmOf(driver.kind, point.quantity);
  if (!calm) return known.range[0];
  const { seed, startedAt, at } = moment;
  let value = calm.middle + calm.spread * sway(seed, point.key) + calm.noise * sway(seed, point.key, at);
  if (behaviour === 'daily') value += calm.swing * sun(at);
  if (behaviour === 'drift') value += (calm.drift * (at - startedAt)) / HOUR_MS;
  if (spikes) value = calm.extreme;
  const inRange = Math.min(known.range[1], Math.max(known.range[0], value));
  return Number(inRange.toFixed(known.decimals));
}

/** 1 at two in the afternoon, -1 at two at night, local time. */
function sun(at: number): number {
  return Math.cos(((hourAt(at) - 14) / 24) * 2 * Math.PI);
}

/** Hour of the site's day, with its fraction. */
export function hourAt(at: number): number {
  return ((at + SITE_OFFSET_MS) / HOUR_MS) % 24;
}

/** A voice post sees people by day, and speaks while it sees them. */
function passes(point: Point, { seed, at }: Moment): boolean {
  if (point.quantity !== 'beacon.pir' && point.quantity !== 'beacon.playing') return false;
  return sun(at) > 0 && chance(seed, 'walker', Math.floor(at / (HOUR_MS / 6))) < WALKERS;
}

function worst(states: Readonly<Record<string, unknown>>, normal: string): string {
  if (Object.hasOwn(states, 'alarm')) return 'alarm';
  return Object.keys(states).findLast((state) => state !== normal) ?? normal;
}
