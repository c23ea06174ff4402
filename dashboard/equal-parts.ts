// Equal parts of what the gateway tells are held once: ten thousand alarms have a few dozen titles, advices and rules between them.
import type { AlarmView } from '../gateway/web/contract.ts';
import type { IncidentView } from '../gateway/web/incident-contract.ts';

/** Different parts that are remembered of each kind, places of an estate most of all; beyond it the remembering begins anew. */
const REMEMBERED = 20_000;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Takes things fresh from the wire, which nobody else holds yet, and puts one object for all parts of equal content into them. */
export class EqualParts {
  readonly #words = new Remembered<{ readonly zh: string; readonly en: string }>();
  readonly #rules = new Remembered<AlarmView['rule']>();
  readonly #clauses = new Remembered<NonNullable<AlarmView['clause']>>();
  readonly #places = new Remembered<AlarmView['place']>();
  readonly #kinds = new Remembered<IncidentView['kinds']>();
  readonly #evidence = new Remembered<IncidentView['evidence']>();
  readonly #reports = new Remembered<IncidentView['reports']>();
  readonly #answers = new Remembered<IncidentView['answers']>();

  alarm(fresh: Writable<AlarmView>): AlarmView {
    for (const key of ['pointTitle', 'title', 'advice', 'because'] as const) fresh[key] = this.#said(fresh[key]);
    fresh.rule = this.#rules.of(fresh.rule.id, fresh.rule);
    if (fresh.clause) fresh.clause = this.#clauses.of(fresh.clause.text, fresh.clause);
    fresh.place = this.#at(fresh.place);
    const part: Writable<NonNullable<AlarmView['device']['part']>> | null = fresh.device.part;
    if (part?.system) part.system = this.#said(part.system);
    if (part?.type) part.type = this.#said(part.type);
    return fresh;
  }

  incident(fresh: Writable<IncidentView>): IncidentView {
    fresh.place = this.#at(fresh.place);
    fresh.kinds = this.#kinds.of(fresh.kinds.join(), fresh.kinds);
    const { points, kinds, sure } = fresh.evidence;
    fresh.evidence = this.#evidence.of(`${points} ${kinds.join()} ${sure}`, fresh.evidence);
    if (fresh.reports.length === 0) fresh.reports = this.#reports.of('', fresh.reports);
    if (fresh.answers.length === 0) fresh.answers = this.#answers.of('', fresh.answers);
    return fresh;
  }

  #said(words: { readonly zh: string; readonly en: string }): { readonly zh: string; readonly en: string } {
    return this.#words.of(words.zh, words);
  }

  #at(place: AlarmView['place']): AlarmView['place'] {
    return this.#places.of(place.at(-1)?.id ?? '', place);
  }
}

/** The last thing of each key. */
class Remembered<T extends object> {
  readonly #things = new Map<string, T>();

  /** The one of before where it says the same. */
  of(key: string, fresh: T): T {
    const before = this.#things.get(key);
    if (before !== undefined && isEqual(before, fresh)) return before;
    if (this.#things.size >= REMEMBERED) this.#things.clear();
    this.#things.set(key, fresh);
    return fresh;
  }
}

/** Of what came as JSON. */
function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [before, fresh] = [one as Record<string, unknown>, other as Record<string, unknown>];
  let left = 0;
  for (const key in before) {
    if (!isEqual(before[key], fresh[key])) return false;
    left += 1;
  }
  for (const _ in fresh) left -= 1;
  return left === 0;
}
