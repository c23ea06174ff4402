// What the default book says of a day in the field.
import { LINK_POINT } from '../device-drivers/decode.ts';
import { driverParameter } from './book/house.ts';
import { parametersOf, ruleBook } from './book.ts';
import { aDevice, NOON, Site } from './testing/site.ts';

const HOUR = 3600;

describe('the default book', () => {
  it('takes a smoke head and a call point of one floor for a fire that two have seen', () => {
    const site = new Site(ruleBook, [aDevice('smoke'), aDevice('call', { kind: 'callpoint' })]);
    expect(site.says(0, 'smoke.alarm', 'alarm', { device: 'smoke' })).toEqual(['raise smoke-alarm smoke @0']);
    const [one, two] = site.engine.judge([
      {
        device: 'call',
        point: 'pressed',
        quantity: 'callpoint.pressed',
        value: true,
        at: NOON,
        receivedAt: NOON,
        quality: 'good',
        drill: false,
      },
    ]);
    expect([one?.rule.id, two?.rule.title.zh, two?.rule.class]).toEqual(['call-point-pressed', '同区两点报警', 'fire']);
  });

  it('keeps a silenced head in alarm and tells of the silencing', () => {
    const site = new Site(ruleBook);
    site.says(0, 'smoke.alarm', 'alarm');
    expect(site.says(5, 'smoke.alarm', 'silenced')).toEqual(['raise smoke-silenced d1 @5']);
    expect(site.says(9, 'smoke.alarm', 'normal')).toEqual(['clear smoke-alarm d1 @9', 'clear smoke-silenced d1 @9']);
  });

  it('waits 30 s for a residual current and 40 s for a hot cable', () => {
    const site = new Site(ruleBook, [aDevice('d1', { kind: 'electrical' })]);
    site.says(0, 'electric.residualCurrent', 620);
    site.says(0, 'electric.cableTemperature', 84);
    expect(site.passes(60)).toEqual([
      'raise residual-current-warning d1 @30',
      'raise residual-current-alarm d1 @30',
      'raise cable-temperature-warning d1 @40',
      'raise cable-temperature-alarm d1 @40',
    ]);
  });

  it('knows the low pressure of a hydrant from that of a pipe, and both by a site’s own parameter', () => {
    const site = new Site(ruleBook, [aDevice('hydrant', { kind: 'hydrant' }), aDevice('pipe', { kind: 'pipe' })]);
    site.says(0, 'water.pressure', 0.08, { device: 'hydrant' });
    site.says(0, 'water.pressure', 0.08, { device: 'pipe' });
    expect(site.passes(60)).toEqual(['raise hydrant-pressure-low hydrant @60']);
    site.parameters.set('pipePressureLow', 0.1);
    site.says(100, 'water.pressure', 0.08, { device: 'pipe' });
    expect(site.passes(160)).toEqual(['raise pipe-pressure-low pipe @160']);
  });

  it('lets gas go up three steps', () => {
    const site = new Site(ruleBook, [aDevice('d1', { kind: 'gas' })]);
    const found = [8, 12, 30, 55, 45, 39, 19, 7].map((value, at) => site.says(at, 'gas.concentration', value));
    expect(found).toEqual([
      [],
      ['raise gas-trace d1 @1'],
      ['raise gas-low-alarm d1 @2'],
      ['raise gas-high-alarm d1 @3'],
      [],
      ['clear gas-high-alarm d1 @5'],
      ['clear gas-low-alarm d1 @6'],
      ['clear gas-trace d1 @7'],
    ]);
  });

  it('tells of a person by night and not by day', () => {
    const site = new Site(ruleBook, [aDevice('d1', { kind: 'voice-post' })]);
    expect(site.says(0, 'beacon.pir', true)).toEqual([]);
    site.says(5, 'beacon.pir', false);
    expect(site.says(10 * HOUR, 'beacon.pir', true)).toEqual([`raise person-at-night d1 @${10 * HOUR}`]);
  });

  it('finds a device offline after two minutes, and silent by what its driver promised', () => {
    const site = new Site(ruleBook, [aDevice('d1', { kind: 'tank' })], {
      parameter: (name) => driverParameter(name, { reportsEvery: 600 }),
    });
    site.engine.watch(aDevice('d1', { kind: 'tank' }), NOON);
    site.says(0, 'link.online', true, { point: LINK_POINT });
    site.says(100, 'link.online', false, { point: LINK_POINT });
    expect(site.passes(5000)).toEqual(['raise device-offline d1 @220', 'raise device-silent d1 @1260']);
    expect(site.says(5001, 'link.online', true, { point: LINK_POINT })).toEqual([
      'clear device-silent d1 @5001',
      'clear device-offline d1 @5001',
    ]);
  });

  it('takes a detector that sleeps for six hours neither for offline nor for silent', () => {
    const asleep = { reportsEvery: 21_600 };
    expect([driverParameter('offlineAfter', asleep), driverParameter('silenceLimit', asleep)]).toEqual([43_260, 43_260]);
    expect(driverParameter('offlineAfter', { reportsEvery: 300 })).toBeUndefined();
    expect(driverParameter('tankLevelLow', asleep)).toBeUndefined();
  });

  it('sees a fire from a device that nobody has placed, and does not speak of its battery', () => {
    const stranger = aDevice('d1', { kind: 'unregistered', model: 'unregistered' });
    const site = new Site(ruleBook, [stranger]);
    expect(site.says(0, 'battery.percent', 3)).toEqual([]);
    expect(site.says(1, 'callpoint.pressed', true)).toEqual(['raise call-point-pressed d1 @1']);
    expect(site.passes(900_000)).toEqual([]);
  });

  it('leaves a jockey pump alone that runs, until it starts too often', () => {
    const site = new Site(ruleBook, [aDevice('d1', { kind: 'pump' })]);
    expect(site.says(0, 'pump.running', true, { point: 'pump1Running' })).toEqual(['raise pump-running d1 @0']);
    const found: string[] = [];
    for (let start = 0; start < 15; start += 1) {
      found.push(...site.says(1 + start * 100, 'pump.running', true, { point: 'jockeyRunning' }));
      found.push(...site.says(50 + start * 100, 'pump.running', false, { point: 'jockeyRunning' }));
    }
    expect(found).toEqual(['raise jockey-pump-cycling d1 @1401']);
  });

  it('lists its parameters with default and unit', () => {
    expect(parametersOf(ruleBook).find(({ name }) => name === 'hydrantPressureLow')).toEqual({
      name: 'hydrantPressureLow',
      otherwise: 0.1,
      quantity: 'water.pressure',
      use: 'below',
      rules: ['hydrant-pressure-low'],
    });
    expect(parametersOf(ruleBook).find(({ name }) => name === 'silenceLimit')).not.toHaveProperty('quantity');
  });
});
