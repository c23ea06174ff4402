// Rules as a screen shows them: what they say, what they are bound to, and what each version changed.
import { driverOf } from '../../device-drivers/catalogue.ts';
import { words } from '../../device-drivers/words.ts';
import { parametersOf } from '../../rules/book.ts';
import { differencesOf, type NameOf } from '../../rules/differences.ts';
import { isOwnRule } from '../../rules/own-rule.ts';
import { titleWithin } from '../../rules/parameter-words.ts';
import type { Condition, Rule } from '../../rules/rule.ts';
import { clearSentenceOf, sentenceOf } from '../../rules/sentence.ts';
import { BalefireError } from '../errors.ts';
import type { Estate } from '../estate/estate.ts';
import { ROOT_PLACE } from '../estate/places.ts';
import type { Rulebook } from '../rulebook/rulebook.ts';
import type { OwnRuleView, RuleBound, RuleDifference, RuleView, WrittenRule } from './rule-contract.ts';

interface Rooms {
  readonly estate: Estate;
  readonly rulebook: Pick<Rulebook, 'own'>;
}

type Sees = (path: readonly string[]) => boolean;

export function ruleViewOf(one: Rule, sees: Sees, { estate, rulebook }: Rooms): RuleView {
  return { ...saidOf(one), waits: rulebook.own.waiting(one.id) !== undefined, where: boundOf(one, sees, estate) };
}

type Said = Omit<RuleView, 'waits' | 'where'>;

/** Of each rule once: a thousand are asked for with every change of one of them. */
const said = new WeakMap<Rule, Said>();

function saidOf(one: Rule): Said {
  const known = said.get(one);
  if (known) return known;
  const { id, version, title, enabled, latching, advice, watches, clause } = one;
  const made: Said = {
    id,
    version,
    title,
    class: one.class,
    quantity: watches.quantity,
    enabled,
    latching,
    advice,
    clause: clause ? { text: clause.text, sure: clause.sure } : null,
    parameters: parametersOf([one]).map(({ name, otherwise, quantity, use }) => ({
      name,
      title: titleWithin(name, one),
      otherwise,
      isTime: quantity === undefined,
      use,
    })),
    kinds: watches.kinds ? [...watches.kinds] : null,
    models: watches.models ? [...watches.models] : null,
    exceptModels: [...(watches.exceptModels ?? [])],
    limits: thresholdsOf(one.raiseWhen),
    own: isOwnRule(id),
    sentence: sentenceOf(one),
    clears: clearSentenceOf(one) ?? null,
  };
  said.set(one, made);
  return made;
}

/** What a rule is bound to, of what somebody sees; what is gone is seen by who sees everything. Null: to nothing. */
function boundOf({ watches: { places, devices } }: Rule, sees: Sees, estate: Estate): RuleBound[] | null {
  if (!places && !devices) return null;
  const root = estate.places.pathOf(ROOT_PLACE);
  const bound = (of: RuleBound['of'], id: string): RuleBound => {
    const name = of === 'place' ? estate.places.get(id)?.name : deviceName(id, estate);
    const path = of === 'place' ? estate.places.get(id) && estate.places.pathOf(id) : estate.record(id) && estate.device(id)?.path;
    return { id, of, name: name ?? id, path: [...(path ?? root)], gone: path === undefined };
  };
  return [...(places ?? []).map((id) => bound('place', id)), ...(devices ?? []).map((id) => bound('device', id))].filter(({ path }) =>
    sees(path),
  );
}

/** Also of one that another has taken the place of. */
function deviceName(id: string, estate: Estate): string | undefined {
  return estate.record(id)?.name ?? estate.replacements.of(id)?.old.name;
}

const BEYOND = words('管辖范围外', 'beyond what you see');

function nameOf(estate: Estate, seesScope: (id: string) => boolean): NameOf {
  return (of, id) => {
    if (of === 'models') return driverOf(id)?.title ?? words(id, id);
    if (!seesScope(id)) return BEYOND;
    const name = of === 'places' ? estate.places.get(id)?.name : deviceName(id, estate);
    // Two devices may have one name, and the new one has that of the old.
    const said = name === undefined ? id : of === 'devices' ? `${name} ${id}` : name;
    return words(said, said);
  };
}

/** What was changed from one version to the next, with names of today; `seesScope`: whether a place or device is named to who asks, also one that is gone. */
export function changesOf(before: Rule | undefined, after: Rule, estate: Estate, seesScope: (id: string) => boolean): RuleDifference[] {
  if (!before) return [];
  return differencesOf(before, after, nameOf(estate, seesScope)).map((one) => ({ ...one, before: [...one.before], after: [...one.after] }));
}

/** Throws `not-found` where there is no such rule of one's own. */
export function ownRuleView(id: string, sees: Sees, { estate, rulebook }: Rooms): OwnRuleView {
  const versions = rulebook.own.of(id);
  const waiting = rulebook.own.waiting(id);
  const [last] = versions;
  if (!last) throw new BalefireError('not-found', { what: id });
  const seesScope = (scope: string): boolean => {
    if (estate.places.get(scope)) return sees(estate.places.pathOf(scope));
    return sees((estate.record(scope) && estate.device(scope)?.path) ?? estate.places.pathOf(ROOT_PLACE));
  };
  return {
    id,
    version: last.version,
    rule: writtenOf(last.value),
    sentence: sentenceOf(last.value),
    versions: versions.map(({ version, value, reason, by, agreed }, nth) => ({
      version,
      reason,
      ...signed(by),
      agreed: agreed && { ...signed(agreed), reason: agreed.reason },
      rule: writtenOf(value),
      sentence: sentenceOf(value),
      changes: changesOf(versions[nth + 1]?.value, value, estate, seesScope),
    })),
    where: boundOf(last.value, sees, estate),
    waiting: waiting
      ? { ...signed(waiting.by), reason: waiting.reason, rule: writtenOf(waiting.value), sentence: sentenceOf(waiting.value) }
      : null,
  };
}

function writtenOf({ id: _id, version: _version, ...rule }: Rule): WrittenRule {
  return rule as unknown as WrittenRule;
}

/** The thresholds of a condition wherever they stand in it; below a `not` they look the other way. */
export function thresholdsOf(condition: Condition, isTurned = false): RuleView['limits'] {
  switch (condition.is) {
    case 'above':
    case 'below': {
      const { is, limit } = condition;
      const direction = (is === 'above') === isTurned ? 'below' : 'above';
      if (typeof limit === 'number') return [{ parameter: null, direction, value: limit }];
      return [{ parameter: limit.parameter, direction, value: limit.otherwise + (limit.plus ?? 0) }];
    }
    case 'all':
    case 'any':
      return condition.of.flatMap((part) => thresholdsOf(part, isTurned));
    case 'not':
      return thresholdsOf(condition.of, !isTurned);
    case 'repeated':
    case 'together':
      return thresholdsOf(condition.of, isTurned);
    default:
      return [];
  }
}

/** Who and when, as the screen takes it. */
export function signed({ id, name, at }: { readonly id: string; readonly name: string; readonly at: number }): {
  by: string;
  name: string;
  at: number;
} {
  return { by: id, name, at };
}
