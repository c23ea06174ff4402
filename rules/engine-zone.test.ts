// Two points of one zone: they confirm each other, whatever device they stand in.
import type { Rule } from './rule.ts';
import { aDevice, aReading, aRule, Site } from './testing/site.ts';

const two = aRule({
  class: 'fire',
  latching: true,
  watches: { quantity: 'smoke.alarm' },
  raiseWhen: { is: 'together', of: { is: 'state', among: ['alarm'] }, points: 2, within: 180 },
});
const elsewhere = { path: ['root', 'zone-2'], zone: 'zone-2' };

function aSite(rules: readonly Rule[] = [two]): Site {
  return new Site(rules, [aDevice('a'), aDevice('b'), aDevice('c'), aDevice('d'), aDevice('x', elsewhere)]);
}

describe('detectors of one zone', () => {
  it('raise on the second, and on each further one, not on the first', () => {
    const site = aSite();
    expect(site.says(0, 'smoke.alarm', 'alarm', { device: 'a' })).toEqual([]);
    expect(site.says(100, 'smoke.alarm', 'alarm', { device: 'b' })).toEqual(['raise b @100']);
    expect(site.says(110, 'smoke.alarm', 'alarm', { device: 'a' })).toEqual([]);
    expect(site.says(900, 'smoke.alarm', 'alarm', { device: 'c' })).toEqual(['raise c @900']);
  });

  it('do not confirm a detector of another zone, nor themselves', () => {
    const site = aSite();
    site.says(0, 'smoke.alarm', 'alarm', { device: 'a' });
    expect(site.says(1, 'smoke.alarm', 'alarm', { device: 'x' })).toEqual([]);
    expect(site.says(2, 'smoke.alarm', 'normal', { device: 'a' })).toEqual([]);
    expect(site.says(3, 'smoke.alarm', 'alarm', { device: 'a' })).toEqual([]);
  });

  it('are two where two points of one device are', () => {
    const site = aSite();
    site.says(0, 'smoke.alarm', 'alarm', { device: 'a', point: 'one' });
    expect(site.says(1, 'smoke.alarm', 'alarm', { device: 'a', point: 'two' })).toEqual(['raise a @1']);
  });

  it('do not confirm each other when they begin too far apart', () => {
    const site = aSite();
    site.says(0, 'smoke.alarm', 'alarm', { device: 'a' });
    expect(site.says(181, 'smoke.alarm', 'alarm', { device: 'b' })).toEqual([]);
    expect(site.says(200, 'smoke.alarm', 'alarm', { device: 'c' })).toEqual(['raise c @200']);
  });

  it('end for all of them when fewer than two are left', () => {
    const site = aSite();
    for (const [at, device] of ['a', 'b', 'c'].entries()) site.says(at, 'smoke.alarm', 'alarm', { device });
    expect(site.says(10, 'smoke.alarm', 'normal', { device: 'a' })).toEqual([]);
    expect(site.says(11, 'smoke.alarm', 'normal', { device: 'c' })).toEqual(['clear c @11', 'clear b @11']);
    expect(site.says(12, 'smoke.alarm', 'alarm', { device: 'c' })).toEqual(['raise c @12']);
    expect(site.says(13, 'smoke.alarm', 'alarm', { device: 'd' })).toEqual(['raise d @13']);
  });

  it('are not ended by a doubtful word', () => {
    const site = aSite();
    site.says(0, 'smoke.alarm', 'alarm', { device: 'a' });
    site.says(1, 'smoke.alarm', 'alarm', { device: 'b' });
    expect(site.says(2, 'smoke.alarm', 'normal', { device: 'a', quality: 'doubtful' })).toEqual([]);
    expect(site.says(3, 'smoke.alarm', 'normal', { device: 'a' })).toEqual(['clear b @3']);
  });

  it('of a drill and real ones do not confirm each other', () => {
    const site = aSite();
    site.says(0, 'smoke.alarm', 'alarm', { device: 'a', drill: true });
    expect(site.says(1, 'smoke.alarm', 'alarm', { device: 'b' })).toEqual([]);
    expect(site.says(2, 'smoke.alarm', 'alarm', { device: 'c', drill: true })).toEqual(['raise c @2 drill']);
    site.engine.forgetDrill();
    expect(site.says(3, 'smoke.alarm', 'alarm', { device: 'd' })).toEqual(['raise d @3']);
  });

  it('lose the one that is moved away or removed', () => {
    const site = aSite();
    site.says(0, 'smoke.alarm', 'alarm', { device: 'a' });
    site.says(1, 'smoke.alarm', 'alarm', { device: 'b' });
    site.devices.set('a', aDevice('a', elsewhere));
    expect(site.says(2, 'smoke.alarm', 'alarm', { device: 'a' })).toEqual(['clear b @2']);
    expect(site.says(3, 'smoke.alarm', 'alarm', { device: 'x' })).toEqual(['raise x @3']);
    site.engine.forget('a');
    expect(site.passes(4)).toEqual(['clear x @3']);
  });

  it('need three where the rule says three', () => {
    const site = aSite([{ ...two, raiseWhen: { is: 'together', of: { is: 'state', among: ['alarm'] }, points: 3, within: 180 } }]);
    site.says(0, 'smoke.alarm', 'alarm', { device: 'a' });
    expect(site.says(1, 'smoke.alarm', 'alarm', { device: 'b' })).toEqual([]);
    expect(site.says(2, 'smoke.alarm', 'alarm', { device: 'c' })).toEqual(['raise c @2']);
    expect(site.says(3, 'smoke.alarm', 'normal', { device: 'b' })).toEqual(['clear c @3']);
  });

  it('say how many they are', () => {
    const site = aSite();
    site.says(0, 'smoke.alarm', 'alarm', { device: 'a' });
    site.says(1, 'smoke.alarm', 'alarm', { device: 'b' });
    const [raised] = site.engine.judge([aReading(2, 'smoke.alarm', 'alarm', { device: 'c' })]);
    expect(raised?.because.zh).toBe('同区 3 点报警；烟感：报警');
  });
});

describe('rules of one group', () => {
  const grouped = (id: string, quantity: 'smoke.alarm' | 'callpoint.pressed', state: string | boolean): Rule => ({
    ...two,
    id,
    watches: { quantity },
    raiseWhen: { is: 'together', of: { is: 'state', among: [state] }, points: 2, within: 180, group: 'fire' },
  });

  it('count each other’s points', () => {
    const site = aSite([grouped('smoke', 'smoke.alarm', 'alarm'), grouped('call', 'callpoint.pressed', true)]);
    site.says(0, 'smoke.alarm', 'alarm', { device: 'a' });
    expect(site.says(5, 'callpoint.pressed', true, { device: 'b' })).toEqual(['raise call b @5']);
    expect(site.says(9, 'smoke.alarm', 'normal', { device: 'a' })).toEqual(['clear call b @9']);
  });

  it('count a point once that two of them watch', () => {
    const site = aSite([grouped('smoke', 'smoke.alarm', 'alarm'), grouped('again', 'smoke.alarm', 'alarm')]);
    expect(site.says(0, 'smoke.alarm', 'alarm', { device: 'a' })).toEqual([]);
    expect(site.says(1, 'smoke.alarm', 'alarm', { device: 'b' }).sort()).toEqual(['raise again b @1', 'raise smoke b @1']);
  });
});
