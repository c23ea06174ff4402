// The open alarms in their order, with what is counted of them, kept up as they change: a picture costs what changed, not what stands.
import type { AlarmView } from '../gateway/web/contract.ts';
import { rankOf } from './alarm-classes.ts';
import { counted, NO_ALARMS, type Tally } from './alarm-tally.ts';

/**
 * The order of the alarm board: class, what is real before a drill, new before acknowledged, the first-out of a fire before what
 * came after it, youngest first; the id last, so that it never wavers.
 */
export function byUrgency(one: AlarmView, other: AlarmView): number {
  const rank = rankOf(one.class) - rankOf(other.class);
  if (rank !== 0) return rank;
  if (one.drill !== other.drill) return one.drill ? 1 : -1;
  if (one.attention !== other.attention) return one.attention === 'new' ? -1 : 1;
  if (one.class === 'fire' && one.firstOut !== other.firstOut) return one.firstOut ? -1 : 1;
  if (one.receivedAt !== other.receivedAt) return other.receivedAt - one.receivedAt;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

/** Alarms of one class at one place that share a row while alarms flood. */
export interface Folded {
  readonly key: string;
  readonly class: AlarmView['class'];
  readonly drill: boolean;
  readonly place: string;
  readonly count: number;
  /** Of these, not yet acknowledged. */
  readonly fresh: number;
}

/** What is drawn. */
export interface OpenPicture {
  /** By class, new before acknowledged, youngest first. */
  readonly open: readonly AlarmView[];
  readonly tally: Tally;
  /** Of `open` those that have a row of their own however many there are: every fire, and what came first. */
  readonly own: readonly AlarmView[];
  /** The others, the most urgent class first. */
  readonly folded: readonly Folded[];
}

/** So many changes are put in their places one by one; more are sorted in. */
const ONE_BY_ONE = 64;

class Ordered {
  list: readonly AlarmView[] = [];

  /** The former states out, the new ones in. */
  turn(out: readonly AlarmView[], into: readonly AlarmView[]): void {
    if (out.length + into.length === 0) return;
    if (out.length + into.length > ONE_BY_ONE) {
      const gone = new Set(out);
      this.list = [...this.list.filter((one) => !gone.has(one)), ...into].sort(byUrgency);
      return;
    }
    const list = this.list.slice();
    for (const one of out) list.splice(placeOf(list, one), 1);
    for (const one of into) list.splice(placeOf(list, one), 0, one);
    this.list = list;
  }
}

/** Where it stands, or would. */
function placeOf(list: readonly AlarmView[], one: AlarmView): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = list[middle];
    if (other !== undefined && byUrgency(other, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class OpenAlarms {
  readonly #all = new Ordered();
  readonly #own = new Ordered();
  /** Each open alarm as it stands in the lists, and the key of the row it is folded into; null: it has its own. */
  readonly #standing = new Map<string, { readonly alarm: AlarmView; readonly fold: string | null }>();
  readonly #folds = new Map<string, Folded>();
  #folded: readonly Folded[] = [];
  #tally = NO_ALARMS;

  /** These changed; `isFirst`: whether it is the first of several of one incident. */
  turn(changed: Iterable<AlarmView>, isFirst: (alarm: AlarmView) => boolean): void {
    const out: AlarmView[] = [];
    const into: AlarmView[] = [];
    const ownOut: AlarmView[] = [];
    const ownInto: AlarmView[] = [];
    let isFoldingOther = false;
    for (const alarm of changed) {
      const before = this.#standing.get(alarm.id);
      if (before) {
        out.push(before.alarm);
        this.#tally = counted(this.#tally, before.alarm, -1);
        if (before.fold === null) ownOut.push(before.alarm);
        else this.#fold(before.fold, before.alarm, -1);
      }
      this.#standing.delete(alarm.id);
      const fold = alarm.closed || hasOwnRow(alarm, isFirst) ? null : foldOf(alarm);
      if (!alarm.closed) {
        into.push(alarm);
        this.#tally = counted(this.#tally, alarm, 1);
        if (fold === null) ownInto.push(alarm);
        else this.#fold(fold, alarm, 1);
        this.#standing.set(alarm.id, { alarm, fold });
      }
      isFoldingOther ||= fold !== null || (before !== undefined && before.fold !== null);
    }
    this.#all.turn(out, into);
    this.#own.turn(ownOut, ownInto);
    if (isFoldingOther)
      this.#folded = [...this.#folds.values()].sort(
        (one, other) =>
          rankOf(one.class) - rankOf(other.class) || Number(one.drill) - Number(other.drill) || (one.key < other.key ? -1 : 1),
      );
  }

  clear(): void {
    this.#standing.clear();
    this.#folds.clear();
    this.#folded = [];
    this.#all.list = [];
    this.#own.list = [];
    this.#tally = NO_ALARMS;
  }

  get picture(): OpenPicture {
    return { open: this.#all.list, own: this.#own.list, folded: this.#folded, tally: this.#tally };
  }

  #fold(key: string, alarm: AlarmView, by: 1 | -1): void {
    const { class: of, drill } = alarm;
    const before = this.#folds.get(key) ?? { key, class: of, drill, place: foldPlace(alarm).name, count: 0, fresh: 0 };
    const next = { ...before, count: before.count + by, fresh: before.fresh + (alarm.attention === 'new' ? by : 0) };
    if (next.count === 0) this.#folds.delete(key);
    else this.#folds.set(key, next);
  }
}

/** The alarms that share a folded row, in their order. */
export function membersOf(key: string, open: readonly AlarmView[], own: readonly AlarmView[]): AlarmView[] {
  return open.filter((alarm) => foldOf(alarm) === key && own[placeOf(own, alarm)] !== alarm);
}

/** A fire and what announces it is never folded; of anything else what came first is not. */
function hasOwnRow(alarm: AlarmView, isFirst: (alarm: AlarmView) => boolean): boolean {
  return alarm.class === 'fire' || alarm.class === 'pre-alarm' || isFirst(alarm);
}

/** The row that an alarm is folded into. */
function foldOf(alarm: AlarmView): string {
  return `${alarm.class} ${alarm.drill ? 'drill' : 'real'} ${foldPlace(alarm).id}`;
}

/** Its unit; where it has none, the place below the region. */
function foldPlace({ place }: Pick<AlarmView, 'place'>): { readonly id: string; readonly name: string } {
  const nowhere = { id: '', name: '' };
  return place.find(({ kind }) => kind === 'unit') ?? place.find(({ kind }) => kind !== 'region') ?? place[0] ?? nowhere;
}
