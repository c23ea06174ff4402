// Files that are no list of parts, and those that somebody made to do harm: nothing is read, it is said why, the gateway goes on.
import fc from 'fast-check';
import { encodeGb18030 } from '../../device-drivers/gb26875/text.ts';
import { readPartList } from './part-list.ts';
import { parsePartList } from './part-list-file.ts';
import { HEADER, noted, problemOf, SMOKE, SMOKE_CELLS, SMOKE_LIST, utf16 } from './testing/a-part-list.ts';
import { archive, workbook } from './testing/a-workbook.ts';

describe('nothing is read, and it is said why, of', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const ole = (name: string): Buffer =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from(name, 'utf16le')]);
  /** A bit of the first sheet, deep in what is packed. */
  const turned = (book: Uint8Array): Uint8Array => {
    const at = Buffer.from(book).indexOf('sheet1.xml') + 100;
    return book.map((byte, n) => (n === at ? byte ^ 4 : byte));
  };
  const frame = { name: 'xl/workbook.xml', content: '<workbook/>' };

  it.each<[string, Uint8Array, string]>([
    ['an old Excel file', ole('Workbook'), '.xls'],
    ['a workbook with a password', ole('EncryptedPackage'), '密码'],
    [
      'an archive with a password',
      archive([
        { ...frame, flags: 1 },
        { name: 'xl/_rels/workbook.xml.rels', content: '<a/>', flags: 1 },
      ]),
      '密码',
    ],
    ['another archive', archive([{ name: 'list.csv', content: SMOKE_LIST }]), '.xlsx'],
    ['half a workbook', workbook([HEADER, SMOKE_CELLS]).subarray(0, 900), '损坏'],
    ['a workbook in which a bit has turned', turned(workbook([HEADER, SMOKE_CELLS])), '损坏'],
    ['a hidden first sheet', workbook([HEADER, SMOKE_CELLS], { state: 'veryHidden' }), '隐藏'],
    ['a sheet with nothing in it', workbook([]), '没有内容'],
    ['a picture', png, 'CSV'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'CSV'],
    ['a web page that is called .xls', Buffer.from('<html><table><tr><td>回路</td></tr></table></html>'), '网页'],
    ['an encoding that nobody knows', Buffer.from([0xbb, 0xd8, 0xff, 0x2c, 0xff]), '编码'],
    ['half a character of UTF-16', utf16(SMOKE_LIST).subarray(0, -1), '编码'],
    ['text without a header', Buffer.from('1,5,40\n1,6,40\n'), '“回路”、“位号”、“类型”'],
    ['a header in the sixth row', Buffer.from(`a\nb\nc\nd\ne\n${SMOKE_LIST}`), '“回路”、“位号”、“类型”'],
    ['a header that lacks a column', Buffer.from('回路,种类,描述\n1,40,x\n'), '缺少“位号”、“类型”；前 5 行里找到的是：回路 | 种类 | 描述'],
    ['columns divided by the Chinese comma', Buffer.from('回路，位号，类型\n1，5，40\n'), '英文逗号'],
    ['two columns of the same name', Buffer.from('回路,位号,类型,位号\n1,5,40,6\n'), '有两列都叫“位号”'],
    ['a header alone', Buffer.from(`${HEADER.join(',')}\n`), '表头下面没有内容'],
    ['a header over rows that only number themselves', Buffer.from(`序号,${HEADER.join(',')}\n1,,,,,,\n2\n`), '表头下面没有内容'],
    ['a quote that is never closed', Buffer.from(`${HEADER.join(',')}\n1,5,40,"东走廊,,\n${'1,6,40,,,\n'.repeat(9)}`), '引号'],
    ['a quote that swallows the file', Buffer.from(`${HEADER.join(',')}\n1,5,40,"东走廊,,\n${'1,6,40,,,\n'.repeat(9_999)}`), '引号'],
    ['10,001 rows', Buffer.from(`${HEADER.join(',')}\n${'1,6,40,,,\n'.repeat(10_001)}`), '10000 行'],
    ['10,001 rows of a workbook', workbook([HEADER, ...Array.from({ length: 10_001 }, () => [1, 6, 40])]), '10000 行'],
    ['41 columns', Buffer.from(`${HEADER.join(',')}\n1,5,40${',x'.repeat(38)}\n`), '40 列'],
    ['41 columns of a workbook', workbook([HEADER, [1, 5, 40, ...Array.from({ length: 38 }, () => 'x')]]), '40 列'],
  ])('%s', async (_, bytes, why) => {
    expect(await problemOf(parsePartList(bytes))).toContain(why);
  });

  it('an empty file, and one over 4 MiB', async () => {
    expect(await problemOf(readPartList(new Uint8Array()))).toContain('空');
    expect(await problemOf(readPartList(new Uint8Array(4 * 1024 * 1024 + 1)))).toContain('4 MB');
  });

  it.each<[string, Uint8Array, string]>([
    [
      'says that it unpacks to more than 64 MiB',
      workbook([HEADER], { more: [{ name: 'a', content: 'x', saidSize: 65 * 1024 * 1024 }] }),
      '64 MB',
    ],
    ['is a thousandth of what it says', workbook([HEADER], { more: [{ name: 'a', content: Buffer.alloc(2 * 1024 * 1024) }] }), '64 MB'],
    [
      'unpacks to more than it says',
      archive([frame, { name: 'xl/_rels/workbook.xml.rels', content: Buffer.alloc(9_000_000), saidSize: 9 }]),
      '64 MB',
    ],
    ['has something in row 1,048,576', workbook({ sheetData: '<row r="1048576"><c r="A1048576"><v>1</v></c></row>' }), '10000 行'],
    ['has something in the last column', workbook({ sheetData: '<row r="1"><c r="XFD1"><v>1</v></c></row>' }), '40 列'],
    ['has a row without end', workbook({ sheetData: '<row r="99999999999"/>' }), '损坏'],
    ['hides an address behind an entity', workbook({ sheetData: '<row r="1"><c r="&#88;FD1"><v>1</v></c></row>' }), '损坏'],
    ['gives a cell two addresses', workbook({ sheetData: '<row r="1"><c r="A1" x:r="XFD1"><v>1</v></c></row>' }), '损坏'],
    ['hides the end of a cell in a text', workbook({ sheetData: '<row r="1"><c x=">" r="XFD1"><v>1</v></c></row>' }), '损坏'],
  ])('a workbook that %s', async (_, bytes, why) => {
    expect(await problemOf(parsePartList(bytes))).toContain(why);
  });
});

describe('a workbook of an office', () => {
  it('may have a frame around 65,536 rows of which one says something', async () => {
    const framed = Array.from({ length: 65_533 }, (_, n) => `<row r="${n + 3}" ht="15"><c r="A${n + 3}" s="0"/></row>`).join('');
    const cell = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const head = ['A', 'B', 'C'].map((letter, n) => cell(`${letter}1`, HEADER[n] ?? '')).join('');
    const data = ['A', 'B', 'C'].map((letter, n) => cell(`${letter}2`, SMOKE_CELLS[n] ?? '')).join('');
    const list = await parsePartList(workbook({ sheetData: `<row r="1">${head}</row><row r="2">${data}</row>${framed}` }));
    expect(noted(list)).toEqual([{ ...SMOKE, description: '', floor: '', room: '' }]);
  });
});

describe('the gateway', () => {
  it('goes on while 10,000 rows are read', async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, n) => `${Math.floor(n / 200)},${n % 200},点型光电感烟火灾探测器,第 ${n} 号,3层,东走廊`,
    );
    let turns = 0;
    let reading = true;
    const turn = (): void => {
      turns += 1;
      if (reading) setImmediate(turn);
    };
    turn();
    const list = await readPartList(Buffer.from([HEADER.join(','), ...lines].join('\n')));
    reading = false;
    expect(list.rows).toHaveLength(10_000);
    // Read in this thread they would be a quarter of a second in which no other turn came.
    expect(turns).toBeGreaterThan(100);
  });

  it('gives up a file that takes too long, and reads the next', async () => {
    const [slow, next] = await Promise.all([readPartList(Buffer.from(SMOKE_LIST), 1), readPartList(Buffer.from(SMOKE_LIST))]);
    expect(slow.problem?.zh).toContain('用时过长');
    expect(noted(next)).toEqual([SMOKE]);
  });

  it('lets four files wait and asks the others to come again', async () => {
    const lists = await Promise.all(Array.from({ length: 6 }, () => readPartList(Buffer.from(SMOKE_LIST), 1)));
    expect(lists.map(({ problem }) => problem?.zh.includes('请稍后再试'))).toEqual([false, false, false, false, false, true]);
  });
});

describe('whatever the bytes are', () => {
  const book = Buffer.from(workbook([HEADER, SMOKE_CELLS, [1, 6, { date: 45_000 }, { formula: 'A1', value: 'x' }]]));
  const damaged = (whole: Uint8Array): fc.Arbitrary<Uint8Array> =>
    fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }).map((changes) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
  const list = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.concat([Buffer.from('PK\x03\x04'), bytes])),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([Buffer.from('loop,point,type,floor\n'), bytes])),
    fc.nat(book.length).map((length) => book.subarray(0, length)),
    damaged(book),
    damaged(encodeGb18030(SMOKE_LIST)),
    fc.string({ unit: 'grapheme' }).map((text) => workbook({ sheetData: text })),
    fc.string({ maxLength: 80 }).map((text) => workbook({ sheetData: `<row r="1"><c ${text}><v>1</v></c></row>` })),
  );

  it('there is an answer: rows, errors or why there are none', async () => {
    await fc.assert(
      fc.asyncProperty(list, async (bytes) => {
        const { rows, errors, wrong, problem } = await parsePartList(bytes);
        expect(rows.length + wrong > 0).toBe(problem === null);
        expect(errors).toHaveLength(Math.min(wrong, 200));
        for (const part of rows) expect(part.loop >= 0 && part.loop <= 0xffff && part.type >= 0 && part.type <= 0xff).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
