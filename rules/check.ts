// What is wrong with a rule, in words and at its field, before anybody is judged by it.
import { QUANTITIES, type Quantity } from '../device-drivers/quantity.ts';
import { type Words, words } from '../device-drivers/words.ts';
import { minutesOf } from './conditions/calendar.ts';
import { MOST_TIMES } from './conditions/repeated.ts';
import { ALARM_CLASSES, type Condition, type Limit, type Rule } from './rule.ts';

/** Conditions within conditions, at most so deep: nobody reads further, and a check must end. */
const DEEPEST = 8;
/** A zone with more detectors than a panel's loop (GB 50116 3.1.5: 200) is a mistake. */
const MOST_POINTS = 200;

/** What is wrong, and the way to the field from the top of the rule: `raiseWhen.of.0.limit`. */
export interface RuleFault {
  readonly path: string;
  readonly words: Words;
}

/** Every fault of a rule as a short English sentence for its author; empty when it is sound. Never throws on any data. */
export function faultsOf(rule: Rule): string[] {
  return faultsAt(rule).map(({ path, words: { en } }) => `${path}: ${en}`);
}

/** Every fault of a rule at its field; empty when it is sound. Never throws on any data. */
export function faultsAt(rule: Rule): RuleFault[] {
  const faults: RuleFault[] = [];
  const fault = (path: string, zh: string, en: string): void => {
    faults.push({ path, words: words(zh, en) });
  };
  try {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(rule.id)) fault('id', '编号须为小写字母、数字与连字符', 'the id is not kebab-case');
    if (!Number.isSafeInteger(rule.version) || rule.version < 1) fault('version', '版本号应从 1 起', 'the version is not a number from 1');
    if (!ALARM_CLASSES.includes(rule.class)) fault('class', '没有这种警情类别', 'there is no such alarm class');
    for (const [path, text] of [['title', rule.title] as const, ['advice', rule.advice] as const]) {
      if (!text.zh.trim()) fault(`${path}.zh`, '请填写中文', 'it is needed in both languages');
      if (!text.en.trim()) fault(`${path}.en`, '请填写英文', 'it is needed in both languages');
    }
    if (!Object.hasOwn(QUANTITIES, rule.watches.quantity)) {
      fault('watches.quantity', '没有这个物理量', 'it watches no quantity of the vocabulary');
      return faults;
    }
    const quantity: Quantity = QUANTITIES[rule.watches.quantity];
    faults.push(...conditionFaults(rule.raiseWhen, quantity, 'raiseWhen', 1));
    if (rule.clearWhen !== undefined) faults.push(...conditionFaults(rule.clearWhen, quantity, 'clearWhen', 1));
    if (rule.holdFor !== undefined) {
      faults.push(...limitFaults(rule.holdFor, 'holdFor'));
      if (rule.class === 'fire') fault('holdFor', '火警不得延时', 'a fire rule waits for nothing: it has no holdFor');
    }
    if (rule.class === 'fire' && !rule.latching) fault('latching', '火警须自锁，由人复位', 'a fire rule latches');
    return faults;
  } catch {
    fault('', '内容不成规则', 'it is not of the form of a rule');
    return faults;
  }
}

function conditionFaults(condition: Condition, quantity: Quantity, at: string, depth: number): RuleFault[] {
  if (depth > DEEPEST) return [one(at, `条件嵌套超过 ${DEEPEST} 层`, `conditions lie more than ${DEEPEST} deep`)];
  const inner = (each: Condition, path: string): RuleFault[] => conditionFaults(each, quantity, `${at}.${path}`, depth + 1);
  switch (condition.is) {
    case 'above':
    case 'below':
      return [...kindFaults(quantity, at), ...limitFaults(condition.limit, `${at}.limit`)];
    case 'rising':
    case 'falling':
      return [...kindFaults(quantity, at), ...limitFaults(condition.by, `${at}.by`), ...timeFaults(condition.within, `${at}.within`)];
    case 'state':
      return stateFaults(condition.among, quantity, `${at}.among`);
    case 'quality': {
      const known = ['good', 'doubtful', 'bad'];
      const sound = condition.among.length > 0 && condition.among.every((each) => known.includes(each));
      return sound ? [] : [one(`${at}.among`, '请选择数值质量', 'no such quality')];
    }
    case 'silent':
      return limitFaults(condition.longer, `${at}.longer`);
    case 'repeated':
      return [
        ...countFaults(condition.times, MOST_TIMES, `${at}.times`),
        ...timeFaults(condition.within, `${at}.within`),
        ...inner(condition.of, 'of'),
      ];
    case 'together':
      return [
        ...countFaults(condition.points, MOST_POINTS, `${at}.points`),
        ...timeFaults(condition.within, `${at}.within`),
        ...inner(condition.of, 'of'),
      ];
    case 'calendar': {
      const faults: RuleFault[] = [];
      if (minutesOf(condition.from) === undefined) faults.push(one(`${at}.from`, '时间应为 00:00 至 23:59', 'not an hour of the day'));
      if (minutesOf(condition.to) === undefined) faults.push(one(`${at}.to`, '时间应为 00:00 至 23:59', 'not an hour of the day'));
      const days = condition.days?.every((day) => Number.isInteger(day) && day >= 1 && day <= 7) ?? true;
      if (!days || condition.days?.length === 0) faults.push(one(`${at}.days`, '请选择星期', 'not days of the week'));
      return faults;
    }
    case 'all':
    case 'any':
      return condition.of.length > 0
        ? condition.of.flatMap((each, nth) => inner(each, `of.${nth}`))
        : [one(at, '至少需要一个条件', 'it holds no condition')];
    case 'not':
      return inner(condition.of, 'of');
    default:
      return [one(at, '没有这种条件', 'there is no such condition')];
  }
}

function one(path: string, zh: string, en: string): RuleFault {
  return { path, words: words(zh, en) };
}

function kindFaults(quantity: Quantity, at: string): RuleFault[] {
  return quantity.kind === 'number' ? [] : [one(at, '这个量不是数值，不能比较大小', 'the quantity is no number')];
}

function stateFaults(among: readonly (string | boolean)[], quantity: Quantity, at: string): RuleFault[] {
  const known: readonly (string | boolean)[] =
    quantity.kind === 'flag' ? [true, false] : quantity.kind === 'state' ? Object.keys(quantity.states) : [];
  return among.length > 0 && among.every((each) => known.includes(each)) ? [] : [one(at, '请选择该量的状态', 'not states of the quantity')];
}

function limitFaults(limit: Limit, at: string): RuleFault[] {
  if (typeof limit === 'number') return Number.isFinite(limit) ? [] : [one(at, '请填写数值', 'the limit is no number')];
  const sound = limit.parameter !== '' && Number.isFinite(limit.otherwise) && Number.isFinite(limit.plus ?? 0);
  return sound ? [] : [one(at, '限值既不是数值，也不是带默认值的参数', 'the limit is neither a number nor a parameter with a default')];
}

function timeFaults(within: number, at: string): RuleFault[] {
  return Number.isFinite(within) && within > 0 ? [] : [one(at, '时间应大于 0', 'the time is not more than nothing')];
}

function countFaults(count: number, most: number, at: string): RuleFault[] {
  return Number.isInteger(count) && count >= 2 && count <= most
    ? []
    : [one(at, `应为 2 至 ${most} 的整数`, `the number is not 2 to ${most}`)];
}
