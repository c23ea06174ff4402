// What a list of parts says, and what tests ask of it.
import type { PartList, PartListRow } from '../part-list.ts';
import { parsePartList } from '../part-list-file.ts';
import { workbook } from './a-workbook.ts';

export const HEADER = ['回路', '位号', '类型', '描述', '楼层', '房间'];
export const SMOKE: PartListRow = {
  row: 2,
  loop: 1,
  point: 5,
  type: 40,
  systemType: 1,
  systemAddress: 0,
  description: '东走廊',
  floor: '3层',
  room: '301',
};
export const SMOKE_CELLS = ['1', '5', '感烟火灾探测器', '东走廊', '3层', '301'];
export const SMOKE_LIST = `${HEADER.join(',')}\r\n${SMOKE_CELLS.join(',')}\r\n`;

export function utf16(text: string, highFirst = false): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return highFirst ? bytes.swap16() : bytes;
}

export const csv = (...lines: string[]): Promise<PartList> => parsePartList(Buffer.from(lines.join('\n')));
export const row = (cells: string): Promise<PartList> => csv(HEADER.join(','), cells);
export const sheet = (...table: Parameters<typeof workbook>[0] & object[]): Promise<PartList> => parsePartList(workbook(table as never));

/** What is wrong with the only wrong cell of a list. */
export async function complaint(list: Promise<PartList>): Promise<{ row: number; column: string; value: string; zh: string; en: string }> {
  const { errors, wrong, problem } = await list;
  expect({ wrong, problem }).toEqual({ wrong: 1, problem: null });
  const [{ words, ...where } = { row: 0, column: '', value: '', words: { zh: '', en: '' } }] = errors;
  return { ...where, ...words };
}

/** Why nothing could be read. */
export async function problemOf(list: Promise<PartList>): Promise<string> {
  const { rows, errors, wrong, problem } = await list;
  expect({ rows, errors, wrong }).toEqual({ rows: [], errors: [], wrong: 0 });
  expect(problem?.en).not.toBe('');
  return `${problem?.zh} ${problem?.en}`;
}

export const noted = (list: PartList): PartListRow[] => {
  expect({ errors: list.errors, problem: list.problem }).toEqual({ errors: [], problem: null });
  return [...list.rows];
};
