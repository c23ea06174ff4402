// What packets mean to the house: each bit a reading, each part a device, each question of the centre the unit that the standard names.
import fc from 'fast-check';
import { checkArguments } from '../command.ts';
import { LATEST_AHEAD_MS } from '../decode.ts';
import type { Frame } from '../frame.ts';
import { QUANTITIES } from '../quantity.ts';
import { decodeUnit, encodeUnit, UNIT_TYPES, type UnitObject } from './data-unit.ts';
import { carrier, panelPart, panelSystem, transmissionDevice } from './drivers.ts';
import { PART_TYPES } from './names.ts';
import { COMMAND, encodePacket } from './packet.ts';
import { addressHex, kindOfPart, partId, partTitle } from './part.ts';
import { PROFILES, partAddressOf, partPlace, profileOf } from './profile.ts';
import { meaningOf } from './readings.ts';
import { CENTRE_COMMANDS, requestOf } from './requests.ts';
import { writeText } from './text.ts';
import { writeTimeTag } from './time-tag.ts';

/** 2026-11-25 12:00:00 UTC. */
const NOW = Date.UTC(2026, 10, 25, 12);
const SYSTEM = { systemType: 1, systemAddress: 0 };

function hear(unit: Uint8Array, more: { sent?: number; command?: number; profile?: string } = {}, wasOn?: () => boolean) {
  const { sent = NOW, command = COMMAND.send, profile = 'standard' } = more;
  const stations = { source: '790300000000', destination: '385b01000000' };
  const body = encodePacket({ serial: 1, version: { main: 1, user: 0 }, sent: writeTimeTag(sent), ...stations, command, unit });
  const frame: Frame = { link: 'gb26875', peer: 'p', device: 'utd', kind: 'up', body, receivedAt: NOW, drill: false };
  return meaningOf(frame, profileOf(profile), wasOn);
}
function part(status: number, at = NOW, partType = 40): UnitObject {
  return {
    is: 'part-state',
    ...SYSTEM,
    partType,
    partAddress: 0x50001,
    status,
    description: writeText('走廊', 31),
    time: writeTimeTag(at),
  };
}
const on = ({ readings }: ReturnType<typeof hear>) => readings.filter(({ value }) => value === true).map(({ point }) => point);

describe('a status word', () => {
  it.each([
    ['system-state', { is: 'system-state', ...SYSTEM, time: writeTimeTag(NOW) }, panelSystem, 13],
    [
      'part-state',
      { is: 'part-state', ...SYSTEM, partType: 1, partAddress: 1, description: new Uint8Array(31), time: writeTimeTag(NOW) },
      panelPart,
      8,
    ],
    ['device-state', { is: 'device-state', time: writeTimeTag(NOW) }, transmissionDevice, 6],
  ] as const)('of a %s sets the one point of each bit, as its driver has it', (object, of, driver, highest) => {
    for (let bit = 1; bit <= highest; bit += 1) {
      const heard = hear(encodeUnit([{ ...of, status: 1 << bit } as UnitObject]));
      const point = driver.points.find(({ source }) => source.on === 'unit' && source.object === object && source.bit === bit);
      expect([bit, on(heard)]).toEqual([bit, [point?.key]]);
      const [reading] = heard.readings.filter(({ value }) => value === true);
      expect(reading?.quantity).toBe(point?.quantity);
    }
  });

  it('is a test where nothing at all is set, and only then', () => {
    expect(on(hear(encodeUnit([part(0)])))).toEqual(['test']);
    expect(on(hear(encodeUnit([part(0b10)])))).toEqual(['fire']);
    expect(on(hear(encodeUnit([part(0b1)])))).toEqual([]);
  });

  it('says nothing of bits that are off and were off before', () => {
    expect(hear(encodeUnit([part(0b11)]), {}, () => false).readings.map(({ point }) => point)).toEqual(['fire']);
    expect(hear(encodeUnit([part(0b1)]), {}, () => false).readings).toEqual([]);
    expect(hear(encodeUnit([part(0b1)])).readings).toHaveLength(9);
  });

  it('of a unit whose objects do not fill it is doubtful: it may raise and never clear', () => {
    const unit = Uint8Array.of(...encodeUnit([part(0b11)]), 7, 7);
    const heard = hear(unit);
    expect(new Set(heard.readings.map(({ quality, why }) => `${quality} ${why}`))).toEqual(new Set(['doubtful uneven-unit']));
    expect(heard.faults.length).toBeGreaterThan(0);
  });
});

describe('an analogue value', () => {
  const measured = (analogueType: number, raw: number, partType = 91, profile = 'standard') => {
    const object: UnitObject = { is: 'analogue', ...SYSTEM, partType, partAddress: 1, analogueType, raw, time: writeTimeTag(NOW) };
    return hear(encodeUnit([object], profileOf(profile)), { profile });
  };

  it.each([
    [1, 12, 'event.count', 12],
    [2, 265, 'water.level', 2.65],
    [3, -125, 'heat.temperature', -12.5],
    [4, 8, 'water.pressure', 0.8],
    [5, 3_500, 'water.pressure', 0.35],
    [6, 204, 'gas.concentration', 20.4],
    [7, 90, 'event.seconds', 90],
    [8, 2_275, 'electric.voltage', 227.5],
    [9, 182, 'electric.current', 18.2],
    [10, 155, 'water.flow', 15.5],
    [11, 6_000, 'air.flow', 600],
    [12, 14, 'weather.windSpeed', 14],
  ] as const)('of type %i is in the unit of its quantity', (type, raw, quantity, value) => {
    expect(measured(type, raw).readings).toMatchObject([{ quantity, value, quality: 'good' }]);
  });

  it('of a cable is no air temperature', () => {
    expect(measured(3, 715, 18).readings).toMatchObject([{ point: 'cableTemperature', value: 71.5 }]);
  });

  it('that no instrument can tell is bad, and one of a type that nobody knows is a fault', () => {
    expect(measured(2, 32_000).readings).toMatchObject([{ value: null, quality: 'bad', why: 'out-of-range' }]);
    const unknown = measured(200, 5);
    expect([unknown.readings, unknown.faults]).toEqual([[], [{ fault: 'unknown-analogue' }]]);
  });

  it('of a user-defined type counts where the profile knows it', () => {
    expect(measured(0x80, -93, 132, 'nb-iot').readings).toMatchObject([{ quantity: 'signal.rssi', value: -93 }]);
    expect(measured(0x88, 3_575, 132, 'nb-iot').readings).toMatchObject([{ quantity: 'battery.voltage', value: 3.575 }]);
  });
});

describe('the time of an event', () => {
  const timeOf = (at: number, sent: number) => hear(encodeUnit([part(0b11, at)]), { sent }).readings[0]?.at;

  it('is the object’s own where it can be believed, also when it waited for hours', () => {
    expect(timeOf(NOW - 7_200_000, NOW)).toBe(NOW - 7_200_000);
  });

  it('is moved back by as much as the packet seems to be sent after it came', () => {
    expect(timeOf(NOW + 80_000, NOW + 90_000)).toBe(NOW - 10_000);
  });

  it('is as long ago as the packet says where the clock stands in another year', () => {
    const clock = Date.UTC(2010, 0, 1);
    expect(timeOf(clock - 40_000, clock)).toBe(NOW - 40_000);
  });

  it('is the moment of arrival where there is no clock', () => {
    const object = { ...part(0b11), time: new Uint8Array(6) } as UnitObject;
    expect(hear(encodeUnit([object])).readings[0]?.at).toBe(NOW);
  });

  it('is never ahead by more than a device may be, nor older than it may be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2099, 0, 1) }),
        fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2099, 0, 1) }),
        (at, sent) => {
          const told = timeOf(at, sent) ?? Number.NaN;
          expect(told <= NOW + LATEST_AHEAD_MS && told >= NOW - 31 * 86_400_000).toBe(true);
        },
      ),
    );
  });
});

describe('a part', () => {
  it('has an id of its own for each type and address, and the loop and point that its profile reads', () => {
    const of = 'utd';
    const ids = [40, 84].flatMap((type) => [0x50001, 0x10005].map((address) => partId({ of, ...SYSTEM, part: { type, address } })));
    expect(new Set([...ids, partId({ of, ...SYSTEM, part: null })]).size).toBe(5);
    expect(addressHex(0x50001)).toBe('01000500');
    expect(partTitle({ ...SYSTEM, part: { type: 23, address: 0x50001 } }).zh).toBe('手动火灾报警按钮 1-5');
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffff), fc.constantFrom(...PROFILES), (loop, point, profile) => {
        const stands = partPlace(partAddressOf({ loop, point }, profile), profile);
        expect(stands ?? { loop, point }).toEqual({ loop, point });
      }),
    );
  });

  it('is of a kind that a person knows, whatever its type', () => {
    expect([...PART_TYPES.keys()].map(kindOfPart)).not.toContain('unregistered');
    expect([40, 31, 23, 92, 102, 200].map(kindOfPart)).toEqual(['smoke', 'heat', 'callpoint', 'tank', 'door', 'part']);
  });
});

describe('the drivers of GB/T 26875.3', () => {
  it.each([transmissionDevice, panelSystem, panelPart, carrier].map((driver) => [driver.model, driver] as const))(
    '%s names each point once, of a quantity of the vocabulary, in both languages',
    (_, driver) => {
      expect(new Set(driver.points.map(({ key }) => key)).size).toBe(driver.points.length);
      for (const { key, quantity } of driver.points) {
        expect(key).toMatch(/^[a-z][A-Za-z0-9]*$/);
        expect(Object.hasOwn(QUANTITIES, quantity)).toBe(true);
      }
      expect(driver.title.zh).toMatch(/\p{Script=Han}/u);
      expect(driver.source).not.toBe('');
    },
  );
});

describe('a command of the centre', () => {
  it.each(CENTRE_COMMANDS.map((spec) => [spec.id, spec] as const))('%s is the unit that the standard names', (id, spec) => {
    const needed = Object.fromEntries(Object.entries(spec.arguments).map(([name]) => [name, 3]));
    const checked = checkArguments(spec, needed);
    if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
    const asked = requestOf({ command: id, arguments: checked.arguments }, NOW);
    const { type, objects, faults } = decodeUnit(asked?.unit ?? new Uint8Array(0));
    expect([faults, objects.map((object) => object.is)]).toEqual([[], [id]]);
    expect(UNIT_TYPES.get(type)?.command).toBe(asked?.command);
  });

  it('covers every type that a centre may send', () => {
    const down = [...UNIT_TYPES.values()].filter(({ direction }) => direction === 'down').map((row) => row.is);
    expect([...CENTRE_COMMANDS.map(({ id }) => id)].sort()).toEqual([...down].sort());
  });
});

describe('a record that was asked for', () => {
  it('tells of operations, and raises nothing', () => {
    const operations: UnitObject = { is: 'device-operation', operations: 0b100, operator: 2, time: writeTimeTag(NOW - 86_000_000) };
    const reply = hear(encodeUnit([operations]), { command: COMMAND.reply });
    expect([reply.readings, reply.operations]).toMatchObject([[], [{ operations: 0b100, isRecord: true }]]);
    expect(on(hear(encodeUnit([operations])))).toEqual(['manualAlarm']);
  });
});

describe('bytes of any kind', () => {
  it('mean something or nothing, and never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...PROFILES), (unit, { id }) => {
        const heard = hear(unit, { profile: id });
        for (const { value, quality } of heard.readings) expect(value === null).toBe(quality === 'bad');
      }),
      { numRuns: 2_000 },
    );
    const frame: Frame = {
      link: 'gb26875',
      peer: 'p',
      device: 'utd',
      kind: 'up',
      body: Uint8Array.of(64, 64, 1),
      receivedAt: NOW,
      drill: false,
    };
    expect(meaningOf(frame).faults).toEqual([{ fault: 'malformed-packet' }]);
  });
});
