// The order of the test files: the longest first, so that no worker is left alone with one of them at the end.
import Sequencer from '@jest/test-sequencer';

/**
 * Half a minute and more each, longest first. Jest itself knows how long a file took the last time; in a fresh clone it
 * goes by the size of a file, and what kills a gateway twenty times is a short one.
 */
const LONGEST = [
  'gateway/notify/drill-leak',
  'dashboard/map/map-screens',
  'dashboard/notify/notify-screens',
  'dashboard/axe',
  'dashboard/transmission/transmission-screens',
  'gateway/kill',
  'gateway/stations-kill',
  'dashboard/units/units-screens',
  'dashboard/screens',
  'dashboard/wall/wall-screens',
  'dashboard/duty/duty-screens',
  'gateway/web/matrix',
  'dashboard/walk-test/walk-test-screens',
  'simulators/phone-journey',
  'dashboard/workbench/workbench',
  'gateway/links/gb26875/gb26875-link',
  'simulators/fourteen/restart',
  'gateway/passed-over',
];

/** Its place among the longest; behind all of them what is not long. */
function placeOf({ path }) {
  const place = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
  return place === -1 ? LONGEST.length : place;
}

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
