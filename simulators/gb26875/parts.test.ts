// Parts files as people write them, the invented building, and the demo tower's panel.
import { readFileSync } from 'node:fs';
import { partTypeName } from '../../device-drivers/gb26875/names.ts';
import { encodeGb18030 } from '../../device-drivers/gb26875/text.ts';
import { DEMO_PARTS } from './cli.ts';
import { demoParts } from './demo-parts.ts';
import { inventedBuilding, partsText, placeOf, readParts } from './parts.ts';

const head = 'loop,point,type,description,floor,room';

describe('reading a parts file', () => {
  it('takes a table as a spreadsheet writes it: byte order mark, CRLF, quotes, empty lines', () => {
    const parts = readParts(`\uFEFF${head}\r\n1,5,42,"一层大厅,""东""感烟",1层,大厅\r\n\r\n2,1,23,手报,2层,\r\n`);
    expect(parts.all).toEqual([
      { loop: 1, point: 5, type: 42, description: '一层大厅,"东"感烟', floor: '1层', room: '大厅', systemType: 1, systemAddress: 0 },
      { loop: 2, point: 1, type: 23, description: '手报', floor: '2层', room: '', systemType: 1, systemAddress: 0 },
    ]);
    expect(parts.at('2-1')?.description).toBe('手报');
    expect(parts.at('2-2')).toBeUndefined();
  });

  it('takes columns in another order, and a system of its own', () => {
    const parts = readParts('type,systemType,systemAddress,point,loop\n96,12,3,7,4');
    expect(parts.all[0]).toMatchObject({ loop: 4, point: 7, type: 96, systemType: 12, systemAddress: 3, description: '' });
  });

  it('takes JSON', () => {
    expect(readParts(' [{"loop":1,"point":2,"type":24,"description":"消火栓按钮"}]').all[0]).toMatchObject({ point: 2, floor: '' });
  });

  it('gives back what it wrote', () => {
    const odd = [{ ...demoParts().all[0], description: '甲,"乙"', systemType: 12 }] as never;
    expect(readParts(partsText(odd)).all).toEqual(odd);
    expect(readParts(partsText(inventedBuilding(4, 9).all)).all).toEqual(inventedBuilding(4, 9).all);
  });

  const mistakes: [string, string, RegExp][] = [
    ['nothing', '', /row lacks the column loop/],
    ['only names', head, /there are no parts/],
    ['a missing column', 'loop,point\n1,2', /lacks the column type/],
    ['a point in words', `${head}\n1,two,42,a,b,c`, /row 2: point must be a whole number from 0 to 65535/],
    ['a type that has no byte', `${head}\n1,2,42,a,b,c\n1,3,256,a,b,c`, /row 3: type .* 0 to 255/],
    ['an empty loop', `${head}\n,2,42,a,b,c`, /row 2: loop/],
    ['a part twice', `${head}\n1,2,42,a,b,c\n1,2,23,a,b,c`, /part 1-2 is there twice/],
    ['JSON of something else', '{"loop":1}', /must be a list of parts/],
    ['JSON of numbers', '[7]', /number 1 is not a part/],
    ['JSON with a list for a text', '[{"loop":1,"point":1,"type":1,"description":[]}]', /row 1: description must be a text/],
  ];
  it.each(mistakes)('%s is refused by name', (_, text, why) => {
    expect(() => readParts(text)).toThrow(why);
  });
});

describe('the invented building', () => {
  it('has its floors and parts, each at a place of its own, no more than 200 on a loop', () => {
    const { all } = inventedBuilding(40, 12);
    expect(all).toHaveLength(480);
    expect(new Set(all.map(placeOf)).size).toBe(480);
    expect(Math.max(...all.map(({ point }) => point))).toBe(200);
    expect(new Set(all.map(({ floor }) => floor)).size).toBe(40);
  });
});

describe("the demo tower's panel", () => {
  const file = readFileSync(DEMO_PARTS, 'utf8');

  it('stands in its file as the program writes it', () => {
    expect(file).toBe(partsText(demoParts().all));
    expect(readParts(file).all).toEqual(demoParts().all);
  });

  it('has thirty floors with two smoke heads, a heat detector, a call point, a hydrant button, a door and a sounder each', () => {
    for (let floor = 1; floor <= 30; floor++) {
      const types = demoParts().all.filter((part) => part.floor === `${floor}层`);
      expect(types.map(({ type }) => type)).toEqual(expect.arrayContaining([42, 42, 31, 23, 24, 102, 121]));
      expect(types.every(({ loop }) => loop === Math.ceil(floor / 10))).toBe(true);
    }
  });

  it('names every part within 31 bytes and by a type of the standard', () => {
    for (const { description, type } of demoParts().all) {
      expect(encodeGb18030(description).length).toBeLessThanOrEqual(31);
      expect(partTypeName(type).zh).not.toMatch(/预留|用户自定义/);
    }
  });
});
