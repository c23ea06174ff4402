// The open alarms in their order, with what is counted of them, kept up as they change: a picture costs what changed, not what stands.
import type { AlarmView } from '../gateway/web/contract.ts';
import { rankOf } from './alarm-classes.ts';
import { counted, NO_ALARMS, type Tally } from './alarm-tally.ts';
import { byUrgency, OpenFires, type Youngest } from './urgency.ts';

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

/** So many changes are put in their places one by one, each a move of memory; more in one walk over the list. */
const ONE_BY_ONE = 64;

/** A list in its order; each picture's is another object. Ten thousand that stand are copied and not sorted for what changes. */
class Ordered {
  list: readonly AlarmView[] = [];
  readonly #oneByOne: number;

  constructor(oneByOne: number) {
    this.#oneByOne = oneByOne;
  }

  /** The former states, each where `youngest` has it standing. */
  out(some: readonly AlarmView[], youngest: Youngest): void {
    if (some.length === 0) return;
    const gone = some.map((one) => placeOf(this.list, one, youngest)).sort((one, other) => one - other);
    if (gone.length <= this.#oneByOne) {
      const list = this.list.slice();
      for (const at of gone.reverse()) list.splice(at, 1);
      this.list = list;
      return;
    }
    const next: AlarmView[] = [];
    let from = 0;
    for (const at of gone) {
      copy(this.list, from, at, next);
      from = at + 1;
    }
    copy(this.list, from, this.list.length, next);
    this.list = next;
  }

  into(some: readonly AlarmView[], youngest: Youngest): void {
    if (some.length === 0) return;
    if (some.length <= this.#oneByOne) {
      const list = this.list.slice();
      for (const one of some) list.splice(placeOf(list, one, youngest), 0, one);
      this.list = list;
      return;
    }
    const next: AlarmView[] = [];
    let from = 0;
    for (const one of [...some].sort((one, other) => byUrgency(one, other, youngest))) {
      const at = placeOf(this.list, one, youngest, from);
      copy(this.list, from, at, next);
      next.push(one);
      from = at;
    }
    copy(this.list, from, this.list.length, next);
    this.list = next;
  }
}

function copy(list: readonly AlarmView[], from: number, to: number, into: AlarmView[]): void {
  for (let at = from; at < to; at += 1) into.push(list[at] as AlarmView);
}

/** Where it stands, or would. */
function placeOf(list: readonly AlarmView[], one: AlarmView, youngest: Youngest, from = 0): number {
  let low = from;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = list[middle];
    if (other !== undefined && byUrgency(other, one, youngest) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class OpenAlarms {
  readonly #all: Ordered;
  readonly #own: Ordered;
  readonly #fires = new OpenFires();
  /** Each open alarm as it stands in the lists, and the key of the row it is folded into; null: it has its own. */
  readonly #standing = new Map<string, { readonly alarm: AlarmView; readonly fold: string | null }>();
  readonly #folds = new Map<string, Folded>();
  #folded: readonly Folded[] = [];
  #tally = NO_ALARMS;

  /** `oneByOne`: so many changes are put in their places one by one; the order is the same whatever it is. */
  constructor(oneByOne = ONE_BY_ONE) {
    this.#all = new Ordered(oneByOne);
    this.#own = new Ordered(oneByOne);
  }

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
    const rising = this.#fires.risingWith(out, into);
    this.#all.out([...out, ...rising], this.#fires.youngest);
    this.#own.out([...ownOut, ...rising], this.#fires.youngest);
    this.#fires.turn(out, into);
    this.#all.into([...into, ...rising], this.#fires.youngest);
    this.#own.into([...ownInto, ...rising], this.#fires.youngest);
    if (isFoldingOther) this.#folded = this.#foldsInOrder();
  }

  clear(): void {
    this.#standing.clear();
    this.#folds.clear();
    this.#fires.clear();
    this.#folded = [];
    this.#all.list = [];
    this.#own.list = [];
    this.#tally = NO_ALARMS;
  }

  get picture(): OpenPicture {
    return { open: this.#all.list, own: this.#own.list, folded: this.#folded, tally: this.#tally };
  }

  /** The most urgent class first. Mostly only their counts change: what stood in order is sorted in one walk. */
  #foldsInOrder(): readonly Folded[] {
    const standing = this.#folded.flatMap(({ key }) => this.#folds.get(key) ?? []);
    const known = new Set(this.#folded.map(({ key }) => key));
    const come = [...this.#folds.values()].filter(({ key }) => !known.has(key));
    if (come.length === 0) return standing;
    return [...standing, ...come].sort(
      (one, other) => rankOf(one.class) - rankOf(other.class) || Number(one.drill) - Number(other.drill) || (one.key < other.key ? -1 : 1),
    );
  }

  #fold(key: string, alarm: AlarmView, by: 1 | -1): void {
    const { class: of, drill } = alarm;
    const before = this.#folds.get(key) ?? { key, class: of, drill, place: foldPlace(alarm).name, count: 0, fresh: 0 };
    const next = { ...before, count: before.count + by, fresh: before.fresh + (alarm.attention === 'new' ? by : 0) };
    if (next.count === 0) this.#folds.delete(key);
    else this.#folds.set(key, next);
  }
}

/** No fire is folded: where the others stand does not hang on the youngest of one. */
const NO_FIRE: Youngest = new Map();

/** The alarms that share a folded row, in their order. */
export function membersOf(key: string, open: readonly AlarmView[], own: readonly AlarmView[]): AlarmView[] {
  return open.filter((alarm) => foldOf(alarm) === key && own[placeOf(own, alarm, NO_FIRE)] !== alarm);
}

/** A fire and what announces it is never folded; of anything else what came first is not. */
function hasOwnRow(alarm: AlarmView, isFirst: (alarm: AlarmView) => boolean): boolean {
  return alarm.class === 'fire' || alarm.class === 'pre-alarm' || isFirst(alarm);
}

/** The row that an alarm is folded into. */
export function foldOf(alarm: AlarmView): string {
  return `${alarm.class} ${alarm.drill ? 'drill' : 'real'} ${foldPlace(alarm).id}`;
}

/** Its unit; where it has none, the place below the region. */
function foldPlace({ place }: Pick<AlarmView, 'place'>): { readonly id: string; readonly name: string } {
  const nowhere = { id: '', name: '' };
  return place.find(({ kind }) => kind === 'unit') ?? place.find(({ kind }) => kind !== 'region') ?? place[0] ?? nowhere;
}
