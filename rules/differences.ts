// What one version of a rule changed against the one before, value by value, in a person's words.
import { QUANTITIES } from '../device-drivers/quantity.ts';
import { type Words, words } from '../device-drivers/words.ts';
import { isSpans } from './own-hours.ts';
import type { Condition, Rule } from './rule.ts';
import { conditionText, timeText } from './sentence.ts';

/** Fields whose values are lists: `before` is what was left out of it, `after` what was added. */
const LISTS = ['places', 'devices', 'kinds', 'models', 'exceptModels', 'points', 'exceptPoints'] as const;

export const DIFFERENCE_FIELDS = [
  'enabled',
  'class',
  'quantity',
  'raiseWhen',
  'clearWhen',
  'holdFor',
  'latching',
  ...LISTS,
  'title',
  'advice',
  'clause',
] as const;
type DifferenceField = (typeof DIFFERENCE_FIELDS)[number];

/**
 * From what to what a field was changed. Classes and kinds stand as their ids in both languages: their words are the screen's.
 * Nothing in `before` of a list: only added to.
 */
export interface Difference {
  readonly field: DifferenceField;
  readonly before: readonly Words[];
  readonly after: readonly Words[];
}

/** Places, devices and models by name; what has none any more, by its id. */
export type NameOf = (of: 'places' | 'devices' | 'models', id: string) => Words;

const EVERYTHING = words('不限', 'all');
const NONE = words('无', 'none');

/** Every field in which two versions of a rule differ; both sound. Empty where only reason and number differ. */
export function differencesOf(before: Rule, after: Rule, nameOf: NameOf): Difference[] {
  const found: Difference[] = [];
  const differ = (field: DifferenceField, was: readonly Words[], is: readonly Words[]): void => {
    if (JSON.stringify(was) !== JSON.stringify(is)) found.push({ field, before: was, after: is });
  };
  differ('enabled', [onOff(before.enabled)], [onOff(after.enabled)]);
  differ('class', [same(before.class)], [same(after.class)]);
  differ('quantity', [QUANTITIES[before.watches.quantity].title], [QUANTITIES[after.watches.quantity].title]);
  found.push(...conditionDifference('raiseWhen', before, after), ...conditionDifference('clearWhen', before, after));
  differ('holdFor', [holdText(before)], [holdText(after)]);
  differ('latching', [latchText(before.latching)], [latchText(after.latching)]);
  for (const field of LISTS) {
    const was = before.watches[field];
    const is = after.watches[field];
    const named = (ids: readonly string[]): Words[] => ids.map((id) => nameIn(field, id, nameOf));
    const whole = (ids: readonly string[] | undefined): Words[] => (ids ? named(ids) : [field.startsWith('except') ? NONE : EVERYTHING]);
    const lacks = (some: readonly string[], all: readonly string[]): readonly string[] => some.filter((id) => !all.includes(id));
    if (!was || !is) differ(field, whole(was), whole(is));
    else if (lacks(was, is).length > 0 || lacks(is, was).length > 0)
      found.push({ field, before: named(lacks(was, is)), after: named(lacks(is, was)) });
  }
  differ('title', [before.title], [after.title]);
  differ('advice', [before.advice], [after.advice]);
  differ('clause', [clauseText(before)], [clauseText(after)]);
  return found;
}

/** Part by part where both join their parts alike; else the one as a whole and the other as a whole. */
function conditionDifference(field: 'raiseWhen' | 'clearWhen', before: Rule, after: Rule): Difference[] {
  const [was, is] = [before[field], after[field]];
  const ofBefore = was ? texts(was, before) : [words('条件不再成立', 'it holds no longer')];
  const ofAfter = is ? texts(is, after) : [words('条件不再成立', 'it holds no longer')];
  const isAlike = (was && joinOf(was)) === (is && joinOf(is));
  const gone = ofBefore.filter(({ zh }) => !ofAfter.some((one) => one.zh === zh));
  const come = ofAfter.filter(({ zh }) => !ofBefore.some((one) => one.zh === zh));
  const isSame = gone.length === 0 && come.length === 0;
  if (isSame && isAlike && joinsSpans(was) === joinsSpans(is)) return [];
  if (isAlike && !isSame) return [{ field, before: gone, after: come }];
  const whole = (condition: Condition | undefined, rule: Rule, parts: readonly Words[]): readonly Words[] =>
    condition ? [conditionText(condition, rule.watches.quantity)] : parts;
  return [{ field, before: whole(was, before, ofBefore), after: whole(is, after, ofAfter) }];
}

/** Part by part, and span by span. */
function texts(condition: Condition, { watches: { quantity } }: Rule): Words[] {
  const parts = condition.is === 'all' || condition.is === 'any' ? condition.of : [condition];
  const spans = parts.flatMap((part): readonly Condition[] => (isSpans(part) ? part.of : [part]));
  return spans.map((part) => conditionText(part, quantity));
}

/** Whether spans stand beside other conditions, any of which is enough. */
function joinsSpans(condition: Condition | undefined): boolean {
  return condition?.is === 'all' && condition.of.some((part) => isSpans(part) && part.of.length > 1);
}

function joinOf({ is }: Condition): 'all' | 'any' {
  return is === 'any' ? 'any' : 'all';
}

function nameIn(field: (typeof LISTS)[number], id: string, nameOf: NameOf): Words {
  if (field === 'places' || field === 'devices') return nameOf(field, id);
  return field === 'models' || field === 'exceptModels' ? nameOf('models', id) : same(id);
}

function holdText({ holdFor }: Rule): Words {
  return holdFor === undefined || holdFor === 0 ? words('立即', 'at once') : timeText(holdFor);
}

function clauseText({ clause }: Rule): Words {
  return clause ? same(clause.text) : NONE;
}

function onOff(enabled: boolean): Words {
  return enabled ? words('启用', 'in force') : words('停用', 'off');
}

function latchText(latching: boolean): Words {
  return latching ? words('须人工复位', 'a person resets it') : words('自行恢复', 'ends by itself');
}

function same(id: string): Words {
  return words(id, id);
}
