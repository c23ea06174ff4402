// A list of parts as people hand it in: from every program that they use, with every mistake that they make.
import fc from 'fast-check';
import { PART_TYPES } from '../../device-drivers/gb26875/names.ts';
import { encodeGb18030 } from '../../device-drivers/gb26875/text.ts';
import { parsePartList } from './part-list-file.ts';
import { complaint, csv, HEADER, noted, row, SMOKE, SMOKE_CELLS, SMOKE_LIST, sheet, utf16 } from './testing/a-part-list.ts';
import { workbook } from './testing/a-workbook.ts';

describe('the same list is read the same', () => {
  it.each<[string, Uint8Array]>([
    ['as UTF-8', Buffer.from(SMOKE_LIST)],
    ['as UTF-8 with its mark, as Excel saves it', Buffer.from(`\ufeff${SMOKE_LIST}`)],
    ['as GBK, as Excel in China saves it', encodeGb18030(SMOKE_LIST)],
    ['as UTF-16, low byte first', utf16(SMOKE_LIST)],
    ['as UTF-16, high byte first', utf16(SMOKE_LIST, true)],
    ['as the "Unicode text" of Excel, with tabs', utf16(SMOKE_LIST.replaceAll(',', '\t'))],
    ['with semicolons', Buffer.from(SMOKE_LIST.replaceAll(',', ';'))],
    ['with semicolons and a line that says so', Buffer.from(`sep=;\r\n${SMOKE_LIST.replaceAll(',', ';')}`)],
    ['with lines ended in three ways', Buffer.from(`部件清单\r${SMOKE_LIST.replace('\r\n', '\n')}`)],
    ['with everything in quotes', Buffer.from(SMOKE_LIST.replaceAll(/[^,\r\n]+/g, '"$&"'))],
    ['as XLSX', workbook([HEADER, SMOKE_CELLS])],
    ['as XLSX, with numbers', workbook([HEADER, [1, 5, 40, '东走廊', '3层', 301]])],
    ['below a title and an empty row', workbook([['三号楼部件清单'], [], HEADER, SMOKE_CELLS])],
  ])('%s', async (_, bytes) => {
    const rows = noted(await parsePartList(bytes));
    expect(rows).toEqual([{ ...SMOKE, row: expect.any(Number) }]);
  });

  it('with its columns in another order, others between them, and English headers', async () => {
    const list = await csv('No., Floor ,TYPE,Remarks,Area,Zone,Description,Address', '7,3层,smoke detector,new,301,1,东走廊,005');
    expect(noted(list)).toEqual([SMOKE]);
  });

  it('by the surer of two headers that could mean the same', async () => {
    const list = await csv('编号,区号,位置,地址,部件类型,描述', '900,1,B座,5,40,东走廊');
    expect(noted(list)).toEqual([{ ...SMOKE, floor: '', room: '' }]);
  });

  it('with headers in both languages and with notes', async () => {
    const list = await csv('回路 Loop,位号（必填）,类型/Type,*安装位置', '1,5,40,东走廊');
    expect(noted(list)).toEqual([{ ...SMOKE, floor: '', room: '' }]);
  });

  it('with a column for the system, by number or by name, and without one', async () => {
    const list = await csv('回路,位号,类型,系统类型,系统地址', '1,5,40,11,2', '1,5,40,消火栓系统,3', '1,5,40,,');
    expect(noted(list).map(({ systemType, systemAddress }) => [systemType, systemAddress])).toEqual([
      [11, 2],
      [11, 3],
      [1, 0],
    ]);
  });

  it('and its rows bear the numbers of the program, in which an empty row is a row and a cell of two lines is not two', async () => {
    const list = await csv(HEADER.join(','), '', ',,,,,', '1,5,40,"东\n走廊",,', '1,6,40,,,');
    expect(list.errors.map((error) => error.row)).toEqual([4]);
    expect(list.rows.map((part) => part.row)).toEqual([5]);
    expect(noted(await sheet(HEADER, [], [null, null], [1, 6, 40])).map((part) => part.row)).toEqual([4]);
  });

  it('with a Chinese comma in a description, and quotes in the middle of it', async () => {
    expect(noted(await row('1,5,40,东走廊，3" 管旁,3层,301'))).toEqual([{ ...SMOKE, description: '东走廊，3" 管旁' }]);
  });
});

describe('a number', () => {
  it.each(['5', ' 5 ', '005', '5.0', '5.', '５', '　5'])('may be written "%s"', async (point) => {
    expect(noted(await row(`1,"${point}",40,,,`)).map((part) => part.point)).toEqual([5]);
  });

  it('may be what a formula nearly gave', async () => {
    const list = await sheet(HEADER, [{ formula: '0.1*30', value: 3.0000000000000004 }, { formula: 'A1', value: '007' }, 40]);
    expect(noted(list).map(({ loop, point }) => [loop, point])).toEqual([[3, 7]]);
  });

  it.each([
    ['1.5', '小数'],
    ['-1', '负数'],
    ['65536', '太大'],
    ['99999999999999999999', '太大'],
    ['', '不能为空'],
    ['  ', '不能为空'],
    ['1-5', '不是数字'],
    ['1e3', '不是数字'],
    ['0x10', '不是数字'],
    ['=1+1', '不是数字'],
    ['10²', '不是数字'],
  ])('is not "%s"', async (point, why) => {
    expect(await complaint(row(`1,${point},40,,,`))).toMatchObject({
      row: 2,
      column: '位号',
      value: point.trim(),
      zh: expect.stringContaining(why),
    });
  });

  it('is said to be in its bounds: 65535 is, 65536 is not; 255 is a type, 256 is none', async () => {
    expect(noted(await row('0,65535,255,,,'))).toMatchObject([{ loop: 0, point: 65535, type: 255 }]);
    expect((await complaint(row('1,5,256,,,'))).en).toBe('It is too large; a whole number from 0 to 255 is needed');
  });

  it('is not the date that Excel made of 1-5', async () => {
    expect(await complaint(sheet(HEADER, [1, { date: 45_296 }, 40]))).toMatchObject({
      value: '2024-01-05',
      zh: expect.stringContaining('日期'),
    });
  });

  it('is not true', async () => {
    expect(await complaint(sheet(HEADER, [1, true, 40]))).toMatchObject({ value: 'true', zh: expect.stringContaining('不是数字') });
  });
});

describe('a type', () => {
  it.each([
    ['烟感', 40],
    ['温感', 30],
    ['手报', 23],
    ['手动报警按钮', 23],
    ['消报', 24],
    ['消火栓按钮', 24],
    ['模块', 84],
    ['输入模块', 85],
    ['输出模块', 86],
    ['输入输出模块', 87],
    ['输入 / 输出模块', 87],
    ['I/O module', 87],
    ['水流指示器', 96],
    ['信号阀', 97],
    ['压力开关', 99],
    ['声光', 121],
    ['声光警报器', 121],
    ['70℃防火阀', 103],
    ['Manual Call Point', 23],
    ['点型感温火灾探测器（S型）', 32],
    ['用户自定义 200', 200],
    ['042', 42],
  ])('may be called %s', async (name, code) => {
    expect(noted(await row(`1,5,${name},,,`)).map((part) => part.type)).toEqual([code]);
  });

  it('of the standard has its own name in both languages, and no short name takes it away', async () => {
    const names = [...PART_TYPES].flatMap(([code, { zh, en }]) => [zh, en].map((name) => [name, code] as const));
    const list = await csv('回路,位号,类型', ...names.map(([name], point) => `1,${point},${name}`));
    expect(noted(list).map((part) => part.type)).toEqual(names.map(([, code]) => code));
  });

  it('that nobody knows is answered with those that sound like it', async () => {
    expect(await complaint(row('1,5,烟干探测器,,,'))).toMatchObject({
      column: '类型',
      value: '烟干探测器',
      zh: expect.stringContaining('感烟火灾探测器（40）'),
    });
    expect(await complaint(row('1,5,smok detector,,,'))).toMatchObject({ en: expect.stringContaining('Smoke detector (40)') });
    expect(await complaint(row('1,5,龘龘,,,'))).toMatchObject({ zh: '没有这个名称；请写标准名称或 0 至 255 的编号' });
  });
});

describe('a text', () => {
  it.each(['=1+1', '=cmd|calc', '+SUM(A1)', '@SUM(A1)', '-cmd', '＝1+1'])(
    'of a CSV must not begin like the formula "%s", and is not worked out',
    async (text) => {
      expect(await complaint(row(`1,5,40,"${text}",,`))).toMatchObject({
        column: '描述',
        value: text,
        zh: expect.stringContaining('公式'),
      });
    },
  );

  it('may begin with a minus and a number, as a floor below the ground does', async () => {
    expect(noted(await row('1,5,40,,-1层,')).map((part) => part.floor)).toEqual(['-1层']);
  });

  it('of an XLSX may come from a formula: its value counts', async () => {
    const list = await sheet(HEADER, [1, 5, 40, { formula: 'E2&"走廊"', value: '东走廊' }, '3层', { formula: '300+1', value: 301 }]);
    expect(noted(list)).toEqual([SMOKE]);
    const empty = await sheet(HEADER, [1, 5, 40, { formula: 'IF(A1,"",B1)', value: '' }]);
    expect(noted(empty).map((part) => part.description)).toEqual(['']);
  });

  it('of an XLSX is wrong where the formula failed or nobody worked it out', async () => {
    expect(await complaint(sheet(HEADER, [1, 5, 40, { failed: '#REF!' }]))).toMatchObject({ row: 2, column: '描述', value: '#REF!' });
    expect(await complaint(sheet(HEADER, [{ failed: '#N/A' }, 5, 40]))).toMatchObject({ column: '回路', value: '#N/A' });
    expect(await complaint(sheet(HEADER, [1, 5, 40, { formula: 'E2', value: null }, '3层']))).toMatchObject({
      column: '描述',
      value: '#ERROR!',
    });
  });

  it.each([
    ['a line break', '东\n走廊', '东·走廊'],
    ['a bell', '东\u0007走廊', '东·走廊'],
    ['a sign that turns the line', '东\u202e走廊', '东·走廊'],
  ])('has no such thing in it: %s', async (_, text, shown) => {
    for (const list of [row(`1,5,40,"${text}",,`), sheet(HEADER, [1, 5, 40, text.replace('\u0007', '_x0007_')])])
      expect(await complaint(list)).toMatchObject({ value: shown, zh: expect.stringContaining('控制字符') });
  });

  it('that an earlier program has damaged is not taken', async () => {
    expect(await complaint(row('1,5,40,东\ufffd廊,,'))).toMatchObject({ zh: expect.stringContaining('损坏') });
  });

  it('has at most 80 characters, and only so many are shown', async () => {
    expect(noted(await row(`1,5,40,${'𠮷'.repeat(80)},,`))).toHaveLength(1);
    expect(await complaint(row(`1,5,40,${'𠮷'.repeat(81)},,`))).toMatchObject({
      value: '𠮷'.repeat(80),
      zh: expect.stringContaining('80'),
    });
  });
});

describe('what is wrong', () => {
  it('is all said of one row, each under the header that the file has', async () => {
    const { errors, wrong, rows } = await csv('区号,Address,设备类型,位置', 'x,-1,烟干,=1', '1,5,40,');
    expect(errors.map(({ row: at, column, value }) => [at, column, value])).toEqual([
      [2, '区号', 'x'],
      [2, 'Address', '-1'],
      [2, '设备类型', '烟干'],
      [2, '位置', '=1'],
    ]);
    expect([wrong, rows.length]).toEqual([4, 1]);
  });

  it('includes the same part twice: the later row names the earlier', async () => {
    const list = csv(HEADER.join(','), '1,5,40,,,', '1,5,84,,,', '1,5,烟感,,,', '1,6,40,,,');
    expect(await complaint(list)).toMatchObject({
      row: 4,
      column: '位号',
      value: '5',
      zh: expect.stringMatching(/第 2 行.*回路 1、位号 5/),
      en: expect.stringContaining('row 2'),
    });
    expect((await list).rows.map((part) => part.row)).toEqual([2, 3, 5]);
  });

  it('is not the same number in two systems', async () => {
    expect(noted(await csv('回路,位号,类型,系统类型,系统地址', '1,5,40,1,0', '1,5,40,1,1', '1,5,40,11,0'))).toHaveLength(3);
  });

  it('is counted to the end, and the first 200 are kept', async () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => `${Math.floor(n / 200)},${n % 200},${n % 20 === 0 ? '烟干' : '烟感'},,,`);
    const { rows, errors, wrong } = await csv(HEADER.join(','), ...lines);
    expect([rows.length, errors.length, wrong]).toEqual([9_500, 200, 500]);
    expect(errors.at(-1)?.row).toBe(3_982);
  });
});

describe('whatever the parts are', () => {
  const letter = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((character) => !/[\p{C}\p{Z}\ufffd]/u.test(character));
  const text = fc
    .oneof(fc.string({ unit: fc.oneof(letter, fc.constantFrom(',', ';', '"', '\t', ' ', '，', '层')), maxLength: 30 }), fc.constant(''))
    .map((raw) => raw.replaceAll('\t', ' ').trim())
    .filter((raw) => !/^[=+@＝＋＠#\-－]/.test(raw));
  const part = fc.record({
    loop: fc.nat(0xffff),
    point: fc.nat(0xffff),
    type: fc.nat(0xff),
    systemType: fc.nat(0xff),
    systemAddress: fc.nat(0xff),
    description: text,
    floor: text,
    room: text,
  });
  const TITLES = {
    loop: 'Loop',
    point: '位号',
    type: '类型',
    systemType: '系统类型',
    systemAddress: '系统地址',
    description: '描述',
    floor: '楼层',
    room: '房间',
  };
  type Title = keyof typeof TITLES;
  const encodings: Record<string, (content: string) => Uint8Array> = {
    'UTF-8': (content) => Buffer.from(content),
    'UTF-8 with its mark': (content) => Buffer.from(`\ufeff${content}`),
    'UTF-16': utf16,
    'GB 18030': encodeGb18030,
  };
  const columns = fc.shuffledSubarray(Object.keys(TITLES) as Title[], { minLength: 8 });
  const parts = fc.uniqueArray(part, {
    selector: (one) => [one.systemType, one.systemAddress, one.type, one.loop, one.point].join(),
    minLength: 1,
    maxLength: 20,
  });

  it('a list of them reads back the same, in any encoding, with any delimiter, in any order of columns', async () => {
    await fc.assert(
      fc.asyncProperty(
        parts,
        columns,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom(...Object.keys(encodings)),
        async (given, order, delimiter, encoding) => {
          const quoted = (value: string | number): string =>
            /[",;\t\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
          const lines = [order.map((title) => TITLES[title]), ...given.map((one) => order.map((title) => quoted(one[title])))];
          const bytes = encodings[encoding]?.(lines.map((cells) => cells.join(delimiter)).join('\r\n')) ?? new Uint8Array();
          expect(noted(await parsePartList(bytes))).toEqual(given.map((one, n) => ({ ...one, row: n + 2 })));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a workbook of them reads back the same', async () => {
    await fc.assert(
      fc.asyncProperty(parts, columns, async (given, order) => {
        const table = [
          order.map((title) => TITLES[title]),
          ...given.map((one) =>
            order.map(
              (title) =>
                one[title] ||
                (title === 'loop' || title === 'point' || title === 'type' || title === 'systemType' || title === 'systemAddress'
                  ? 0
                  : null),
            ),
          ),
        ];
        expect(noted(await parsePartList(workbook(table)))).toEqual(given.map((one, n) => ({ ...one, row: n + 2 })));
      }),
      { numRuns: 50 },
    );
  });
});
