// Registers mean the same in both directions, in every order, and garbage never throws.
import fc from 'fast-check';
import { type ByteOrder, type DeviceDriver, defineDriver, type RegisterSource, type RegisterType } from './driver.ts';
import { electricalFireMonitorModbus } from './modbus/electrical-fire-monitor.ts';
import { levelTransmitterModbus } from './modbus/level-transmitter.ts';
import { pressureTransmitterModbus } from './modbus/pressure-transmitter.ts';
import type { QuantityId, Value } from './quantity.ts';
import { bodyOfWire, packBlocks, planReads, type RegisterBlock, unpackBlocks } from './register-blocks.ts';
import { decodeRegisters, encodeRegisters, type RegisterReading, registerMemory } from './registers.ts';
import { words } from './words.ts';

type Field = Omit<RegisterSource, 'on' | 'table' | 'address'> & { table?: RegisterSource['table']; address?: number };

function aDriver(...fields: [quantity: QuantityId, field: Field][]): DeviceDriver {
  return defineDriver({
    model: 'test/registers',
    vendor: 'Balefire',
    title: words('试验', 'Test'),
    kind: 'pipe',
    protocol: 'modbus',
    reportsEvery: 10,
    points: fields.map(([quantity, field], nth) => ({
      key: `p${nth}`,
      quantity,
      source: { on: 'register', table: 'holding', address: nth * 2, ...field },
    })),
    commands: [],
    examples: [],
    source: 'test',
  });
}

function readingsOf(driver: DeviceDriver, body: Uint8Array): Record<string, RegisterReading> {
  const decoded = decodeRegisters(driver, body);
  return 'fault' in decoded ? {} : Object.fromEntries(decoded.values);
}

function readingOf(field: Field, quantity: QuantityId, ...registers: number[]): RegisterReading | undefined {
  return readingsOf(aDriver([quantity, field]), bodyOfWire({ 'holding:0': registers }))['p0'];
}

const memoryWords = (driver: DeviceDriver, values: Record<string, Value>, count: number) => {
  const memory = registerMemory(driver, values);
  return Array.from({ length: count }, (_, address) => memory.get('holding', address));
};

describe('the byte orders', () => {
  const pressures: [ByteOrder, number, number][] = [
    ['ABCD', 0x3eb4, 0x3958],
    ['CDAB', 0x3958, 0x3eb4],
    ['BADC', 0xb43e, 0x5839],
    ['DCBA', 0x5839, 0xb43e],
  ];
  for (const [order, first, second] of pressures) {
    it(`a float32 of 0.352 MPa stands as ${first.toString(16)} ${second.toString(16)} in ${order}`, () => {
      expect(readingOf({ type: 'float32', order }, 'water.pressure', first, second)).toEqual({ value: 0.352 });
      expect(memoryWords(aDriver(['water.pressure', { type: 'float32', order }]), { p0: 0.352 }, 2)).toEqual([first, second]);
    });
  }

  it('a 16-bit register knows AB and BA', () => {
    expect(readingOf({ type: 'uint16', order: 'ABCD' }, 'electric.residualCurrent', 0x0102)).toEqual({ value: 0x0102 });
    expect(readingOf({ type: 'uint16', order: 'BADC' }, 'electric.residualCurrent', 0x0102)).toEqual({ value: 0x0201 });
    expect(readingOf({ type: 'bit', bit: 8, order: 'BADC' }, 'electric.arc', 0x0001)).toEqual({ value: true });
  });

  it('the decimals register follows the order of its point', () => {
    const field: Field = { type: 'int16', order: 'BADC', decimalsAt: 1 };
    expect(readingOf(field, 'water.level', 0x1d01, 0x0200)).toEqual({ value: 2.85 });
    expect(memoryWords(aDriver(['water.level', field]), { p0: 2.85 }, 2)).toEqual([0x1d01, 0x0200]);
  });
});

describe('what a register may say', () => {
  it('a sentinel is no measurement, whichever sign it was written with', () => {
    for (const invalid of [0xffff, -1]) {
      expect(readingOf({ type: 'int16', invalid: [invalid] }, 'water.level', 0xffff)).toEqual({ why: 'sensor-invalid' });
    }
    expect(readingOf({ type: 'uint32', invalid: [0xffff_ffff] }, 'water.level', 0xffff, 0xffff)).toEqual({ why: 'sensor-invalid' });
    expect(readingOf({ type: 'float32', invalid: [9999.9] }, 'water.level', 0x461c, 0x3f9a)).toEqual({ why: 'sensor-invalid' });
  });

  it('NaN and infinity are no measurement', () => {
    for (const high of [0x7fc0, 0xffc0, 0x7f80, 0xff80]) {
      expect(readingOf({ type: 'float32' }, 'water.pressure', high, 0)).toEqual({ why: 'sensor-invalid' });
    }
  });

  it('a number outside of what the instrument can plausibly say is out of range', () => {
    expect(readingOf({ type: 'uint16' }, 'water.pressure', 352)).toEqual({ why: 'out-of-range' });
  });

  it('a state that the driver does not name is unknown', () => {
    const mode: Field = { type: 'uint16', states: { automatic: 0, manual: 1, off: 2 } };
    expect(readingOf(mode, 'pump.mode', 1)).toEqual({ value: 'manual' });
    expect(readingOf(mode, 'pump.mode', 7)).toEqual({ why: 'unknown-state' });
    expect(readingOf({ type: 'uint16' }, 'pump.running', 2)).toEqual({ why: 'unknown-state' });
    expect(readingOf({ type: 'uint16', states: { true: 0xff00, false: 0 } }, 'pump.running', 0xff00)).toEqual({ value: true });
    expect(readingOf({ type: 'bit', states: { true: 0, false: 1 } }, 'pump.fault', 0)).toEqual({ value: true });
  });

  it('a scaled number carries no binary noise', () => {
    expect(readingOf({ type: 'int16', scale: 0.1 }, 'heat.temperature', 3)).toEqual({ value: 0.3 });
    expect(readingOf({ type: 'uint16', scale: 0.1, offset: -40 }, 'heat.temperature', 401)).toEqual({ value: 0.1 });
  });

  it('a point whose registers were not read is missing, the others speak', () => {
    const driver = aDriver(['water.level', { type: 'uint16' }], ['water.pressure', { type: 'float32', address: 9 }]);
    const decoded = decodeRegisters(driver, bodyOfWire({ 'holding:0': [3], 'holding:9': [0x3eb4] }));
    expect(decoded).toEqual({ values: new Map([['p0', { value: 3 }]]), missing: ['p1'] });
  });
});

describe('values survive the wire', () => {
  const orders = fc.constantFrom<ByteOrder>('ABCD', 'CDAB', 'BADC', 'DCBA');
  const ranges: Record<Exclude<RegisterType, 'bit' | 'float32'>, [number, number]> = {
    uint16: [0, 3000],
    int16: [0, 3000],
    uint32: [0, 3000],
    int32: [0, 3000],
  };
  for (const [type, [min, max]] of Object.entries(ranges) as [keyof typeof ranges, [number, number]][]) {
    it(`${type} in every order`, () => {
      fc.assert(
        fc.property(fc.integer({ min, max }), orders, (value, order) => {
          const driver = aDriver(['electric.residualCurrent', { type, order }]);
          expect(readingsOf(driver, encodeRegisters(driver, { p0: value }))).toEqual({ p0: { value } });
        }),
      );
    });
  }

  it('negative numbers of both widths', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 2000 }), fc.constantFrom<RegisterType>('int16', 'int32'), orders, (tenths, type, order) => {
        const driver = aDriver(['electric.cableTemperature', { type, order, scale: 0.1 }]);
        expect(readingsOf(driver, encodeRegisters(driver, { p0: tenths / 10 }))).toEqual({ p0: { value: tenths / 10 } });
      }),
    );
  });

  it('float32 to the last bit', () => {
    fc.assert(
      fc.property(fc.float({ min: 0, max: 4, noNaN: true }), orders, (value, order) => {
        const driver = aDriver(['water.pressure', { type: 'float32', order }]);
        const reading = readingsOf(driver, encodeRegisters(driver, { p0: value }))['p0'];
        expect(reading && 'value' in reading && Math.fround(Number(reading.value))).toBe(Math.fround(value));
      }),
    );
  });

  it('with decimals that the device tells: never further off than half of the last one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), (value) => {
        const driver = aDriver(['water.level', { type: 'int16', decimalsAt: 7 }]);
        const reading = readingsOf(driver, encodeRegisters(driver, { p0: value }))['p0'];
        expect(Math.abs(Number(reading && 'value' in reading ? reading.value : Number.NaN) - value)).toBeLessThanOrEqual(0.005 + 1e-9);
      }),
    );
  });

  it('bits that share a register do not disturb each other', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), orders, (flags, order) => {
        const driver = aDriver(...flags.map((_, bit): [QuantityId, Field] => ['pump.fault', { type: 'bit', bit, order, address: 0 }]));
        const values = Object.fromEntries(flags.map((flag, bit) => [`p${bit}`, flag]));
        const meant = Object.fromEntries(flags.map((flag, bit) => [`p${bit}`, { value: flag }]));
        expect(readingsOf(driver, encodeRegisters(driver, values))).toEqual(meant);
      }),
    );
  });
});

describe('the frame body of a poll', () => {
  const registers = fc.record({
    table: fc.constantFrom('holding' as const, 'input' as const),
    address: fc.nat(0xff00),
    words: fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 125 }),
  });
  const bits = fc.record({
    table: fc.constantFrom('coil' as const, 'discrete' as const),
    address: fc.nat(0xf000),
    words: fc.array(fc.nat(1), { minLength: 1, maxLength: 2000 }),
  });
  const blocks = fc.array(fc.oneof(registers, bits), { minLength: 1, maxLength: 6 });

  it('gives back every block', () => {
    fc.assert(fc.property(blocks, (all: RegisterBlock[]) => expect(unpackBlocks(packBlocks(all))).toEqual(all)));
  });

  it('cut anywhere inside a block it is truncated', () => {
    fc.assert(
      fc.property(fc.oneof(registers, bits), fc.nat(), (block, cut) => {
        const body = packBlocks([block]);
        expect(unpackBlocks(body.subarray(0, cut % body.length))).toBe('truncated');
      }),
    );
  });

  it('whatever the bytes, nothing is thrown and every value is plausible', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (body) => {
        const decoded = decodeRegisters(electricalFireMonitorModbus, body);
        if ('fault' in decoded) expect(['truncated', 'no-points']).toContain(decoded.fault);
        else expect(decoded.values.size + decoded.missing.length).toBe(electricalFireMonitorModbus.points.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the plan of reads', () => {
  it('merges over a hole of eight, and not of nine', () => {
    const driver = (address: number) =>
      aDriver(['water.level', { type: 'uint16', address: 0 }], ['water.level', { type: 'uint16', address }]);
    expect(planReads(driver(9))).toEqual([{ table: 'holding', address: 0, count: 10 }]);
    expect(planReads(driver(10))).toHaveLength(2);
    expect(planReads(driver(10), { longestHole: 50 })).toHaveLength(1);
  });

  it('includes the register that tells the decimals', () => {
    expect(planReads(pressureTransmitterModbus)).toEqual([{ table: 'holding', address: 3, count: 2 }]);
    expect(planReads(electricalFireMonitorModbus)).toEqual([{ table: 'input', address: 0, count: 17 }]);
  });

  const field = fc.record({
    table: fc.constantFrom('holding' as const, 'input' as const, 'coil' as const),
    address: fc.nat(400),
    wide: fc.boolean(),
  });
  it('covers every field whole, within the limits, and never in more reads than fields', () => {
    fc.assert(
      fc.property(
        fc.array(field, { minLength: 1, maxLength: 40 }),
        fc.nat(60),
        fc.integer({ min: 2, max: 200 }),
        (fields, longestHole, longestRead) => {
          const driver = aDriver(
            ...fields.map(({ table, address, wide }): [QuantityId, Field] => [
              'water.level',
              { table, address, type: table === 'coil' ? 'bit' : wide ? 'uint32' : 'uint16' },
            ]),
          );
          const plan = planReads(driver, { longestHole, longestRead });
          expect(plan.length).toBeLessThanOrEqual(fields.length);
          for (const { table, count } of plan)
            expect(count).toBeLessThanOrEqual(Math.min(table === 'coil' ? 2000 : 125, longestRead * (table === 'coil' ? 16 : 1)));
          for (const { table, address, wide } of fields) {
            const end = address + (wide && table !== 'coil' ? 2 : 1);
            expect(plan.some((read) => read.table === table && read.address <= address && end <= read.address + read.count)).toBe(true);
          }
        },
      ),
    );
  });

  it('is the shortest there is', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 12 }),
        fc.nat(6),
        fc.integer({ min: 1, max: 12 }),
        (unsorted, hole, longest) => {
          const driver = aDriver(...unsorted.map((address): [QuantityId, Field] => ['water.level', { type: 'uint16', address }]));
          const sorted = unsorted.toSorted((a, b) => a - b);
          const fewest = [0];
          for (const [last, end] of sorted.entries()) {
            let best = Number.POSITIVE_INFINITY;
            for (let first = last; first >= 0 && end - (sorted[first] ?? 0) < longest; first--) {
              best = Math.min(best, (fewest[first] ?? 0) + 1);
              if ((sorted[first] ?? 0) - (sorted[first - 1] ?? 0) - 1 > hole) break;
            }
            fewest.push(best);
          }
          expect(planReads(driver, { longestHole: hole, longestRead: longest })).toHaveLength(fewest.at(-1) ?? 0);
        },
      ),
    );
  });
});

for (const driver of [pressureTransmitterModbus, levelTransmitterModbus, electricalFireMonitorModbus]) {
  describe(driver.model, () => {
    for (const example of driver.examples) {
      it(example.what, () => {
        const body = bodyOfWire(example.wire);
        if ('fault' in example) {
          expect(decodeRegisters(driver, body)).toEqual({ fault: example.fault });
          return;
        }
        const readings = readingsOf(driver, body);
        if ('refused' in example) {
          for (const [key, why] of Object.entries(example.refused)) expect(readings[key]).toEqual({ why });
          return;
        }
        const meant = Object.fromEntries(Object.entries(example.means).map(([key, value]) => [key, { value }]));
        expect(readings).toMatchObject(meant);
        expect(readingsOf(driver, encodeRegisters(driver, example.means))).toMatchObject(meant);
      });
    }
  });
}
