// A rule as it is written on the screen: the gateway's data, with what is not filled in yet left null. Pure.
import type { RuleView, WrittenRule } from '../../gateway/web/rule-contract.ts';
import type { FieldProblem } from '../api.ts';
import { knownQuantity } from '../values.ts';

export type Written = WrittenRule;
type AnyCondition = WrittenRule['raiseWhen'];
export type Part = Exclude<AnyCondition, { is: 'all' | 'any' }>;
export type Single = Exclude<Part, { is: 'repeated' | 'together' | 'not' }>;
export type PartKind = Part['is'];
export type Amount = Extract<Single, { is: 'above' | 'below' }>['limit'];

/** Conditions joined: one of them alone, all, or any. */
export interface Joined {
  readonly join: 'all' | 'any';
  readonly parts: readonly Part[];
}

export interface RuleDraft {
  /** The part of the id behind `own-`. */
  readonly name: string;
  readonly rule: Omit<Written, 'raiseWhen' | 'clearWhen'>;
  readonly raise: Joined;
  /** Null: when it holds no longer. */
  readonly clear: Joined | null;
  readonly reason: string;
}

/** A number that nobody has written yet; the gateway is never sent it, see `missingIn`. */
export const EMPTY = null as unknown as number;

const SINGLE_KINDS = ['below', 'above', 'falling', 'rising', 'state', 'silent', 'calendar', 'quality'] as const;
export const WRAPPING_KINDS = ['repeated', 'together', 'not'] as const;

/** What can be asked of a quantity: a flag has no height, a number no states. */
export function kindsFor(quantity: string): readonly Single['is'][] {
  const isNumber = knownQuantity(quantity)?.kind === 'number';
  return SINGLE_KINDS.filter((kind) => {
    if (kind === 'state') return !isNumber;
    return isNumber || !['below', 'above', 'falling', 'rising'].includes(kind);
  });
}

export function newSingle(is: Single['is']): Single {
  switch (is) {
    case 'above':
    case 'below':
      return { is, limit: EMPTY };
    case 'rising':
    case 'falling':
      return { is, by: EMPTY, within: 60 };
    case 'state':
      return { is, among: [] };
    case 'silent':
      return { is, longer: 3600 };
    case 'calendar':
      return { is, from: '22:00', to: '06:00' };
    default:
      return { is: 'quality', among: ['bad'] };
  }
}

export function newPart(is: PartKind, inner: Single): Part {
  if (is === 'repeated') return { is, of: inner, times: 3, within: 600 };
  if (is === 'together') return { is, of: inner, points: 2, within: 600 };
  return is === 'not' ? { is, of: inner } : newSingle(is);
}

/** The single condition of a part. */
export function singleOf(part: Part): Single {
  return part.is === 'repeated' || part.is === 'together' || part.is === 'not' ? part.of : part;
}

export function newDraft(quantity: Written['watches']['quantity']): RuleDraft {
  return {
    name: '',
    rule: {
      title: { zh: '', en: '' },
      class: 'supervisory',
      enabled: true,
      watches: { quantity },
      latching: false,
      advice: { zh: '', en: '' },
    },
    raise: { join: 'all', parts: [newSingle(kindsFor(quantity)[0] ?? 'state')] },
    clear: null,
    reason: '',
  };
}

export function draftOf(id: string, { raiseWhen, clearWhen, ...rule }: Written): RuleDraft {
  return {
    name: id.replace(/^own-/, ''),
    rule,
    raise: joinedOf(raiseWhen),
    clear: clearWhen === undefined ? null : joinedOf(clearWhen),
    reason: '',
  };
}

function joinedOf(condition: AnyCondition): Joined {
  if (condition.is === 'all' || condition.is === 'any') return { join: condition.is, parts: (condition as { of: Part[] }).of };
  return { join: 'all', parts: [condition as Part] };
}

/** As the gateway takes it. */
export function ruleOf({ rule, raise, clear }: RuleDraft): Written {
  return { ...rule, raiseWhen: conditionOf(raise), ...(clear === null ? {} : { clearWhen: conditionOf(clear) }) };
}

function conditionOf({ join, parts }: Joined): AnyCondition {
  const [only] = parts;
  return parts.length === 1 && only ? only : { is: join, of: [...parts] };
}

/** Where the gateway's path to a field stands in the draft, for the n-th of so many parts. */
export function pathOf(of: 'raiseWhen' | 'clearWhen', nth: number, count: number): string {
  return (count === 1 ? ['rule', of] : ['rule', of, 'of', nth]).join('.');
}

/** What is still to be filled in, at its field. */
export function missingIn(draft: RuleDraft, t: (key: string) => string): readonly FieldProblem[] {
  const found: FieldProblem[] = [];
  const miss = (path: string): void => {
    const said = t('own-rule.missing');
    found.push({ path: `body.${path}`, message: said, words: { zh: said, en: said } });
  };
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(draft.name)) miss('id');
  for (const [of, joined] of [['raiseWhen', draft.raise] as const, ['clearWhen', draft.clear] as const])
    for (const [nth, part] of (joined?.parts ?? []).entries()) {
      const at = pathOf(of, nth, joined?.parts.length ?? 1);
      if ('within' in part && part.within === null) miss(`${at}.within`);
      if ('times' in part && part.times === null) miss(`${at}.times`);
      if ('points' in part && part.points === null) miss(`${at}.points`);
      const single = singleOf(part);
      const inner = single === part ? at : `${at}.of`;
      if ('limit' in single && single.limit === null) miss(`${inner}.limit`);
      if ('by' in single && single.by === null) miss(`${inner}.by`);
      if ('longer' in single && single.longer === null) miss(`${inner}.longer`);
      if (single !== part && 'within' in single && single.within === null) miss(`${inner}.within`);
    }
  if (draft.reason.trim() === '') miss('reason');
  return found;
}

export interface ParameterChoice {
  readonly name: string;
  readonly otherwise: number;
}

/** The limits of the book that belong to a quantity. */
export function parametersFor(rules: readonly RuleView[], quantity: string): readonly ParameterChoice[] {
  const found = new Map<string, ParameterChoice>();
  for (const rule of rules)
    if (!rule.own && rule.quantity === quantity)
      for (const { parameter } of rule.limits) {
        const known = rule.parameters.find(({ name }) => name === parameter);
        if (known !== undefined) found.set(known.name, known);
      }
  return [...found.values()];
}
