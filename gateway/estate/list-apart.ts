// Reads a list that a person made out of its file, in a process of its own.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { type Words, words } from '../../device-drivers/words.ts';
import { programApart } from '../worker-file.ts';

/** One thing that is wrong in one cell. */
export interface ListError {
  readonly row: number;
  /** The header of the column as the file writes it. */
  readonly column: string;
  /** What stands there, at most 80 characters. */
  readonly value: string;
  readonly words: Words;
}

/** What a file says: the rows that are right and the errors of the others; or why nothing could be read at all. */
export interface ReadList<Row, Columns = undefined> {
  readonly rows: readonly Row[];
  /** The first of them. */
  readonly errors: readonly ListError[];
  /** All errors, also those not kept; a row may have several. */
  readonly wrong: number;
  /** Not null: nothing was read, and this is why. */
  readonly problem: Words | null;
  /** What the file calls its columns, for who judges the rows further. */
  readonly columns?: Columns;
}

/** Bytes: 10,000 rows are one megabyte as CSV and less as XLSX; the rest is for columns that nobody asked for. */
const LARGEST_FILE = 4 * 1024 * 1024;
/** 10,000 rows take a second; 64 MiB of cells, made to be slow, take five. What takes longer is not going to end. */
const DEADLINE_MS = 30_000;
/** Megabytes of heap: 10,000 rows of 40 columns need 48, a workbook with 64 MiB of texts 96, in Chinese twice that. */
const HEAP_MB = 256;
/** Files that wait while another is read: 4 MiB each. People import one list a panel, so more is somebody's script. */
const WAITING_LIMIT = 4;

let turn: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** What can be read in a process of its own. */
export type ListKind = 'parts' | 'devices';

/**
 * Reads a list: CSV (UTF-8, UTF-16 with its mark, GB 18030; comma, semicolon or tab) or XLSX (the first sheet),
 * told apart by the bytes. At most 4 MiB, 10,000 rows and 40 columns. One file at a time. Never rejects.
 *
 * It is done in a process of its own, not in a thread: a workbook of a few hundred bytes can make its reader fill the
 * memory or run for ever, and a thread that comes to the end of its heap takes the gateway down with it, `resourceLimits`
 * or not (measured with Node 20). A process dies alone, and holds no secret of the gateway when it is taken in.
 */
export async function readListApart<Row, Columns = undefined>(
  kind: ListKind,
  bytes: Uint8Array,
  deadline = DEADLINE_MS,
): Promise<ReadList<Row, Columns>> {
  if (bytes.length === 0) return nothing(words('文件是空的', 'The file is empty'));
  if (bytes.length > LARGEST_FILE)
    return nothing(words('文件超过 4 MB，请拆成几个文件分别导入', 'The file is over 4 MB; split it and import the pieces one by one'));
  if (waiting > WAITING_LIMIT) return nothing(words('正在读取其他文件，请稍后再试', 'Other files are being read; try again in a moment'));
  waiting += 1;
  const list = turn.then(() => readApart<Row, Columns>(kind, bytes, deadline)).catch(() => nothing(FAILED));
  turn = list;
  return list.finally(() => {
    waiting -= 1;
  });
}

/** A list of which nothing could be read. */
export function nothing(problem: Words): ReadList<never, never> {
  return { rows: [], errors: [], wrong: 0, problem };
}

function readApart<Row, Columns>(kind: ListKind, bytes: Uint8Array, deadline: number): Promise<ReadList<Row, Columns>> {
  const program = programApart(import.meta.url, './list-worker');
  return new Promise((resolve) => {
    // What it says when it dies belongs in the gateway's log.
    const reader = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, ...program, kind], {
      env: {},
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const end = (list: ReadList<Row, Columns>): void => {
      clearTimeout(late);
      reader.kill('SIGKILL');
      resolve(list);
    };
    const fail = (): void => end(nothing(FAILED));
    const late = setTimeout(() => end(nothing(TOO_SLOW)), deadline);
    reader.once('error', fail);
    // It may die before it has taken everything; what it said, or that it said nothing, is what counts.
    reader.stdin.on('error', () => {}).end(bytes);
    text(reader.stdout)
      .then((answer) => end(JSON.parse(answer) as ReadList<Row, Columns>))
      .catch(fail);
  });
}

const TOO_SLOW = words(
  '读取这个文件用时过长，已停止；请只保留清单，另存为新文件后再试',
  'The file took too long to read and was given up; save the list alone as a new file and try again',
);
const FAILED = words(
  '读取这个文件时出错（可能内容过大或已损坏）；请另存为新的 .xlsx 或 CSV 文件后再试',
  'Reading the file failed (it may be too large inside, or damaged); save it anew as .xlsx or CSV and try again',
);
