// A rule as one sentence in a person's words, in both languages.
import { QUANTITIES, type Quantity, type QuantityId } from '../device-drivers/quantity.ts';
import { type Words, words } from '../device-drivers/words.ts';
import { joined, seconds, valueText } from './because.ts';
import type { Condition, Limit, Rule } from './rule.ts';

const QUALITY = { good: words('有效', 'sound'), doubtful: words('存疑', 'doubtful'), bad: words('无效', 'unusable') } as const;
const DAYS = ['', '一', '二', '三', '四', '五', '六', '日'] as const;
const DAYS_EN = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** `当水压低于 0.14 MPa，持续 60 秒`, for a rule that `faultsOf` found sound. A parameter stands with its name and default. */
export function sentenceOf({ watches: { quantity }, raiseWhen, holdFor }: Rule): Words {
  const said = conditionText(raiseWhen, quantity);
  const hold = holdFor === undefined ? undefined : time(holdFor);
  const zh = /^[\dA-Za-z]/.test(said.zh) ? `当 ${said.zh}` : `当${said.zh}`;
  return words(`${zh}${hold ? `，持续 ${hold.zh}` : ''}`, `When ${said.en}${hold ? `, for ${hold.en}` : ''}`);
}

function conditionText(condition: Condition, id: QuantityId): Words {
  const quantity: Quantity = QUANTITIES[id];
  const title = words(quantity.title.zh, quantity.title.en.toLowerCase());
  switch (condition.is) {
    case 'above':
    case 'below': {
      const limit = amount(condition.limit, id);
      return condition.is === 'above'
        ? words(`${title.zh}高于 ${limit.zh}`, `${title.en} is above ${limit.en}`)
        : words(`${title.zh}低于 ${limit.zh}`, `${title.en} is below ${limit.en}`);
    }
    case 'rising':
    case 'falling': {
      const by = amount(condition.by, id);
      const within = seconds(condition.within);
      return condition.is === 'rising'
        ? words(`${title.zh}在 ${within} 秒内上升 ${by.zh}`, `${title.en} rises by ${by.en} within ${within} s`)
        : words(`${title.zh}在 ${within} 秒内下降 ${by.zh}`, `${title.en} falls by ${by.en} within ${within} s`);
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
      const longer = time(condition.longer);
      return words(`${title.zh}超过 ${longer.zh}没有消息`, `nothing is heard of ${title.en} for ${longer.en}`);
    }
    case 'repeated': {
      const of = conditionText(condition.of, id);
      const { times, within } = condition;
      return words(`${seconds(within)} 秒内出现 ${times} 次：${of.zh}`, `${times} times within ${seconds(within)} s ${of.en}`);
    }
    case 'together': {
      const of = conditionText(condition.of, id);
      const { points, within } = condition;
      return words(
        `同区 ${points} 点在 ${seconds(within)} 秒内：${of.zh}`,
        `at ${points} points of one zone within ${seconds(within)} s ${of.en}`,
      );
    }
    case 'calendar': {
      const { from, to, days } = condition;
      const zh = days ? `周${days.map((day) => DAYS[day]).join('、')} ` : '';
      const en = days ? ` on ${days.map((day) => DAYS_EN[day]).join(', ')}` : '';
      return words(`时段在 ${zh}${from}–${to}`, `it is between ${from} and ${to}${en}`);
    }
    case 'not': {
      const of = conditionText(condition.of, id);
      return words(`并非（${of.zh}）`, `it is not so that (${of.en})`);
    }
    default: {
      const parts = condition.of.map((one) => {
        const said = conditionText(one, id);
        return one.is === 'all' || one.is === 'any' ? words(`（${said.zh}）`, `(${said.en})`) : said;
      });
      return condition.is === 'all' ? joined(parts, '，且', ' and ') : joined(parts, '，或', ' or ');
    }
  }
}

function amount(limit: Limit, id: QuantityId): Words {
  return limitText(limit, (value) => valueText(id, value));
}

function time(limit: Limit): Words {
  return limitText(limit, (value) => words(`${seconds(value)} 秒`, `${seconds(value)} s`));
}

function limitText(limit: Limit, text: (value: number) => Words): Words {
  if (typeof limit === 'number') return text(limit);
  const { zh, en } = text(limit.otherwise + (limit.plus ?? 0));
  return words(`限值 ${limit.parameter}（默认 ${zh}）`, `the limit ${limit.parameter} (default ${en})`);
}
