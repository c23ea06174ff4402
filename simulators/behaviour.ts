// How simulated devices behave, as functions of seed and virtual time alone.
import type { DeviceDriver, Point } from '../device-drivers/driver.ts';
import { QUANTITIES, type Quantity, type Value } from '../device-drivers/quantity.ts';
import { calmOf } from './calm.ts';
import { chance, sway } from './random.ts';

/**
 * `steady`: healthy, with a little noise. `daily`: follows the sun. `drift`: goes bad slowly. `spike`: one report in
 * twelve shows the worst of one point, most often the first; the next is healthy. `stuck`: the same values for ever. `silent`: two reports, then none.
 * `garbled`: every other report is damaged on the way.
 */
export const BEHAVIOURS = ['steady', 'daily', 'drift', 'spike', 'stuck', 'silent', 'garbled'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export interface Moment {
  /** Tells devices apart: the run's seed and the device's id. */
  readonly seed: string;
  /** Virtual time when the device began, ms since 1970. */
  readonly startedAt: number;
  /** Virtual time now, by which things drift, spike and fall silent. */
  readonly at: number;
  /** The site's clock, ms since 1970: sun and walkers keep to it however fast the rest runs. */
  readonly wall: number;
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
  const stuck = { ...moment, at: moment.startedAt, wall: moment.startedAt };
  const spiking = behaviour === 'spike' ? spikingPoint(driver, moment) : undefined;
  return Object.fromEntries(
    driver.points.map((point) => {
      return [point.key, pointValue(driver, point, behaviour, behaviour === 'stuck' ? stuck : moment, point === spiking)];
    }),
  );
}

/** The point that shows its worst in this report; none in the first, so that a device begins healthy. */
function spikingPoint(driver: DeviceDriver, moment: Moment): Point | undefined {
  const report = reportOf(driver, moment);
  if (report === 0 || chance(moment.seed, 'spike', report) >= SPIKES) return undefined;
  const which = Math.max(0, 2 * chance(moment.seed, 'which', report) - 1);
  return driver.points[Math.floor(which * driver.points.length)];
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
  const { seed, startedAt, at, wall } = moment;
  let value = calm.middle + calm.spread * sway(seed, point.key) + calm.noise * sway(seed, point.key, at);
  if (behaviour === 'daily') value += calm.swing * sun(wall);
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
function passes(point: Point, { seed, wall }: Moment): boolean {
  if (point.quantity !== 'beacon.pir' && point.quantity !== 'beacon.playing') return false;
  return sun(wall) > 0 && chance(seed, 'walker', Math.floor(wall / (HOUR_MS / 6))) < WALKERS;
}

function worst(states: Readonly<Record<string, unknown>>, normal: string): string {
  if (Object.hasOwn(states, 'alarm')) return 'alarm';
  return Object.keys(states).findLast((state) => state !== normal) ?? normal;
}
