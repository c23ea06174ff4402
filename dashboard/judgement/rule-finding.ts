// Which rules a person looks for: by words, class, whose, state, model, kind and place. Pure.
import { readAloud } from '../../device-drivers/pinyin.ts';
import type { DriverView, Place } from '../../gateway/web/contract.ts';
import type { RuleView } from '../../gateway/web/rule-contract.ts';
import { rankOf } from '../alarm-classes.ts';
import { knownQuantity } from '../values.ts';

export const RULE_STATES = ['on', 'off', 'waits', 'blind'] as const;
type RuleState = (typeof RULE_STATES)[number];

/** What is asked for; an empty word asks for nothing. */
export interface RuleQuestion {
  readonly words: string;
  readonly class: string;
  readonly whose: string;
  readonly state: string;
  readonly model: string;
  readonly kind: string;
  readonly place: string;
}

export const NO_QUESTION: RuleQuestion = { words: '', class: '', whose: '', state: '', model: '', kind: '', place: '' };

/** `blind`: something that it is bound to is there no more. */
function isIn(state: RuleState, rule: RuleView): boolean {
  if (state === 'waits') return rule.waits;
  if (state === 'blind') return rule.where?.some(({ gone }) => gone) ?? false;
  return rule.enabled === (state === 'on');
}

/** The most urgent class first, then by id. */
export function inOrder(rules: readonly RuleView[]): readonly RuleView[] {
  return rules.toSorted((one, other) => rankOf(one.class) - rankOf(other.class) || (one.id < other.id ? -1 : 1));
}

/** In the order in which they are given. */
export function rulesFound(
  rules: readonly RuleView[],
  asked: RuleQuestion,
  known: { readonly drivers: readonly DriverView[]; readonly places: readonly Place[] },
): readonly RuleView[] {
  const wanted = asked.words
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(wordOf);
  const driver = known.drivers.find(({ model }) => model === asked.model);
  const above = placesAbove(known.places, asked.place);
  const state = RULE_STATES.find((one) => one === asked.state);
  return rules
    .filter((rule) => asked.class === '' || rule.class === asked.class)
    .filter((rule) => asked.whose === '' || rule.own === (asked.whose === 'own'))
    .filter((rule) => state === undefined || isIn(state, rule))
    .filter((rule) => asked.kind === '' || rule.kinds === null || rule.kinds.includes(asked.kind))
    .filter((rule) => driver === undefined || watchesModel(rule, driver))
    .filter((rule) => asked.place === '' || holdsAt(rule, asked.place, above))
    .filter((rule) => {
      const text = textOf(rule);
      return wanted.every((isIn) => isIn(text));
    });
}

function watchesModel(rule: RuleView, { model, kind, quantities }: DriverView): boolean {
  if (rule.kinds !== null && !rule.kinds.includes(kind)) return false;
  if ((rule.models !== null && !rule.models.includes(model)) || rule.exceptModels.includes(model)) return false;
  return rule.quantity === 'link.online' || quantities.includes(rule.quantity);
}

/** It has a say about something in that place: it holds everywhere, above it, in it, or below. */
function holdsAt({ where }: RuleView, place: string, above: ReadonlySet<string>): boolean {
  if (where === null) return true;
  return where.some(({ of, id, path, gone }) => !gone && (path.includes(place) || (of === 'place' && above.has(id))));
}

function placesAbove(places: readonly Place[], place: string): ReadonlySet<string> {
  const parents = new Map(places.map(({ id, parent }) => [id, parent]));
  const above = new Set<string>();
  for (let at = parents.get(place); at && !above.has(at); at = parents.get(at)) above.add(at);
  return above;
}

/** What is looked for in a rule's words: as it is typed, or as its names are read aloud, sentences and advice left out of that. */
function wordOf(word: string): (text: RuleText) => boolean {
  const typed = word.toLowerCase();
  const sounds = readAloud(typed);
  return ({ all, names }) => all.includes(typed) || (sounds !== null && names.some(sounds));
}

interface RuleText {
  readonly all: string;
  readonly names: readonly string[];
}

/** Of each rule as it was fetched, once: a thousand are looked through at every key. */
const texts = new WeakMap<RuleView, RuleText>();

function textOf(rule: RuleView): RuleText {
  const known = texts.get(rule);
  if (known) return known;
  const { id, title, quantity, sentence, advice, where, parameters, clause } = rule;
  const named = knownQuantity(quantity)?.title;
  const places = (where ?? []).map(({ name }) => name);
  const limits = parameters.flatMap((one) => [one.title.zh, one.title.en]);
  const words = [id, title.zh, title.en, sentence.zh, sentence.en, advice.zh, advice.en, ...places, ...limits, clause?.text ?? ''];
  const made = { all: words.join(' ').toLowerCase(), names: [title.zh, ...places, ...(named ? [named.zh] : [])] };
  texts.set(rule, made);
  return made;
}
