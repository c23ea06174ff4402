// From a condition's data to what can be asked.
import type { Condition } from '../rule.ts';
import { calendar } from './calendar.ts';
import { combined, not } from './logic.ts';
import type { Bench, Node } from './node.ts';
import { quality, silent, state, threshold } from './plain.ts';
import { repeated } from './repeated.ts';
import { together } from './together.ts';
import { trend } from './trend.ts';

/** Compiles a condition that `faultsOf` found sound. */
export function compile(condition: Condition, bench: Bench): Node {
  switch (condition.is) {
    case 'above':
    case 'below':
      return threshold(condition, bench);
    case 'state':
      return state(condition, bench);
    case 'quality':
      return quality(condition, bench);
    case 'silent':
      return silent(condition, bench);
    case 'rising':
    case 'falling':
      return trend(condition, bench);
    case 'repeated':
      return repeated(condition, compile(condition.of, bench), bench);
    case 'together':
      return together(condition, compile(condition.of, bench), bench);
    case 'calendar':
      return calendar(condition, bench);
    case 'all':
    case 'any':
      return combined(
        condition.is,
        condition.of.map((one) => compile(one, bench)),
      );
    case 'not':
      return not(compile(condition.of, bench));
  }
}
