// What a chart draws, made from the buckets of a history answer. Pure.
import type { HistoryAnswer } from '../../gateway/web/contract.ts';

type Bucket = HistoryAnswer['buckets'][number];
type Dot = readonly [at: number, value: number | null];

export interface CurveData {
  readonly mean: readonly Dot[];
  readonly lowest: readonly Dot[];
  /** Highest minus lowest: the band is drawn on top of `lowest`. */
  readonly width: readonly Dot[];
  readonly least: number;
  readonly most: number;
}

const DAY_MS = 86_400_000;

/** A pause of three reports (`reportsEvery` seconds), or of two buckets of a day where these are wider, is a gap and not a line, ms. */
export function gapAfter(reportsEvery: number, buckets: number): number {
  return Math.max(3_000 * reportsEvery, (2 * DAY_MS) / buckets);
}

/** A pause longer than `gapAfter` ms breaks the line: silence is no measurement. So does each of `breaks`: another device took over. */
export function curveOf(buckets: readonly Bucket[], gapAfter: number, breaks: readonly number[] = []): CurveData {
  const mean: Dot[] = [];
  const lowest: Dot[] = [];
  const width: Dot[] = [];
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let before: number | null = null;
  for (const bucket of buckets) {
    const middle = bucket.mean ?? (typeof bucket.last === 'number' ? bucket.last : null);
    if (middle === null) continue;
    if (before !== null && heldUntil(before, bucket.at, gapAfter, breaks) < bucket.at) {
      const between = before + 1;
      for (const line of [mean, lowest, width]) line.push([between, null]);
    }
    before = bucket.at;
    const low = bucket.lowest ?? middle;
    const high = bucket.highest ?? middle;
    mean.push([bucket.at, middle]);
    lowest.push([bucket.at, low]);
    width.push([bucket.at, high - low]);
    least = Math.min(least, low);
    most = Math.max(most, high);
  }
  return { mean, lowest, width, least, most };
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Null: nothing was heard. */
  readonly value: boolean | string | number | null;
}

/** Until when what was heard at `at` is taken to hold, `next` at most. */
function heldUntil(at: number, next: number, gapAfter: number, breaks: readonly number[]): number {
  const end = breaks.find((one) => one > at && one < next) ?? next;
  return next - at > gapAfter ? Math.min(end, at + gapAfter) : end;
}

type Told = Pick<HistoryAnswer, 'from' | 'to' | 'buckets'> & Partial<Pick<HistoryAnswer, 'replaced'>>;

/** The states one after another from `from` to `to`; a gap where nothing was heard for longer than `gapAfter` ms, or of a new device yet. */
export function stretchesOf(history: Told, gapAfter: number): readonly Stretch[] {
  const breaks = (history.replaced ?? []).map(({ at }) => at);
  const stretches: Stretch[] = [];
  function add(from: number, to: number, value: Stretch['value']): void {
    if (to <= from) return;
    const last = stretches.at(-1);
    if (last !== undefined && last.value === value && last.to === from) stretches[stretches.length - 1] = { ...last, to };
    else stretches.push({ from, to, value });
  }
  let at = history.from;
  let value: Stretch['value'] = null;
  function hold(until: number): void {
    const end = value === null ? at : heldUntil(at, until, gapAfter, breaks);
    add(at, end, value);
    add(end, until, null);
  }
  for (const bucket of history.buckets) {
    const begin = Math.max(bucket.at, history.from);
    hold(begin);
    at = begin;
    value = bucket.last;
  }
  hold(history.to);
  return stretches;
}
