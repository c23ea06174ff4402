// The laws of a data unit: every type goes there and back, and no count or length that a stranger writes can hurt.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { commandOf, decodeUnit, encodeUnit, UNIT_TYPES, type UnitObject } from './data-unit.ts';
import { PROFILES, type Profile, profileOf, STANDARD } from './profile.ts';
import { someBytes, someObject, someObjects } from './testing/arbitraries.ts';
import { hexOf } from './testing/vectors.ts';
import { readText, writeText } from './text.ts';

const types = [...UNIT_TYPES];
const TIME = Uint8Array.of(5, 8, 7, 6, 5, 24);
const NO_TIME = new Uint8Array(0);
const fire: UnitObject = {
  is: 'part-state',
  systemType: 1,
  systemAddress: 0,
  partType: 23,
  partAddress: 0x0005_0001,
  status: 3,
  description: writeText('三层东走廊手报', 31),
  time: TIME,
};
const short: UnitObject = { ...fire, description: new Uint8Array(0) };

function profile(id: string): Profile {
  const known = profileOf(id);
  if (!known) throw new Error(`no profile ${id}`);
  return known;
}

/** A copy whose views are bytes of their own, so that they can be compared. */
function plain(objects: readonly UnitObject[]): unknown[] {
  return objects.map((object) =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, value instanceof Uint8Array ? Uint8Array.from(value) : value])),
  );
}

describe('a data unit', () => {
  it.each(types)('of type %i goes there and back, whatever its objects say', (type, row) => {
    fc.assert(
      fc.property(fc.array(someObject(row), { minLength: 1, maxLength: Math.min(row.most, 5) }), (objects) => {
        const unit = encodeUnit(objects);
        const decoded = decodeUnit(unit);
        expect(decoded).toMatchObject({ type, count: objects.length, faults: [] });
        expect(isDeepStrictEqual(plain(decoded.objects), plain(objects))).toBe(true);
        if (row.bytes !== 'variable') expect(unit).toHaveLength(2 + objects.length * row.bytes);
      }),
      { numRuns: 30 },
    );
  });

  it.each(types)('of type %i takes as many objects as the standard allows, which is as many as have room, and not one more', (_, row) => {
    const [object] = fc.sample(someObject(row), { numRuns: 1, seed: 1 });
    if (!object) throw new Error('no sample');
    const most = Array.from({ length: row.most }, () => object);
    expect(encodeUnit(most).length).toBeLessThanOrEqual(1024);
    expect(decodeUnit(encodeUnit(most)).faults).toEqual([]);
    expect(() => encodeUnit([...most, object])).toThrow(RangeError);
  });

  it('is read the same whatever it is, without throwing, and is written back where nothing is wrong with it', () => {
    const types = fc.oneof(fc.constantFrom(...UNIT_TYPES.keys()), fc.nat(255));
    const unit = fc.tuple(types, fc.nat(255), someBytes(0, 200)).map(([type, count, bytes]) => Uint8Array.of(type, count, ...bytes));
    fc.assert(
      fc.property(fc.oneof(unit, someBytes(0, 40)), fc.constantFrom(...PROFILES), (bytes, profile) => {
        const { count, objects, faults } = decodeUnit(bytes, profile);
        expect(objects.length).toBeLessThanOrEqual(count);
        if (faults.length === 0) {
          expect(objects).toHaveLength(count);
          expect(hexOf(encodeUnit(objects, profile))).toBe(hexOf(bytes));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('cut short gives the objects that stand whole', () => {
    fc.assert(
      fc.property(someObjects(), fc.nat(), (objects, place) => {
        const unit = encodeUnit(objects);
        const cut = unit.subarray(0, 2 + (place % (unit.length - 1)));
        fc.pre(cut.length < unit.length);
        const { objects: there, faults } = decodeUnit(cut, { ...STANDARD, partStateBytes: [46], deviceStateBytes: [7] });
        expect(faults).toEqual(['truncated']);
        expect(isDeepStrictEqual(plain(there), plain(objects.slice(0, there.length)))).toBe(true);
      }),
    );
  });

  it('that is empty is told from one with a count of 0, and from a lone byte', () => {
    expect(decodeUnit(new Uint8Array(0))).toEqual({ type: 0, count: 0, objects: [], faults: ['empty-unit'] });
    expect(decodeUnit(Uint8Array.of(2, 0))).toEqual({ type: 2, count: 0, objects: [], faults: ['no-objects'] });
    expect(decodeUnit(Uint8Array.of(2, 0, 1))).toMatchObject({ objects: [], faults: ['no-objects', 'trailing-bytes'] });
    expect(decodeUnit(Uint8Array.of(0x16))).toMatchObject({ objects: [], faults: ['truncated'] });
  });

  it('with a larger count than data gives the objects that are there', () => {
    const unit = encodeUnit([fire, fire]);
    unit[1] = 3;
    const { count, objects, faults } = decodeUnit(unit);
    expect({ count, faults, there: objects.length }).toEqual({ count: 3, faults: ['truncated'], there: 2 });
    expect(plain(objects)).toEqual([fire, fire]);
  });

  it('with a smaller count than data gives as many as it states, and says that more is there', () => {
    const unit = encodeUnit([fire, fire]);
    unit[1] = 1;
    expect(decodeUnit(unit)).toMatchObject({ objects: [{ status: 3 }], faults: ['trailing-bytes'] });
  });

  it('with a count over the limit gives what is there all the same', () => {
    const clock = encodeUnit([{ is: 'device-time', time: TIME }]);
    const two = Uint8Array.of(28, 2, ...clock.subarray(2), ...clock.subarray(2));
    expect(decodeUnit(two)).toMatchObject({ objects: [{}, {}], faults: ['too-many-objects'] });
    expect(decodeUnit(Uint8Array.of(1, 255, ...new Uint8Array(10)))).toMatchObject({
      objects: [{}],
      faults: ['too-many-objects', 'truncated'],
    });
  });

  it.each([0, 9, 22, 29, 60, 92, 127, 128, 150, 254, 255])('of type %i, which is not defined, is left as it is', (type) => {
    expect(decodeUnit(Uint8Array.of(type, 3, 1, 2, 3))).toEqual({ type, count: 3, objects: [], faults: ['unknown-type'] });
  });

  it('of system configurations is walked one by one, because each text has its own length', () => {
    const texts = ['一号楼', '', '消防泵房A'];
    const unit = encodeUnit(
      texts.map((text) => ({
        is: 'system-configuration',
        systemType: 1,
        systemAddress: 1,
        text: writeText(text, new TextEncoder().encode(text).length),
      })),
    );
    const { objects } = decodeUnit(unit);
    expect(objects.map((object) => ('text' in object ? readText(object.text) : ''))).toEqual(texts);
  });

  it.each([
    ['past the end', [6, 1, 1, 1, 9, 0x41], 0],
    ['past the end in the second of two', [6, 2, 1, 1, 1, 0x41, 1, 2, 255, 0x41], 1],
    ['nowhere, because it is missing', [6, 1, 1, 1], 0],
    ['past the end of a device configuration', [26, 1, 3, 0x41], 0],
  ])('whose text runs %s gives the objects before it', (_, bytes, there) => {
    const { objects, faults } = decodeUnit(Uint8Array.from(bytes));
    expect(objects).toHaveLength(there);
    expect(faults).toEqual(['truncated']);
  });

  it('holds a four-byte character of GB 18030 in a description', () => {
    const unit = encodeUnit([{ ...fire, description: writeText('㐀㐁𠀀楼', 31) }]);
    const [object] = decodeUnit(unit).objects;
    expect(object?.is === 'part-state' && readText(object.description)).toBe('㐀㐁𠀀楼');
  });

  it('with a reserved byte that is not 0, or too many records asked for, is out of form but understood', () => {
    expect(decodeUnit(Uint8Array.of(81, 1, 1))).toMatchObject({ objects: [{ is: 'read-device-state' }], faults: ['object-form'] });
    expect(decodeUnit(Uint8Array.of(84, 1, 103, ...TIME))).toMatchObject({ objects: [{ count: 103 }], faults: ['object-form'] });
  });
});

describe('a short form', () => {
  it('of part states is known by its length, and holds as many as have room', () => {
    const unit = encodeUnit(Array.from({ length: 68 }, () => short));
    expect(unit).toHaveLength(2 + 68 * 15);
    expect(decodeUnit(unit)).toMatchObject({ count: 68, faults: [] });
    expect(plain(decodeUnit(encodeUnit([short])).objects)).toEqual([short]);
  });

  it('cut off between two objects is still known for what it is', () => {
    const unit = encodeUnit([short, short, short]).subarray(0, 2 + 2 * 15);
    expect(decodeUnit(unit)).toMatchObject({ objects: [{ status: 3 }, { status: 3 }], faults: ['truncated'] });
  });

  it('of a device state has no time', () => {
    const unit = encodeUnit([{ is: 'device-state', status: 1, time: NO_TIME }]);
    expect(unit).toEqual(Uint8Array.of(21, 1, 1));
    expect(decodeUnit(unit)).toMatchObject({ objects: [{ status: 1, time: { length: 0 } }], faults: [] });
  });

  it('that the profile does not take is neither written nor read', () => {
    const strict = { ...STANDARD, partStateBytes: [46] };
    expect(() => encodeUnit([short], strict)).toThrow(TypeError);
    expect(decodeUnit(encodeUnit([short]), strict)).toMatchObject({ objects: [], faults: ['truncated'] });
  });
});

describe('writing a data unit', () => {
  const analogue: UnitObject = {
    is: 'analogue',
    systemType: 1,
    systemAddress: 2,
    partType: 92,
    partAddress: 7,
    analogueType: 136,
    raw: 40_000,
    time: TIME,
  };

  it.each([-32_768, -1, 0, 32_767])('writes an analogue value of %i', (raw) => {
    expect(decodeUnit(encodeUnit([{ ...analogue, raw }]))).toMatchObject({ objects: [{ raw }] });
  });

  it('writes an analogue value unsigned where the profile says so, and only there', () => {
    const unit = encodeUnit([analogue], profile('nb-iot'));
    expect(decodeUnit(unit, profile('nb-iot'))).toMatchObject({ objects: [{ raw: 40_000 }] });
    expect(decodeUnit(unit)).toMatchObject({ objects: [{ raw: 40_000 - 65_536 }] });
    expect(() => encodeUnit([analogue])).toThrow(RangeError);
  });

  it.each<[string, UnitObject[], typeof RangeError]>([
    ['no object', [], TypeError],
    ['two kinds', [fire, { is: 'initialise' }], TypeError],
    ['two sizes', [fire, short], TypeError],
    ['a time of five bytes', [{ ...fire, time: new Uint8Array(5) }], TypeError],
    ['a description of 30 bytes', [{ ...fire, description: new Uint8Array(30) }], TypeError],
    ['a text of 256 bytes', [{ is: 'device-configuration', text: new Uint8Array(256) }], TypeError],
    ['a status of 17 bits', [{ ...fire, status: 0x1_0000 }], RangeError],
    ['half an address', [{ ...fire, partAddress: 0.5 }], RangeError],
    ['a negative address', [{ ...fire, partAddress: -1 }], RangeError],
    ['an operator over 255', [{ is: 'device-operation', operations: 1, operator: 256, time: TIME }], RangeError],
    ['more records than may be asked for', [{ is: 'read-device-operations', count: 103, from: TIME }], RangeError],
    ['a kind that does not exist', [{ is: 'nothing' } as unknown as UnitObject], TypeError],
  ])('refuses %s', (_, objects, error) => {
    expect(() => encodeUnit(objects)).toThrow(error);
  });
});

describe('the types', () => {
  it('are those of the standard, 29 of them, and each request is answered by a type that goes up', () => {
    expect([...UNIT_TYPES.keys()]).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 21, 24, 25, 26, 28, 61, 62, 63, 64, 65, 66, 67, 68, 81, 84, 85, 86, 88, 89, 90, 91,
    ]);
    for (const { command, direction, reply } of UNIT_TYPES.values()) {
      expect(direction).toBe(command === 2 ? 'up' : 'down');
      if (command === 4) expect(UNIT_TYPES.get(reply ?? 0)?.direction).toBe('up');
      else expect(reply).toBeUndefined();
    }
  });

  it('have objects of the sizes of the standard, and limits that follow from them', () => {
    const sizes = types.map(([type, { bytes, most }]) => [type, bytes, most]);
    expect(sizes).toEqual([
      [1, 10, 102],
      [2, 46, 22],
      [3, 16, 63],
      [4, 10, 102],
      [5, 4, 1],
      [6, 'variable', 3],
      [7, 38, 26],
      [8, 8, 1],
      [21, 7, 1],
      [24, 8, 127],
      [25, 2, 1],
      [26, 'variable', 1],
      [28, 6, 1],
      [61, 2, 102],
      [62, 6, 22],
      [63, 6, 63],
      [64, 9, 1],
      [65, 2, 1],
      [66, 2, 3],
      [67, 6, 26],
      [68, 2, 1],
      [81, 1, 1],
      [84, 7, 1],
      [85, 1, 1],
      [86, 1, 1],
      [88, 1, 1],
      [89, 1, 1],
      [90, 6, 1],
      [91, 1, 1],
    ]);
  });

  it('go with the command of their kind: told with 2, asked with 4, ordered with 1', () => {
    expect([1, 28, 61, 88, 89, 90, 91, 150].map(commandOf)).toEqual([2, 2, 4, 4, 1, 1, 1, 2]);
  });
});
