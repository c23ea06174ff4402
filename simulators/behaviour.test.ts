// Behaviours are functions of seed and virtual time, and what they say is understood by the device's own driver.
import fc from 'fast-check';
import { drivers } from '../device-drivers/catalogue.ts';
import { decode } from '../device-drivers/decode.ts';
import type { DeviceDriver } from '../device-drivers/driver.ts';
import { encode } from '../device-drivers/encode.ts';
import { hydrantPressure } from '../device-drivers/fire/hydrant-pressure.ts';
import { smoke } from '../device-drivers/fire/smoke.ts';
import { weatherStation } from '../device-drivers/forest/weather-station.ts';
import { QUANTITIES, type Quantity } from '../device-drivers/quantity.ts';
import { BEHAVIOURS, type Behaviour, onTheWay, speaks, valuesAt } from './behaviour.ts';
import { chance } from './random.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

function at(hours: number, seed = 's') {
  return { seed, startedAt: START, at: START + hours * HOUR, wall: START + hours * HOUR };
}

/** What the gateway would make of a device's report. */
function heard(driver: DeviceDriver, behaviour: Behaviour, moment: ReturnType<typeof at>) {
  const body = onTheWay(driver, behaviour, moment, encode(driver, valuesAt(driver, behaviour, moment), { at: moment.at, seq: 1 }));
  return decode(driver, { link: 'test', peer: '', device: 'd', kind: 'up', body, receivedAt: moment.at, drill: false });
}

describe('chance', () => {
  it('is spread evenly and depends on every part', () => {
    const many = Array.from({ length: 10_000 }, (_, nth) => chance('seed', nth));
    for (const tenth of Array.from({ length: 10 }, (_, nth) => nth / 10)) {
      const share = many.filter((one) => one >= tenth && one < tenth + 0.1).length;
      expect(share).toBeGreaterThan(850);
      expect(share).toBeLessThan(1150);
    }
    expect(chance('ab', 'c')).not.toBe(chance('a', 'bc'));
  });
});

/** A transmission device and its parts say what happens, not what they measure every so often; gb26875/ plays them. */
const reporting = drivers().filter(({ protocol }) => protocol !== 'gb26875');

describe.each(reporting.map((driver) => [driver.model, driver] as const))('a simulated %s', (_, driver) => {
  it('says what its own driver understands, all points and all of it good', () => {
    const moments = fc.tuple(fc.double({ min: 0, max: 10_000, noNaN: true }), fc.string());
    fc.assert(
      fc.property(fc.constantFrom(...BEHAVIOURS.filter((one) => one !== 'garbled')), moments, (behaviour, [hours, seed]) => {
        const { readings, faults } = heard(driver, behaviour, at(hours, seed));
        expect(faults).toEqual([]);
        expect(readings.map(({ point, quality }) => [point, quality])).toEqual(driver.points.map(({ key }) => [key, 'good']));
      }),
      { numRuns: 60 },
    );
  });

  it('is healthy while it is steady', () => {
    for (const { key, quantity } of driver.points) {
      const known: Quantity = QUANTITIES[quantity];
      const value = valuesAt(driver, 'steady', at(5))[key];
      if (known.kind === 'flag') expect(value).toBe(false);
      if (known.kind === 'state') expect(value).toBe(known.normal);
    }
  });

  it.each(BEHAVIOURS)('is the same again by seed and time when %s', (behaviour) => {
    for (const hours of [0, 1.5, 30]) {
      expect(heard(driver, behaviour, at(hours))).toEqual(heard(driver, behaviour, at(hours)));
      expect(speaks(driver, behaviour, at(hours))).toBe(speaks(driver, behaviour, at(hours)));
    }
  });
});

describe('behaviours', () => {
  const pressure = (behaviour: Behaviour, hours: number, seed = 's') =>
    Number(valuesAt(hydrantPressure, behaviour, at(hours, seed))['pressure']);

  it('differ from device to device', () => {
    expect(pressure('steady', 1, 'one')).not.toBe(pressure('steady', 1, 'other'));
  });

  it('steady: trembles a little and goes nowhere', () => {
    const all = Array.from({ length: 200 }, (_, nth) => pressure('steady', nth / 3));
    expect(Math.max(...all) - Math.min(...all)).toBeLessThan(0.01);
    expect(new Set(all).size).toBeGreaterThan(3);
  });

  it('daily: is warmest after noon and coldest after midnight, on the site’s clock', () => {
    const temperature = (hours: number) => Number(valuesAt(weatherStation, 'daily', at(hours))['airTemperature']);
    const afternoon = 14 - 8;
    expect(temperature(afternoon)).toBeGreaterThan(temperature(afternoon + 12) + 8);
    expect(temperature(afternoon + 24)).toBeGreaterThan(temperature(afternoon + 12) + 8);
  });

  it('drift: goes bad and stays in what the instrument can say', () => {
    expect(pressure('drift', 2)).toBeLessThan(pressure('drift', 0) - 0.1);
    expect(pressure('drift', 1000)).toBe(-0.1);
  });

  it('spike: now and then a report is an alarm, the first and most others are healthy', () => {
    const every = smoke.reportsEvery / 3600;
    const states = Array.from({ length: 600 }, (_, nth) => valuesAt(smoke, 'spike', at((nth + 0.5) * every))['smoke']);
    const alarms = states.filter((state) => state === 'alarm').length;
    expect(alarms).toBeGreaterThan(12);
    expect(alarms).toBeLessThan(60);
    expect(new Set(states)).toEqual(new Set(['normal', 'alarm']));
    expect(states[0]).toBe('normal');
  });

  it('stuck: never changes again', () => {
    expect(new Set([0, 1, 5, 99].map((hours) => pressure('stuck', hours))).size).toBe(1);
  });

  it('silent: two reports, then none', () => {
    const every = smoke.reportsEvery / 3600;
    expect([0, 1, 2, 3, 50].map((nth) => speaks(smoke, 'silent', at(nth * every)))).toEqual([true, true, false, false, false]);
    expect(speaks(smoke, 'steady', at(50 * every))).toBe(true);
  });

  it('garbled: some reports arrive whole, some broken; none breaks the decoder', () => {
    const all = Array.from({ length: 200 }, (_, nth) => heard(smoke, 'garbled', at(nth)));
    const whole = all.filter(({ readings, faults }) => faults.length === 0 && readings.every(({ quality }) => quality === 'good')).length;
    expect(whole).toBeGreaterThan(60);
    expect(whole).toBeLessThan(160);
    expect(new Set(all.flatMap(({ faults }) => faults.map(({ fault }) => fault)))).toEqual(
      new Set(['malformed-utf8', 'malformed-json', 'unknown-point', 'no-points']),
    );
  });
});
