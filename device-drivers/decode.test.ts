// What decode does with everything a wire can bring: bad bytes, bad clocks, bad parts beside good ones.
import fc from 'fast-check';
import { driverOf, unregistered } from './catalogue.ts';
import { decode, decodeAck, LATEST_AHEAD_MS, LINK_POINT, MOST_POINTS, OLDEST_BEHIND_MS } from './decode.ts';
import { type DeviceDriver, defineDriver, json } from './driver.ts';
import { smoke } from './fire/smoke.ts';
import type { Frame } from './frame.ts';
import { words } from './words.ts';

const NOW = 1_767_225_600_000;

function frame(body: string | Uint8Array, more: Partial<Frame> = {}): Frame {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { link: 'mqtt', peer: '127.0.0.1:1', device: 'head-1', kind: 'up', body: bytes, receivedAt: NOW, drill: false, ...more };
}

function report(object: unknown, driver: DeviceDriver = smoke) {
  return decode(driver, frame(JSON.stringify(object)));
}

describe('bytes that are no report', () => {
  const cases: [string, string | Uint8Array, string][] = [
    ['a lone continuation byte', Uint8Array.of(0x7b, 0x80, 0x7d), 'malformed-utf8'],
    ['an overlong form', Uint8Array.of(0x7b, 0xc0, 0xaf, 0x7d), 'malformed-utf8'],
    ['a surrogate in UTF-8', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), 'malformed-utf8'],
    ['U+0000', '{"points":{}}\u0000', 'malformed-utf8'],
    ['nothing', '', 'malformed-json'],
    ['half a report', '{"points":{"smoke":"al', 'malformed-json'],
    ['a name that JSON does not know', '{"points":{"smokeDensity":NaN}}', 'malformed-json'],
    ['a number', '7', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['a list', '[{"points":{}}]', 'not-an-object'],
    ['no points', '{}', 'no-points'],
    ['points as a list', '{"points":["alarm"]}', 'no-points'],
    ['points as null', '{"points":null}', 'no-points'],
    ['points only through __proto__', '{"__proto__":{"points":{"smoke":"alarm"}}}', 'no-points'],
    ['a hundred thousand brackets', '['.repeat(100_000), 'malformed-json'],
    ['a mebibyte of one letter', 'a'.repeat(1 << 20), 'malformed-json'],
  ];
  it.each(cases)('%s gets a named reason and no reading', (_, body, fault) => {
    expect(decode(smoke, frame(body))).toEqual({ readings: [], faults: [{ fault }], at: NOW, drill: false });
  });

  it('bytes of any kind never throw, in any kind of frame, for any driver', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.constantFrom('up', 'ack', 'presence'), (body, kind) => {
        for (const driver of [smoke, unregistered]) {
          const { readings, faults } = decode(driver, frame(body, { kind }));
          expect(readings.length + faults.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('a byte order mark is passed over', () => {
    expect(decode(smoke, frame('\ufeff{"points":{"smoke":"alarm"}}')).readings).toMatchObject([{ value: 'alarm' }]);
  });
});

describe('a broken part beside sound ones', () => {
  it('a wrong value of one point leaves the fire of another seen', () => {
    const { readings, faults } = report({ points: { battery: 'full', signal: 40, fault: null, smoke: 'alarm', chamberDirt: [] } });
    expect(readings.map(({ point, value, quality, why }) => [point, value, quality, why])).toEqual([
      ['battery', null, 'bad', 'wrong-type'],
      ['signal', null, 'bad', 'out-of-range'],
      ['fault', null, 'bad', 'sensor-invalid'],
      ['smoke', 'alarm', 'good', undefined],
      ['chamberDirt', null, 'bad', 'wrong-type'],
    ]);
    expect(faults).toEqual([]);
  });

  it('an infinite number is out of range', () => {
    expect(decode(smoke, frame('{"points":{"chamberDirt":1e999}}')).readings).toMatchObject([{ quality: 'bad', why: 'out-of-range' }]);
  });

  it('unknown points are named, cut short and cleaned for the eye, and hide nothing', () => {
    const { readings, faults } = report({ points: { smoke: 'alarm', ['k'.repeat(500)]: 1, 'a\u0000b\nc': 2, __proto: 3 } });
    expect(readings).toMatchObject([{ point: 'smoke', value: 'alarm' }]);
    expect(faults).toEqual([
      { fault: 'unknown-point', point: 'k'.repeat(64) },
      { fault: 'unknown-point', point: 'a·b·c' },
      { fault: 'unknown-point', point: '__proto' },
    ]);
  });

  it('keys of the prototype are strangers like others', () => {
    const { readings, faults } = decode(smoke, frame('{"points":{"__proto__":1,"constructor":2,"toString":3,"smoke":"alarm"}}'));
    expect(readings).toMatchObject([{ value: 'alarm' }]);
    expect(faults.map(({ point }) => point)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(decode(smoke, frame('{"points":{"smoke":"constructor"}}')).readings).toMatchObject([{ why: 'unknown-state' }]);
  });

  it.each(['7', '-1', '1.5', 'null', '9007199254740993', '{}'].map((text) => [text]))('a seq of %s never hides the points', (text) => {
    const decoded = decode(smoke, frame(`{"seq":${text === '7' ? '"7"' : text},"points":{"smoke":"alarm"}}`));
    expect(decoded.faults).toEqual([{ fault: 'wrong-seq' }]);
    expect(decoded).not.toHaveProperty('seq');
    expect(decoded.readings).toMatchObject([{ value: 'alarm', quality: 'good' }]);
  });

  it('a drill of the wrong type is no drill', () => {
    for (const drill of ['true', 1, null, {}]) {
      const decoded = report({ points: { smoke: 'alarm' }, drill });
      expect(decoded.faults).toEqual([{ fault: 'wrong-drill' }]);
      expect(decoded.drill).toBe(false);
      expect(decoded.readings).toMatchObject([{ drill: false }]);
    }
  });

  it('a drill said by the device or by the link rides through every reading', () => {
    expect(report({ points: { smoke: 'alarm' }, drill: true }).readings).toMatchObject([{ drill: true }]);
    expect(decode(smoke, frame('{"points":{"smoke":"alarm"},"drill":false}', { drill: true })).readings).toMatchObject([{ drill: true }]);
  });

  it('of too many points those that tell of a fire come first, then those we know', () => {
    const strangers = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`x${n}`, n]));
    const { readings, faults } = report({ points: { ...strangers, battery: 50, smoke: 'alarm' } });
    expect(readings.map(({ point }) => point)).toEqual(['smoke', 'battery']);
    expect(faults[0]).toEqual({ fault: 'too-many-points' });
    expect(faults).toHaveLength(1 + MOST_POINTS - 2);
  });

  it('exactly as many points as allowed are no fault', () => {
    const strangers = Object.fromEntries(Array.from({ length: MOST_POINTS }, (_, n) => [`x${n}`, n]));
    expect(report({ points: strangers }).faults).not.toContainEqual({ fault: 'too-many-points' });
  });
});

describe("a device's clock", () => {
  const cases: [string, unknown, object][] = [
    ['that agrees is believed', NOW - 1000, { at: NOW - 1000, quality: 'good' }],
    ['that is just early enough is believed', NOW + LATEST_AHEAD_MS, { at: NOW + LATEST_AHEAD_MS, quality: 'good' }],
    ['of 2099 is not', Date.UTC(2099, 0), { at: NOW, quality: 'doubtful', why: 'clock-future' }],
    ['a month behind is believed', NOW - OLDEST_BEHIND_MS, { at: NOW - OLDEST_BEHIND_MS, quality: 'good' }],
    ['a moment more is not', NOW - OLDEST_BEHIND_MS - 1, { at: NOW, quality: 'doubtful', why: 'clock-past' }],
    ['of 1970 is not', 12, { at: NOW, quality: 'doubtful', why: 'clock-past' }],
    ['in seconds is not', NOW / 1000, { at: NOW, quality: 'doubtful', why: 'clock-past' }],
    ['with a fraction is cut to milliseconds', NOW - 0.5, { at: NOW - 1, quality: 'good' }],
    ['in words is not', '2026-01-01T00:00:00Z', { at: NOW, quality: 'doubtful', why: 'wrong-type' }],
    ['of null is not', null, { at: NOW, quality: 'doubtful', why: 'wrong-type' }],
  ];
  it.each(cases)('%s', (_, at, expected) => {
    const decoded = report({ at, points: { smoke: 'alarm' } });
    expect(decoded.readings).toMatchObject([{ value: 'alarm', receivedAt: NOW, ...expected }]);
    expect(decoded.faults).toEqual(typeof at === 'number' ? [] : [{ fault: 'wrong-at' }]);
  });

  it('that is not told is ours', () => {
    expect(report({ points: { smoke: 'alarm' } }).readings).toMatchObject([{ at: NOW, quality: 'good' }]);
  });

  it('of infinity is not believed', () => {
    expect(decode(smoke, frame('{"at":1e999,"points":{"smoke":"alarm"}}')).readings).toMatchObject([{ at: NOW, why: 'clock-future' }]);
    expect(decode(smoke, frame('{"at":-1e999,"points":{"smoke":"alarm"}}')).readings).toMatchObject([{ at: NOW, why: 'clock-past' }]);
  });

  it('that is absurd leaves a bad value bad', () => {
    expect(report({ at: 0, points: { smoke: 7 } }).readings).toMatchObject([{ quality: 'bad', why: 'wrong-type', at: NOW }]);
  });
});

describe('codings on the wire', () => {
  const coded = defineDriver({
    ...smoke,
    points: [
      json('pressure', 'water.pressure', { scale: 0.001 }),
      json('smoke', 'smoke.alarm', { states: { normal: 0, alarm: 1 } }),
      json('pressed', 'callpoint.pressed', { states: { true: 'ON', false: 'OFF' } }),
    ],
    title: words('试', 'Test'),
  });

  it('are scaled without binary noise, and named', () => {
    expect(report({ points: { pressure: 301, smoke: 1, pressed: 'ON' } }, coded).readings.map(({ value }) => value)).toEqual([
      0.301,
      'alarm',
      true,
    ]);
    expect(report({ points: { pressure: -0, smoke: 0, pressed: 'OFF' } }, coded).readings.map(({ value }) => value)).toEqual([
      0,
      'normal',
      false,
    ]);
  });

  it('that are unknown are told apart from those of the wrong type', () => {
    const { readings } = report({ points: { smoke: 9, pressed: true } }, coded);
    expect(readings.map(({ why }) => why)).toEqual(['unknown-state', 'wrong-type']);
  });
});

describe('frames of presence', () => {
  it('tell the connection of any device', () => {
    const decoded = decode(unregistered, frame('{"online":false}', { kind: 'presence', drill: true }));
    expect(decoded.readings).toEqual([
      {
        device: 'head-1',
        point: LINK_POINT,
        quantity: 'link.online',
        value: false,
        at: NOW,
        receivedAt: NOW,
        quality: 'good',
        drill: true,
      },
    ]);
  });

  it('without a flag say nothing, by name', () => {
    expect(decode(smoke, frame('{"online":1}', { kind: 'presence' })).faults).toEqual([{ fault: 'wrong-presence' }]);
  });
});

describe('answers to commands', () => {
  const ack = (text: string) => decodeAck(new TextEncoder().encode(text));

  it('tell id, state and reason', () => {
    expect(ack('{"id":"c1","state":"delivered"}')).toEqual({ id: 'c1', state: 'delivered' });
    expect(ack('{"id":"c1","state":"failed","reason":"no\\nspeaker"}')).toEqual({ id: 'c1', state: 'failed', reason: 'no·speaker' });
    expect(ack('{"id":"c1","state":"done","reason":7}')).toEqual({ id: 'c1', state: 'done' });
  });

  it.each([['{"id":1,"state":"done"}'], ['{"id":"c1","state":"gone"}'], ['{"state":"done"}'], ['{"id":"","state":"done"}']])(
    '%s is refused',
    (text) => {
      expect(ack(text)).toEqual({ fault: 'wrong-ack' });
    },
  );

  it('that are no JSON are refused by name', () => {
    expect(ack('done')).toEqual({ fault: 'malformed-json' });
    expect(decode(smoke, frame('done', { kind: 'ack' })).faults).toEqual([{ fault: 'malformed-json' }]);
  });
});

describe('a device that nobody has registered', () => {
  it('is heard in the words of every driver', () => {
    const { readings } = report({ points: { pressed: true, pressure: 0.3, pir: true } }, unregistered);
    expect(readings.map(({ quantity, quality }) => [quantity, quality])).toEqual([
      ['callpoint.pressed', 'good'],
      ['water.pressure', 'good'],
      ['beacon.pir', 'good'],
    ]);
    expect(driverOf('unregistered')).toBe(unregistered);
  });
});
