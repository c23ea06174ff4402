// A table of cells as it comes out of a file, before anybody knows what its columns mean.
import { type Words, words } from '../../device-drivers/words.ts';

/** What stands in a cell: text in CSV, anything in XLSX; null is empty. */
export type Cell = string | number | boolean | Date | null;

/** A row with something in it. */
export interface SheetRow {
  /** As the person's program numbers it, from 1: empty rows count, a quoted cell of two lines does not. */
  readonly row: number;
  readonly cells: readonly Cell[];
}

export interface Sheet {
  /** A cell of CSV that looks like a formula becomes one in the next program; the value of an XLSX cell is only a value. */
  readonly from: 'csv' | 'xlsx';
  readonly rows: readonly SheetRow[];
}

/** Why there is no table. */
export interface Unreadable {
  readonly problem: Words;
}

/** Parts of one list; the largest panels have some 5,000. */
export const MOST_ROWS = 10_000;
/** Columns, counted to the last that holds something; lists of the trade have ten to twenty. */
export const MOST_COLUMNS = 40;
/** The header stands in one of the first rows: above it a title, a date, the name of the building. */
export const HEADER_WITHIN = 5;
/** The last row in which something may stand: 10,000 rows with gaps; times 40 columns it is 20 MiB of empty cells. */
export const LAST_ROW = 65_536;

export const TOO_MANY_ROWS: Unreadable = {
  problem: words(
    `超过 ${MOST_ROWS} 行；请拆成几个文件分别导入`,
    `There are more than ${MOST_ROWS} rows; split the file and import the pieces one by one`,
  ),
};
export const TOO_MANY_COLUMNS: Unreadable = {
  problem: words(
    `超过 ${MOST_COLUMNS} 列；请删去与清单无关的列`,
    `There are more than ${MOST_COLUMNS} columns; delete those that do not belong to the list`,
  ),
};

/** Control characters, half characters, and those that break or turn a line: a stranger's text must not rearrange a screen. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

export function hasUnseen(text: string): boolean {
  return text.search(UNSEEN) >= 0;
}

/** A cell as a person reads it, on one line and not longer than that. */
export function shown(cell: Cell, most = 80): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  const text =
    cell === null
      ? ''
      : String(cell)
          .trim()
          .slice(0, 2 * most);
  return [...text.replace(UNSEEN, '·')].slice(0, most).join('');
}

export function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');
}
