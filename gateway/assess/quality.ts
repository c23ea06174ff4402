// How good the alarms are: floods, rates, chatter, fleeting and stale ones, false alarms, and how fast people and wires were.
import { CHATTER_TIMES, CHATTER_WITHIN_MS } from '../alarms/alarm.ts';
import { percentile, share } from './shares.ts';
import { type TransmissionResult, transmissionOf } from './transmission-profiles.ts';

/** One alarm from its beginning to its end, as far as the report asks. */
export interface AlarmLife {
  readonly id: string;
  readonly device: string;
  readonly deviceName: string;
  readonly kind: string;
  readonly point: string;
  readonly class: string;
  /** The unit 联网单位 it stands in; null: none. */
  readonly unit: { readonly id: string; readonly name: string } | null;
  /** Who acknowledged it; null: nobody. */
  readonly seat: { readonly id: string; readonly name: string } | null;
  readonly drill: boolean;
  readonly latching: boolean;
  readonly verdict: 'unverified' | 'real' | 'false' | 'test' | 'undetermined';
  /** What the device says; what the gateway knows; ms since 1970. */
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly restoredAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly judgedAt: number | null;
  readonly times: number;
  /** When its cause began the last times. */
  readonly begins: readonly number[];
  /** It was found to chatter while it stood, be it calm again. */
  readonly chattered: boolean;
}

/** ms since 1970; `to` is not in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Flood extends Span {
  /** Alarms that came while it lasted. */
  readonly alarms: number;
  /** The most within ten minutes. */
  readonly peak: number;
}

interface Delay {
  readonly count: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

interface Figures {
  readonly alarms: number;
  readonly averagePer10Min: number;
  readonly peakPer10Min: number;
  readonly floods: readonly Flood[];
  readonly floodShare: number;
  /** Points that chattered. */
  readonly chattering: number;
  readonly fleeting: number;
  readonly stale: number;
  /** Of the alarms, those of the ten points that had most. */
  readonly topTenShare: number | null;
  /** Alarms that people found to be real or false, and the false ones among them. */
  readonly judged: number;
  readonly false: number;
  readonly falseRate: number | null;
  readonly acknowledge: Delay;
  readonly verify: Delay;
}

interface Group extends Figures {
  readonly id: string;
  readonly name: string;
}

export interface QualityReport {
  readonly figures: Figures;
  /** By the person who acknowledged; what nobody acknowledged stands under an empty id. */
  readonly seats: readonly Group[];
  readonly units: readonly Group[];
  readonly devices: readonly Group[];
  readonly transmission: readonly TransmissionResult[];
  /** Left out of everything above. */
  readonly drills: number;
}

/** EEMUA 191 / ISA-18.2 / IEC 62682 (as widely published, not read): a flood is above 10 in 10 minutes, and ends below 5. */
export const RATE_WINDOW_MS = 10 * 60_000;
const FLOOD_ABOVE = 10;
const FLOOD_BELOW = 5;
/**
 * Fleeting: over within 10 s, once, before anybody acknowledged it, and not latching, as a latched one waits for its reset
 * whatever became of its cause. ISA-18.2 names the kind without a number; the 10 s are our own choice.
 */
const FLEETING_MS = 10_000;
/**
 * Stale: its condition stood for more than 24 h (EEMUA 191 / ISA-18.2, as widely published). The one figure in which what came
 * before the span counts, where it stood in it still: of the alarms of one day none would ever be stale.
 */
const STALE_MS = 24 * 3_600_000;
const TOP = 10;

/**
 * The report over the alarms that came within a span; of those from before it the stale ones count as such. `asOf`: until
 * when what still stands has stood. Of each kind of group at most `most` are told, those with most alarms.
 */
export function qualityOf(lives: readonly AlarmLife[], span: Span, asOf: number, most = Number.POSITIVE_INFINITY): QualityReport {
  const within = lives.filter(({ receivedAt }) => receivedAt >= span.from && receivedAt < span.to);
  const real = within.filter(({ drill }) => !drill).sort((one, other) => one.receivedAt - other.receivedAt);
  const old = lives.filter(
    (life) => !life.drill && life.receivedAt < span.from && (life.restoredAt ?? asOf) >= span.from && isStale(life, asOf),
  );
  const grouped = (keyOf: (life: AlarmLife) => { id: string; name: string }): Group[] => groupsOf(real, old, keyOf, span, asOf, most);
  return {
    figures: figuresOf(real, old.length, span, asOf),
    seats: grouped(({ seat }) => seat ?? { id: '', name: '' }),
    units: grouped(({ unit }) => unit ?? { id: '', name: '' }),
    devices: grouped(({ device, deviceName }) => ({ id: device, name: deviceName })),
    transmission: transmissionOf(real),
    drills: within.length - real.length,
  };
}

/** Each group of its own, the one with most alarms first. `old`: stale since before the span. */
function groupsOf(
  lives: readonly AlarmLife[],
  old: readonly AlarmLife[],
  keyOf: (life: AlarmLife) => { id: string; name: string },
  span: Span,
  asOf: number,
  most: number,
): Group[] {
  const groups = new Map<string, { id: string; name: string; lives: AlarmLife[]; old: number }>();
  const groupOf = (life: AlarmLife) => {
    const { id, name } = keyOf(life);
    const group = groups.get(id) ?? { id, name, lives: [], old: 0 };
    groups.set(id, group);
    return group;
  };
  for (const life of lives) groupOf(life).lives.push(life);
  for (const life of old) groupOf(life).old += 1;
  return [...groups.values()]
    .sort((one, other) => other.lives.length - one.lives.length || one.id.localeCompare(other.id))
    .slice(0, most)
    .map(({ id, name, lives: own, old: stale }) => ({ id, name, ...figuresOf(own, stale, span, asOf) }));
}

/** `lives` in the order of their arrival; `old`: how many are stale since before the span. */
function figuresOf(lives: readonly AlarmLife[], old: number, span: Span, asOf: number): Figures {
  const times = lives.map(({ receivedAt }) => receivedAt);
  const floods = floodsIn(times, span.to);
  const length = Math.max(span.to - span.from, 1);
  const judged = lives.filter(({ verdict }) => verdict === 'real' || verdict === 'false').length;
  const wrong = lives.filter(({ verdict }) => verdict === 'false').length;
  return {
    alarms: lives.length,
    averagePer10Min: (lives.length * RATE_WINDOW_MS) / length,
    peakPer10Min: peakIn(times),
    floods,
    floodShare: floods.reduce((sum, { from, to }) => sum + to - from, 0) / length,
    chattering: chatteringIn(lives),
    fleeting: lives.filter(isFleeting).length,
    stale: old + lives.filter((life) => isStale(life, asOf)).length,
    topTenShare: share(topTen(lives), lives.length),
    judged,
    false: wrong,
    falseRate: share(wrong, judged),
    acknowledge: delayOf(lives, ({ acknowledgedAt }) => acknowledgedAt),
    verify: delayOf(lives, ({ judgedAt }) => judgedAt),
  };
}

/** The most within ten minutes, wherever they begin. */
function peakIn(times: readonly number[]): number {
  let peak = 0;
  let first = 0;
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - RATE_WINDOW_MS) first += 1;
    peak = Math.max(peak, last - first + 1);
  }
  return peak;
}

/**
 * At any moment the alarms of the ten minutes before it count, the one of this very moment with them. A flood begins with
 * the alarm that makes them more than ten, and ends when one grows too old and leaves fewer than five.
 */
function floodsIn(times: readonly number[], end: number): Flood[] {
  const floods: Flood[] = [];
  let running: { readonly from: number; alarms: number; peak: number } | undefined;
  let oldest = 0;
  let next = 0;
  while (next < times.length || running) {
    const arrival = times[next] ?? Number.POSITIVE_INFINITY;
    const departure = (times[oldest] ?? Number.POSITIVE_INFINITY) + RATE_WINDOW_MS;
    const at = Math.min(arrival, departure);
    if (at >= end) break;
    while (oldest < next && (times[oldest] ?? at) + RATE_WINDOW_MS <= at) oldest += 1;
    const before = next;
    while (times[next] === at) next += 1;
    const count = next - oldest;
    if (!running) {
      if (count > FLOOD_ABOVE) running = { from: at, alarms: count, peak: count };
    } else if (count < FLOOD_BELOW) {
      floods.push({ ...running, to: at });
      running = undefined;
    } else {
      running.alarms += next - before;
      running.peak = Math.max(running.peak, count);
    }
  }
  if (running) floods.push({ ...running, to: end });
  return floods;
}

/**
 * Points that chattered: an alarm of theirs was found to, or their alarms together began as often and as fast. Chatter is
 * what the life of an alarm takes for it (EEMUA 191's three in a minute, not read); what is closed at once and comes anew
 * chatters as one that stays.
 */
function chatteringIn(lives: readonly AlarmLife[]): number {
  const points = new Map<string, { begins: number[]; isFound: boolean }>();
  for (const { device, point, begins, chattered } of lives) {
    const key = `${device} ${point}`;
    const known = points.get(key) ?? { begins: [], isFound: false };
    known.begins.push(...begins);
    known.isFound ||= chattered;
    points.set(key, known);
  }
  let count = 0;
  for (const { begins, isFound } of points.values()) {
    begins.sort((one, other) => one - other);
    const isFast = begins.some((first, nth) => (begins[nth + CHATTER_TIMES - 1] ?? Number.POSITIVE_INFINITY) - first <= CHATTER_WITHIN_MS);
    if (isFound || isFast) count += 1;
  }
  return count;
}

function isStale({ occurredAt, restoredAt }: AlarmLife, asOf: number): boolean {
  return (restoredAt ?? asOf) - occurredAt > STALE_MS;
}

function isFleeting({ latching, times, occurredAt, restoredAt, receivedAt, acknowledgedAt }: AlarmLife): boolean {
  if (latching || times !== 1 || restoredAt === null || restoredAt - occurredAt > FLEETING_MS) return false;
  return acknowledgedAt === null || acknowledgedAt > receivedAt + (restoredAt - occurredAt);
}

function topTen(lives: readonly AlarmLife[]): number {
  const counts = new Map<string, number>();
  for (const { device, point } of lives) counts.set(`${device} ${point}`, (counts.get(`${device} ${point}`) ?? 0) + 1);
  return [...counts.values()]
    .sort((one, other) => other - one)
    .slice(0, TOP)
    .reduce((sum, count) => sum + count, 0);
}

function delayOf(lives: readonly AlarmLife[], doneAt: (life: AlarmLife) => number | null): Delay {
  const delays = lives.flatMap((life) => {
    const at = doneAt(life);
    return at === null ? [] : [at - life.receivedAt];
  });
  delays.sort((one, other) => one - other);
  return { count: delays.length, p50Ms: percentile(delays, 0.5), p95Ms: percentile(delays, 0.95) };
}
