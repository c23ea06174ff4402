// What state each point is in: the worst below it, drills apart, and no alarm forgotten because the map has no spot for it.
import type { MapPoint, PastAlarm } from '../../gateway/web/map-contract.ts';
import { keyOf, pictureOf, type Standing, standingAt, stateOf } from './standing.ts';

const point = (of: MapPoint['of'], id: string, silent = false): MapPoint => ({
  of,
  id,
  kind: of === 'place' ? 'building' : 'smoke',
  name: id,
  where: '',
  longitude: 104,
  latitude: 35,
  silent,
});
const alarm = (device: string, of: Standing['class'], path: readonly string[], drill = false): Standing => ({
  id: `${device} ${of}`,
  device,
  name: device,
  class: of,
  title: { zh: '', en: '' },
  path,
  drill,
  from: 0,
});
const UNIT = point('place', 'unit');
const TOWER = point('place', 'tower');
const HYDRANT = point('device', 'hydrant', true);
const KEYS = new Set([UNIT, TOWER, HYDRANT].map(keyOf));

describe('a point of the map', () => {
  it('shows the worst of all that stands below it', () => {
    const picture = pictureOf(KEYS, [
      alarm('smoke', 'fault', ['root', 'unit', 'tower', 'f1']),
      alarm('hydrant', 'supervisory', ['root', 'unit']),
    ]);
    expect([UNIT, TOWER, HYDRANT].map((one) => stateOf(one, picture))).toEqual(['supervisory', 'fault', 'supervisory']);
  });

  it('shows a drill as a drill, and a fire through a drill', () => {
    const drill = alarm('smoke', 'fire', ['root', 'unit', 'tower'], true);
    expect(stateOf(TOWER, pictureOf(KEYS, [drill]))).toBe('test');
    expect(stateOf(TOWER, pictureOf(KEYS, [alarm('other', 'fire', ['root', 'unit', 'tower']), drill]))).toBe('fire');
  });

  it('is silent or well where nothing is the matter', () => {
    const picture = pictureOf(KEYS, []);
    expect([stateOf(HYDRANT, picture), stateOf(TOWER, picture)]).toEqual(['silent', 'normal']);
  });
});

describe('an alarm', () => {
  it('stands at its device, else at the nearest place above it, and else is said to stand nowhere', () => {
    const own = alarm('hydrant', 'fault', ['root', 'unit', 'tower']);
    const below = alarm('smoke', 'fire', ['root', 'unit', 'tower', 'f1']);
    const lost = alarm('far', 'fire', ['root', 'farm']);
    const { at, nowhere } = pictureOf(KEYS, [own, below, lost]);
    expect(at.get('device:hydrant')).toEqual([own]);
    expect(at.get('place:tower')).toEqual([below]);
    expect(at.get('place:unit')).toBeUndefined();
    expect(nowhere).toEqual([lost]);
  });

  it('of the past stands from when it was heard until it was closed', () => {
    const past = (id: string, from: number, to: number | null): PastAlarm => ({
      ...alarm(id, 'fire', ['root']),
      id,
      path: ['root'],
      from,
      to,
    });
    const all = [past('before', 1, 5), past('now', 4, 9), past('open', 3, null), past('after', 8, 9)];
    expect(standingAt(all, 5).map(({ id }) => id)).toEqual(['now', 'open']);
  });
});
