// Workbooks as Excel writes them, and as somebody writes them who means no good.
import { crc32, deflateRawSync } from 'node:zlib';

/** What a cell of a test workbook is made of: a formula has the value that was worked out last, or none, a date the days since 1900. */
type Made =
  | string
  | number
  | boolean
  | null
  | { readonly formula: string; readonly value: string | number | null }
  | { readonly failed: string }
  | { readonly date: number };

/** A part of an archive; what the directory says of it can be a lie. */
interface Part {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly saidSize?: number;
  readonly flags?: number;
  readonly stored?: boolean;
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** An XLSX file with this table, or the XML of one, in its first sheet. */
export function workbook(
  table: readonly (readonly Made[])[] | { readonly sheetData: string },
  { state, more = [] }: { readonly state?: string; readonly more?: readonly Part[] } = {},
): Uint8Array {
  const texts: string[] = [];
  const sheetData = 'sheetData' in table ? table.sheetData : table.map((cells, n) => rowXml(cells, n + 1, texts)).join('');
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  const hidden = state === undefined ? '' : ` state="${state}"`;
  return archive([
    { name: '[Content_Types].xml', content: `${head}<Types/>` },
    {
      name: 'xl/workbook.xml',
      content: `${head}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="部件 &amp; 清单" sheetId="1"${hidden} r:id="rId3"/><sheet name="说明" sheetId="2" r:id="rId4"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${head}<Relationships>${relation('rId1', 'sharedStrings', 'sharedStrings.xml')}${relation('rId2', 'styles', '/xl/styles.xml')}${relation('rId4', 'worksheet', 'worksheets/sheet2.xml')}${relation('rId3', 'worksheet', 'worksheets/sheet1.xml')}</Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `${head}<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    },
    { name: 'xl/worksheets/sheet2.xml', content: `${head}<worksheet xmlns="${MAIN}"><sheetData/></worksheet>` },
    { name: 'xl/worksheets/sheet1.xml', content: `${head}<worksheet xmlns="${MAIN}"><sheetData>${sheetData}</sheetData></worksheet>` },
    {
      name: 'xl/sharedStrings.xml',
      content: `${head}<sst xmlns="${MAIN}">${texts.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    },
    ...more,
  ]);
}

function rowXml(cells: readonly Made[], row: number, texts: string[]): string {
  return `<row r="${row}" spans="1:${cells.length}">${cells.map((cell, n) => cellXml(cell, `${columnName(n)}${row}`, texts)).join('')}</row>`;
}

function cellXml(cell: Made, at: string, texts: string[]): string {
  if (cell === null) return `<c r="${at}" s="0"/>`;
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'string') return `<c r="${at}" t="s"><v>${texts.push(escaped(cell)) - 1}</v></c>`;
  if ('date' in cell) return `<c r="${at}" s="1"><v>${cell.date}</v></c>`;
  if ('failed' in cell) return `<c r="${at}" t="e"><f>A1</f><v>${cell.failed}</v></c>`;
  if (cell.value === null) return `<c r="${at}"><f>${escaped(cell.formula)}</f><v/></c>`;
  const type = typeof cell.value === 'string' ? ' t="str"' : '';
  return `<c r="${at}"${type}><f>${escaped(cell.formula)}</f><v>${escaped(String(cell.value))}</v></c>`;
}

/** A, B, … Z, AA. */
function columnName(n: number): string {
  const letter = String.fromCharCode(65 + (n % 26));
  return n < 26 ? letter : columnName(Math.floor(n / 26) - 1) + letter;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A zip archive. */
export function archive(parts: readonly Part[]): Uint8Array {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, saidSize, flags = 0, stored = false } of parts) {
    const bytes = Buffer.from(content);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const title = Buffer.from(name);
    const told = Buffer.alloc(26);
    told.writeUInt16LE(20, 0);
    told.writeUInt16LE(flags, 2);
    told.writeUInt16LE(stored ? 0 : 8, 4);
    told.writeUInt32LE(crc32(bytes), 10);
    told.writeUInt32LE(packed.length, 14);
    told.writeUInt32LE(saidSize ?? bytes.length, 18);
    told.writeUInt16LE(title.length, 22);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(at, 10);
    pieces.push(Buffer.from('PK\x03\x04', 'latin1'), told, title, packed);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), told, where, title);
    at += 30 + title.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, listed, end]);
}
