// A table as a file for an office: CSV and XLSX. Nothing that stands in a cell is ever carried out by the program that opens it.
import { storedArchive } from './part-list-archive.ts';

/** A cell: a text stays a text, whatever it looks like. */
export type TableCell = string | number | null;

/** What a spreadsheet takes for a formula, in both widths. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;
/** Rows written before the gateway looks after its devices again: some 5 ms. */
const AT_ONCE = 2_000;
/** What XML cannot hold at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** UTF-8 with its mark, so that Excel reads the Chinese; an apostrophe before what looks like a formula. */
export async function csvFile(rows: Iterable<readonly TableCell[]>): Promise<Buffer[]> {
  return [Buffer.from('\ufeff'), ...(await inTurns(rows, csvLine))];
}

/** One row of it. */
export function csvLine(cells: readonly TableCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: TableCell): string {
  if (cell === null) return '';
  const text = typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A workbook of one sheet. Texts are written as texts (`inlineStr`), which no program works out. */
export async function xlsxFile(title: string, rows: Iterable<readonly TableCell[]>): Promise<Buffer[]> {
  let row = 0;
  const lines = await inTurns(rows, (cells) => {
    row += 1;
    return `<row r="${row}">${cells.map((cell, nth) => xmlCell(cell, `${columnName(nth)}${row}`)).join('')}</row>`;
  });
  const sheet = [
    Buffer.from(
      `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="12" width="20" customWidth="1"/></cols><sheetData>`,
    ),
    ...lines,
    Buffer.from('</sheetData></worksheet>'),
  ];
  const part = (name: string, text: string) => [name, Buffer.from(`${XML}${text}`)] as const;
  return storedArchive([
    part(
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KIND}.worksheet+xml"/></Types>`,
    ),
    part(
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    ['xl/worksheets/sheet1.xml', Buffer.concat(sheet)],
  ]);
}

function xmlCell(cell: TableCell, at: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

function escaped(text: string): string {
  return text.replace(NOT_XML, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A, B, … Z, AA. */
function columnName(nth: number): string {
  const letter = String.fromCharCode(65 + (nth % 26));
  return nth < 26 ? letter : columnName(Math.floor(nth / 26) - 1) + letter;
}

/** A long table must not hold up a fire: after some rows everything else has its turn. */
async function inTurns(rows: Iterable<readonly TableCell[]>, write: (cells: readonly TableCell[]) => string): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  let piece: string[] = [];
  for (const cells of rows) {
    piece.push(write(cells));
    if (piece.length < AT_ONCE) continue;
    pieces.push(Buffer.from(piece.join('')));
    piece = [];
    await new Promise((resolve) => setImmediate(resolve));
  }
  return [...pieces, Buffer.from(piece.join(''))];
}
