// The laws that hold for every device driver of the house; a new driver is held to them without a line here.
import fc from 'fast-check';
import { catalogueOf, driverOf, drivers, unregistered } from './catalogue.ts';
import { checkArguments, decodeCommand, encodeCommand } from './command.ts';
import { type Decoded, decode, MOST_POINTS } from './decode.ts';
import { type CommandArgument, type DeviceDriver, defineDriver, type Example, json, type Point, pointOf } from './driver.ts';
import { encode } from './encode.ts';
import { smoke } from './fire/smoke.ts';
import type { Frame } from './frame.ts';
import { QUANTITIES, type Quantity, type Value } from './quantity.ts';
import { bodyOfWire } from './register-blocks.ts';
import { universalDriver } from './universal.ts';
import { isUrgent, looksUrgent } from './urgent.ts';

/** The moment in which the examples play: 2026-01-01 00:00 UTC and a minute. */
const NOW = 1_767_225_660_000;
const RUNS = { numRuns: 40 };
/** Drivers whose frames speak for one device alone; those of GB/T 26875.3 have laws of their own, in gb26875/. */
const everyDriver = [...drivers().filter(({ protocol }) => protocol !== 'gb26875'), unregistered];
const jsonDrivers = everyDriver.filter(({ protocol }) => protocol === 'mqtt-json');

function hear(driver: DeviceDriver, body: Uint8Array): Decoded {
  const frame: Frame = { link: 'test', peer: '127.0.0.1:1', device: 'd', kind: 'up', body, receivedAt: NOW, drill: false };
  return decode(driver, frame);
}

function good({ readings }: Decoded): Record<string, Value | null> {
  return Object.fromEntries(readings.filter(({ quality }) => quality === 'good').map(({ point, value }) => [point, value]));
}

/** Any plausible value of a point, in the quantity's decimals as an instrument tells it. */
function plausible({ quantity }: Point): fc.Arbitrary<Value> {
  const known: Quantity = QUANTITIES[quantity];
  if (known.kind === 'flag') return fc.boolean();
  if (known.kind === 'state') return fc.constantFrom(...Object.keys(known.states));
  const unit = 10 ** known.decimals;
  return fc.integer({ min: known.range[0] * unit, max: known.range[1] * unit }).map((steps) => steps / unit);
}

function plausibleReport(driver: DeviceDriver): fc.Arbitrary<Record<string, Value>> {
  return fc
    .subarray([...driver.points])
    .chain((points) => fc.tuple(...points.map((point) => plausible(point).map((value): [string, Value] => [point.key, value]))))
    .map((entries) => Object.fromEntries(entries));
}

/** Values that tell of a fire, for each point that can. */
function fireStates(point: Point): Value[] {
  if (!isUrgent(point.quantity)) return [];
  return (QUANTITIES[point.quantity] as Quantity).kind === 'flag' ? [true] : ['alarm', 'prealarm'];
}

function speaksBothLanguages(title: { zh: string; en: string }): void {
  expect(title.zh).toMatch(/\p{Script=Han}/u);
  expect(title.en).toMatch(/^[A-Z]/);
}

/** An example's wire as the bytes of a frame. */
function bodyOf(driver: DeviceDriver, { wire }: Example): Uint8Array {
  return driver.protocol === 'modbus' ? bodyOfWire(wire) : new TextEncoder().encode(String(wire));
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

describe.each(everyDriver.map((driver) => [driver.model, driver] as const))('%s', (_, driver) => {
  it('has titles in both languages, a source, and a sane time between reports', () => {
    speaksBothLanguages(driver.title);
    for (const { title } of driver.points) if (title) speaksBothLanguages(title);
    expect(driver.source).not.toBe('');
    expect(driver.reportsEvery).toBeGreaterThanOrEqual(10);
    expect(driver.reportsEvery).toBeLessThanOrEqual(86_400);
  });

  it('names each point and each wire key once', () => {
    const keys = driver.points.map(({ key }) => key);
    const wires = driver.points.flatMap(({ source }) => {
      if (source.on === 'json') return [source.key];
      return source.on === 'register' ? [`${source.table}:${source.address}:${source.type === 'bit' ? source.bit : ''}`] : [];
    });
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(wires).size).toBe(wires.length);
    expect(keys.length).toBeLessThanOrEqual(MOST_POINTS);
    for (const key of keys) expect(key).toMatch(/^[a-z][A-Za-z0-9]*$/);
  });

  it('shows at least three examples, one of which is refused', () => {
    expect(driver.examples.length).toBeGreaterThanOrEqual(3);
    expect(driver.examples.some((example) => !('means' in example))).toBe(true);
  });

  it.each(driver.examples.map((example): [string, Example] => [example.what, example]))('example: %s', (_what, example) => {
    const decoded = hear(driver, bodyOf(driver, example));
    if ('fault' in example) {
      expect(decoded.faults.map(({ fault }) => fault)).toContain(example.fault);
    } else if ('refused' in example) {
      const bad = decoded.readings.filter(({ quality }) => quality === 'bad');
      expect(Object.fromEntries(bad.map(({ point, why }) => [point, why]))).toEqual(example.refused);
      expect(bad.every(({ value }) => value === null)).toBe(true);
    } else {
      expect(decoded.faults).toEqual([]);
      expect(good(decoded)).toMatchObject(example.means);
      const again = encode(driver, example.means, { at: NOW, seq: 1, drill: decoded.drill });
      expect(good(hear(driver, again))).toMatchObject(example.means);
    }
  });

  it('reads back every plausible value that it wrote', () => {
    fc.assert(
      fc.property(plausibleReport(driver), fc.nat(), fc.boolean(), (values, seq, drill) => {
        const decoded = hear(driver, encode(driver, values, { at: NOW - 5, seq, drill }));
        expect(good(decoded)).toMatchObject(values);
        expect(decoded.faults).toEqual([]);
        if (driver.protocol === 'mqtt-json') expect(decoded).toMatchObject({ at: NOW - 5, seq, drill });
      }),
      RUNS,
    );
  });

  it('shows every point in its examples', () => {
    const shown = new Set(driver.examples.flatMap((example) => ('means' in example ? Object.keys(example.means) : [])));
    if (driver !== unregistered) expect([...shown].sort()).toEqual(driver.points.map(({ key }) => key).sort());
  });

  it('meets garbage in place of its values with bad readings or faults, and no exception', () => {
    const keys = fc.constantFrom(...driver.points.map(({ key }) => key), '__proto__', 'stranger');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), fc.jsonValue(), (points, at) => {
        const { readings } = hear(driver, new TextEncoder().encode(JSON.stringify({ at, points })));
        for (const { value, quality, why } of readings) {
          expect(value === null).toBe(quality === 'bad');
          expect(why === undefined).toBe(quality === 'good');
        }
      }),
      RUNS,
    );
  });

  it('meets frames that were damaged on the way without an exception', () => {
    fc.assert(
      fc.property(plausibleReport(driver), fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat(), (values, where, byte, length) => {
        const body = encode(driver, values, { at: NOW, seq: 1 });
        body[where % body.length] = byte;
        const cut = body.subarray(0, length % (body.length + 1));
        for (const { value, quality } of [...hear(driver, body).readings, ...hear(driver, cut).readings]) {
          expect(value === null).toBe(quality === 'bad');
        }
      }),
      RUNS,
    );
  });
});

describe.each(jsonDrivers.map((driver) => [driver.model, driver] as const))('%s on its JSON wire', (_, driver) => {
  it('writes its examples as they stand', () => {
    for (const example of driver.examples) {
      if (!('means' in example)) continue;
      const { points, drill } = JSON.parse(String(example.wire)) as { points: unknown; drill?: true };
      const again = textOf(encode(driver, example.means, { at: NOW, seq: 1, drill: drill === true }));
      expect(JSON.parse(again)).toEqual({ at: NOW, seq: 1, points, ...(drill ? { drill } : {}) });
      expect(good(hear(driver, bodyOf(driver, example)))).toEqual(example.means);
    }
  });

  it('looks urgent in every state that tells of a fire, and not when it is healthy', () => {
    for (const point of driver.points) {
      for (const value of fireStates(point)) {
        fc.assert(
          fc.property(plausibleReport(driver), (values) => {
            const body = encode(driver, { ...values, [point.key]: value }, { at: NOW, seq: 1 });
            expect(looksUrgent(body)).toBe(true);
            const spaced = JSON.stringify(JSON.parse(textOf(body)), null, '\t');
            expect(looksUrgent(new TextEncoder().encode(`\ufeff${spaced.replaceAll(':', ' \r\n: ')}`))).toBe(true);
          }),
          { numRuns: 5 },
        );
      }
    }
    const healthy = driver.examples.find((example) => 'means' in example);
    if (driver !== unregistered) expect(looksUrgent(new TextEncoder().encode(String(healthy?.wire)))).toBe(false);
  });
});

describe('commands of all drivers', () => {
  const commands = everyDriver.flatMap((driver) => driver.commands.map((spec) => [`${driver.model} ${spec.id}`, driver, spec] as const));

  function fitting(form: CommandArgument): fc.Arbitrary<number | string> {
    if (form.type === 'number') return fc.integer({ min: form.lowest, max: form.highest });
    if (form.type === 'choice') return fc.constantFrom(...Object.keys(form.among));
    return fc.stringMatching(/^[!-~\u4e00-\u9fff]+$/u, { maxLength: form.longest }).filter((text) => text.length > 0);
  }

  it.each(commands)('%s has titles, ranges and a sane expiry', (_, driver, spec) => {
    speaksBothLanguages(spec.title);
    expect(driver.commands.filter(({ id }) => id === spec.id)).toHaveLength(1);
    expect(spec.expiresAfter).toBeGreaterThanOrEqual(10);
    expect(spec.expiresAfter).toBeLessThanOrEqual(3600);
    for (const form of Object.values(spec.arguments)) {
      speaksBothLanguages(form.title);
      if (form.type === 'number') expect(form.lowest).toBeLessThan(form.highest);
      if (form.type === 'text') expect(form.longest).toBeGreaterThan(0);
      if (form.type === 'choice') expect(Object.keys(form.among).length).toBeGreaterThan(1);
      if (form.otherwise === undefined) continue;
      const only = { ...spec, arguments: { one: form } };
      expect(checkArguments(only, {})).toEqual({ arguments: { one: form.otherwise } });
    }
  });

  it.each(commands)('%s reaches the device as it was given', (_, driver, spec) => {
    const given = fc.record(Object.fromEntries(Object.entries(spec.arguments).map(([name, form]) => [name, fitting(form)])));
    fc.assert(
      fc.property(given, (all) => {
        const one = { id: 'c-1', command: spec.id, arguments: { ...all }, at: NOW, expiresAt: NOW + spec.expiresAfter * 1000 };
        expect(decodeCommand(encodeCommand(one, driver))).toEqual(one);
      }),
      RUNS,
    );
  });

  it.each(commands)('%s refuses strange arguments by name', (_, driver, spec) => {
    const problems = checkArguments(spec, { stranger: 1, ...Object.fromEntries(Object.keys(spec.arguments).map((name) => [name, {}])) });
    const named = 'problems' in problems ? problems.problems.map(({ argument }) => argument) : [];
    expect(named.sort()).toEqual(['stranger', ...Object.keys(spec.arguments)].sort());
    const one = { id: 'c-1', command: spec.id, arguments: { stranger: 1 }, at: NOW, expiresAt: NOW };
    expect(() => encodeCommand(one, driver)).toThrow(TypeError);
  });
});

describe('the catalogue', () => {
  it('refuses two drivers of one model and names both files', () => {
    expect(() => catalogueOf({ 'a.ts': smoke, 'b.ts': { ...smoke } })).toThrow('b.ts and a.ts both define the model balefire/smoke');
  });

  it('finds each driver by its model and no other', () => {
    for (const driver of everyDriver) expect(driverOf(driver.model)).toBe(driver);
    for (const stranger of ['', 'balefire/nothing', '__proto__', 'toString']) expect(driverOf(stranger)).toBeUndefined();
  });

  it('has one MQTT vocabulary: the unregistered driver knows every point of every JSON driver', () => {
    for (const driver of drivers()) {
      for (const point of driver.points) {
        if (point.source.on === 'json') expect(pointOf(unregistered, point.key)?.quantity).toBe(point.quantity);
      }
    }
  });

  it('refuses a wire key with two meanings and names both drivers', () => {
    const other = defineDriver({ ...smoke, model: 'test/other', points: [json('smoke', 'heat.alarm')] });
    const coded = defineDriver({ ...smoke, model: 'test/coded', points: [json('smoke', 'smoke.alarm', { states: { alarm: 1 } })] });
    expect(() => universalDriver([smoke, other])).toThrow(/"smoke".*balefire\/smoke.*test\/other/);
    expect(() => universalDriver([smoke, coded])).toThrow(/"smoke".*balefire\/smoke.*test\/coded/);
  });
});

describe('the hint of urgency', () => {
  it('sees an alarm behind an escape', () => {
    expect(looksUrgent(new TextEncoder().encode('{"points":{"smoke":"\\u0061larm"}}'))).toBe(true);
  });

  it('holds register contents urgent, whatever they are', () => {
    for (const driver of everyDriver.filter(({ protocol }) => protocol === 'modbus')) {
      fc.assert(
        fc.property(plausibleReport(driver), (values) => looksUrgent(encode(driver, values, { at: NOW, seq: 1 }))),
        RUNS,
      );
    }
  });

  it('looks at its own part of a shared buffer only', () => {
    const shared = new TextEncoder().encode('{"points":{"smoke":"normal"}}{"points":{"smoke":"alarm"}}');
    expect(looksUrgent(shared.subarray(0, 29))).toBe(false);
    expect(looksUrgent(shared.subarray(29))).toBe(true);
  });
});

describe('encode', () => {
  it('refuses points and values that the driver does not have', () => {
    const head = { at: NOW, seq: 1 };
    expect(() => encode(smoke, { pressure: 1 }, head)).toThrow(TypeError);
    expect(() => encode(smoke, { smoke: 'on fire' }, head)).toThrow(TypeError);
    expect(() => encode(smoke, { battery: Number.NaN }, head)).toThrow(TypeError);
  });

  it('writes a value outside the plausible range, as a broken instrument would', () => {
    expect(hear(smoke, encode(smoke, { battery: 400 }, { at: NOW, seq: 1 })).readings).toMatchObject([{ why: 'out-of-range' }]);
  });
});
