// A list of parts as a file: the columns that the gateway reads, and what a file is told by its first bytes.

/** The header of the list as the gateway asks for it: words of the file and not of the screen, the same in every language. */
export const COLUMNS = ['回路', '位号', '类型', '描述', '楼层', '房间'] as const;

/** The gateway's own bound for a list of parts, bytes. */
export const LARGEST_LIST = 4 * 1024 * 1024;

/** Why a file is not even sent. */
export type FileProblem = 'empty' | 'too-large' | 'old-excel' | 'not-a-list';

const CSV = 'text/csv';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The media type by what the file begins with: a name says only what somebody called it. */
export function listType(name: string, size: number, head: Uint8Array): { readonly type: string } | { readonly problem: FileProblem } {
  if (size === 0) return { problem: 'empty' };
  if (size > LARGEST_LIST) return { problem: 'too-large' };
  if (head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0) return { problem: 'old-excel' };
  // A zip archive, which an XLSX file is.
  if (head[0] === 0x50 && head[1] === 0x4b) return /\.(xlsx|csv|txt)$/i.test(name) ? { type: XLSX } : { problem: 'not-a-list' };
  // A picture, a PDF or the like has a zero or control byte near its beginning; a text has none, whatever its encoding.
  const isText = isUtf16(head) || head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
  return isText && /\.(csv|txt)$/i.test(name) ? { type: CSV } : { problem: 'not-a-list' };
}

/** What a spreadsheet saves as "Unicode text": every second byte of it is zero, and the gateway reads it by its mark. */
function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}
