// Repetition: how often something began to hold within a time.
import { words } from '../../device-drivers/words.ts';
import { seconds } from '../because.ts';
import type { Condition } from '../rule.ts';
import type { Bench, Node } from './node.ts';

/** Most repetitions a rule may ask for: its memory at each point is that many times. */
export const MOST_TIMES = 1_000;

/** The list: whether `of` holds, then the device times of its last `times` beginnings, oldest first. No more is needed. */
export function repeated({ times, within }: Extract<Condition, { readonly is: 'repeated' }>, of: Node, bench: Bench): Node {
  bench.timed('time');
  const memory = bench.remember();
  const windowMs = within * 1000;
  return {
    stateful: true,
    holds(moment) {
      const held = of.holds(moment);
      const { slot, at, deviceNow, now } = moment;
      const list = slot?.nodes[memory];
      if (!list) return undefined;
      const before = list[0] === 1;
      if (held === true && !before) begin(list, at, times);
      // Also a doubtful or late reading ends one beginning: it takes no alarm back, it only lets the next be counted.
      else if (held === false && before) list[0] = 0;
      if (held !== undefined && held !== before) moment.touched = true;
      const first = list.length > times ? list[list.length - times] : undefined;
      const holds = first !== undefined && deviceNow - first <= windowMs;
      if (holds) moment.until = Math.min(moment.until, now + (first + windowMs + 1 - deviceNow));
      return holds || held !== undefined ? holds : undefined;
    },
    say(moment) {
      const said = of.say(moment);
      const time = seconds(within);
      return words(`${time} 秒内 ${times} 次：${said.zh}`, `${times} times within ${time} s: ${said.en}`);
    },
  };
}

function begin(list: number[], at: number, times: number): void {
  if (list.length === 0) list.push(1);
  list[0] = 1;
  let place = list.length;
  while (place > 1 && (list[place - 1] ?? 0) > at) place -= 1;
  list.splice(place, 0, at);
  if (list.length > times + 1) list.splice(1, 1);
}
