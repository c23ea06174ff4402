// The parts behind a fire panel, as a file tells them: loop, point, type, description, floor, room.

/** One addressed part 部件 on a loop of the panel. */
export interface Part {
  /** 0..65535. */
  readonly loop: number;
  /** 0..65535. */
  readonly point: number;
  /** Part type of GB/T 26875.3 table 5, 0..255. */
  readonly type: number;
  /** On the wire 31 bytes of GB 18030 are left of it: 15 Chinese characters. */
  readonly description: string;
  readonly floor: string;
  readonly room: string;
  /** System type of table 4, 0..255. */
  readonly systemType: number;
  /** 0..255. */
  readonly systemAddress: number;
}

/** Columns of a parts file, in this order when it is written. The last two may be missing. */
const COLUMNS = ['loop', 'point', 'type', 'description', 'floor', 'room', 'systemType', 'systemAddress'] as const;
/** Fire alarm system 火灾报警系统: what a part belongs to when its row does not say. */
const FIRE_ALARM_SYSTEM = 1;
/** Twenty full controllers of 3,200 points behind one device; a larger file is no parts file. */
const MOST_PARTS = 65_536;

/** Parts that can be found by place; many panels can share one list. */
export class PartList {
  readonly all: readonly Part[];
  readonly #at: ReadonlyMap<string, Part>;

  /** Throws where two parts stand at one place. */
  constructor(parts: readonly Part[]) {
    const at = new Map<string, Part>();
    for (const part of parts) {
      const place = placeOf(part);
      if (at.has(place)) throw new Error(`部件 ${place} 重复 / part ${place} is there twice`);
      at.set(place, part);
    }
    this.all = parts;
    this.#at = at;
  }

  /** The part at `loop-point`, such as `1-5`. */
  at(place: string): Part | undefined {
    return this.#at.get(place);
  }
}

/** Where a part is on its panel: `loop-point`. */
export function placeOf({ loop, point }: Pick<Part, 'loop' | 'point'>): string {
  return `${loop}-${point}`;
}

/**
 * Reads a parts file: CSV whose first row names the columns, or JSON, a list of objects with the same names. UTF-8; a byte
 * order mark is passed over. Throws an `Error` that names the row.
 */
export function readParts(text: string): PartList {
  const clean = text.replace(/^\uFEFF/, '');
  const rows = /^\s*[[{]/.test(clean) ? jsonRows(clean) : csvRows(clean);
  if (rows.length === 0) throw new Error('没有部件 / there are no parts');
  if (rows.length > MOST_PARTS) throw new Error(`部件超过 ${MOST_PARTS} 个 / more than ${MOST_PARTS} parts`);
  return new PartList(rows.map(({ row, cells }) => partOf(row, cells)));
}

/** The file of these parts: CSV, UTF-8, without the system's columns where all are of the fire alarm system. */
export function partsText(parts: readonly Part[]): string {
  const plain = parts.every(({ systemType, systemAddress }) => systemType === FIRE_ALARM_SYSTEM && systemAddress === 0);
  const columns = plain ? COLUMNS.slice(0, 6) : COLUMNS;
  const cell = (value: string | number): string => (/[",\r\n]/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : `${value}`);
  const rows = parts.map((part) => columns.map((column) => cell(part[column])).join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}

/** What stands on a floor of an invented building, over and over: type, and what follows the floor in the description. */
const FLOOR_PARTS: readonly (readonly [type: number, name: string])[] = [
  [42, '感烟'],
  [42, '走廊感烟'],
  [31, '感温'],
  [23, '手报'],
  [24, '消火栓按钮'],
  [87, '输入输出模块'],
  [102, '防火门'],
  [121, '声光警报'],
];
/** A loop takes at most 200 points (GB 50116, from memory): a floor of more parts is several loops. */
const POINTS_ON_A_LOOP = 200;

/** An invented building: floors × parts on each, 1 or more. Descriptions such as `3层5号手报`. */
export function inventedBuilding(floors: number, partsOnFloor: number): PartList {
  const parts: Part[] = [];
  for (let nth = 0; nth < floors * partsOnFloor; nth++) {
    const floor = `${Math.floor(nth / partsOnFloor) + 1}层`;
    const room = `${(nth % partsOnFloor) + 1}号`;
    const [type, name] = FLOOR_PARTS[(nth % partsOnFloor) % FLOOR_PARTS.length] ?? [0, '部件'];
    const place = { loop: Math.floor(nth / POINTS_ON_A_LOOP) + 1, point: (nth % POINTS_ON_A_LOOP) + 1 };
    parts.push({ ...place, type, description: `${floor}${room}${name}`, floor, room, systemType: FIRE_ALARM_SYSTEM, systemAddress: 0 });
  }
  return new PartList(parts);
}

interface Row {
  /** As a person counts: in CSV the row of names is 1. */
  readonly row: number;
  readonly cells: Readonly<Record<string, unknown>>;
}

function partOf(row: number, cells: Row['cells']): Part {
  const whole = (name: string, highest: number, otherwise?: number): number => {
    const said = cells[name];
    if (otherwise !== undefined && (said === undefined || said === '')) return otherwise;
    const value = typeof said === 'string' && said.trim() !== '' ? Number(said) : said;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= highest) return value;
    throw new Error(`第 ${row} 行：${name} 应为 0 至 ${highest} 的整数 / row ${row}: ${name} must be a whole number from 0 to ${highest}`);
  };
  const text = (name: string): string => {
    const said = cells[name] ?? '';
    if (typeof said === 'string' || typeof said === 'number') return `${said}`.trim();
    throw new Error(`第 ${row} 行：${name} 应为文字 / row ${row}: ${name} must be a text`);
  };
  return {
    loop: whole('loop', 65_535),
    point: whole('point', 65_535),
    type: whole('type', 255),
    description: text('description'),
    floor: text('floor'),
    room: text('room'),
    systemType: whole('systemType', 255, FIRE_ALARM_SYSTEM),
    systemAddress: whole('systemAddress', 255, 0),
  };
}

function jsonRows(text: string): Row[] {
  const all: unknown = JSON.parse(text);
  if (!Array.isArray(all)) throw new Error('应为部件的列表 / must be a list of parts');
  return all.map((one: unknown, nth) => {
    if (typeof one !== 'object' || one === null) throw new Error(`第 ${nth + 1} 个不是部件 / number ${nth + 1} is not a part`);
    return { row: nth + 1, cells: Object.fromEntries(Object.entries(one)) };
  });
}

function csvRows(text: string): Row[] {
  const [names, ...rows] = csvCells(text);
  const missing = COLUMNS.slice(0, 3).find((column) => !names?.cells.includes(column));
  if (!names || missing) throw new Error(`首行缺少列 ${missing ?? ''} / the first row lacks the column ${missing ?? ''}`);
  return rows.map(({ row, cells }) => ({ row, cells: Object.fromEntries(names.cells.map((name, nth) => [name, cells[nth]])) }));
}

/** The rows that say something. A cell in quotes may hold commas, line ends and doubled quotes. */
function csvCells(text: string): { row: number; cells: string[] }[] {
  const rows: { row: number; cells: string[] }[] = [];
  let row = 1;
  let cells: string[] = [];
  const end = (): void => {
    if (cells.some((cell) => cell !== '')) rows.push({ row, cells });
    cells = [];
  };
  for (const [, quoted, plain = '', closing] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (closing === ',') continue;
    end();
    row++;
  }
  return rows;
}
