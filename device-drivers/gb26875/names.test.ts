// The code tables: complete, in both languages, and honest about what the standard leaves open.
import {
  ANALOGUES,
  DEVICE_BITS,
  DEVICE_OPERATIONS,
  FACILITY_OPERATIONS,
  PART_BITS,
  PART_TYPES,
  partTypeName,
  SYSTEM_BITS,
  SYSTEM_TYPES,
  systemTypeName,
} from './names.ts';
import { PROFILES, partPlace, profileOf, STANDARD } from './profile.ts';

/** The codes from the first to the last of each pair. */
function codes(...ranges: readonly (readonly [first: number, last: number])[]): number[] {
  return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, n) => first + n));
}

describe('the code tables', () => {
  it('have the codes of tables 4, 5 and 6 and no other', () => {
    expect([...SYSTEM_TYPES.keys()]).toEqual(codes([0, 1], [10, 24]));
    expect([...PART_TYPES.keys()]).toEqual(
      codes(
        [0, 1],
        [10, 13],
        [16, 18],
        [21, 25],
        [30, 37],
        [40, 44],
        [50, 53],
        [61, 62],
        [69, 69],
        [74, 74],
        [78, 79],
        [81, 88],
        [91, 92],
        [95, 99],
        [101, 106],
        [111, 111],
        [113, 118],
        [121, 121],
      ),
    );
    expect([...ANALOGUES.keys()]).toEqual(codes([1, 12]));
  });

  it('speak both languages, and name each code once', () => {
    for (const table of [SYSTEM_TYPES, PART_TYPES]) {
      const titles = [...table.values()];
      for (const { zh, en } of titles) {
        expect(zh).toMatch(/\p{Script=Han}/u);
        expect(en).toMatch(/^[A-Z]/);
      }
      expect(new Set(titles.map(({ zh }) => zh)).size).toBe(titles.length);
      expect(new Set(titles.map(({ en }) => en)).size).toBe(titles.length);
    }
  });

  it('name what public code gets wrong as the standard does', () => {
    expect(systemTypeName(23).zh).toBe('消防电源');
    expect(partTypeName(1).zh).toBe('火灾报警控制器');
    expect(partTypeName(121).zh).toBe('警报装置');
    expect(FACILITY_OPERATIONS[5].title.zh).toBe('确认');
    expect(ANALOGUES.get(5)).toMatchObject({ unit: 'kPa', step: 0.1 });
  });

  it("have a name for every byte: reserved to 127, from 128 the user's", () => {
    expect(systemTypeName(5)).toEqual({ zh: '预留 5', en: 'Reserved 5' });
    expect(partTypeName(127)).toEqual({ zh: '预留 127', en: 'Reserved 127' });
    expect(systemTypeName(128)).toEqual({ zh: '用户自定义 128', en: 'User-defined 128' });
    expect(partTypeName(255)).toEqual({ zh: '用户自定义 255', en: 'User-defined 255' });
  });

  it('have a row for each bit, and the bits that all states share at the same place', () => {
    expect([SYSTEM_BITS, PART_BITS, DEVICE_BITS, FACILITY_OPERATIONS, DEVICE_OPERATIONS].map(({ length }) => length)).toEqual([
      16, 16, 8, 8, 8,
    ]);
    expect(PART_BITS.slice(0, 8)).toEqual(SYSTEM_BITS.slice(0, 8));
    expect(SYSTEM_BITS.map((bit) => bit?.key)).toEqual([
      ...['normal', 'fire', 'fault', 'shielded', 'supervisory', 'started', 'feedback', 'delayed', 'mainsLost', 'backupLost'],
      ...['busFault', 'manual', 'configurationChanged', 'reset', undefined, undefined],
    ]);
    expect(PART_BITS.map((bit) => bit?.key).indexOf('powerLost')).toBe(8);
    expect(DEVICE_BITS.map((bit) => bit?.key)).toEqual([
      'normal',
      'fire',
      'fault',
      'mainsLost',
      'backupLost',
      'centreLost',
      'lineLost',
      undefined,
    ]);
    expect(DEVICE_OPERATIONS.map((bit) => bit?.key)).toEqual([
      ...['reset', 'silence', 'manualAlarm', 'cleared', 'selfTest', 'dutyReply', 'test', undefined],
    ]);
  });

  it('have ranges that a signed word can hold in their steps', () => {
    for (const { lowest, highest, step } of ANALOGUES.values()) {
      expect(Math.round(highest / step)).toBeLessThanOrEqual(32_767);
      expect(Math.round(lowest / step)).toBeGreaterThanOrEqual(-32_768);
    }
  });
});

describe('a profile', () => {
  it('is found by its id, and the standard one is the first', () => {
    expect(PROFILES[0]).toBe(STANDARD);
    for (const profile of PROFILES) expect(profileOf(profile.id)).toBe(profile);
    expect(profileOf('none')).toBeUndefined();
    expect(new Set(PROFILES.map(({ id }) => id)).size).toBe(PROFILES.length);
  });

  it("takes the standard's own sizes before any other, and names only analogue types that are the user's", () => {
    for (const { partStateBytes, deviceStateBytes, analogues, source, title } of PROFILES) {
      expect([partStateBytes[0], deviceStateBytes[0]]).toEqual([46, 7]);
      expect(Object.keys(analogues).every((code) => Number(code) >= 128 && Number(code) <= 255)).toBe(true);
      expect(source).not.toBe('');
      expect(title.zh).toMatch(/\p{Script=Han}/u);
    }
  });

  it('reads the four bytes 05 00 65 00 of a part address in its own way', () => {
    const address = 0x0065_0005;
    const places = ['standard', 'point-first', 'opaque-address'].map((id) => partPlace(address, profileOf(id) ?? STANDARD));
    expect(places).toEqual([{ loop: 5, point: 101 }, { loop: 101, point: 5 }, undefined]);
    expect(partPlace(0xffff_fffe, STANDARD)).toEqual({ loop: 0xfffe, point: 0xffff });
  });
});
