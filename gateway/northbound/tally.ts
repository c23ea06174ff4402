// What an incident comes to, kept in memory as its alarms change: so that a storm in one incident costs each alarm the same.
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';

/** Alarms named to a person in a message; how many there are stands beside them. */
const NAMED_ALARMS = 20;

export class IncidentTally {
  readonly #verdicts = new Map<string, Alarm['verdict']>();
  readonly #counts = new Map<Alarm['verdict'], number>();
  readonly #points = new Set<string>();
  readonly #kinds = new Set<string>();
  readonly #named: string[] = [];
  #judged: { readonly name: string; readonly at: number } | null = null;
  #worst: Pick<Alarm, 'id' | 'class'> | undefined;

  /** An alarm of the incident as it stands now. Taken twice it changes nothing. */
  take(alarm: Alarm, incident: Pick<Incident, 'class'>): void {
    const before = this.#verdicts.get(alarm.id);
    if (before !== alarm.verdict) {
      if (before !== undefined) this.#counts.set(before, (this.#counts.get(before) ?? 1) - 1);
      this.#counts.set(alarm.verdict, (this.#counts.get(alarm.verdict) ?? 0) + 1);
      this.#verdicts.set(alarm.id, alarm.verdict);
    }
    if (before === undefined && this.#named.length < NAMED_ALARMS) this.#named.push(alarm.id);
    this.#points.add(`${alarm.device} ${alarm.point}`);
    this.#kinds.add(alarm.kind);
    if (alarm.judged && alarm.judged.at >= (this.#judged?.at ?? 0)) this.#judged = { name: alarm.judged.name, at: alarm.judged.at };
    if (this.#worst?.class !== incident.class && alarm.class === incident.class) this.#worst = alarm;
  }

  /** One real alarm makes the incident real; false or a test it is only when every alarm was found to be so. */
  get verdict(): Alarm['verdict'] {
    const has = (verdict: Alarm['verdict']): boolean => (this.#counts.get(verdict) ?? 0) > 0;
    if (has('real')) return 'real';
    if (has('unverified') || this.#verdicts.size === 0) return 'unverified';
    if (has('undetermined')) return 'undetermined';
    return has('false') ? 'false' : 'test';
  }

  /** Independent points in alarm. */
  get points(): number {
    return this.#points.size;
  }

  get kinds(): readonly string[] {
    return [...this.#kinds];
  }

  /** The first alarms, by id. */
  get named(): readonly string[] {
    return this.#named;
  }

  get judgedBy(): { readonly name: string; readonly at: number } | null {
    return this.#judged;
  }

  /** The first alarm of the most urgent class. */
  get worst(): string | undefined {
    return this.#worst?.id;
  }
}
