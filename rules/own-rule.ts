// A rule of one's own 自定义规则: the same data as a rule of the book, under an id that the book never uses.
import { words } from '../device-drivers/words.ts';
import { limitsOf, type RuleParameter } from './book.ts';
import type { RuleFault } from './check.ts';
import type { Condition, Limit, Rule } from './rule.ts';

/** No rule of the book begins so (held by the laws of the book). */
export const OWN_PREFIX = 'own-';

export function isOwnRule(id: string): boolean {
  return id.startsWith(OWN_PREFIX);
}

/** The parameter of a rule's own hold, by which places and devices set it; its default stands in the rule. */
export function ownHoldOf(rule: string): string {
  return `${rule}.hold`;
}

/** Likewise of its n-th limit, from 1. The number is the limit's for good: where others are taken out, it stays. */
export function ownLimitOf(rule: string, nth: number): string {
  return `${rule}.limit-${nth}`;
}

/** A rule of one's own sets so many limits for places at most. */
const MOST_OWN_LIMITS = 20;

/** Whether the one judges every reading as the other does; title, advice, clause and version may differ. */
export function judgesAlike(one: Rule, other: Rule): boolean {
  return judging(one) === judging(other);
}

/** Likewise, but for which devices it names: those that took the places of others. */
export function judgesAlikeElsewhere(one: Rule, other: Rule): boolean {
  const { devices: _one, ...watches } = one.watches;
  const { devices: _other, ...others } = other.watches;
  return judgesAlike({ ...one, watches }, { ...other, watches: others });
}

function judging({ class: of, enabled, watches, raiseWhen, clearWhen, holdFor, latching }: Rule): string {
  return JSON.stringify(sorted({ of, enabled, watches, raiseWhen, clearWhen, holdFor, latching }));
}

/** The same data in another order of its fields is the same rule. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/**
 * What keeps a rule of one's own away from those of the book: it counts nobody else's points in a zone, and what latches in the
 * book latches here. It then only adds alarms. A hold is for rules that are not of fire, as in the book.
 */
export function ownFaults(rule: Rule, parameters: readonly RuleParameter[]): RuleFault[] {
  const faults: RuleFault[] = [];
  if (!isOwnRule(rule.id)) faults.push({ path: 'id', words: words('编号应以 own- 开头', `The id must begin with ${OWN_PREFIX}`) });
  if (rule.class === 'pre-alarm' && !rule.latching)
    faults.push({ path: 'latching', words: words('预警须自锁，由人复位', 'A pre-alarm latches until a person resets it') });
  for (const [path, condition] of [['raiseWhen', rule.raiseWhen] as const, ['clearWhen', rule.clearWhen] as const])
    if (condition && countsOthers(condition))
      faults.push({ path, words: words('自定义规则不能与其他规则合并计点', 'A rule of your own counts its own points alone') });
  const known = new Map<string, { readonly otherwise: number; readonly sort: string }>();
  for (const [limit, isTime, path, use] of limitsOf(rule)) {
    if (typeof limit === 'number') continue;
    if (isOwnParameter(limit, path, rule)) {
      const { parameter, otherwise } = limit;
      const sort = isTime ? 'time' : use === 'rising' || use === 'falling' ? 'change' : 'bound';
      const first = known.get(parameter) ?? { otherwise, sort };
      known.set(parameter, first);
      if (first.otherwise !== otherwise || first.sort !== sort)
        faults.push({
          path,
          words: words('同一限值在规则中只能有一个默认值和一种含义', 'One limit has one default and one meaning in a rule'),
        });
      continue;
    }
    const given = parameters.find(({ name }) => name === limit.parameter);
    const fits =
      given !== undefined && given.otherwise === limit.otherwise && given.quantity === (isTime ? undefined : rule.watches.quantity);
    if (!fits)
      faults.push({ path, words: words('没有这个参数，或它不属于该量', 'There is no such parameter, or it is not of this quantity') });
  }
  return faults;
}

/** The hold of the rule by its name, or one of its limits, the ends of its alarm too. */
function isOwnParameter({ parameter, plus }: Exclude<Limit, number>, path: string, { id }: Rule): boolean {
  if (path === 'holdFor') return parameter === ownHoldOf(id) && plus === undefined;
  const nth = Number(/\.limit-([1-9]\d?)$/.exec(parameter)?.[1] ?? 0);
  return nth >= 1 && nth <= MOST_OWN_LIMITS && parameter === ownLimitOf(id, nth);
}

function countsOthers(condition: Condition): boolean {
  if (condition.is === 'together' && condition.group !== undefined) return true;
  if (condition.is === 'all' || condition.is === 'any') return condition.of.some(countsOthers);
  return condition.is === 'not' || condition.is === 'repeated' || condition.is === 'together' ? countsOthers(condition.of) : false;
}
