// Which column of a list means what: the row of the header is found, and its words in Chinese or English are known.
import { type Words, words } from '../../device-drivers/words.ts';
import { type Cell, HEADER_WITHIN, type SheetRow, shown, type Unreadable } from './part-list-sheet.ts';

/** What the columns of one kind of list can mean. */
export interface ListForm<F extends string = string> {
  readonly needed: readonly F[];
  /** What the fields are called when the file must be spoken about. */
  readonly titles: Readonly<Record<F, Words>>;
  /** Each name with its field and its place in the row of names. */
  readonly known: ReadonlyMap<string, { readonly field: F; readonly rank: number }>;
}

/** One column of the file. */
interface Column {
  /** From 0. */
  readonly at: number;
  /** As the file writes it. */
  readonly title: string;
}

export interface Header<F extends string = string> {
  readonly row: number;
  readonly columns: ReadonlyMap<F, Column>;
}

/** `names`: of each field its names as `plain` writes them, the surest first: where a file has two for one field, the surer one is meant and the other passed over. */
export function listForm<F extends string>(
  needed: readonly F[],
  titles: Readonly<Record<F, Words>>,
  names: Readonly<Record<F, string>>,
): ListForm<F> {
  const known = (Object.entries(names) as [F, string][]).flatMap(([field, all]) =>
    all.split(' ').map((name, rank) => [name, { field, rank }] as const),
  );
  return { needed, titles, known: new Map(known) };
}

/** Longer than any header; a cell beyond it is text. */
const LONGEST_HEADER = 80;

/** Of how many columns of a list a row has the names. */
export function knownColumns(cells: readonly Cell[], form: ListForm): number {
  return columnsOf(cells, form).size;
}

/** The row among the first five that names the most columns; or which names are missing, and what is there instead. */
export function findHeader<F extends string>(rows: readonly SheetRow[], form: ListForm<F>): Header<F> | Unreadable {
  const first = rows.filter(({ row }) => row <= HEADER_WITHIN);
  const [row = { row: 0, cells: [] }] = first.toSorted((a, b) => knownColumns(b.cells, form) - knownColumns(a.cells, form));
  const columns = columnsOf(row.cells, form);
  const missing = form.needed.filter((field) => !columns.has(field));
  if (rows.length === 0) return { problem: words('表中没有内容', 'There is nothing in the table') };
  if (missing.length > 0)
    return {
      problem: missingWords(
        missing.map((field) => form.titles[field]),
        row.cells,
      ),
    };
  const twice = twiceNamed(row.cells, columns);
  if (twice !== undefined)
    return { problem: words(`有两列都叫“${twice}”；请只保留一列`, `Two columns are both called “${twice}”; keep one of them`) };
  return { row: row.row, columns };
}

function columnsOf<F extends string>(cells: readonly Cell[], form: ListForm<F>): Map<F, Column> {
  const columns = new Map<F, Column & { readonly rank: number }>();
  cells.forEach((cell, at) => {
    const known = meaningOf(cell, form);
    if (!known) return;
    const before = columns.get(known.field);
    if (!before || known.rank < before.rank) columns.set(known.field, { at, title: shown(cell), rank: known.rank });
  });
  return columns;
}

/** A title of a column that is meant and stands there a second time. */
function twiceNamed(cells: readonly Cell[], columns: ReadonlyMap<string, Column>): string | undefined {
  for (const { at, title } of columns.values()) {
    if (cells.some((cell, n) => n !== at && plain(shown(cell)) === plain(title))) return title;
  }
  return undefined;
}

/** Headers are often written twice or with a note: `回路 Loop`, `位号(必填)`, `类型/type`. */
function meaningOf<F extends string>(cell: Cell, { known: names }: ListForm<F>) {
  if (typeof cell !== 'string' || cell.length > LONGEST_HEADER) return undefined;
  const whole = names.get(plain(cell));
  if (whole) return whole;
  const pieces = cell.normalize('NFKC').split(/[/()[\]【】\r\n]|(?<=\p{Script=Han})\s*(?=[a-z])/iu);
  return pieces.map((piece) => names.get(plain(piece))).find((known) => known !== undefined);
}

function plain(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:._-]/g, '');
}

function missingWords(missing: readonly Words[], cells: readonly Cell[]): Words {
  const titles = cells.map((cell) => shown(cell, 20)).filter((title) => title !== '');
  const found = titles.slice(0, 20);
  const [zh, en] = [missing.map((one) => one.zh), missing.map((one) => one.en)];
  // Rows divided by the Chinese comma come as one cell.
  const hint = titles.length === 1 && titles[0]?.includes('，');
  return words(
    `表头缺少${zh.map((name) => `“${name}”`).join('、')}；前 ${HEADER_WITHIN} 行里找到的是：${found.join(' | ') || '无'}${hint ? '。列之间请用英文逗号分隔' : ''}`,
    `The header lacks ${en.map((name) => `“${name}”`).join(', ')}; found in the first ${HEADER_WITHIN} rows: ${found.join(' | ') || 'nothing'}${hint ? '. Columns must be divided by the plain comma' : ''}`,
  );
}
