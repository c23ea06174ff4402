// The rows of a list, each cell under its header: the parts that are right, and what is wrong with the others.
import { type Words, words } from '../../device-drivers/words.ts';
import { type ListError, nothing } from './list-apart.ts';
import type { Header, ListForm } from './list-header.ts';
import type { PartList, PartListRow } from './part-list.ts';
import { readCode, readNumber, readText, type WhatIsWrong } from './part-list-cells.ts';
import { type Field, PART_FORM } from './part-list-header.ts';
import { PART_TYPE_NAMES, SYSTEM_TYPE_NAMES } from './part-list-names.ts';
import { type Cell, isBlank, MOST_ROWS, type Sheet, type SheetRow, shown, TOO_MANY_ROWS } from './part-list-sheet.ts';

/** Errors that are kept: what a person corrects before trying again; the others are likely the same mistake. */
const ERRORS_KEPT = 200;

/** What the standard's numbers stand for where a list has no column for the system: a fire alarm system, the first. */
const DEFAULT_SYSTEM = { type: 1, address: 0 };

/** Reads what stands below the header. */
export function readRows(sheet: Sheet, header: Header<Field>): PartList {
  const below = sheet.rows.filter(({ row, cells }) => row > header.row && saysSomething(cells, header));
  if (below.length === 0) return nothing(words('表头下面没有内容', 'There is nothing below the header'));
  if (below.length > MOST_ROWS) return nothing(TOO_MANY_ROWS.problem);
  const rows: PartListRow[] = [];
  const wrong = new Wrong(header, PART_FORM, ERRORS_KEPT);
  const rowOf = new Map<string, number>();
  for (const line of below) {
    const part = readPart(line, sheet.from, header, wrong);
    if (!part) continue;
    const key = [part.systemType, part.systemAddress, part.type, part.loop, part.point].join('.');
    const earlier = rowOf.get(key);
    if (earlier === undefined) {
      rowOf.set(key, part.row);
      rows.push(part);
    } else wrong.add(line, 'point', () => twice(part, earlier));
  }
  return { rows, errors: wrong.kept, wrong: wrong.count, problem: null };
}

/** A row that only numbers itself, or fills columns that nobody asked for, is none. */
export function saysSomething(cells: readonly Cell[], header: Header): boolean {
  for (const { at } of header.columns.values()) if (!isBlank(cells[at])) return true;
  return false;
}

function readPart(line: SheetRow, from: Sheet['from'], header: Header<Field>, wrong: Wrong<Field>): PartListRow | undefined {
  const before = wrong.count;
  const cellOf = (field: Field): Cell => line.cells[header.columns.get(field)?.at ?? -1] ?? null;
  const number = (field: Field, read: (cell: Cell) => number | WhatIsWrong, otherwise?: number): number => {
    const cell = cellOf(field);
    if (otherwise !== undefined && isBlank(cell)) return otherwise;
    const value = read(cell);
    if (typeof value === 'number') return value;
    wrong.add(line, field, value);
    return 0;
  };
  const text = (field: Field): string => {
    const value = readText(cellOf(field), from);
    if (typeof value === 'string') return value;
    wrong.add(line, field, value);
    return '';
  };
  const part: PartListRow = {
    row: line.row,
    loop: number('loop', (cell) => readNumber(cell, 0xffff)),
    point: number('point', (cell) => readNumber(cell, 0xffff)),
    type: number('type', (cell) => readCode(cell, PART_TYPE_NAMES)),
    systemType: number('systemType', (cell) => readCode(cell, SYSTEM_TYPE_NAMES), DEFAULT_SYSTEM.type),
    systemAddress: number('systemAddress', (cell) => readNumber(cell, 0xff), DEFAULT_SYSTEM.address),
    description: text('description'),
    floor: text('floor'),
    room: text('room'),
  };
  return wrong.count === before ? part : undefined;
}

/** The errors of a list: all are counted, the first are kept. */
export class Wrong<F extends string> {
  readonly kept: ListError[] = [];
  count = 0;
  readonly #header: Header<F>;
  readonly #form: ListForm<F>;
  readonly #most: number;

  constructor(header: Header<F>, form: ListForm<F>, most: number) {
    this.#header = header;
    this.#form = form;
    this.#most = most;
  }

  add({ row, cells }: SheetRow, field: F, why: WhatIsWrong): void {
    this.count += 1;
    if (this.kept.length >= this.#most) return;
    const column = this.#header.columns.get(field);
    const value = column === undefined ? null : (cells[column.at] ?? null);
    this.kept.push({ row, column: column?.title ?? this.#form.titles[field].zh, value: shown(value), words: why() });
  }
}

function twice({ loop, point, type }: PartListRow, earlier: number): Words {
  const { zh, en } = PART_TYPE_NAMES.title(type);
  return words(
    `与第 ${earlier} 行重复：同一系统、回路 ${loop}、位号 ${point}、类型 ${type} ${zh}；请删去一行或改正位号`,
    `The same part as in row ${earlier}: same system, loop ${loop}, point ${point}, type ${type} ${en}; delete one of the rows or correct the point`,
  );
}
