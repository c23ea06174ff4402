// All, any, not: over three values, because a bad reading leaves the truth unknown.
import { words } from '../../device-drivers/words.ts';
import { joined } from '../because.ts';
import { NEVER } from '../memory.ts';
import type { Moment, Node, Truth } from './node.ts';

/**
 * `all` is settled by the first that is false, `any` by the first that is true. When time alone may change it: not
 * before the last of those that settle it, and so a motion sensor at rest needs no look at nightfall.
 */
export function combined(is: 'all' | 'any', of: readonly Node[]): Node {
  const settling = is === 'any';
  const stateful = of.some((node) => node.stateful);
  let spoken: readonly Node[] = of;
  return {
    stateful,
    holds(moment) {
      let truth: Truth = !settling;
      let settled = false;
      let earliest = NEVER;
      let latestSettling = 0;
      let mustLook = NEVER;
      const holding: Node[] = [];
      for (const node of of) {
        if (settled && !node.stateful) continue;
        const held = node.holds(moment);
        const { until } = moment;
        earliest = Math.min(earliest, until);
        if (node.stateful) mustLook = Math.min(mustLook, until);
        if (held === true) holding.push(node);
        if (held === settling) {
          truth = settling;
          latestSettling = Math.max(latestSettling, until);
          settled ||= until === NEVER;
        } else if (held === undefined && truth !== settling) {
          truth = undefined;
        }
      }
      spoken = holding;
      moment.until = truth === settling ? Math.min(latestSettling, mustLook) : earliest;
      return truth;
    },
    say: (moment: Moment) =>
      joined(
        spoken.map((node) => node.say(moment)),
        is === 'all' ? '，且' : '，或',
        is === 'all' ? ', and ' : ', or ',
      ),
  };
}

export function not(of: Node): Node {
  return {
    stateful: of.stateful,
    holds(moment) {
      const held = of.holds(moment);
      return held === undefined ? undefined : !held;
    },
    say(moment) {
      const said = of.say(moment);
      return words(`不成立：${said.zh}`, `Not so: ${said.en}`);
    },
  };
}
