// A table out of a text file: its encoding, its delimiter, its cells. The one file that knows the CSV library.
import { CsvError, parse } from 'csv-parse/sync';
import { type Words, words } from '../../device-drivers/words.ts';
import { knownColumns, type ListForm } from './list-header.ts';
import {
  HEADER_WITHIN,
  isBlank,
  LAST_ROW,
  MOST_COLUMNS,
  MOST_ROWS,
  type Sheet,
  type SheetRow,
  TOO_MANY_COLUMNS,
  TOO_MANY_ROWS,
  type Unreadable,
} from './part-list-sheet.ts';

/** The Chinese comma is a letter like others: lists have it in descriptions. */
const DELIMITERS = [',', ';', '\t'];
/** Characters of a row: 40 columns of 80 characters twenty times over. A quote that is never closed swallows no more than this. */
const LONGEST_ROW = 65_536;
/** `<html`, `<table`, `<?xml`: what many programs write under the name .xls. */
const MARKUP = /^\s*<[!?a-z]/i;
/** PDF, PNG, JPEG, GIF, gzip, RAR, 7z. */
const OTHER_KINDS = ['25504446', '89504e47', 'ffd8ff', '47494638', '1f8b', '52617221', '377abcaf'];

/** The table of a text file, or why it is none. */
export function readTextSheet(file: Buffer, form: ListForm): Sheet | Unreadable {
  const text = decode(file);
  if (typeof text !== 'string') return { problem: text };
  if (MARKUP.test(text)) return { problem: WEB_PAGE };
  const content = Buffer.from(text);
  try {
    return readCsv(content, delimiterOf(content, form));
  } catch (error) {
    if (error instanceof Stop) return error.why;
    if (error instanceof CsvError) return { problem: brokenAt(error) };
    throw error;
  }
}

/** The text, or what is wrong with its encoding. GB 18030 comes last: it has a character for almost any two bytes. */
function decode(file: Buffer): string | Words {
  const mark = file.subarray(0, 2).toString('hex');
  const wide = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : undefined;
  const head = file.subarray(0, 4).toString('hex');
  if (wide === undefined && (file.includes(0) || OTHER_KINDS.some((kind) => head.startsWith(kind)))) return NO_LIST;
  for (const encoding of wide === undefined ? ['utf-8', 'gb18030'] : [wide]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(file);
      return text.includes('\0') ? NO_LIST : text;
    } catch {
      // Not in this one.
    }
  }
  return NO_ENCODING;
}

/** The delimiter with which the first rows name the most columns of the list; where none do, the one that divides most. */
function delimiterOf(content: Buffer, form: ListForm): string {
  const score = (delimiter: string): number => {
    const rows: string[][] = [];
    const on_record = (cells: string[]): null => {
      rows.push(cells);
      return null;
    };
    try {
      // Where the file is broken further down the header counts all the same.
      parse(content, { ...FORM, delimiter, to: HEADER_WITHIN, on_record });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
    }
    return Math.max(0, ...rows.map((cells) => 1_000 * knownColumns(cells, form) + Math.min(cells.length, 999)));
  };
  const scores = DELIMITERS.map(score);
  return DELIMITERS[scores.indexOf(Math.max(...scores))] ?? ',';
}

/** Quotes may stand inside a cell (`3" pipe`), rows may be ragged, and no line of the file has to end as the others do. */
const FORM = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: LONGEST_ROW,
};

function readCsv(content: Buffer, delimiter: string): Sheet {
  const rows: SheetRow[] = [];
  parse(content, {
    ...FORM,
    delimiter,
    on_record: (cells: string[], { records, empty_lines }) => {
      const row = records + empty_lines;
      const columns = cells.findLastIndex((cell) => !isBlank(cell)) + 1;
      if (columns > MOST_COLUMNS) throw new Stop(TOO_MANY_COLUMNS);
      if (columns > 0) rows.push({ row, cells: cells.slice(0, columns) });
      if (rows.length > MOST_ROWS + HEADER_WITHIN || row > LAST_ROW) throw new Stop(TOO_MANY_ROWS);
      return null;
    },
  });
  return { from: 'csv', rows };
}

/** Ends the reading where a bound is passed. */
class Stop extends Error {
  readonly why: Unreadable;

  constructor(why: Unreadable) {
    super();
    this.why = why;
  }
}

function brokenAt(error: CsvError): Words {
  const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
  return words(
    `第 ${line} 行附近的引号不成对，后面的内容无法分列；请检查英文双引号`,
    `Near line ${line} a quote is not closed, so what follows cannot be divided into cells; check the double quotes`,
  );
}

const NO_LIST = words('这不是 CSV 或 XLSX 文件', 'This is neither a CSV nor an XLSX file');
const NO_ENCODING = words(
  '无法识别文字编码；请在表格软件中另存为“CSV UTF-8”或 .xlsx 后再导入',
  'The encoding of the text is not known; save the list as “CSV UTF-8” or .xlsx and import again',
);
const WEB_PAGE = words(
  '这是网页或 XML，只是名称像表格；请用表格软件打开，另存为 .xlsx 或 CSV 后再导入',
  'This is a web page or XML under the name of a table; open it in a spreadsheet, save it as .xlsx or CSV and import again',
);
