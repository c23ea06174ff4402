// What time alone finds, and what is judged over time: silence, trend, repetition, hours of the day.
import { LINK_POINT } from '../device-drivers/decode.ts';
import { SAMPLES_IN_WINDOW } from './conditions/trend.ts';
import { judgesAlikeElsewhere } from './own-rule.ts';
import type { Condition } from './rule.ts';
import { aDevice, allRows, aReading, aRule, localTime, NOON, Site, short } from './testing/site.ts';

const silence: Condition = { is: 'silent', longer: { parameter: 'silenceLimit', otherwise: 600 } };
const deviceSilent = aRule({ class: 'fault', watches: { quantity: 'link.online' }, raiseWhen: silence });
const pointSilent = aRule({ class: 'fault', watches: { quantity: 'water.pressure' }, raiseWhen: silence });

describe('a silent device', () => {
  it('that never spoke is found, counted from when it was there', () => {
    const site = new Site([deviceSilent]);
    site.engine.watch(aDevice('d1'), NOON);
    expect(site.passes(599.999)).toEqual([]);
    const [found] = site.engine.advance(NOON + 5_000_000);
    expect(found).toMatchObject({ change: 'raise', device: 'd1', point: LINK_POINT, at: NOON + 600_000 });
    expect(found).not.toHaveProperty('value');
    expect(found?.because).toEqual({ zh: '超过 600 秒没有收到消息', en: 'Nothing heard for 600 s' });
    expect(site.engine.nextDue()).toBeUndefined();
  });

  it('is heard by any frame, counts from the last, and its alarm ends when it is received, late or bad as it may be', () => {
    const site = new Site([deviceSilent]);
    site.engine.watch(aDevice('d1'), NOON);
    for (const seconds of [100, 300, 500]) expect(site.says(seconds, 'water.pressure', 0.3)).toEqual([]);
    expect(site.passes(1099)).toEqual([]);
    expect(site.passes(1100)).toEqual(['raise d1 @1100']);
    expect(site.says(2000, 'water.pressure', null, { measured: 400 })).toEqual(['clear d1 @2000']);
    expect(site.says(2001, 'battery.percent', 50, { quality: 'doubtful' })).toEqual([]);
    expect(site.passes(9999)).toEqual(['raise d1 @2601']);
  });

  it('is heard by a presence frame that says online, and not by one that says offline', () => {
    const site = new Site([deviceSilent]);
    site.engine.watch(aDevice('d1'), NOON);
    site.says(100, 'link.online', true, { point: LINK_POINT });
    site.says(400, 'link.online', false, { point: LINK_POINT });
    expect(site.passes(700)).toEqual(['raise d1 @700']);
    expect(site.says(800, 'link.online', false, { point: LINK_POINT })).toEqual([]);
    expect(site.says(900, 'link.online', true, { point: LINK_POINT })).toEqual(['clear d1 @900']);
  });

  it('is counted from its first word where nobody announced it', () => {
    const site = new Site([deviceSilent]);
    site.says(50, 'smoke.alarm', 'normal');
    expect(site.passes(5000)).toEqual(['raise d1 @650']);
  });

  it('is counted anew when the gateway itself stood still, and stays silent where it was', () => {
    const site = new Site([deviceSilent], [aDevice('d1'), aDevice('d2')]);
    site.engine.watch(aDevice('d1'), NOON);
    site.passes(600);
    site.says(600, 'smoke.alarm', 'normal', { device: 'd2' });
    site.engine.watch(aDevice('d1'), NOON + 5_000_000);
    site.engine.watch(aDevice('d2'), NOON + 5_000_000);
    expect(site.passes(5_599)).toEqual([]);
    expect(site.passes(5_600)).toEqual(['raise d2 @5600']);
    expect(site.says(5_700, 'smoke.alarm', 'normal')).toEqual(['clear d1 @5700']);
  });

  it('is not silent while a drill is heard from it, but a drill ends no silence that stands, and has none of its own', () => {
    const site = new Site([deviceSilent]);
    site.engine.watch(aDevice('d1'), NOON);
    site.says(500, 'smoke.alarm', 'normal', { drill: true });
    expect(site.passes(1099)).toEqual([]);
    expect(site.passes(1100)).toEqual(['raise d1 @1100']);
    expect(site.says(1200, 'smoke.alarm', 'normal', { drill: true })).toEqual([]);
    expect(site.says(1300, 'smoke.alarm', 'normal')).toEqual(['clear d1 @1300']);
  });

  it('is no more when it is forgotten', () => {
    const site = new Site([deviceSilent]);
    site.engine.watch(aDevice('d1'), NOON);
    site.engine.forget('d1');
    expect(site.passes(9999)).toEqual([]);
  });

  it('goes by a new limit when its parameter changes', () => {
    const site = new Site([deviceSilent]);
    site.engine.watch(aDevice('d1'), NOON);
    site.parameters.set('silenceLimit', 1000);
    expect(site.passes(999)).toEqual([]);
    site.parameters.set('silenceLimit', 100);
    site.engine.lookAgain('d1', NOON + 999_500);
    expect(site.passes(999.5)).toEqual(['raise d1 @999.5']);
  });
});

describe('a silent point', () => {
  it('is found while the device speaks of other things', () => {
    const site = new Site([pointSilent]);
    site.says(0, 'water.pressure', 0.3);
    for (const seconds of [200, 400, 599]) site.says(seconds, 'battery.percent', 80);
    expect(site.passes(600)).toEqual(['raise d1 @600']);
    expect(site.says(700, 'battery.percent', 80)).toEqual([]);
    expect(site.says(701, 'water.pressure', 0.3)).toEqual(['clear d1 @701']);
  });

  it('that never spoke is found where the engine is told of the points', () => {
    const points = () => [
      { key: 'pressure', quantity: 'water.pressure' } as const,
      { key: 'battery', quantity: 'battery.percent' } as const,
    ];
    const site = new Site([pointSilent], [aDevice('d1')], { points });
    site.engine.watch(aDevice('d1'), NOON);
    site.says(300, 'battery.percent', 80, { point: 'battery' });
    expect(site.passes(9999)).toEqual(['raise d1 @600']);
  });
});

describe('a trend', () => {
  const falling = aRule({ watches: { quantity: 'water.pressure' }, raiseWhen: { is: 'falling', by: 0.2, within: 300 } });

  it('is found when the value fell far enough within the time, and is over when that lies behind', () => {
    const site = new Site([falling]);
    site.says(0, 'water.pressure', 0.5);
    expect(site.says(60, 'water.pressure', 0.4)).toEqual([]);
    expect(site.says(120, 'water.pressure', 0.3)).toEqual(['raise d1 @120']);
    expect(site.passes(300)).toEqual([]);
    expect(site.passes(301)).toEqual(['clear d1 @300.001']);
  });

  it('is none where it took longer, or went the other way', () => {
    const site = new Site([falling]);
    for (let step = 0; step < 20; step += 1) expect(site.says(step * 100, 'water.pressure', 1 - step * 0.05)).toEqual([]);
    expect(site.says(2100, 'water.pressure', 2)).toEqual([]);
    const rising = new Site([{ ...falling, raiseWhen: { is: 'rising', by: 0.2, within: 300 } }]);
    rising.says(0, 'water.pressure', 0.5);
    expect(rising.says(1, 'water.pressure', 0.1)).toEqual([]);
    expect(rising.says(2, 'water.pressure', 0.3)).toEqual(['raise d1 @2']);
  });

  it('goes by the device’s own times: an hour’s backlog in one second is no fall', () => {
    const site = new Site([falling]);
    const backlog = [0.5, 0.44, 0.38, 0.32, 0.26].map((value, n) => aReading(3600, 'water.pressure', value, { measured: n * 900 }));
    expect(short(site.engine.judge(backlog))).toEqual([]);
  });

  it('says how far it fell', () => {
    const site = new Site([falling]);
    site.says(0, 'water.pressure', 0.5);
    const [found] = site.engine.judge([aReading(60, 'water.pressure', 0.2)]);
    expect(found?.because.zh).toBe('水压 0.200 MPa，300 秒内下降 0.300 MPa（限值 0.200 MPa）');
  });

  it('remembers no more samples than its bound, however often a device reports', () => {
    const site = new Site([falling]);
    for (let n = 0; n < 6_000; n += 1) site.says(n / 10, 'water.pressure', 0.5 - (n % 50) / 1000);
    const [, row] = allRows(site.engine)[0] ?? [];
    const numbers = (row?.match(/-?\d+(\.\d+)?/g) ?? []).length;
    expect(numbers).toBeLessThan(2 * (SAMPLES_IN_WINDOW + 1) + 12);
    expect(site.says(601, 'water.pressure', 0.29)).toEqual(['raise d1 @601']);
  });
});

describe('repetition', () => {
  const knocks = aRule({
    watches: { quantity: 'hydrant.knock' },
    raiseWhen: { is: 'repeated', of: { is: 'state', among: [true] }, times: 3, within: 600 },
  });

  it('is found with the third beginning within the time, not with three words of one', () => {
    const site = new Site([knocks]);
    for (const seconds of [0, 1, 2]) expect(site.says(seconds, 'hydrant.knock', true)).toEqual([]);
    site.says(3, 'hydrant.knock', false);
    expect(site.says(100, 'hydrant.knock', true)).toEqual([]);
    site.says(101, 'hydrant.knock', false);
    expect(site.says(600, 'hydrant.knock', true)).toEqual(['raise d1 @600']);
    expect(site.passes(600)).toEqual([]);
    expect(site.passes(601)).toEqual(['clear d1 @600.001']);
  });

  it('counts only those within the time', () => {
    const site = new Site([knocks]);
    for (const seconds of [0, 400, 800, 1200]) {
      expect(site.says(seconds, 'hydrant.knock', true)).toEqual([]);
      expect(site.says(seconds + 1, 'hydrant.knock', false)).toEqual([]);
    }
  });

  it('is found also where the device’s clock is never believed', () => {
    const site = new Site([knocks]);
    const found: string[] = [];
    for (const seconds of [0, 10, 20]) {
      found.push(...site.says(seconds, 'hydrant.knock', true, { quality: 'doubtful' }));
      found.push(...site.says(seconds + 1, 'hydrant.knock', false, { quality: 'doubtful' }));
    }
    expect(found).toEqual(['raise d1 @20']);
  });
});

describe('hours of the day', () => {
  const night = (days?: (1 | 2 | 3 | 4 | 5 | 6 | 7)[]): Condition => ({
    is: 'calendar',
    from: '20:00',
    to: '06:00',
    ...(days ? { days } : {}),
  });
  const person: Condition = { is: 'state', among: [true] };
  const atNight = aRule({ watches: { quantity: 'beacon.pir' }, raiseWhen: { is: 'all', of: [person, night()] } });
  const HOUR = 3600;

  it('let a person near a post matter by night only', () => {
    const site = new Site([atNight]);
    expect(site.says(1 * HOUR, 'beacon.pir', true)).toEqual([]);
    expect(site.says(2 * HOUR, 'beacon.pir', false)).toEqual([]);
    expect(site.passes(8.5 * HOUR)).toEqual([]);
    expect(site.engine.nextDue()).toBeUndefined();
    expect(site.says(9 * HOUR, 'beacon.pir', true)).toEqual([`raise d1 @${9 * HOUR}`]);
    expect(site.says(9 * HOUR + 5, 'beacon.pir', false)).toEqual([`clear d1 @${9 * HOUR + 5}`]);
  });

  it('begin and end by themselves while the person stays', () => {
    const site = new Site([atNight]);
    site.says(7 * HOUR, 'beacon.pir', true);
    expect(site.passes(8 * HOUR - 1)).toEqual([]);
    expect(site.passes(50 * HOUR)).toEqual([
      `raise d1 @${8 * HOUR}`,
      `clear d1 @${18 * HOUR}`,
      `raise d1 @${32 * HOUR}`,
      `clear d1 @${42 * HOUR}`,
    ]);
  });

  it('belong to the day on which they began', () => {
    const site = new Site([{ ...atNight, raiseWhen: { is: 'all', of: [person, night([2])] } }]);
    site.says(0, 'beacon.pir', true);
    expect(site.passes(100 * HOUR)).toEqual([`raise d1 @${32 * HOUR}`, `clear d1 @${42 * HOUR}`]);
  });

  it('are those of the reading where it comes late, and time takes it back', () => {
    const site = new Site([atNight]);
    expect(site.says(19 * HOUR, 'beacon.pir', true, { measured: 17 * HOUR })).toEqual([`raise d1 @${17 * HOUR}`]);
    expect(site.passes(19 * HOUR)).toEqual([`clear d1 @${19 * HOUR}`]);
  });

  it('are found also where clocks are changed on the way', () => {
    const jump = NOON + 4 * HOUR * 1000;
    const shifted = (at: number) => localTime(at >= jump ? at + HOUR * 1000 : at);
    const site = new Site([atNight], [aDevice('d1')], { localTime: shifted });
    site.says(0, 'beacon.pir', true);
    expect(site.passes(12 * HOUR)).toEqual([`raise d1 @${7 * HOUR}`]);
  });
});

describe('a hold beside hours of the day', () => {
  const HOUR = 3600;
  const NIGHT: Condition = { is: 'calendar', from: '20:00', to: '06:00' };
  const low: Condition = { is: 'below', limit: 0.1 };
  const held = (hours: Condition = NIGHT): Site =>
    new Site([aRule({ watches: { quantity: 'water.pressure' }, raiseWhen: { is: 'all', of: [low, hours] }, holdFor: 600 })]);

  it('counts from the hour on where it was so before', () => {
    const site = held();
    site.says(7 * HOUR, 'water.pressure', 0.05);
    expect(site.passes(8 * HOUR + 599)).toEqual([]);
    expect(site.passes(8 * HOUR + 600)).toEqual([`raise d1 @${8 * HOUR + 600}`]);
  });

  it('is broken by the end of the hours, to the second, and what was raised ends there', () => {
    const broken = held();
    broken.says(18 * HOUR - 600, 'water.pressure', 0.05);
    expect(broken.passes(19 * HOUR)).toEqual([]);
    expect(broken.passes(33 * HOUR)).toEqual([`raise d1 @${32 * HOUR + 600}`]);
    const whole = held();
    whole.says(18 * HOUR - 601, 'water.pressure', 0.05);
    expect(whole.passes(19 * HOUR)).toEqual([`raise d1 @${18 * HOUR - 1}`, `clear d1 @${18 * HOUR}`]);
  });

  it('goes on from one day into the next where both are within', () => {
    // Monday noon; Tuesday and Wednesday all day.
    const site = held({ is: 'calendar', from: '00:00', to: '00:00', days: [2, 3] });
    site.says(36 * HOUR - 300, 'water.pressure', 0.05);
    expect(site.passes(36 * HOUR + 300)).toEqual([`raise d1 @${36 * HOUR + 300}`]);
    expect(site.passes(100 * HOUR)).toEqual([`clear d1 @${60 * HOUR}`]);
  });

  it('with an end of its own the alarm stays beyond the hours until that comes', () => {
    const clearWhen: Condition = { is: 'above', limit: 0.12 };
    const rule = aRule({ watches: { quantity: 'water.pressure' }, raiseWhen: { is: 'all', of: [low, NIGHT] }, clearWhen });
    const site = new Site([rule]);
    site.says(17 * HOUR, 'water.pressure', 0.05);
    expect(site.passes(19 * HOUR)).toEqual([]);
    expect(site.says(20 * HOUR, 'water.pressure', 0.2)).toEqual([`clear d1 @${20 * HOUR}`]);
  });

  it('of what repeats, counts around the clock and speaks within the hours', () => {
    const often: Condition = { is: 'repeated', of: { is: 'state', among: [true] }, times: 3, within: 600 };
    const rule = aRule({ watches: { quantity: 'hydrant.knock' }, raiseWhen: { is: 'all', of: [often, NIGHT] } });
    const site = new Site([rule]);
    for (const seconds of [-200, -100]) {
      expect(site.says(8 * HOUR + seconds, 'hydrant.knock', true)).toEqual([]);
      site.says(8 * HOUR + seconds + 1, 'hydrant.knock', false);
    }
    expect(site.says(8 * HOUR + 5, 'hydrant.knock', true)).toEqual([`raise d1 @${8 * HOUR + 5}`]);
  });

  it('runs on over a restart at either side of the edge', () => {
    for (const before of [7.9 * HOUR, 8 * HOUR + 300]) {
      const site = held();
      site.says(7 * HOUR, 'water.pressure', 0.05);
      site.passes(before);
      const again = site.anotherEngine();
      again.restore(allRows(site.engine).flatMap(([id, row]) => (row === null ? [] : [[id, row] as const])));
      expect(short(again.advance(NOON + 9 * HOUR * 1000))).toEqual([`raise d1 @${8 * HOUR + 600}`]);
    }
  });
});

describe('a device that took the place of another', () => {
  it('is watched by the rule that named the old one, and the others of that rule lose nothing', () => {
    const rule = aRule({
      watches: { quantity: 'water.pressure', devices: ['d1', 'd2'] },
      raiseWhen: { is: 'below', limit: 0.1 },
      holdFor: 60,
    });
    const site = new Site(
      [rule],
      ['d1', 'd2', 'd3'].map((id) => aDevice(id)),
    );
    site.says(0, 'water.pressure', 0.05, { device: 'd2' });
    site.engine.forget('d1');
    const next = { ...rule, version: 2, watches: { ...rule.watches, devices: ['d3', 'd2'] } };
    expect(site.engine.changeRule(next, NOON + 30_000, judgesAlikeElsewhere)).toBe(false);
    site.says(40, 'water.pressure', 0.05, { device: 'd3' });
    expect(site.passes(200)).toEqual(['raise d2 @60', 'raise d3 @100']);
  });
});

describe('time', () => {
  it('finds what is due in order of due time, and among equals by device', () => {
    const hold = aRule({ watches: { quantity: 'water.pressure' }, raiseWhen: { is: 'below', limit: 0.1 }, holdFor: 60 });
    const ids = ['d3', 'd1', 'd2'];
    const site = new Site(
      [hold, { ...deviceSilent, id: 'silent' }],
      ids.map((id) => aDevice(id)),
    );
    for (const device of ids) site.says(0, 'water.pressure', 0.01, { device });
    site.says(5, 'water.pressure', 0.2, { device: 'd3' });
    site.says(6, 'water.pressure', 0.01, { device: 'd3' });
    expect(site.passes(10_000)).toEqual([
      'raise d1 @60',
      'raise d2 @60',
      'raise d3 @66',
      'raise silent d1 @600',
      'raise silent d2 @600',
      'raise silent d3 @606',
    ]);
  });

  it('keeps nothing of ten thousand holds that were broken', () => {
    const hold = aRule({ watches: { quantity: 'water.pressure' }, raiseWhen: { is: 'below', limit: 0.1 }, holdFor: 86_400 });
    const site = new Site([hold]);
    for (let n = 0; n < 20_000; n += 1) site.says(n / 10, 'water.pressure', n % 2 === 0 ? 0.01 : 0.5);
    expect(site.passes(80_000)).toEqual([]);
    expect(site.engine.nextDue()).toBeUndefined();
  });
});
