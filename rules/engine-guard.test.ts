// A rule that cannot be judged harms no other, and node-rules’ own hazards stay behind the wall.
import { RuleEngine as NodeRules } from 'node-rules';
import type { Condition, Rule } from './rule.ts';
import { aDevice, aReading, aRule, localTime, NOON, Site } from './testing/site.ts';

const low = (parameter: string): Condition => ({ is: 'below', limit: { parameter, otherwise: 0.1 } });
const pressure = { quantity: 'water.pressure' } as const;

/** Parameters named `broken…` throw while `broken` is true. */
class BrokenSite extends Site {
  constructor(rules: readonly Rule[], broken: { so: boolean }) {
    super(rules, [aDevice('d1'), aDevice('d2')], {
      parameter: (name, device) => {
        if (broken.so && name.startsWith('broken') && (name !== 'broken-d1' || device.id === 'd1')) throw new Error('no such table');
        return undefined;
      },
    });
  }
}

describe('a condition that throws', () => {
  it('does not hold, is told of once until it recovers, and the rules after it go on', () => {
    const broken = { so: true };
    const rules = [
      aRule({ id: 'broken', watches: pressure, raiseWhen: low('broken') }),
      aRule({ id: 'sound', watches: pressure, raiseWhen: low('sound') }),
    ];
    const site = new BrokenSite(rules, broken);
    expect(site.says(0, 'water.pressure', 0.01)).toEqual(['raise sound d1 @0']);
    expect(site.says(1, 'water.pressure', 0.5)).toEqual(['clear sound d1 @1']);
    expect(site.faults.map(({ rule }) => rule)).toEqual(['broken']);
    expect(site.engine.faulty().map(({ id }) => id)).toEqual(['broken']);
    broken.so = false;
    expect(site.says(2, 'water.pressure', 0.01)).toEqual(['raise broken d1 @2', 'raise sound d1 @2']);
    expect(site.engine.faulty()).toEqual([]);
    broken.so = true;
    site.says(3, 'water.pressure', 0.5);
    expect(site.faults).toHaveLength(2);
  });

  it('clears nothing: what stood before it broke stands on', () => {
    const broken = { so: false };
    const site = new BrokenSite([aRule({ watches: pressure, raiseWhen: low('broken') })], broken);
    site.says(0, 'water.pressure', 0.01);
    broken.so = true;
    expect(site.says(1, 'water.pressure', 0.5)).toEqual([]);
    broken.so = false;
    expect(site.says(2, 'water.pressure', 0.5)).toEqual(['clear d1 @2']);
  });

  it('at one device has not recovered because another device is sound', () => {
    const site = new BrokenSite([aRule({ watches: pressure, raiseWhen: low('broken-d1') })], { so: true });
    for (const at of [0, 1, 2, 3]) {
      site.says(at, 'water.pressure', 0.5);
      site.says(at, 'water.pressure', 0.5, { device: 'd2' });
    }
    expect(site.faults).toHaveLength(1);
    site.engine.forget('d1');
    expect(site.engine.faulty()).toEqual([]);
  });

  it('on fire goes on with its own default, and is told of all the same', () => {
    const gas = aRule({
      class: 'fire',
      latching: true,
      watches: { quantity: 'gas.concentration' },
      raiseWhen: { is: 'above', limit: { parameter: 'broken', otherwise: 50 } },
    });
    const site = new BrokenSite([gas], { so: true });
    expect(site.says(0, 'gas.concentration', 60)).toEqual(['raise d1 @0']);
    expect(site.faults).toHaveLength(1);
  });

  it('only while its reason is put in words loses no finding', () => {
    let calls = 0;
    const site = new Site([aRule({ watches: pressure, raiseWhen: low('low') })], [aDevice('d1')], {
      parameter: () => {
        calls += 1;
        if (calls > 1) throw new Error('gone in between');
        return 0.1;
      },
    });
    const [found] = site.engine.judge([aReading(0, 'water.pressure', 0.01)]);
    expect([found?.change, found?.because.zh]).toEqual(['raise', '规则']);
  });

  it('when time alone asks is asked again later', () => {
    const broken = { so: true };
    const silent: Condition = { is: 'silent', longer: { parameter: 'broken', otherwise: 100 } };
    const site = new BrokenSite([aRule({ watches: { quantity: 'link.online' }, raiseWhen: silent })], broken);
    site.engine.watch(aDevice('d1'), NOON);
    expect(site.passes(200)).toEqual([]);
    broken.so = false;
    expect(site.passes(400)).toEqual(['raise d1 @240']);
    expect(site.faults).toHaveLength(1);
  });

  it('because the site has no clock is no word', () => {
    let clock = false;
    const rule = aRule({
      watches: { quantity: 'beacon.pir' },
      raiseWhen: {
        is: 'all',
        of: [
          { is: 'state', among: [true] },
          { is: 'calendar', from: '00:00', to: '00:00' },
        ],
      },
    });
    const site = new Site([rule], [aDevice('d1')], {
      localTime: (at) => {
        if (!clock) throw new RangeError('no such zone');
        return localTime(at);
      },
    });
    expect(site.says(0, 'beacon.pir', true)).toEqual([]);
    clock = true;
    expect(site.says(1, 'beacon.pir', true)).toEqual(['raise d1 @1']);
    expect(site.faults).toHaveLength(1);
  });
});

describe('a rule that is not sound', () => {
  it('is told of and left out; the others judge', () => {
    const sound = aRule({ watches: pressure, raiseWhen: low('low') });
    const unsound: Rule[] = [
      { ...sound, id: 'Not Kebab' },
      { ...sound, id: 'fire-that-waits', class: 'fire', latching: true, holdFor: 1 },
      { ...sound, id: 'no-such-state', raiseWhen: { is: 'state', among: ['wet'] } },
      { ...sound, id: 'no-hour', raiseWhen: { is: 'calendar', from: '25:00', to: '06:00' } },
      { ...sound, id: 'empty', raiseWhen: { is: 'all', of: [] } },
      { ...sound, id: 'endless', raiseWhen: { is: 'repeated', of: low('low'), times: 1e9, within: 60 } },
      { ...sound, id: 'no-number', raiseWhen: { is: 'below', limit: Number.NaN } },
      JSON.parse('{"id":"garbage","version":1,"class":"fire","enabled":true}'),
      sound,
      { ...sound, title: { zh: '同名', en: 'Same id' } },
    ];
    const site = new Site(unsound);
    expect(site.faults.map(({ rule }) => rule)).toEqual([
      'Not Kebab',
      'fire-that-waits',
      'no-such-state',
      'no-hour',
      'empty',
      'endless',
      'no-number',
      'garbage',
      'rule',
    ]);
    expect(site.says(0, 'water.pressure', 0.01)).toEqual(['raise d1 @0']);
  });
});

describe('node-rules', () => {
  it('by itself throws out of a second condition where nobody can catch it: the reason for the guard', async () => {
    const raw = new NodeRules([
      { condition: (api) => api.when(false), consequence: (api) => api.next() },
      {
        condition: () => {
          throw new Error('second condition');
        },
        consequence: (api) => api.next(),
      },
    ]);
    const ticks: (() => void)[] = [];
    raw.nextTick = (callback) => void ticks.push(callback);
    let finished = false;
    expect(() => raw.execute({}, () => (finished = true))).not.toThrow();
    // The caller has long returned; in a process each of these steps is a tick of its own, with nobody above it.
    const run = (): void => {
      for (let tick = ticks.shift(); tick; tick = ticks.shift()) tick();
    };
    expect(run).toThrow('second condition');
    expect(finished).toBe(false);
  });

  it('by itself overflows the stack when its steps run at once, which ours does not with 5,000 rules', () => {
    const rules = Array.from({ length: 5_000 }, (_, n) => aRule({ id: `rule-${n}`, watches: pressure, raiseWhen: low('low') }));
    class AtOnce extends NodeRules {
      override nextTick(callback: () => void): void {
        callback();
      }
    }
    const made = rules.map(() => ({
      condition: (api: { when(outcome: boolean): void }) => api.when(false),
      consequence: (api: { next(): void }) => api.next(),
    }));
    expect(() => new AtOnce(made, { ignoreFactChanges: true }).execute({}, () => undefined)).toThrow(RangeError);
    const site = new Site(rules);
    expect(site.engine.judge([aReading(0, 'water.pressure', 0.01)])).toHaveLength(5_000);
  });
});
