// What a single cell says: a whole number, the code of a name, a text; or what is wrong with it.
import { type Words, words } from '../../device-drivers/words.ts';
import type { CodeTable } from './part-list-names.ts';
import { type Cell, hasUnseen, isBlank, type Sheet } from './part-list-sheet.ts';

/** Characters of a description, a floor or a room: what a screen shows on one line and a panel never exceeds (31 bytes). */
const LONGEST_TEXT = 80;

/** A number written as text: leading zeros and empty decimals count for nothing. Longer than any number that is meant. */
const NUMBER = /^([+-]?)0*(\d+)(?:\.(\d*))?$/;
const LONGEST_NUMBER = 40;
/** A formula gives 2.9999999999999996 for 3. */
const NEARLY = 1e-9;
/** What a program that opens CSV takes for a formula, in both widths. */
const FORMULA = /^(?:[=+@＝＋＠]|[-－][\p{L}(（])/u;
/** How our own lists write what begins like a formula. */
const QUOTED_FORMULA = /^'(?=[=+\-@＝＋－＠])/;
/** What stands in a cell whose formula failed, also after it was saved as CSV. */
const FAILED_FORMULA = /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|ERROR!)/;

const DATE: Words = words(
  '表格软件把它变成了日期；请把这一列的格式设为“文本”后重新填写',
  'The spreadsheet has made a date of it; set the format of the column to “text” and write it again',
);
const FAILED: Words = words(
  '这个单元格的公式出错，或没有保存结果；请改成值',
  'The formula of this cell has failed, or was saved without its value; put the value there',
);
const UNSEEN: Words = words('含有换行或其他控制字符；请删去', 'It has a line break or another control character in it; delete it');
const DAMAGED: Words = words('有字已损坏（�）；请重新填写', 'A character was lost (�) when the file was saved before; write it again');

/** What is wrong with a cell; only the first errors of a list are put into words. */
export type WhatIsWrong = () => Words;

/** A whole number from 0 to `most`, however it was typed. */
export function readNumber(cell: Cell, most: number): number | WhatIsWrong {
  const value = numberOf(cell);
  if (typeof value !== 'number') return () => needs(value, most);
  const whole = Math.round(value);
  if (Math.abs(value - whole) > NEARLY) return () => needs(words('不能有小数', 'It must not have decimals'), most);
  if (whole < 0) return () => needs(words('不能是负数', 'It must not be negative'), most);
  if (whole > most) return () => needs(words('太大', 'It is too large'), most);
  return Object.is(whole, -0) ? 0 : whole;
}

/** A code from 0 to 255, by number or by name. */
export function readCode(cell: Cell, table: CodeTable): number | WhatIsWrong {
  if (typeof cell !== 'string' || isBlank(cell)) return readNumber(cell, 255);
  const code = table.find(cell);
  if (code !== undefined) return code;
  if (NUMBER.test(halfWidth(cell.trim()).slice(0, LONGEST_NUMBER))) return readNumber(cell, 255);
  if (FAILED_FORMULA.test(cell)) return () => FAILED;
  return () => unknownName(cell, table);
}

function unknownName(cell: string, table: CodeTable): Words {
  const near = table.nearest(cell).map((like) => ({ like, ...table.title(like) }));
  const [zh, en] = [near.map(({ like, zh: name }) => `${name}（${like}）`), near.map(({ like, en: name }) => `${name} (${like})`)];
  return words(
    `没有这个名称；${near.length > 0 ? `是否指${zh.join('、')}？` : ''}请写标准名称或 0 至 255 的编号`,
    `There is no such name; ${near.length > 0 ? `is it ${en.join(', ')}? ` : ''}Write the name of the standard or its number, 0 to 255`,
  );
}

/** A text of at most so many characters; empty where there is none. */
export function readText(cell: Cell, from: Sheet['from'], most = LONGEST_TEXT): string | WhatIsWrong {
  if (cell === null) return '';
  if (cell instanceof Date) return () => DATE;
  // The apostrophe that our own lists put before what a spreadsheet would carry out is no part of the text.
  const text = String(cell).trim().replace(QUOTED_FORMULA, '');
  const isQuoted = QUOTED_FORMULA.test(String(cell).trim());
  // No character is more than two units: a long text is not counted through.
  if (text.length > 2 * most || [...text].length > most) return () => tooLong(most);
  if (hasUnseen(text)) return () => UNSEEN;
  if (text.includes('\ufffd')) return () => DAMAGED;
  if (FAILED_FORMULA.test(text)) return () => FAILED;
  if (from === 'csv' && !isQuoted && FORMULA.test(text)) return () => looksLikeFormula(text);
  return text;
}

function looksLikeFormula(text: string): Words {
  return words(
    `不能以“${text[0]}”开头：表格软件会把它当作公式；请去掉这个符号，或在前面加文字`,
    `It must not begin with “${text[0]}”: a spreadsheet takes it for a formula; take the sign away or put a word before it`,
  );
}

function tooLong(most: number): Words {
  return words(`太长：最多 ${most} 个字`, `Too long: at most ${most} characters`);
}

/** A number with decimals from `-most` to `most`; null where the cell is empty. */
export function readDecimal(cell: Cell, most: number): number | null | WhatIsWrong {
  if (isBlank(cell ?? null)) return null;
  const value = numberOf(cell);
  if (typeof value === 'number' && Math.abs(value) <= most) return value;
  return () =>
    value === DATE || value === FAILED ? value : words(`应为 -${most} 至 ${most} 的数`, `A number from -${most} to ${most} is needed`);
}

/** The number that stands in a cell, or why there is none. */
function numberOf(cell: Cell): number | Words {
  if (cell instanceof Date) return DATE;
  if (cell === null || isBlank(cell))
    return words('不能为空（合并的单元格请拆开，每行都填）', 'It must not be empty (split merged cells and fill every row)');
  if (typeof cell === 'number') return cell;
  const text = halfWidth(String(cell).trim());
  const digits = text.length > LONGEST_NUMBER ? null : NUMBER.exec(text);
  if (digits) return Number(`${digits[1]}${digits[2]}.${digits[3] || 0}`);
  return FAILED_FORMULA.test(text) ? FAILED : words('不是数字', 'It is not a number');
}

function needs(wrong: Words, most: number): Words {
  return wrong === DATE || wrong === FAILED
    ? wrong
    : words(`${wrong.zh}；应为 0 至 ${most} 的整数`, `${wrong.en}; a whole number from 0 to ${most} is needed`);
}

/** Digits and signs as a Chinese keyboard writes them: １２．０ is 12.0. */
function halfWidth(text: string): string {
  return text.replace(/[\uff0b-\uff19]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}
