// A rule tried on the last days: the engine itself, over stored readings, in slices, so that live judgement feels nothing.
import type { Device } from '../../device-drivers/device.ts';
import { type DeviceDriver, pointOf } from '../../device-drivers/driver.ts';
import type { Reading } from '../../device-drivers/reading.ts';
import { type EngineSurroundings, RuleEngine } from '../../rules/engine.ts';
import type { Finding } from '../../rules/finding.ts';
import type { Condition, Rule } from '../../rules/rule.ts';
import type { Clock } from '../clock.ts';
import type { History } from '../history/history.ts';

const DAY_MS = 86_400_000;
const DAYS = 7;
/** Bounds of one trial: what a person waits for, and what it may hold in memory (80 bytes a reading). */
const MOST_DEVICES = 500;
const MOST_READINGS = 300_000;
const LONGEST_MS = 20_000;
/** Readings judged between two turns of the event loop: 5 ms at 200,000 a second. */
const SLICE = 1_000;
/** Readings of a point and day; above that a day is thinned to 17 s. */
const BUCKETS = 5_000;
const MOST_SHOWN = 200;

export interface Trial {
  readonly from: number;
  /** How far it came. */
  readonly to: number;
  readonly devices: number;
  readonly readings: number;
  readonly raised: number;
  readonly alarms: readonly (Pick<Finding, 'device' | 'point' | 'at' | 'because'> & {
    ended: number | null;
    readonly value: Reading['value'];
  })[];
  readonly blind: readonly ('devices' | 'readings' | 'time' | 'thinned' | 'quality')[];
}

export interface TrialRooms {
  readonly history: Pick<History, 'query'>;
  readonly judged: EngineSurroundings;
  readonly devices: () => Iterable<Device>;
  readonly driver: (device: Device) => DeviceDriver | undefined;
  readonly clock: Clock;
}

interface Watched {
  readonly device: Device;
  readonly points: readonly string[];
}

/** The devices that a rule watches and their points of its quantity. */
export function watchedBy(rule: Rule, { devices, driver }: Pick<TrialRooms, 'devices' | 'driver'>): Watched[] {
  const { quantity, kinds, models, exceptModels, devices: only, places, points, exceptPoints } = rule.watches;
  const found: Watched[] = [];
  for (const device of devices()) {
    if (kinds && !kinds.includes(device.kind)) continue;
    if ((models && !models.includes(device.model)) || exceptModels?.includes(device.model)) continue;
    if (only && !only.includes(device.id)) continue;
    if (places && !device.path.some((place) => places.includes(place))) continue;
    const its = (driver(device)?.points ?? [])
      .filter((point) => point.quantity === quantity)
      .map(({ key }) => key)
      .filter((key) => (points?.includes(key) ?? true) && !exceptPoints?.includes(key));
    if (its.length > 0 || quantity === 'link.online') found.push({ device, points: its });
  }
  return found;
}

/** Tries a sound rule with the limits of today. `sees`: only devices that the person sees. Rejects where the history cannot be read. */
export async function tryOnHistory(rule: Rule, sees: (path: readonly string[]) => boolean, rooms: TrialRooms): Promise<Trial> {
  const began = rooms.clock();
  const to = began;
  const from = to - DAYS * DAY_MS;
  const blind = new Set<Trial['blind'][number]>();
  if (looksAtQuality(rule.raiseWhen)) blind.add('quality');
  const all = watchedBy(rule, rooms).filter(({ device }) => sees(device.path));
  const watched = all.slice(0, MOST_DEVICES);
  if (all.length > watched.length) blind.add('devices');
  const engine = new RuleEngine([{ ...rule, enabled: true }], rooms.judged);
  const tally = new Tally();
  for (const { device } of watched) engine.watch(device, from);
  let readings = 0;
  // Up to when everything was read: beyond it what was not read would pass for silence.
  let whole = from;
  const isLate = (): boolean => rooms.clock() - began > LONGEST_MS;
  for (let day = from; day < to && blind.has('readings') === false && blind.has('time') === false; day += DAY_MS) {
    const end = Math.min(to, day + DAY_MS);
    const { found, isThinned, left, read } = await dayOf(rule, watched, day, end, MOST_READINGS - readings, isLate, rooms);
    if (isThinned) blind.add('thinned');
    if (left) blind.add(left);
    else whole = end;
    const isRead = new Set(watched.slice(0, read).map(({ device }) => device.id));
    for (let at = 0; at < found.length; at += SLICE) {
      const slice = found.slice(at, at + SLICE);
      for (const reading of slice) tally.take(engine.judge([reading]).filter(({ device }) => isRead.has(device)));
      readings += slice.length;
      await new Promise(setImmediate);
    }
    if (readings >= MOST_READINGS) blind.add('readings');
    if (isLate()) blind.add('time');
  }
  // Not beyond: days that were not read have no silence, and no hours in which an old value still stands.
  tally.take(engine.advance(whole));
  return { from, to: whole, devices: watched.length, readings, raised: tally.raised, alarms: tally.alarms, blind: [...blind] };
}

class Tally {
  readonly alarms: Trial['alarms'][number][] = [];
  raised = 0;
  readonly #open = new Map<string, Trial['alarms'][number]>();

  take(findings: readonly Finding[]): void {
    for (const { device, point, at, because, change, value } of findings) {
      const key = `${device} ${point}`;
      if (change === 'raise') {
        this.raised += 1;
        const alarm = { device, point, at, because, ended: null, value: value ?? null };
        this.#open.set(key, alarm);
        if (this.alarms.length < MOST_SHOWN) this.alarms.push(alarm);
      } else if (change === 'clear') {
        const alarm = this.#open.get(key);
        if (alarm) alarm.ended = at;
        this.#open.delete(key);
      }
    }
  }
}

/**
 * A day's readings of all points in order of time; of a thinned bucket its lowest and its highest. `read`: of how many
 * devices; `left`: why the rest was not read: there were `most` readings already, or it is late.
 */
async function dayOf(
  { watches: { quantity } }: Rule,
  watched: readonly Watched[],
  from: number,
  to: number,
  most: number,
  isLate: () => boolean,
  { history, driver }: TrialRooms,
): Promise<{ found: Reading[]; isThinned: boolean; left: 'readings' | 'time' | undefined; read: number }> {
  const found: Reading[] = [];
  let isThinned = false;
  let left: 'readings' | 'time' | undefined;
  let read = 0;
  for (const { device, points } of watched) {
    if (found.length >= most) left = 'readings';
    else if (isLate()) left = 'time';
    if (left) break;
    read += 1;
    for (const point of points) {
      const known = driver(device);
      if (!known || pointOf(known, point)?.quantity !== quantity) continue;
      for (const { at, count, lowest, highest, last } of await history.query({ device: device.id, point, from, to, buckets: BUCKETS })) {
        const values = count > 1 && lowest !== undefined && highest !== undefined ? [lowest, highest] : [last];
        if (count > 1) isThinned = true;
        for (const value of values)
          found.push({ device: device.id, point, quantity, value, at, receivedAt: at, quality: 'good', drill: false });
      }
    }
  }
  found.sort((one, other) => one.receivedAt - other.receivedAt);
  return { found, isThinned, left, read };
}

function looksAtQuality(condition: Condition): boolean {
  if (condition.is === 'quality') return true;
  if (condition.is === 'all' || condition.is === 'any') return condition.of.some(looksAtQuality);
  return condition.is === 'not' || condition.is === 'repeated' || condition.is === 'together' ? looksAtQuality(condition.of) : false;
}
