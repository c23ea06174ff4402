// Register blocks: the fewest reads that fetch a driver's points, and the frame body of a poll (blocks packed one after another).
import type { DeviceDriver, RegisterSource, RegisterTable } from './driver.ts';
import type { FrameFault } from './reading.ts';

/** A stretch of one table to be read by one request. `count`: registers, or bits for `coil` and `discrete`. */
export interface ReadBlock {
  readonly table: RegisterTable;
  readonly address: number;
  readonly count: number;
}

/** A stretch of one table as read. `words`: 0..65535 for registers, 0 or 1 for `coil` and `discrete`. */
export interface RegisterBlock {
  readonly table: RegisterTable;
  readonly address: number;
  readonly words: readonly number[];
}

export interface ReadLimits {
  /** Registers (or bits) nobody asked for that one read may carry along between two fields; -1 merges nothing. */
  readonly longestHole?: number;
  /** Registers a device answers at once; bits are allowed sixteen times as many. */
  readonly longestRead?: number;
}

/** One request carries at most 125 registers (Modbus Application Protocol V1.1b3, 6.3 and 6.4). */
export const MOST_WORDS = 125;
/** One request carries at most 2000 bits (Modbus Application Protocol V1.1b3, 6.1 and 6.2). */
export const MOST_BITS = 2000;
/** 8 more registers cost 16 bytes, 17 ms at 9600 baud: less than the silence and the header of one more RTU request. */
export const HOLE_RTU = 8;
/** On Ethernet a round trip costs more than a hundred bytes do. */
export const HOLE_TCP = 50;

/** The tables by the function code that reads them; also the tag of a packed block. */
export const READ_FUNCTION = { coil: 1, discrete: 2, holding: 3, input: 4 } as const satisfies Record<RegisterTable, number>;

const TABLES: readonly (RegisterTable | undefined)[] = [undefined, 'coil', 'discrete', 'holding', 'input'];
/** Table, address, count. */
const HEADER_BYTES = 5;

/** Whether a table holds single bits. */
export function holdsBits(table: RegisterTable): boolean {
  return table === 'coil' || table === 'discrete';
}

/** Registers (or bits) that a field takes. */
export function widthOf(source: RegisterSource): 1 | 2 {
  return source.type === 'uint32' || source.type === 'int32' || source.type === 'float32' ? 2 : 1;
}

/**
 * The fewest block reads that fetch every point of a driver and the registers that tell its decimals. A field is never
 * split. `longestHole: -1` gives one read a field.
 */
export function planReads(driver: DeviceDriver, limits: ReadLimits = {}): ReadBlock[] {
  const { longestHole = HOLE_RTU, longestRead = MOST_WORDS } = limits;
  const plan: ReadBlock[] = [];
  for (const table of Object.keys(READ_FUNCTION) as RegisterTable[]) {
    const most = holdsBits(table) ? Math.min(MOST_BITS, longestRead * 16) : Math.min(MOST_WORDS, longestRead);
    let open: ReadBlock | undefined;
    for (const field of fieldsOf(driver, table)) {
      const end = field.address + field.count;
      const openEnd = open === undefined ? 0 : open.address + open.count;
      if (open && (end <= openEnd || (field.address - openEnd <= longestHole && end - open.address <= most))) {
        open = { table, address: open.address, count: Math.max(openEnd, end) - open.address };
        plan[plan.length - 1] = open;
      } else {
        open = field;
        plan.push(open);
      }
    }
  }
  return plan;
}

function fieldsOf(driver: DeviceDriver, table: RegisterTable): ReadBlock[] {
  const fields: ReadBlock[] = [];
  for (const { source } of driver.points) {
    if (source.on !== 'register' || source.table !== table) continue;
    fields.push({ table, address: source.address, count: widthOf(source) });
    if (source.decimalsAt !== undefined) fields.push({ table, address: source.decimalsAt, count: 1 });
  }
  return fields.sort((a, b) => a.address - b.address || b.count - a.count);
}

/**
 * The frame body of a poll. Each block: function code that reads its table (1 byte), address (2), count (2), then the
 * registers (2 bytes each) or the bits (8 a byte, lowest first); the most significant byte first throughout.
 */
export function packBlocks(blocks: readonly RegisterBlock[]): Uint8Array {
  const sizes = blocks.map(({ table, words }) => HEADER_BYTES + dataBytes(table, words.length));
  const body = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  const view = new DataView(body.buffer);
  let at = 0;
  for (const [index, { table, address, words }] of blocks.entries()) {
    view.setUint8(at, READ_FUNCTION[table]);
    view.setUint16(at + 1, address);
    view.setUint16(at + 3, words.length);
    const data = at + HEADER_BYTES;
    for (const [nth, word] of words.entries()) {
      if (!holdsBits(table)) view.setUint16(data + nth * 2, word);
      else if (word) view.setUint8(data + (nth >> 3), view.getUint8(data + (nth >> 3)) | (1 << (nth & 7)));
    }
    at += sizes[index] ?? 0;
  }
  return body;
}

/** The blocks of a frame body. Anything that `packBlocks` could not have written is `truncated`. Never throws. */
export function unpackBlocks(body: Uint8Array): RegisterBlock[] | FrameFault {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const blocks: RegisterBlock[] = [];
  let at = 0;
  while (at < body.length) {
    if (at + HEADER_BYTES > body.length) return 'truncated';
    const table = TABLES[view.getUint8(at)];
    const address = view.getUint16(at + 1);
    const count = view.getUint16(at + 3);
    if (!table || count === 0 || address + count > 0x10000 || count > (holdsBits(table) ? MOST_BITS : MOST_WORDS)) return 'truncated';
    const data = at + HEADER_BYTES;
    at = data + dataBytes(table, count);
    if (at > body.length) return 'truncated';
    blocks.push({ table, address, words: Array.from({ length: count }, (_, nth) => wordAt(view, table, data, nth)) });
  }
  return blocks.length > 0 ? blocks : 'truncated';
}

function wordAt(view: DataView, table: RegisterTable, data: number, nth: number): number {
  return holdsBits(table) ? (view.getUint8(data + (nth >> 3)) >> (nth & 7)) & 1 : view.getUint16(data + nth * 2);
}

function dataBytes(table: RegisterTable, count: number): number {
  return holdsBits(table) ? Math.ceil(count / 8) : count * 2;
}

/**
 * The frame body of an example's `wire`: `{"holding:0": [1, 2, 3]}`, register words by table and first address.
 * What is not of that form is left out.
 */
export function bodyOfWire(wire: unknown): Uint8Array {
  const blocks: RegisterBlock[] = [];
  for (const [where, words] of Object.entries(typeof wire === 'object' && wire !== null ? wire : {})) {
    const [name, address] = where.split(':');
    const table = TABLES.find((known) => known === name);
    if (table && Array.isArray(words)) blocks.push({ table, address: Number(address), words: words.map(Number) });
  }
  return packBlocks(blocks);
}
