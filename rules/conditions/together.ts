// Several points of one zone within a time: they confirm each other.
import { words } from '../../device-drivers/words.ts';
import type { Slot } from '../memory.ts';
import type { Condition } from '../rule.ts';
import type { Bench, Node, Together } from './node.ts';

/**
 * Holds on the point that completes the number and on each that comes after, not on those before: they have their own
 * alarms. Times are the gateway's: two devices' clocks cannot be compared.
 */
export function together({ points, within, group }: Extract<Condition, { readonly is: 'together' }>, of: Node, bench: Bench): Node {
  const memory = bench.remember();
  const quorum = { points, within: within * 1000 };
  const name = `${group === undefined ? `rule ${bench.rule}` : `group ${group}`}|${points}|${within}`;
  const key = ({ point }: Slot): string => `${name}|${point.drill ? 1 : 0}|${point.device.zone}`;
  const row: Together = { memory, points, key };
  bench.timed(row);
  return {
    stateful: true,
    holds(moment) {
      const held = of.holds(moment);
      const { slot } = moment;
      const membership = slot?.nodes[memory];
      if (!slot || !membership) return undefined;
      if (held === true && membership.length === 0) {
        bench.zones.join(key(slot), slot, membership, moment.now, quorum);
        moment.touched = true;
      } else if (held === false && !moment.weak && membership.length > 0) {
        bench.zones.leave(key(slot), slot, membership, points);
        moment.touched = true;
      }
      const complete = membership[1] === 1;
      return complete || held !== undefined ? complete : undefined;
    },
    say(moment) {
      const said = of.say(moment);
      const count = moment.slot ? bench.zones.count(key(moment.slot)) : points;
      return words(`同区 ${count} 点报警；${said.zh}`, `${count} points of one zone in alarm; ${said.en}`);
    },
  };
}
