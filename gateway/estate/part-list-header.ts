// Which column of a list means what: the row of the header is found, and its words in Chinese or English are known.
import { type Words, words } from '../../device-drivers/words.ts';
import { type Cell, HEADER_WITHIN, type SheetRow, shown, type Unreadable } from './part-list-sheet.ts';

/** What a column of a part list can mean. */
export type Field = 'loop' | 'point' | 'type' | 'systemType' | 'systemAddress' | 'description' | 'floor' | 'room';

/** One column of the file. */
interface Column {
  /** From 0. */
  readonly at: number;
  /** As the file writes it. */
  readonly title: string;
}

export interface Header {
  readonly row: number;
  readonly columns: ReadonlyMap<Field, Column>;
}

const NEEDED = ['loop', 'point', 'type'] as const satisfies readonly Field[];

/** What the fields are called when the file must be spoken about. */
export const FIELD_TITLES: Readonly<Record<Field, Words>> = {
  loop: words('回路', 'Loop'),
  point: words('位号', 'Point'),
  type: words('类型', 'Type'),
  systemType: words('系统类型', 'System type'),
  systemAddress: words('系统地址', 'System address'),
  description: words('描述', 'Description'),
  floor: words('楼层', 'Floor'),
  room: words('房间', 'Room'),
};

/** Names of columns, the surest first: where a file has two for one field, the surer one is meant and the other passed over. */
const NAMES: Readonly<Record<Field, string>> = {
  loop: '回路 回路号 回路编号 区号 loop loopno loopnumber loopaddress zone zoneno zonenumber',
  point: '位号 点位 点位号 点号 部件位号 地址 地址号 部件地址 设备地址 编号 point pointno pointnumber address deviceaddress',
  type: '类型 部件类型 设备类型 type parttype devicetype',
  systemType: '系统类型 systemtype',
  systemAddress: '系统地址 systemaddress',
  description: '描述 部件描述 设备描述 安装位置 位置 部件位置 设备位置 description location',
  floor: '楼层 所在楼层 floor storey',
  room: '房间 房间号 区域 所在区域 room area',
};

/** Each name with its field and its place in the row of names. */
const KNOWN: ReadonlyMap<string, { readonly field: Field; readonly rank: number }> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) => names.split(' ').map((name, rank) => [name, { field: field as Field, rank }] as const)),
);

/** Longer than any header; a cell beyond it is text. */
const LONGEST_HEADER = 80;

/** Of how many columns of a part list a row has the names. */
export function knownColumns(cells: readonly Cell[]): number {
  return columnsOf(cells).size;
}

/** The row among the first five that names the most columns; or which names are missing, and what is there instead. */
export function findHeader(rows: readonly SheetRow[]): Header | Unreadable {
  const first = rows.filter(({ row }) => row <= HEADER_WITHIN);
  const [row = { row: 0, cells: [] }] = first.toSorted((a, b) => knownColumns(b.cells) - knownColumns(a.cells));
  const columns = columnsOf(row.cells);
  const missing = NEEDED.filter((field) => !columns.has(field));
  if (rows.length === 0) return { problem: words('表中没有内容', 'There is nothing in the table') };
  if (missing.length > 0) return { problem: missingWords(missing, row.cells) };
  const twice = twiceNamed(row.cells, columns);
  if (twice !== undefined)
    return { problem: words(`有两列都叫“${twice}”；请只保留一列`, `Two columns are both called “${twice}”; keep one of them`) };
  return { row: row.row, columns };
}

function columnsOf(cells: readonly Cell[]): Map<Field, Column> {
  const columns = new Map<Field, Column & { readonly rank: number }>();
  cells.forEach((cell, at) => {
    const known = meaningOf(cell);
    if (!known) return;
    const before = columns.get(known.field);
    if (!before || known.rank < before.rank) columns.set(known.field, { at, title: shown(cell), rank: known.rank });
  });
  return columns;
}

/** A title of a column that is meant and stands there a second time. */
function twiceNamed(cells: readonly Cell[], columns: ReadonlyMap<Field, Column>): string | undefined {
  for (const { at, title } of columns.values()) {
    if (cells.some((cell, n) => n !== at && plain(shown(cell)) === plain(title))) return title;
  }
  return undefined;
}

/** Headers are often written twice or with a note: `回路 Loop`, `位号(必填)`, `类型/type`. */
function meaningOf(cell: Cell) {
  if (typeof cell !== 'string' || cell.length > LONGEST_HEADER) return undefined;
  const whole = KNOWN.get(plain(cell));
  if (whole) return whole;
  const pieces = cell.normalize('NFKC').split(/[/()[\]【】\r\n]|(?<=\p{Script=Han})\s*(?=[a-z])/iu);
  return pieces.map((piece) => KNOWN.get(plain(piece))).find((known) => known !== undefined);
}

function plain(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:._-]/g, '');
}

function missingWords(missing: readonly Field[], cells: readonly Cell[]): Words {
  const titles = cells.map((cell) => shown(cell, 20)).filter((title) => title !== '');
  const found = titles.slice(0, 20);
  const [zh, en] = [missing.map((field) => FIELD_TITLES[field].zh), missing.map((field) => FIELD_TITLES[field].en)];
  // Rows divided by the Chinese comma come as one cell.
  const hint = titles.length === 1 && titles[0]?.includes('，');
  return words(
    `表头缺少${zh.map((name) => `“${name}”`).join('、')}；前 ${HEADER_WITHIN} 行里找到的是：${found.join(' | ') || '无'}${hint ? '。列之间请用英文逗号分隔' : ''}`,
    `The header lacks ${en.map((name) => `“${name}”`).join(', ')}; found in the first ${HEADER_WITHIN} rows: ${found.join(' | ') || 'nothing'}${hint ? '. Columns must be divided by the plain comma' : ''}`,
  );
}
