// From the bytes of a file to a table of cells: what kind of file it is, told by its first bytes.
import { words } from '../../device-drivers/words.ts';
import type { ListForm } from './list-header.ts';
import type { Sheet, Unreadable } from './part-list-sheet.ts';
import { readTextSheet } from './part-list-text.ts';
import { readWorkbook } from './part-list-workbook.ts';

/** The table of a file, or why there is none. `form`: what a list of this kind calls its columns. */
export async function readSheet(bytes: Uint8Array, form: ListForm): Promise<Sheet | Unreadable> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (startsWith(file, 0x50, 0x4b) && (file[2] ?? 0) < 0x09) return readWorkbook(file);
  if (startsWith(file, 0xd0, 0xcf, 0x11, 0xe0)) return { problem: file.includes(ENCRYPTED) ? LOCKED : OLD_EXCEL };
  return readTextSheet(file, form);
}

function startsWith(file: Buffer, ...head: number[]): boolean {
  return head.every((byte, n) => file[n] === byte);
}

/** The stream in which a workbook with a password lies; its container is that of the old .xls files. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
const LOCKED = words(
  '文件有打开密码；请取消密码，另存为 .xlsx 或 CSV 后再导入',
  'The file is protected by a password; take it off, save as .xlsx or CSV and import again',
);
const OLD_EXCEL = words(
  '这是旧版 Excel 文件（.xls）；请另存为 .xlsx 或 CSV 后再导入',
  'This is an old Excel file (.xls); save it as .xlsx or CSV and import again',
);
