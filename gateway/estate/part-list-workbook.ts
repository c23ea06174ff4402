// A table out of an XLSX workbook: its first sheet, looked over before it is read. The one file that knows the Excel library.
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { readSheet } from 'read-excel-file/node';
import { words } from '../../device-drivers/words.ts';
import { ArchiveError, type ArchiveFault, type ArchivePart, partsOf, storedArchive, unpack } from './part-list-archive.ts';
import {
  type Cell,
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

/**
 * The table of the first sheet, or why there is none. The library follows an archive wherever it leads: it unpacks what
 * comes, allocates what a part claims to be, and fills rows up to any number that stands in a cell's address. So it gets
 * an archive that was made here, of the one sheet and what belongs to it, unpacked within bounds and looked over.
 */
export async function readWorkbook(file: Buffer): Promise<Sheet | Unreadable> {
  try {
    const first = firstSheet(file);
    if ('problem' in first) return first;
    const sheet = unpack(file, first.sheet);
    const survey = lookOver(sheet.toString('latin1'));
    if ('problem' in survey) return survey;
    const { texts, styles } = first;
    const table = survey.until < survey.from ? Buffer.concat([sheet.subarray(0, survey.until), sheet.subarray(survey.from)]) : sheet;
    const archive = storedArchive([
      ...FRAME,
      ['xl/sheet.xml', table],
      ...(texts ? [['xl/texts.xml', unpack(file, texts)] as const] : []),
      ...(styles ? [['xl/styles.xml', unpack(file, styles)] as const] : []),
    ]);
    return tableOf(await cellsOf(Readable.from(archive, { objectMode: false })), survey.failed);
  } catch (error) {
    if (error instanceof ArchiveError) return { problem: FAULTS[error.fault] };
    throw error;
  }
}

/** What the library throws has no kinds that could be told apart: it did not understand what it got. */
function cellsOf(workbook: Readable): Promise<Cell[][]> {
  return readSheet(workbook, 1, { trim: false }).then(
    (cells) => cells as unknown as Cell[][],
    () => Promise.reject(new ArchiveError('damaged')),
  );
}

/** A workbook of one sheet. */
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const FRAME = [
  ['xl/workbook.xml', Buffer.from('<workbook><sheets><sheet name="1" sheetId="1" r:id="1"/></sheets></workbook>')],
  [
    'xl/_rels/workbook.xml.rels',
    Buffer.from(
      `<Relationships><Relationship Id="1" Type="${TYPES}/worksheet" Target="sheet.xml"/>` +
        `<Relationship Id="2" Type="${TYPES}/sharedStrings" Target="texts.xml"/>` +
        `<Relationship Id="3" Type="${TYPES}/styles" Target="styles.xml"/></Relationships>`,
    ),
  ],
] as const;

interface FirstSheet {
  readonly sheet: ArchivePart;
  readonly texts: ArchivePart | undefined;
  readonly styles: ArchivePart | undefined;
}

/** The first sheet that is a table, and the texts and styles of its workbook. */
function firstSheet(file: Buffer): FirstSheet | Unreadable {
  const parts = partsOf(file);
  const workbook = parts.get('xl/workbook.xml');
  const relations = parts.get('xl/_rels/workbook.xml.rels');
  if (!workbook || !relations) return { problem: NO_WORKBOOK };
  const targets = tagsOf(unpack(file, relations), 'Relationship').map(({ Id, Type = '', Target = '' }) => ({
    id: Id,
    type: Type.slice(Type.lastIndexOf('/') + 1),
    part: parts.get(posix.resolve('/xl', Target).slice(1)),
  }));
  const ofType = (type: string) => targets.find((target) => target.type === type)?.part;
  for (const { id, state } of tagsOf(unpack(file, workbook), 'sheet')) {
    const sheet = targets.find((target) => target.id === id && target.type === 'worksheet')?.part;
    if (!sheet) continue;
    if (state === 'hidden' || state === 'veryHidden') return { problem: HIDDEN };
    return { sheet, texts: ofType('sharedStrings'), styles: ofType('styles') };
  }
  return { problem: FAULTS.damaged };
}

const ATTRIBUTE = `[\\w:.-]+\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;

/** The attributes of all tags of a name, whatever their prefixes. */
function tagsOf(xml: Buffer, name: string): Record<string, string | undefined>[] {
  const tags = xml.toString().matchAll(new RegExp(`<(?:[\\w.-]+:)?${name}((?:\\s+${ATTRIBUTE})*)\\s*/?>`, 'g'));
  return Array.from(tags, ([, attributes = '']) => {
    const pairs = attributes.matchAll(/([\w.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g);
    return Object.fromEntries(Array.from(pairs, ([, key = '', quoted, single]) => [key, quoted ?? single]));
  });
}

/** Rows of the largest sheet there is. */
const SHEET_ROWS = 1_048_576;
/** A row or a cell up to its end, or to what should not come before it. */
const TAG = /<(?:[^\s<>:/]*:)?(row|c)(?=[\s/>])([^<>]*)([<>]|$)/g;
/** Attributes without entities and stray quotes: only then the library reads them as they are read here. */
const PLAIN_ATTRIBUTES = /^(?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"&]*"|'[^'&]*'))*\s*\/?$/;
const PLACE = /[\s:]r\s*=\s*(["'])([A-Z]{0,3})([0-9]{1,7})\1/;
const HAS_PLACE = /[\s:]r\s*=/g;
const FAILED_TYPE = /\st\s*=\s*["']e["']/;
const FAILED_VALUE = /<(?:\w+:)?v>(#[^<]{1,20})</;
const TEXT_TYPE = /\st\s*=\s*["']str["']/;
/** A formula, and the end of its cell with no value, or an empty one, between them: some programs do not work formulas out. */
const WITHOUT_VALUE = /^\s*<(?:\w+:)?f[\s>/](?:(?!<(?:\w+:)?v[\s>/]).)*?(<(?:\w+:)?v(?:\s*\/>|>\s*<\/(?:\w+:)?v>)\s*)?<\/(?:\w+:)?c>/s;
/** A formula stands before the value that it gives. */
const FORMULA_LENGTH = 400;

/** What stands in a cell whose formula has failed; undefined where none has. */
function failureOf(attributes: string, content: string): string | undefined {
  if (FAILED_TYPE.test(attributes)) return FAILED_VALUE.exec(content)?.[1] ?? '#ERROR!';
  const unvalued = WITHOUT_VALUE.exec(content);
  // A text may be empty because that is what the formula says.
  return unvalued && !(unvalued[1] && TEXT_TYPE.test(attributes)) ? '#ERROR!' : undefined;
}

interface Survey {
  /** Cells whose formula failed or has no value, which the library passes over: `row.column`, from 0, and what stands there. */
  readonly failed: ReadonlyMap<string, string>;
  /** Rows that hold nothing stand from here to there; the library takes seconds for what an office has once given a frame. */
  readonly until: number;
  readonly from: number;
}

/**
 * The addresses in a sheet, before anything is made of them. Refuses a sheet with too many rows, or with something in a
 * column or row too far out, and throws where addresses are not what a spreadsheet writes.
 */
function lookOver(xml: string): Survey | Unreadable {
  const failed = new Map<string, string>();
  const end = xml.lastIndexOf('</', xml.lastIndexOf('sheetData>'));
  let until = end;
  let row = 0;
  let lastFilled = 0;
  let filled = 0;
  for (const { 0: tag, 1: name, 2: attributes = '', 3: close, index } of xml.matchAll(TAG)) {
    const [, , letters = '', digits = ''] = PLACE.exec(attributes) ?? [];
    const at = Number(digits);
    const places = attributes.match(HAS_PLACE)?.length ?? 0;
    if (close !== '>' || !PLAIN_ATTRIBUTES.test(attributes) || places > (digits === '' ? 0 : 1) || at > SHEET_ROWS)
      throw new ArchiveError('damaged');
    if (name === 'row') {
      row = at || row + 1;
      if (row > SHEET_ROWS) throw new ArchiveError('damaged');
      until = Math.min(until, index);
    } else if (!attributes.endsWith('/')) {
      const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
      if (column > MOST_COLUMNS) return TOO_MANY_COLUMNS;
      if (row !== lastFilled) filled += 1;
      lastFilled = row;
      if (Math.max(at, row) > LAST_ROW || filled > MOST_ROWS + HEADER_WITHIN) return TOO_MANY_ROWS;
      until = end;
      const content = xml.slice(index + tag.length, index + tag.length + FORMULA_LENGTH);
      const value = failureOf(attributes, content);
      if (value !== undefined) failed.set(`${at - 1}.${column - 1}`, value);
    }
  }
  return { failed, until, from: end };
}

function tableOf(cells: readonly Cell[][], failed: ReadonlyMap<string, string>): Sheet | Unreadable {
  const rows: SheetRow[] = [];
  for (const [key, value] of failed) {
    const [row = 0, column = 0] = key.split('.').map(Number);
    const line = cells[row];
    if (line) line[column] = value;
  }
  cells.forEach((line, n) => {
    if (!line.every(isBlank)) rows.push({ row: n + 1, cells: line });
  });
  return rows.length > MOST_ROWS + HEADER_WITHIN ? TOO_MANY_ROWS : { from: 'xlsx', rows };
}

const NO_WORKBOOK = words(
  '这是压缩包或其他格式的文件，不是 .xlsx 工作簿；请另存为 .xlsx 或 CSV 后再导入',
  'This is an archive or another kind of file and no .xlsx workbook; save the list as .xlsx or CSV and import again',
);
const HIDDEN = words(
  '第一个工作表是隐藏的；请取消隐藏并确认内容，或把清单移到最前面',
  'The first sheet is hidden; show it and look at what is there, or put the list before it',
);
const FAULTS: Readonly<Record<ArchiveFault, ReturnType<typeof words>>> = {
  damaged: words(
    '工作簿已损坏或写法不常见；请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 后再导入',
    'The workbook is damaged or written in an unusual way; open it in Excel or WPS, save it as .xlsx or CSV and import again',
  ),
  locked: words('文件有密码；请取消密码后再导入', 'The file is protected by a password; take it off and import again'),
  bomb: words(
    '解压后的内容大得异常（最多 64 MB），已拒绝；请把清单单独另存为新文件',
    'Unpacked it would be absurdly large (64 MB at most) and was refused; save the list alone as a new file',
  ),
};
