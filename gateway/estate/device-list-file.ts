// From the bytes of a file to a list of devices: each cell under its header, and what is wrong with it.
import { words } from '../../device-drivers/words.ts';
import {
  DEVICE_ERRORS_KEPT,
  DEVICE_FORM,
  type DeviceColumns,
  type DeviceField,
  type DeviceList,
  type DeviceListRow,
} from './device-list.ts';
import { nothing } from './list-apart.ts';
import { readSheet } from './list-file.ts';
import { findHeader, type Header } from './list-header.ts';
import { readDecimal, readNumber, readText, type WhatIsWrong } from './part-list-cells.ts';
import { saysSomething, Wrong } from './part-list-rows.ts';
import { type Cell, isBlank, MOST_ROWS, type Sheet, type SheetRow, TOO_MANY_ROWS } from './part-list-sheet.ts';

/** What may stand in a topic; see `DEVICE_ID` of the estate, which this process does not load. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
/** Characters of a way through the places: five steps of names. */
const LONGEST_PLACE = 400;

/** Reads it here and now: see `readDeviceList`, which does it in a process of its own. Never rejects. */
export async function parseDeviceList(bytes: Uint8Array): Promise<DeviceList> {
  const sheet = await readSheet(bytes, DEVICE_FORM);
  if ('problem' in sheet) return nothing(sheet.problem);
  const header = findHeader(sheet.rows, DEVICE_FORM);
  if ('problem' in header) return nothing(header.problem);
  const below = sheet.rows.filter(({ row, cells }) => row > header.row && saysSomething(cells, header));
  if (below.length === 0) return nothing(words('表头下面没有内容', 'There is nothing below the header'));
  if (below.length > MOST_ROWS) return nothing(TOO_MANY_ROWS.problem);
  const wrong = new Wrong(header, DEVICE_FORM, DEVICE_ERRORS_KEPT);
  const rowOf = new Map<string, number>();
  const rows: DeviceListRow[] = [];
  for (const line of below) {
    const device = readDevice(line, sheet.from, header, wrong);
    if (!device) continue;
    const earlier = rowOf.get(device.id);
    if (earlier === undefined) {
      rowOf.set(device.id, device.row);
      rows.push(device);
    } else
      wrong.add(line, 'id', () =>
        words(`与第 ${earlier} 行的编号相同；一台设备只写一行`, `The same id as in row ${earlier}; a device has one row`),
      );
  }
  const columns = Object.fromEntries([...header.columns].map(([field, { title }]) => [field, title])) as DeviceColumns;
  return { rows, errors: wrong.kept, wrong: wrong.count, problem: null, columns };
}

function readDevice(
  line: SheetRow,
  from: Sheet['from'],
  header: Header<DeviceField>,
  wrong: Wrong<DeviceField>,
): DeviceListRow | undefined {
  const before = wrong.count;
  const take = <T>(field: DeviceField, read: (cell: Cell) => T | WhatIsWrong, otherwise: T): T => {
    const value = read(line.cells[header.columns.get(field)?.at ?? -1] ?? null);
    if (typeof value !== 'function') return value;
    wrong.add(line, field, value as WhatIsWrong);
    return otherwise;
  };
  const text = (field: DeviceField, most?: number): string => take(field, (cell) => readText(cell, from, most), '');
  const needed = (field: DeviceField, most?: number): string =>
    take(
      field,
      (cell) => {
        const value = readText(cell, from, most);
        return value === '' ? () => words('不能为空', 'It must not be empty') : value;
      },
      '',
    );
  const device: DeviceListRow = {
    row: line.row,
    id: take('id', readId, ''),
    name: needed('name'),
    model: needed('model'),
    place: needed('place', LONGEST_PLACE),
    bus: text('bus'),
    unit: take('unit', (cell) => (isBlank(cell) ? null : readNumber(cell, 255)), null),
    station: text('station'),
    longitude: take('longitude', (cell) => readDecimal(cell, 180), null),
    latitude: take('latitude', (cell) => readDecimal(cell, 90), null),
    serial: text('serial'),
  };
  return wrong.count === before ? device : undefined;
}

/** A spreadsheet makes a number of 0012 and of 1E5; what it still is as a text is taken. */
function readId(cell: Cell): string | WhatIsWrong {
  const text = cell instanceof Date ? '' : String(cell ?? '').trim();
  if (ID.test(text)) return text;
  return () =>
    text === ''
      ? words('不能为空', 'It must not be empty')
      : words(
          '只能用字母、数字和 . _ : -，以字母或数字开头，至多 64 个',
          'Letters, digits and . _ : - only, a letter or digit first, 64 at most',
        );
}
