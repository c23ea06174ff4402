// A rule as one sentence in a person's words, in both languages.
import { QUANTITIES, type Quantity, type QuantityId } from '../device-drivers/quantity.ts';
import { type Words, words } from '../device-drivers/words.ts';
import { joined, valueText } from './because.ts';
import { isSpans } from './own-hours.ts';
import { isOwnRule } from './own-rule.ts';
import { bookTitle } from './parameter-words.ts';
import type { Condition, Limit, Rule, Weekday } from './rule.ts';

type Span = Extract<Condition, { readonly is: 'calendar' }>;

const QUALITY = { good: words('有效', 'sound'), doubtful: words('存疑', 'doubtful'), bad: words('无效', 'unusable') } as const;
const DAYS = ['', '一', '二', '三', '四', '五', '六', '日'] as const;
const DAYS_EN = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/**
 * `当水压低于 0.14 MPa，持续 60 秒`, for a rule that `faultsOf` found sound. A parameter stands with its name and default. Numbers
 * stand as they are written: a sentence that rounds is another rule.
 */
export function sentenceOf({ watches: { quantity }, raiseWhen, holdFor }: Rule): Words {
  const said = when(raiseWhen, quantity);
  const hold = holdFor === undefined ? undefined : timeText(holdFor);
  return words(`${said.zh}${hold ? `，持续${spaced(hold.zh)}` : ''}`, `${said.en}${hold ? `, for ${hold.en}` : ''}`);
}

/** `当水压高于 0.16 MPa`: when the alarm ends; undefined where that is when the sentence holds no longer. */
export function clearSentenceOf({ watches: { quantity }, clearWhen }: Rule): Words | undefined {
  return clearWhen && when(clearWhen, quantity);
}

function when(condition: Condition, quantity: QuantityId): Words {
  const said = conditionText(condition, quantity);
  return words(`当${spaced(said.zh)}`, `When ${said.en}`);
}

/** A number or a letter stands apart from the character before it. */
function spaced(zh: string): string {
  return /^[-−\dA-Za-z]/.test(zh) ? ` ${zh}` : zh;
}

/** One condition in words, without the rule around it. */
export function conditionText(condition: Condition, id: QuantityId): Words {
  const quantity: Quantity = QUANTITIES[id];
  const title = words(quantity.title.zh, quantity.title.en.toLowerCase());
  switch (condition.is) {
    case 'above':
    case 'below': {
      const limit = amount(condition.limit, id);
      return condition.is === 'above'
        ? words(`${title.zh}高于${spaced(limit.zh)}`, `${title.en} is above ${limit.en}`)
        : words(`${title.zh}低于${spaced(limit.zh)}`, `${title.en} is below ${limit.en}`);
    }
    case 'rising':
    case 'falling': {
      const by = amount(condition.by, id);
      const time = exact(condition.within);
      return condition.is === 'rising'
        ? words(`${title.zh}在 ${time} 秒内上升${spaced(by.zh)}`, `${title.en} rises by ${by.en} within ${time} s`)
        : words(`${title.zh}在 ${time} 秒内下降${spaced(by.zh)}`, `${title.en} falls by ${by.en} within ${time} s`);
    }
    case 'state': {
      const states = joined(
        condition.among.map((one) => valueText(id, one)),
        '或',
        ' or ',
      );
      return words(`${title.zh}为${states.zh}`, `${title.en} is ${states.en.toLowerCase()}`);
    }
    case 'quality': {
      const among = joined(
        condition.among.map((one) => QUALITY[one]),
        '或',
        ' or ',
      );
      return words(`${title.zh}数值${among.zh}`, `the value of ${title.en} is ${among.en}`);
    }
    case 'silent': {
      const longer = timeText(condition.longer);
      return words(`${title.zh}超过${spaced(longer.zh)}没有消息`, `nothing is heard of ${title.en} for ${longer.en}`);
    }
    case 'repeated': {
      const of = inner(condition.of, id);
      const { times } = condition;
      return words(`${condition.within} 秒内出现 ${times} 次：${of.zh}`, `${times} times within ${condition.within} s ${of.en}`);
    }
    case 'together': {
      const of = inner(condition.of, id);
      const { points } = condition;
      return words(
        `同区 ${points} 点在 ${condition.within} 秒内：${of.zh}`,
        `at ${points} points of one zone within ${condition.within} s ${of.en}`,
      );
    }
    case 'calendar':
      return spansText([condition]);
    case 'not': {
      const of = conditionText(condition.of, id);
      return words(`并非（${of.zh}）`, `it is not so that (${of.en})`);
    }
    default: {
      if (condition.of.length > 1 && isSpans(condition)) return spansText(condition.of);
      const parts = condition.of.map((one) => inner(one, id));
      return condition.is === 'all' ? joined(parts, '，且', ' and ') : joined(parts, '，或', ' or ');
    }
  }
}

/** `时段在 周一至周五 08:00–12:00、14:00–18:00，周六 09:00–12:00`: spans of the same days stand together. */
function spansText(spans: readonly Span[]): Words {
  const groups = new Map<string, Span[]>();
  for (const span of spans) {
    const days = span.days?.join() ?? '';
    groups.set(days, [...(groups.get(days) ?? []), span]);
  }
  const said = [...groups.values()].map((alike): Words => {
    const days = alike[0]?.days;
    const zh = days ? `${daysText(days, DAYS, '至', '、', '周')} ` : '';
    // Over midnight, the day is the one on which the span begins.
    const on = alike.some(({ from, to }) => from >= to) ? ', begun on' : ' on';
    const en = days ? `${on} ${daysText(days, DAYS_EN, ' to ', ', ', '')}` : '';
    const hours = alike.map(({ from, to }) => `${from}–${from >= to ? '次日 ' : ''}${to}`);
    const hoursEn = alike.map(({ from, to }) => `${from} and ${to}${from >= to ? ' of the next day' : ''}`);
    return words(`${zh}${hours.join('、')}`, `between ${hoursEn.join(' or ')}${en}`);
  });
  const all = joined(said, '，或 ', ', or ');
  return words(`时段在 ${all.zh}`, `it is ${all.en}`);
}

/** `一至五`, `Mon to Fri`: three days on end or more; others one by one. */
function daysText(days: readonly Weekday[], names: readonly string[], to: string, and: string, before: string): string {
  const runs: Weekday[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: Weekday | undefined): string => `${before}${names[day ?? 0]}`;
  return runs.map((run) => (run.length > 2 ? `${name(run[0])}${to}${name(run.at(-1))}` : run.map(name).join(and))).join(and);
}

/** A condition within another: what is joined stands in brackets, so that nobody reads it otherwise. */
function inner(condition: Condition, id: QuantityId): Words {
  const said = conditionText(condition, id);
  return condition.is === 'all' || condition.is === 'any' ? words(`（${said.zh}）`, `(${said.en})`) : said;
}

function amount(limit: Limit, id: QuantityId): Words {
  return limitText(limit, words('限值', 'the limit'), (value) => numberText(value, id));
}

/** A time of a rule in words: `60 秒`, or the parameter that gives it. */
export function timeText(limit: Limit): Words {
  return limitText(limit, words('时长', 'the time'), (value) => words(`${exact(value)} 秒`, `${exact(value)} s`));
}

/** With the decimals of its quantity, and with more where the number has more. */
function numberText(value: number, id: QuantityId): Words {
  const known: Quantity = QUANTITIES[id];
  const shown = valueText(id, value);
  if (known.kind !== 'number' || Number(value.toFixed(known.decimals)) === Number(exact(value))) return shown;
  const text = `${exact(value)} ${known.unit}`.trimEnd();
  return words(text, text);
}

/** Without the dust of binary sums: 0.1 + 0.02 is 0.12. */
function exact(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function limitText(limit: Limit, title: Words, text: (value: number) => Words): Words {
  if (typeof limit === 'number') return text(limit);
  const { parameter, otherwise, plus = 0 } = limit;
  const { zh, en } = text(otherwise + plus);
  const named = bookTitle(parameter) ?? words(parameter, parameter);
  const more = plus === 0 ? '' : ` ${plus > 0 ? '+' : '−'} ${exact(Math.abs(plus))}`;
  if (isOwnRule(parameter))
    return words(`按位置设定的${title.zh}${more}（默认 ${zh}）`, `${title.en} that is set for the place${more} (default ${en})`);
  return words(`“${named.zh}”${more}（默认 ${zh}）`, `the “${named.en}”${more} (default ${en})`);
}
