// What an incident comes to, kept in memory as its alarms change: so that a storm in one incident costs each alarm the same.
import { ALARM_CLASSES, type AlarmClass } from '../../rules/rule.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';
import type { Standing } from './withheld.ts';

/** Alarms named to a person in a message; how many there are stands beside them. */
const NAMED_ALARMS = 20;

export class IncidentTally {
  readonly #verdicts = new Map<string, Alarm['verdict']>();
  readonly #counts = new Map<Alarm['verdict'], number>();
  /** What is told of: the alarms that nothing withholds, by id, with how many of them each point and class has. */
  readonly #told = new Map<string, Pick<Alarm, 'kind' | 'class'> & { readonly at: string }>();
  readonly #points = new Map<string, number>();
  readonly #classes = new Map<AlarmClass, number>();
  /** Why what is not told of is withheld; an isolation before all else. */
  readonly #withheld = new Map<string, NonNullable<Standing['withheld']>>();
  #judged: { readonly name: string; readonly at: number } | null = null;
  #worst: Pick<Alarm, 'id' | 'class'> | undefined;

  /** An alarm of the incident as it stands now. Taken twice it changes nothing. */
  take(alarm: Alarm, incident: Pick<Incident, 'class'>, { withheld }: Standing): void {
    const before = this.#verdicts.get(alarm.id);
    if (before !== alarm.verdict) {
      if (before !== undefined) this.#counts.set(before, (this.#counts.get(before) ?? 1) - 1);
      this.#counts.set(alarm.verdict, (this.#counts.get(alarm.verdict) ?? 0) + 1);
      this.#verdicts.set(alarm.id, alarm.verdict);
    }
    // What was told already is not taken back because it became doubtful, or is shelved here.
    if (withheld === null || (withheld === 'laid-aside' && this.#told.has(alarm.id))) this.#tell(alarm);
    else this.#withhold(alarm.id, withheld);
    if (alarm.judged && alarm.judged.at >= (this.#judged?.at ?? 0)) this.#judged = { name: alarm.judged.name, at: alarm.judged.at };
    if (this.#worst?.class !== incident.class && alarm.class === incident.class) this.#worst = alarm;
  }

  #tell({ id, device, point, kind, class: of }: Alarm): void {
    this.#withheld.delete(id);
    if (this.#told.has(id)) return;
    const at = `${device} ${point}`;
    this.#told.set(id, { at, kind, class: of });
    this.#points.set(at, (this.#points.get(at) ?? 0) + 1);
    this.#classes.set(of, (this.#classes.get(of) ?? 0) + 1);
  }

  #withhold(id: string, why: NonNullable<Standing['withheld']>): void {
    this.#withheld.set(id, why);
    const told = this.#told.get(id);
    if (!told) return;
    this.#told.delete(id);
    const left = (this.#points.get(told.at) ?? 1) - 1;
    if (left > 0) this.#points.set(told.at, left);
    else this.#points.delete(told.at);
    this.#classes.set(told.class, (this.#classes.get(told.class) ?? 1) - 1);
  }

  /** How many alarms were taken. */
  get size(): number {
    return this.#verdicts.size;
  }

  /** Why nothing of it is told; null: something is. */
  get withheld(): Standing['withheld'] {
    if (this.#told.size > 0 || this.#withheld.size === 0) return null;
    return [...this.#withheld.values()].includes('isolated') ? 'isolated' : 'laid-aside';
  }

  /** The most urgent class of what is told, where something is withheld; undefined: the incident's own. */
  get class(): AlarmClass | undefined {
    if (this.#withheld.size === 0) return undefined;
    return ALARM_CLASSES.find((of) => (this.#classes.get(of) ?? 0) > 0);
  }

  /** One real alarm makes the incident real; false or a test it is only when every alarm was found to be so. */
  get verdict(): Alarm['verdict'] {
    const has = (verdict: Alarm['verdict']): boolean => (this.#counts.get(verdict) ?? 0) > 0;
    if (has('real')) return 'real';
    if (has('unverified') || this.#verdicts.size === 0) return 'unverified';
    if (has('undetermined')) return 'undetermined';
    return has('false') ? 'false' : 'test';
  }

  /** Independent points in alarm, of those that are told. */
  get points(): number {
    return this.#points.size;
  }

  get kinds(): readonly string[] {
    return [...new Set([...this.#told.values()].map(({ kind }) => kind))];
  }

  /** The first alarms, by id. */
  get named(): readonly string[] {
    return [...this.#told.keys()].slice(0, NAMED_ALARMS);
  }

  get judgedBy(): { readonly name: string; readonly at: number } | null {
    return this.#judged;
  }

  /** The first alarm of the most urgent class. */
  get worst(): string | undefined {
    const of = this.class;
    return of === undefined ? this.#worst?.id : [...this.#told].find(([, told]) => told.class === of)?.[0];
  }
}
