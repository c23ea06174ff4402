// Conditions on one reading alone: threshold, state, quality; and silence, on having heard one at all.
import { QUANTITIES, type Quantity } from '../../device-drivers/quantity.ts';
import { words } from '../../device-drivers/words.ts';
import { reading, seconds, valueText } from '../because.ts';
import { NEVER } from '../memory.ts';
import type { Condition } from '../rule.ts';
import type { Bench, Moment, Node } from './node.ts';

type Of<Is extends Condition['is']> = Extract<Condition, { readonly is: Is }>;

export function threshold({ is, limit }: Of<'above' | 'below'>, bench: Bench): Node {
  const above = is === 'above';
  return {
    stateful: false,
    holds(moment) {
      moment.until = NEVER;
      const { value } = moment;
      if (typeof value !== 'number') return undefined;
      const bound = bench.limit(limit, moment);
      return above ? value > bound : value < bound;
    },
    say(moment) {
      const said = reading(bench.quantity, moment.value);
      const bound = valueText(bench.quantity, bench.limit(limit, moment)).zh;
      return above
        ? words(`${said.zh}，高于 ${bound}`, `${said.en}, above ${bound}`)
        : words(`${said.zh}，低于 ${bound}`, `${said.en}, below ${bound}`);
    },
  };
}

export function state({ among }: Of<'state'>, bench: Bench): Node {
  return {
    stateful: false,
    holds(moment) {
      moment.until = NEVER;
      const { value } = moment;
      return value === null || typeof value === 'number' ? undefined : among.includes(value);
    },
    say: (moment) => reading(bench.quantity, moment.value),
  };
}

const QUALITY_WORDS = {
  good: words('数值有效', 'a sound value'),
  doubtful: words('数值存疑', 'a doubtful value'),
  bad: words('数值无效', 'no usable value'),
} as const;

export function quality({ among }: Of<'quality'>, bench: Bench): Node {
  return {
    stateful: false,
    holds(moment) {
      moment.until = NEVER;
      return moment.quality === undefined ? undefined : among.includes(moment.quality);
    },
    say(moment) {
      const { title }: Quantity = QUANTITIES[bench.quantity];
      const said = QUALITY_WORDS[moment.quality ?? 'bad'];
      return words(`${title.zh}${said.zh}`, `${title.en}: ${said.en}`);
    },
  };
}

/** A drill has no silence of its own: a device that stops speaking in a drill is a real matter. */
export function silent({ longer }: Of<'silent'>, bench: Bench): Node {
  bench.timed('silence');
  const limitMs = (moment: Moment): number => bench.limit(longer, moment) * 1000;
  return {
    stateful: false,
    holds(moment) {
      moment.until = NEVER;
      if (moment.drill) return false;
      const ends = moment.heard + limitMs(moment);
      if (moment.now >= ends && Number.isFinite(ends)) return true;
      if (Number.isFinite(ends)) moment.until = ends;
      return false;
    },
    say(moment) {
      const limit = seconds(limitMs(moment) / 1000);
      return words(`超过 ${limit} 秒没有收到消息`, `Nothing heard for ${limit} s`);
    },
  };
}
