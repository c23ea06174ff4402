// The roll of an incident: what its alarms come to, counted as they change, so that the ten thousandth costs what the first did.
import type { AlarmClass } from '../../rules/rule.ts';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { type Alarm, isOfFire, isQuiet } from './alarm.ts';

/** An alarm as it comes; what it belongs to is not asked. */
export type Rolled = Omit<Alarm, 'incident' | 'firstOut' | 'change'>;

/** What repeats the word of a detector behind it, and is no second witness. */
const REPEATERS: ReadonlySet<string> = new Set(['panel', 'transmission']);

/** Whether it speaks for itself: of a fire its detectors and call points, not what it sets going (linkage), nor the panel that repeats them. */
function isWitness(alarm: Pick<Alarm, 'class' | 'kind'>): boolean {
  return isOfFire(alarm) && !REPEATERS.has(alarm.kind);
}

/** Different points, and the kinds of what tells them in the order in which they first spoke. */
interface Voices {
  readonly points: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

class Speaking implements Voices {
  readonly points = new Set<string>();
  readonly kinds = new Set<string>();

  add({ device, point, kind }: Rolled): void {
    this.points.add(`${device} ${point}`);
    this.kinds.add(kind);
  }
}

export class IncidentRoll {
  readonly #alarms = new Map<string, Rolled>();
  readonly #everyone = new Speaking();
  readonly #witnesses = new Speaking();
  /** Alarms that call for somebody and that nobody has acknowledged, with the number of the call; and the other way round. */
  readonly #waiting = new Map<string, number>();
  readonly #byCall = new Map<number, string>();
  /** `class verdict` → how many. */
  readonly #verdicts = new Map<string, number>();
  readonly #loud = new Map<AlarmClass, number>();
  #calls = 0;
  #last: string | undefined;
  #open = 0;
  #openQuiet = 0;
  #active = 0;
  #tests = 0;
  #hasCallPoint = false;
  #hasWaterFlow = false;

  /** Of so many alarms; those of a former roll that wait still do not call anew. */
  static of(alarms: Iterable<Rolled>, former?: IncidentRoll): IncidentRoll {
    const roll = new IncidentRoll();
    if (former) {
      roll.#calls = former.#calls;
      for (const [id, call] of former.#waiting) roll.#waits(id, call);
    }
    for (const alarm of alarms) roll.take(alarm);
    for (const id of [...roll.#waiting.keys()]) if (!roll.#alarms.has(id)) roll.#waitsNoMore(id);
    return roll;
  }

  /** An alarm of the incident as it stands now, a new one or one that changed. */
  take(alarm: Rolled): void {
    const before = this.#alarms.get(alarm.id);
    if (before === alarm) return;
    if (before) this.#count(before, -1);
    else this.#enter(alarm);
    this.#alarms.set(alarm.id, alarm);
    this.#count(alarm, 1);
    const isWaiting = alarm.closedAt === null && alarm.attention === 'new' && !isQuiet(alarm);
    if (!isWaiting) this.#waitsNoMore(alarm.id);
    else if (!this.#waiting.has(alarm.id)) {
      this.#calls += 1;
      this.#waits(alarm.id, this.#calls);
    }
  }

  /** How many of a list it holds when the list only grew; undefined where the list is another one. */
  heldOf(ids: readonly string[]): number | undefined {
    const { size } = this.#alarms;
    return size === 0 || ids[size - 1] === this.#last ? size : undefined;
  }

  get size(): number {
    return this.#alarms.size;
  }

  get everyone(): Voices {
    return this.#everyone;
  }

  /** Those that each speak for themselves; all of them where none of a fire is among them. */
  get witnesses(): Voices {
    return this.#witnesses.points.size > 0 ? this.#witnesses : this.#everyone;
  }

  /** A call point, or what tells that one was pressed. */
  get hasCallPoint(): boolean {
    return this.#hasCallPoint;
  }

  get hasWaterFlow(): boolean {
    return this.#hasWaterFlow;
  }

  /** One of its devices says that this is a test. */
  get hasTest(): boolean {
    return this.#tests > 0;
  }

  /** One is open, active, and stands under no isolation. */
  get isActive(): boolean {
    return this.#active > 0;
  }

  get areAllClosed(): boolean {
    return this.#open === 0;
  }

  /** Each open one is shelved, isolated or suppressed, and there is one. */
  get isQuiet(): boolean {
    return this.#open > 0 && this.#openQuiet === this.#open;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** How often an alarm began to wait so far. */
  get calls(): number {
    return this.#calls;
  }

  /** Whether one waits that began to after so many calls. */
  waitsSince(calls: number): boolean {
    for (let call = this.#calls; call > calls; call -= 1) if (this.#byCall.has(call)) return true;
    return false;
  }

  /** Those that are not quieted. */
  get loud(): number {
    let sum = 0;
    for (const count of this.#loud.values()) sum += count;
    return sum;
  }

  /** Of those that are not quieted the most urgent class; undefined: there is none. */
  get loudest(): AlarmClass | undefined {
    return ALARM_CLASSES.find((one) => (this.#loud.get(one) ?? 0) > 0);
  }

  /** Who acknowledged what is not quieted. Walks all of them: for the moment in which the last one is acknowledged. */
  get acknowledgers(): ReadonlySet<string> {
    const people = new Set<string>();
    for (const alarm of this.#alarms.values()) if (alarm.acknowledged && !isQuiet(alarm)) people.add(alarm.acknowledged.id);
    return people;
  }

  /** The different verdicts on its alarms of a class. */
  verdictsOf(of: AlarmClass): Alarm['verdict'][] {
    return VERDICTS.filter((verdict) => (this.#verdicts.get(`${of} ${verdict}`) ?? 0) > 0);
  }

  #waits(id: string, call: number): void {
    this.#waiting.set(id, call);
    this.#byCall.set(call, id);
  }

  #waitsNoMore(id: string): void {
    const call = this.#waiting.get(id);
    if (call === undefined) return;
    this.#waiting.delete(id);
    this.#byCall.delete(call);
  }

  #enter(alarm: Rolled): void {
    this.#last = alarm.id;
    this.#everyone.add(alarm);
    if (isWitness(alarm)) this.#witnesses.add(alarm);
    if (alarm.kind === 'callpoint' || alarm.quantity === 'callpoint.pressed') this.#hasCallPoint = true;
    if (alarm.kind === 'sprinkler' && alarm.quantity === 'water.flow') this.#hasWaterFlow = true;
  }

  #count(alarm: Rolled, by: 1 | -1): void {
    const key = `${alarm.class} ${alarm.verdict}`;
    this.#verdicts.set(key, (this.#verdicts.get(key) ?? 0) + by);
    if (!isQuiet(alarm)) this.#loud.set(alarm.class, (this.#loud.get(alarm.class) ?? 0) + by);
    if (alarm.value === 'test') this.#tests += by;
    if (alarm.closedAt !== null) return;
    this.#open += by;
    if (isQuiet(alarm)) this.#openQuiet += by;
    if (alarm.condition === 'active' && alarm.isolated === null) this.#active += by;
  }
}

const VERDICTS: readonly Alarm['verdict'][] = ['real', 'unverified', 'undetermined', 'false', 'test'];
