// When an alarm's cause begins, begins again, and ends: states, thresholds, holds, doubtful, late and bad readings, drills.
import { ruleBook } from './book.ts';
import type { Condition, Rule } from './rule.ts';
import { aDevice, aReading, aRule, NOON, Site, short } from './testing/site.ts';

const alarm: Condition = { is: 'state', among: ['alarm'] };
const normal: Condition = { is: 'state', among: ['normal'] };
const fire = aRule({ class: 'fire', latching: true, watches: { quantity: 'smoke.alarm' }, raiseWhen: alarm, clearWhen: normal });

const pressureLow = aRule({
  watches: { quantity: 'water.pressure' },
  raiseWhen: { is: 'below', limit: { parameter: 'low', otherwise: 0.1 } },
  clearWhen: { is: 'above', limit: { parameter: 'low', otherwise: 0.1, plus: 0.02 } },
});
const pressureLowHeld: Rule = { ...pressureLow, holdFor: { parameter: 'hold', otherwise: 60 } };

describe('a detector', () => {
  it('raises when its alarm begins, says nothing while it repeats it, and clears when it is normal again', () => {
    const site = new Site([fire]);
    expect(site.says(0, 'smoke.alarm', 'normal')).toEqual([]);
    expect(site.says(1, 'smoke.alarm', 'alarm')).toEqual(['raise d1 @1']);
    expect(site.says(2, 'smoke.alarm', 'alarm')).toEqual([]);
    expect(site.says(3, 'smoke.alarm', 'normal')).toEqual(['clear d1 @3']);
    expect(site.says(4, 'smoke.alarm', 'normal')).toEqual([]);
  });

  it('raises with its first word, when nothing was known of it', () => {
    expect(new Site([fire]).says(0, 'smoke.alarm', 'alarm')).toEqual(['raise d1 @0']);
  });

  it('gives raise and clear for a pulse within one frame, and raises anew for the next', () => {
    const site = new Site([fire]);
    const pulse = [aReading(1, 'smoke.alarm', 'alarm'), aReading(1, 'smoke.alarm', 'normal')];
    expect(short(site.engine.judge(pulse))).toEqual(['raise d1 @1', 'clear d1 @1']);
    expect(short(site.engine.judge(pulse.map((one) => ({ ...one, at: one.at + 1, receivedAt: one.receivedAt + 1 }))))).toEqual([
      'raise d1 @1.001',
      'clear d1 @1.001',
    ]);
  });

  it('is neither cleared by being silenced nor by a test, and says so when it alarms again after it', () => {
    const site = new Site([fire]);
    site.says(0, 'smoke.alarm', 'alarm');
    expect(site.says(1, 'smoke.alarm', 'silenced')).toEqual([]);
    expect(site.says(2, 'smoke.alarm', 'alarm')).toEqual(['again d1 @2']);
    expect(site.says(3, 'smoke.alarm', 'test')).toEqual([]);
    expect(site.says(4, 'smoke.alarm', 'prealarm')).toEqual([]);
    expect(site.says(5, 'smoke.alarm', 'alarm')).toEqual(['again d1 @5']);
    expect(site.says(6, 'smoke.alarm', 'normal')).toEqual(['clear d1 @6']);
  });

  it('clears where it has no clearWhen as soon as its state is another', () => {
    const site = new Site([aRule({ watches: { quantity: 'smoke.alarm' }, raiseWhen: alarm })]);
    site.says(0, 'smoke.alarm', 'alarm');
    expect(site.says(1, 'smoke.alarm', 'silenced')).toEqual(['clear d1 @1']);
  });

  it('has an alarm of its own at each point and device', () => {
    const site = new Site([fire], [aDevice('d1'), aDevice('d2')]);
    expect(site.says(0, 'smoke.alarm', 'alarm')).toEqual(['raise d1 @0']);
    expect(site.says(0, 'smoke.alarm', 'alarm', { point: 'second' })).toEqual(['raise d1 @0']);
    expect(site.says(0, 'smoke.alarm', 'alarm', { device: 'd2' })).toEqual(['raise d2 @0']);
    expect(site.says(1, 'smoke.alarm', 'normal', { point: 'second' })).toEqual(['clear d1 @1']);
    expect(site.says(2, 'smoke.alarm', 'alarm', { device: 'd2' })).toEqual([]);
  });

  it('is judged though the estate knows no such device', () => {
    const site = new Site(ruleBook, []);
    expect(site.says(0, 'smoke.alarm', 'alarm', { device: 'stranger' })).toEqual(['raise smoke-alarm stranger @0']);
  });

  it('tells value, limit and time in both languages', () => {
    const site = new Site([pressureLowHeld], [aDevice('d1', { kind: 'hydrant' })]);
    site.engine.judge([aReading(0, 'water.pressure', 0.062)]);
    const [raised] = site.engine.advance(NOON + 60_000);
    expect(raised?.because).toEqual({
      zh: '水压 0.062 MPa，低于 0.100 MPa，已持续 60 秒',
      en: 'Water pressure 0.062 MPa, below 0.100 MPa, for 60 s',
    });
    expect(raised?.value).toBe(0.062);
    const [cleared] = site.engine.judge([aReading(70, 'water.pressure', 0.3)]);
    expect(cleared?.because.zh).toBe('水压 0.300 MPa，高于 0.120 MPa');
    const [alarmed] = new Site([fire]).engine.judge([aReading(0, 'smoke.alarm', 'alarm')]);
    expect(alarmed?.because).toEqual({ zh: '烟感：报警', en: 'Smoke detector: alarm' });
  });
});

describe('a threshold', () => {
  it('is not passed by the limit itself, and trembling in the dead band says nothing', () => {
    const site = new Site([pressureLow]);
    expect(site.says(0, 'water.pressure', 0.1)).toEqual([]);
    expect(site.says(1, 'water.pressure', 0.099)).toEqual(['raise d1 @1']);
    for (const value of [0.105, 0.099, 0.119, 0.098, 0.12]) expect(site.says(2, 'water.pressure', value)).toEqual([]);
    expect(site.says(3, 'water.pressure', 0.121)).toEqual(['clear d1 @3']);
  });

  it('takes its limit at the moment of judgement, and its dead band moves with it', () => {
    const site = new Site([pressureLow]);
    expect(site.says(0, 'water.pressure', 0.15)).toEqual([]);
    site.parameters.set('low', 0.2);
    expect(site.says(1, 'water.pressure', 0.15)).toEqual(['raise d1 @1']);
    expect(site.says(2, 'water.pressure', 0.21)).toEqual([]);
    expect(site.says(3, 'water.pressure', 0.23)).toEqual(['clear d1 @3']);
  });

  it('uses its own default where the parameter given is no number', () => {
    const site = new Site([pressureLow]);
    site.parameters.set('low', Number.NaN);
    expect(site.says(0, 'water.pressure', 0.05)).toEqual(['raise d1 @0']);
  });
});

describe('a hold', () => {
  it('raises when the time has run out, at that time and with the last value', () => {
    const site = new Site([pressureLowHeld]);
    expect(site.says(0, 'water.pressure', 0.05)).toEqual([]);
    expect(site.says(30, 'water.pressure', 0.04)).toEqual([]);
    expect(site.passes(59.999)).toEqual([]);
    expect(site.engine.nextDue()).toBe(NOON + 60_000);
    const [finding] = site.engine.advance(NOON + 75_000);
    expect(finding).toMatchObject({ change: 'raise', at: NOON + 60_000, value: 0.04 });
    expect(site.passes(200)).toEqual([]);
  });

  it('is broken by one good reading that does not hold, and runs from the beginning again', () => {
    const site = new Site([pressureLowHeld]);
    site.says(0, 'water.pressure', 0.05);
    site.says(50, 'water.pressure', 0.11);
    site.says(55, 'water.pressure', 0.05);
    expect(site.passes(114)).toEqual([]);
    expect(site.passes(115)).toEqual(['raise d1 @115']);
  });

  it('is not broken by a bad, a doubtful or a late reading', () => {
    const site = new Site([pressureLowHeld]);
    site.says(0, 'water.pressure', 0.05);
    site.says(10, 'water.pressure', null);
    site.says(20, 'water.pressure', 0.5, { quality: 'doubtful' });
    site.says(30, 'water.pressure', 0.5, { measured: 5 });
    expect(site.passes(60)).toEqual(['raise d1 @60']);
  });

  it('runs out before a frame that would have broken it later, though nobody let time pass in between', () => {
    const site = new Site([pressureLowHeld]);
    site.says(0, 'water.pressure', 0.05);
    expect(site.says(90, 'water.pressure', 0.5)).toEqual(['raise d1 @60', 'clear d1 @90']);
  });

  it('goes by a new length when its parameter changes', () => {
    const site = new Site([pressureLowHeld]);
    site.says(0, 'water.pressure', 0.05);
    site.parameters.set('hold', 90);
    expect(site.passes(60)).toEqual([]);
    expect(site.passes(90)).toEqual(['raise d1 @90']);
    site.says(100, 'water.pressure', 0.5);
    site.says(110, 'water.pressure', 0.05);
    site.parameters.set('hold', 5);
    site.engine.lookAgain('d1', NOON + 120_000);
    expect(site.passes(120)).toEqual(['raise d1 @120']);
  });

  it('of nothing is no hold', () => {
    const site = new Site([pressureLowHeld]);
    site.parameters.set('hold', 0);
    expect(site.says(0, 'water.pressure', 0.05)).toEqual(['raise d1 @0']);
  });
});

describe('a doubtful reading', () => {
  it('raises and does not clear', () => {
    const site = new Site([fire]);
    expect(site.says(0, 'smoke.alarm', 'alarm', { quality: 'doubtful' })).toEqual(['raise d1 @0']);
    expect(site.says(1, 'smoke.alarm', 'normal', { quality: 'doubtful' })).toEqual([]);
    expect(site.says(2, 'smoke.alarm', 'alarm', { quality: 'doubtful' })).toEqual(['again d1 @2']);
    expect(site.says(3, 'smoke.alarm', 'normal')).toEqual(['clear d1 @3']);
  });
});

describe('a late reading', () => {
  it('raises what nobody knew of, and the next word in time clears it', () => {
    const site = new Site([fire]);
    site.says(100, 'smoke.alarm', 'normal');
    expect(site.says(101, 'smoke.alarm', 'alarm', { measured: 40 })).toEqual(['raise d1 @40']);
    expect(site.says(102, 'smoke.alarm', 'normal', { measured: 50 })).toEqual([]);
    expect(site.says(103, 'smoke.alarm', 'normal')).toEqual(['clear d1 @103']);
  });

  it('is late also by the time it was received, and then clears nothing', () => {
    const site = new Site([fire]);
    site.says(100, 'smoke.alarm', 'alarm', { measured: 10 });
    expect(site.says(90, 'smoke.alarm', 'normal', { measured: 20 })).toEqual([]);
  });

  it('does not ring again for an alarm that stands', () => {
    const site = new Site([fire]);
    site.says(100, 'smoke.alarm', 'alarm');
    site.says(101, 'smoke.alarm', 'silenced', { measured: 50 });
    expect(site.says(102, 'smoke.alarm', 'alarm')).toEqual([]);
  });

  it('of the same time as the latest is not late', () => {
    const site = new Site([fire]);
    site.says(100, 'smoke.alarm', 'alarm');
    expect(site.says(100, 'smoke.alarm', 'normal')).toEqual(['clear d1 @100']);
  });
});

describe('a bad reading', () => {
  it('neither raises nor clears', () => {
    const site = new Site([pressureLow]);
    expect(site.says(0, 'water.pressure', null)).toEqual([]);
    site.says(1, 'water.pressure', 0.05);
    expect(site.says(2, 'water.pressure', null)).toEqual([]);
    expect(site.says(3, 'water.pressure', 0.05)).toEqual([]);
    expect(site.says(4, 'water.pressure', 0.5)).toEqual(['clear d1 @4']);
  });

  it('does not clear a rule without clearWhen, nor one that says not', () => {
    const not: Condition = { is: 'not', of: { is: 'above', limit: 0.1 } };
    const site = new Site([aRule({ watches: { quantity: 'water.pressure' }, raiseWhen: not })]);
    expect(site.says(0, 'water.pressure', null)).toEqual([]);
    expect(site.says(1, 'water.pressure', 0.05)).toEqual(['raise d1 @1']);
    expect(site.says(2, 'water.pressure', null)).toEqual([]);
    expect(site.says(3, 'water.pressure', 0.5)).toEqual(['clear d1 @3']);
  });

  it('is what a quality rule looks at', () => {
    const rule = aRule({ watches: { quantity: 'water.pressure' }, raiseWhen: { is: 'quality', among: ['bad'] }, holdFor: 60 });
    const site = new Site([rule]);
    site.says(0, 'water.pressure', null);
    expect(site.passes(60)).toEqual(['raise d1 @60']);
    expect(site.says(61, 'water.pressure', null)).toEqual([]);
    expect(site.says(62, 'water.pressure', 0.3)).toEqual(['clear d1 @62']);
    expect(site.engine.judge([aReading(63, 'water.pressure', null)])).toEqual([]);
    const [raised] = site.engine.advance(NOON + 200_000);
    expect(raised).not.toHaveProperty('value');
    expect(raised?.because.zh).toBe('水压数值无效，已持续 60 秒');
  });
});

describe('a drill', () => {
  it('never clears a real alarm, and a real fire breaks through it', () => {
    const site = new Site([fire]);
    expect(site.says(0, 'smoke.alarm', 'alarm', { drill: true })).toEqual(['raise d1 @0 drill']);
    expect(site.says(1, 'smoke.alarm', 'alarm')).toEqual(['raise d1 @1']);
    expect(site.says(2, 'smoke.alarm', 'normal', { drill: true })).toEqual(['clear d1 @2 drill']);
    expect(site.says(3, 'smoke.alarm', 'alarm')).toEqual([]);
    expect(site.says(4, 'smoke.alarm', 'normal')).toEqual(['clear d1 @4']);
  });

  it('breaks no real hold and completes none', () => {
    const site = new Site([pressureLowHeld]);
    site.says(0, 'water.pressure', 0.05);
    site.says(30, 'water.pressure', 0.5, { drill: true });
    site.says(40, 'water.pressure', 0.05, { drill: true });
    expect(site.passes(200)).toEqual(['raise d1 @60', 'raise d1 @100 drill']);
  });

  it('is forgotten when it is over, and the next one raises anew', () => {
    const site = new Site([fire]);
    site.says(0, 'smoke.alarm', 'alarm', { drill: true });
    site.says(0, 'smoke.alarm', 'alarm');
    site.engine.forgetDrill();
    expect(site.says(10, 'smoke.alarm', 'alarm', { drill: true })).toEqual(['raise d1 @10 drill']);
    expect(site.says(10, 'smoke.alarm', 'alarm')).toEqual([]);
  });
});

describe('what a rule watches', () => {
  const hydrant = aDevice('d1', { kind: 'hydrant', path: ['root', 'a', 'floor'], model: 'm1' });
  const raised = (watches: Partial<Rule['watches']>): boolean => {
    const site = new Site([{ ...pressureLow, watches: { quantity: 'water.pressure', ...watches } }], [hydrant]);
    return site.says(0, 'water.pressure', 0.01, { point: 'p' }).length > 0;
  };

  it('may be narrowed by kind, model, device, place and point', () => {
    expect(raised({})).toBe(true);
    expect([raised({ kinds: ['hydrant'] }), raised({ kinds: ['pipe'] })]).toEqual([true, false]);
    expect([raised({ models: ['m1'] }), raised({ models: ['m2'] })]).toEqual([true, false]);
    expect([raised({ devices: ['d1'] }), raised({ devices: ['d2'] })]).toEqual([true, false]);
    expect([raised({ places: ['a'] }), raised({ places: ['b'] })]).toEqual([true, false]);
    expect([raised({ points: ['p'] }), raised({ points: ['q'] })]).toEqual([true, false]);
    expect([raised({ exceptPoints: ['q'] }), raised({ exceptPoints: ['p'] })]).toEqual([true, false]);
  });

  it('is nothing where it is not enabled', () => {
    expect(new Site([{ ...fire, enabled: false }]).says(0, 'smoke.alarm', 'alarm')).toEqual([]);
  });

  it('stays its own until it has ended, when the device is moved away', () => {
    const site = new Site([{ ...fire, watches: { quantity: 'smoke.alarm', places: ['zone-1'] } }]);
    site.says(0, 'smoke.alarm', 'alarm');
    site.devices.set('d1', aDevice('d1', { path: ['root', 'zone-2'], zone: 'zone-2' }));
    expect(site.says(1, 'smoke.alarm', 'normal')).toEqual(['clear d1 @1']);
    expect(site.says(2, 'smoke.alarm', 'alarm')).toEqual([]);
  });

  it('begins anew when the device is forgotten', () => {
    const site = new Site([fire]);
    site.says(0, 'smoke.alarm', 'alarm');
    site.engine.forget('d1');
    expect(site.says(1, 'smoke.alarm', 'alarm')).toEqual(['raise d1 @1']);
  });
});
