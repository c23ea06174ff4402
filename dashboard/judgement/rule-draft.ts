// A rule as it is written on the screen: the gateway's data, with what is not filled in yet left null. Pure.
import type { RuleView, WrittenRule } from '../../gateway/web/rule-contract.ts';
import type { FieldProblem } from '../api.ts';
import { knownQuantity } from '../values.ts';

export type Written = WrittenRule;
type AnyCondition = WrittenRule['raiseWhen'];
/** One of those that stand joined: also conditions, or spans of hours, of which any is enough. */
type AnyPart = Part | { readonly is: 'any'; readonly of: readonly Part[] };
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
  /** Spans in each of which it speaks, at least one; null: around the clock. */
  readonly hours: readonly Hours[] | null;
  /** Null: when it holds no longer. */
  readonly clear: Joined | null;
  readonly reason: string;
}

/** Stands for the rule's own hold, which is named after the rule: its id may not be written yet. Of its limits: `.limit-1`. */
export const OWN_HOLD = '.hold';

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
/** As many as the gateway takes. */
export const MOST_SPANS = 21;

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

/** The part around another single condition. */
export function withSingle(part: Part, single: Single): Part {
  return part.is === 'repeated' || part.is === 'together' || part.is === 'not' ? { ...part, of: single } : single;
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

export function draftOf(id: string, version: number, saved: Written): RuleDraft {
  const { raiseWhen, clearWhen, ...rule } = renamed(saved, (name) => (name.startsWith(`${id}.`) ? name.slice(id.length) : name));
  return {
    name: id.replace(/^own-/, ''),
    version,
    rule,
    ...apart(raiseWhen),
    clear: clearWhen === undefined ? null : joinedOf(clearWhen),
    reason: '',
  };
}

/** The hours that all of it asks for, and the rest. */
function apart(condition: AnyCondition): Pick<RuleDraft, 'raise' | 'hours'> {
  if (condition.is !== 'all') return { raise: joinedOf(condition), hours: null };
  const parts = condition.of as readonly AnyPart[];
  const calendars = parts.filter(({ is }) => is === 'calendar');
  const group = parts.find((part) => part.is === 'any' && spansOf(part) !== null) ?? (calendars.length === 1 ? calendars[0] : undefined);
  const hours = group === undefined ? null : spansOf(group);
  const rest = parts.filter((part) => part !== group);
  const [only] = rest;
  if (hours !== null && only === undefined) return { raise: { join: 'any', parts: hours }, hours: null };
  return { raise: rest.length === 1 && only ? joinedOf(only as AnyCondition) : { join: 'all', parts: rest as readonly Part[] }, hours };
}

function spansOf(part: AnyPart): readonly Hours[] | null {
  if (part.is === 'calendar') return [part];
  return part.is === 'any' && part.of.every(({ is }) => is === 'calendar') ? (part.of as readonly Hours[]) : null;
}

/** The same with other names of parameters, wherever they stand. */
function renamed<T>(value: T, rename: (name: string) => string): T {
  if (Array.isArray(value)) return value.map((each) => renamed(each, rename)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    key === 'parameter' && typeof each === 'string' ? rename(each) : renamed(each, rename),
  ]);
  return Object.fromEntries(entries) as T;
}

function joinedOf(condition: AnyCondition): Joined {
  if (condition.is === 'all' || condition.is === 'any') return { join: condition.is, parts: condition.of as readonly Part[] };
  return { join: 'all', parts: [condition as Part] };
}

/** As the gateway takes it. The hours stand last: they are asked only while the value itself would raise. */
export function ruleOf(draft: RuleDraft): Written {
  const { raise, hours, clear } = draft;
  const whole = { ...draft.rule, raiseWhen: withHours(raise, hours), ...(clear === null ? {} : { clearWhen: conditionOf(clear) }) };
  return renamed(whole, (name) => (name.startsWith('.') ? `${idOf(draft)}${name}` : name));
}

function withHours(raise: Joined, hours: readonly Hours[] | null): AnyCondition {
  const [only] = hours ?? [];
  if (hours === null || only === undefined) return conditionOf(raise);
  const when = hours.length === 1 ? only : { is: 'any' as const, of: [...hours] };
  if (raise.join === 'all' || raise.parts.length === 1) return { is: 'all', of: [...raise.parts, when] };
  return { is: 'all', of: [{ is: 'any', of: [...raise.parts] }, when] };
}

/** Another condition: the end of the alarm follows the limits that it has, and stands by itself where they are no more. */
export function withRaise(draft: RuleDraft, raise: Joined): RuleDraft {
  const limits = new Map(ownLimitsIn(raise).map((one) => [one.parameter, one.otherwise]));
  const follow = (amount: Amount): Amount => {
    if (typeof amount !== 'object' || amount === null || !amount.parameter.startsWith('.')) return amount;
    const otherwise = limits.get(amount.parameter);
    return otherwise === undefined ? amount.otherwise + (amount.plus ?? 0) : { ...amount, otherwise };
  };
  const followed = (single: Single): Single => {
    if ('limit' in single) return { ...single, limit: follow(single.limit) };
    if ('by' in single) return { ...single, by: follow(single.by) };
    return 'longer' in single ? { ...single, longer: follow(single.longer) } : single;
  };
  const clear = draft.clear && { ...draft.clear, parts: draft.clear.parts.map((part) => withSingle(part, followed(singleOf(part)))) };
  return { ...draft, raise, clear };
}

export type OwnLimit = Exclude<Amount, number> & { readonly is: Single['is'] };

/** The limits that the rule sets for places, each by its first use. */
export function ownLimitsIn({ parts }: Joined): readonly OwnLimit[] {
  const found = new Map<string, OwnLimit>();
  for (const single of parts.map(singleOf)) {
    const amount = 'limit' in single ? single.limit : 'by' in single ? single.by : 'longer' in single ? single.longer : null;
    if (typeof amount !== 'object' || amount === null || !amount.parameter.startsWith('.') || found.has(amount.parameter)) continue;
    found.set(amount.parameter, { ...amount, is: single.is });
  }
  return [...found.values()];
}

/** The name of the next one. `used`: the versions that were, whose limits places may have set: no number is given twice. */
export function nextOwnLimit(raise: Joined, id: string, used: readonly Written[]): string {
  const numbers = [JSON.stringify(raise), ...used.map((rule) => JSON.stringify(rule))]
    .flatMap((text) => [...text.matchAll(/"parameter":"([^"]*)\.limit-(\d+)"/g)])
    .flatMap(([, of, nth]) => (of === '' || of === id ? [Number(nth)] : []));
  return `.limit-${Math.max(0, ...numbers) + 1}`;
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

/** Where the gateway's path to the n-th of so many spans stands. */
export function hoursPath({ join, parts }: Joined, nth: number, count: number): string {
  const group = ['rule', 'raiseWhen', 'of', join === 'any' && parts.length > 1 ? 1 : parts.length];
  return (count === 1 ? group : [...group, 'of', nth]).join('.');
}

/** What is still to be filled in, at its field. */
export function missingIn(draft: RuleDraft, t: (key: string) => string): readonly FieldProblem[] {
  const found: FieldProblem[] = [];
  const miss = (path: string, why = 'own-rule.missing'): void => {
    found.push({ path: `body.${path}`, message: t(why) });
  };
  for (const [of, joined] of [['raiseWhen', draft.raise] as const, ['clearWhen', draft.clear] as const]) {
    if (joined === null) continue;
    for (const [nth, part] of joined.parts.entries()) {
      const at = pathOf(of, nth, joined, of === 'raiseWhen' && draft.hours !== null);
      if ('within' in part && part.within === null) miss(`${at}.within`);
      if ('times' in part && part.times === null) miss(`${at}.times`);
      if ('points' in part && part.points === null) miss(`${at}.points`);
      const single = singleOf(part);
      const inner = single === part ? at : `${at}.of`;
      if ('limit' in single && isMissing(single.limit)) miss(`${inner}.limit`);
      if ('by' in single && isMissing(single.by)) miss(`${inner}.by`);
      if ('longer' in single && isMissing(single.longer)) miss(`${inner}.longer`);
      if (single !== part && 'within' in single && single.within === null) miss(`${inner}.within`);
    }
  }
  const { holdFor } = draft.rule;
  if (holdFor !== undefined && isMissing(holdFor)) miss('rule.holdFor');
  if (draft.name === '') miss('id');
  else if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(draft.name)) miss('id', 'own-rule.id-wrong');
  if (draft.reason.trim() === '') miss('reason');
  return found;
}

function isMissing(amount: Amount): boolean {
  return amount === null || (typeof amount === 'object' && (amount.otherwise === null || amount.plus === null));
}

export interface ParameterChoice {
  readonly name: string;
  readonly title: RuleView['title'];
  readonly otherwise: number;
}

/** The bounds of the book that belong to a quantity. */
export function parametersFor(rules: readonly RuleView[], quantity: string): readonly ParameterChoice[] {
  return parametersOf(rules.filter((rule) => rule.quantity === quantity)).filter(({ use }) => use === 'above' || use === 'below');
}

/** The times of the book: of its holds and silences. */
export function timesOf(rules: readonly RuleView[]): readonly ParameterChoice[] {
  return parametersOf(rules).filter(({ isTime }) => isTime);
}

function parametersOf(rules: readonly RuleView[]): RuleView['parameters'] {
  const found = new Map<string, RuleView['parameters'][number]>();
  for (const rule of rules) if (!rule.own) for (const one of rule.parameters) found.set(one.name, one);
  return [...found.values()];
}
