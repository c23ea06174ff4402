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

/** The hours in which a rule speaks; no days: every day. */
export type Hours = Extract<Single, { is: 'calendar' }>;

export interface RuleDraft {
  /** The part of the id behind `own-`. */
  readonly name: string;
  /** The version that it was made from; 0: it is new. */
  readonly version: number;
  readonly rule: Omit<Written, 'raiseWhen' | 'clearWhen'>;
  readonly raise: Joined;
  /** Null: around the clock. */
  readonly hours: Hours | null;
  /** Null: when it holds no longer. */
  readonly clear: Joined | null;
  readonly reason: string;
}

/** Stands for the rule's own hold, which is named after the rule: its id may not be written yet. */
export const OWN_HOLD = '';

/** Its id as far as it is written. */
export function idOf({ name }: Pick<RuleDraft, 'name'>): string {
  return `own-${name === '' ? 'draft' : name}`;
}

/** A number that nobody has written yet; the gateway is never sent it, see `missingIn`. */
export const EMPTY = null as unknown as number;

const SINGLE_KINDS = ['below', 'above', 'falling', 'rising', 'state', 'silent', 'quality'] as const;
export const WRAPPING_KINDS = ['repeated', 'together', 'not'] as const;

/**
 * What can be asked of a quantity: a flag has no height, a number no states. Hours are asked for the rule as a whole; where one
 * stands among the conditions, by another program, it is `now`.
 */
export function kindsFor(quantity: string, now?: Single['is']): readonly Single['is'][] {
  const kinds = choicesFor(quantity);
  return now === undefined || kinds.includes(now) ? kinds : [...kinds, now];
}

function choicesFor(quantity: string): readonly Single['is'][] {
  const isNumber = knownQuantity(quantity)?.kind === 'number';
  return SINGLE_KINDS.filter((kind) => {
    if (kind === 'state') return !isNumber;
    return isNumber || !['below', 'above', 'falling', 'rising'].includes(kind);
  });
}

export const NIGHT: Hours = { is: 'calendar', from: '22:00', to: '06:00' };

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
      return NIGHT;
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
    version: 0,
    rule: {
      title: { zh: '', en: '' },
      class: 'supervisory',
      enabled: true,
      watches: { quantity },
      latching: false,
      advice: { zh: '', en: '' },
    },
    raise: { join: 'all', parts: [newSingle(kindsFor(quantity)[0] ?? 'state')] },
    hours: null,
    clear: null,
    reason: '',
  };
}

export function draftOf(id: string, version: number, { raiseWhen, clearWhen, ...rule }: Written): RuleDraft {
  const { raise, hours } = apart(raiseWhen);
  const { holdFor } = rule;
  const isOwn = typeof holdFor === 'object' && holdFor.parameter === ownHold(id);
  return {
    name: id.replace(/^own-/, ''),
    version,
    rule: isOwn ? { ...rule, holdFor: { ...holdFor, parameter: OWN_HOLD } } : rule,
    raise,
    hours,
    clear: clearWhen === undefined ? null : joinedOf(clearWhen),
    reason: '',
  };
}

/** The hours that all of it asks for, and the rest. */
function apart(condition: AnyCondition): Pick<RuleDraft, 'raise' | 'hours'> {
  const whole = joinedOf(condition);
  const calendars = whole.parts.filter((part): part is Hours => part.is === 'calendar');
  const [hours] = calendars;
  const rest = whole.parts.filter((part) => part !== hours);
  if (condition.is !== 'all' || hours === undefined || calendars.length > 1 || rest.length === 0) return { raise: whole, hours: null };
  const [only] = rest as readonly AnyCondition[];
  return { raise: rest.length === 1 && only ? joinedOf(only) : { join: 'all', parts: rest }, hours };
}

function joinedOf(condition: AnyCondition): Joined {
  if (condition.is === 'all' || condition.is === 'any') return { join: condition.is, parts: condition.of as readonly Part[] };
  return { join: 'all', parts: [condition as Part] };
}

/** As the gateway takes it. The hours stand last: they are asked only while the value itself would raise. */
export function ruleOf(draft: RuleDraft): Written {
  const { raise, hours, clear } = draft;
  const { holdFor } = draft.rule;
  const isOwn = typeof holdFor === 'object' && holdFor.parameter === OWN_HOLD;
  const rule = isOwn ? { ...draft.rule, holdFor: { ...holdFor, parameter: ownHold(idOf(draft)) } } : draft.rule;
  return { ...rule, raiseWhen: withHours(raise, hours), ...(clear === null ? {} : { clearWhen: conditionOf(clear) }) };
}

function withHours(raise: Joined, hours: Hours | null): AnyCondition {
  if (hours === null) return conditionOf(raise);
  if (raise.join === 'all' || raise.parts.length === 1) return { is: 'all', of: [...raise.parts, hours] };
  return { is: 'all', of: [{ is: 'any', of: [...raise.parts] }, hours] };
}

function conditionOf({ join, parts }: Joined): AnyCondition {
  const [only] = parts;
  return parts.length === 1 && only ? only : { is: join, of: [...parts] };
}

/** Where the gateway's path to the n-th condition stands in the draft; `hasHours`: the hours stand beside them. */
export function pathOf(of: 'raiseWhen' | 'clearWhen', nth: number, { join, parts }: Joined, hasHours: boolean): string {
  const steps: (string | number)[] = ['rule', of];
  const isAlone = parts.length === 1;
  if (hasHours && join === 'any' && !isAlone) steps.push('of', 0, 'of', nth);
  else if (hasHours || !isAlone) steps.push('of', nth);
  return steps.join('.');
}

/** Where the gateway's path to the hours stands. */
export function hoursPath({ join, parts }: Joined): string {
  return ['rule', 'raiseWhen', 'of', join === 'any' && parts.length > 1 ? 1 : parts.length].join('.');
}

/** What is still to be filled in, at its field. */
export function missingIn(draft: RuleDraft, t: (key: string) => string): readonly FieldProblem[] {
  const found: FieldProblem[] = [];
  const miss = (path: string): void => {
    const said = t('own-rule.missing');
    found.push({ path: `body.${path}`, message: said, words: { zh: said, en: said } });
  };
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(draft.name)) miss('id');
  for (const [of, joined] of [['raiseWhen', draft.raise] as const, ['clearWhen', draft.clear] as const]) {
    if (joined === null) continue;
    for (const [nth, part] of joined.parts.entries()) {
      const at = pathOf(of, nth, joined, of === 'raiseWhen' && draft.hours !== null);
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
  }
  const { holdFor } = draft.rule;
  if (holdFor !== undefined && typeof holdFor === 'object' && holdFor.otherwise === null) miss('rule.holdFor');
  if (draft.reason.trim() === '') miss('reason');
  return found;
}

export interface ParameterChoice {
  readonly name: string;
  readonly otherwise: number;
}

/** The limits of the book that belong to a quantity. */
export function parametersFor(rules: readonly RuleView[], quantity: string): readonly ParameterChoice[] {
  const limits = bookLimits(rules.filter((rule) => rule.quantity === quantity));
  return parametersOf(rules).filter(({ name }) => limits.has(name));
}

/** The times of the book: of its holds and silences. */
export function timesOf(rules: readonly RuleView[]): readonly ParameterChoice[] {
  return parametersOf(rules).filter(({ isTime }) => isTime);
}

function parametersOf(rules: readonly RuleView[]): readonly (ParameterChoice & { readonly isTime: boolean })[] {
  const found = new Map<string, ParameterChoice & { readonly isTime: boolean }>();
  for (const rule of rules) if (!rule.own) for (const one of rule.parameters) found.set(one.name, one);
  return [...found.values()];
}

function bookLimits(rules: readonly RuleView[]): ReadonlySet<string> {
  return new Set(rules.flatMap((rule) => (rule.own ? [] : rule.limits.flatMap(({ parameter }) => parameter ?? []))));
}

function ownHold(id: string): string {
  return `${id}.hold`;
}
