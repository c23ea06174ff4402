// The codec between a driver's points and Modbus register memory, known in both directions.
import type { DeviceDriver, Point, RegisterSource, RegisterTable } from './driver.ts';
import { isPlausible, QUANTITIES, type Quantity, type Value } from './quantity.ts';
import type { FrameFault, ReadingFault } from './reading.ts';
import { holdsBits, packBlocks, planReads, READ_FUNCTION, unpackBlocks, widthOf } from './register-blocks.ts';

/** A register tells at most so many decimals: an int16 has five digits, and more than six were never seen. */
const MOST_DECIMALS = 6;

/** What registers say of one point: a value in the quantity's unit, or why there is none. */
export type RegisterReading = { readonly value: Value } | { readonly why: ReadingFault };

/** `missing`: keys of points whose registers the body does not hold. */
export type DecodedRegisters =
  | { readonly values: ReadonlyMap<string, RegisterReading>; readonly missing: readonly string[] }
  | { readonly fault: FrameFault };

/** A device's register memory. Registers hold 0..65535, bits 0 or 1. */
export class RegisterMemory {
  readonly #words = new Map<number, number>();

  /** The register or bit, or undefined where the memory holds none. */
  get(table: RegisterTable, address: number): number | undefined {
    return this.#words.get(READ_FUNCTION[table] * 0x10000 + address);
  }

  set(table: RegisterTable, address: number, word: number): void {
    this.#words.set(READ_FUNCTION[table] * 0x10000 + address, word & (holdsBits(table) ? 1 : 0xffff));
  }
}

/** What the frame body of a poll (see `packBlocks`) says of every point of the driver. Never throws, whatever the body. */
export function decodeRegisters(driver: DeviceDriver, body: Uint8Array): DecodedRegisters {
  const blocks = unpackBlocks(body);
  if (typeof blocks === 'string') return { fault: blocks };
  const memory = new RegisterMemory();
  for (const { table, address, words } of blocks) {
    for (const [nth, word] of words.entries()) memory.set(table, address + nth, word);
  }
  const values = new Map<string, RegisterReading>();
  const missing: string[] = [];
  for (const point of driver.points) {
    if (point.source.on !== 'register') continue;
    const reading = readPoint(memory, point, point.source);
    if (reading) values.set(point.key, reading);
    else missing.push(point.key);
  }
  return values.size > 0 ? { values, missing } : { fault: 'no-points' };
}

function readPoint(memory: RegisterMemory, point: Point, source: RegisterSource): RegisterReading | undefined {
  const words = Array.from({ length: widthOf(source) }, (_, nth) => memory.get(source.table, source.address + nth));
  const decimals = source.decimalsAt === undefined ? 0 : wordOf(memory.get(source.table, source.decimalsAt), source);
  const raw = rawOf(words, source);
  if (raw === undefined || decimals === undefined) return undefined;
  if (!Number.isFinite(raw) || isInvalid(raw, source) || decimals > MOST_DECIMALS) return { why: 'sensor-invalid' };
  const known: Quantity = QUANTITIES[point.quantity];
  if (known.kind !== 'number') {
    const named = known.kind === 'flag' ? flagOf(raw, source) : nameOf(raw, source);
    return isPlausible(point.quantity, named) ? { value: named } : { why: 'unknown-state' };
  }
  const value = scaled(raw, decimals, source);
  return isPlausible(point.quantity, value) ? { value } : { why: 'out-of-range' };
}

/** House state of a raw value, by `states`. */
function nameOf(raw: number, source: RegisterSource): string | undefined {
  return Object.entries(source.states ?? {}).find(([, wire]) => wire === raw)?.[0];
}

function flagOf(raw: number, source: RegisterSource): boolean | undefined {
  const name = nameOf(raw, source.states ? source : { ...source, states: { true: 1, false: 0 } });
  return name === 'true' ? true : name === 'false' ? false : undefined;
}

/** Sentinels are compared as bit patterns: 0xFFFF and -1 name the same int16. */
function isInvalid(raw: number, source: RegisterSource): boolean {
  if (source.type === 'float32') return (source.invalid ?? []).some((sentinel) => Math.fround(sentinel) === Math.fround(raw));
  const mask = widthOf(source) === 2 ? 0xffff_ffff : 0xffff;
  return (source.invalid ?? []).some((sentinel) => (sentinel & mask) >>> 0 === (raw & mask) >>> 0);
}

/**
 * raw / 10^decimals × scale + offset, free of binary noise: no more decimals than scale, offset and raw bring along, so that
 * 3 × 0.1 is 0.3. A float32 is the shortest decimal that is the same float32: 3EB43958 is 0.352.
 */
function scaled(raw: number, decimals: number, source: RegisterSource): number {
  const { scale = 1, offset = 0 } = source;
  const value = (raw / 10 ** decimals) * scale + offset;
  if (source.type === 'float32') return scale === 1 && offset === 0 && decimals === 0 ? shortest(raw) : Number(value.toPrecision(9));
  const places = Math.max(decimals + decimalPlaces(scale), decimalPlaces(offset));
  return places > 15 ? value : Number(value.toFixed(places));
}

function shortest(float: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(9));
}

function decimalPlaces(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent));
}

// ── words and raw numbers ───────────────────────────────────────────────────────────────────────────────────────

function swapsBytes(source: RegisterSource): boolean {
  return source.order === 'BADC' || source.order === 'DCBA';
}

function swapsWords(source: RegisterSource): boolean {
  return source.order === 'CDAB' || source.order === 'DCBA';
}

function swapped(word: number): number {
  return ((word & 0xff) << 8) | (word >> 8);
}

function wordOf(word: number | undefined, source: RegisterSource): number | undefined {
  return word !== undefined && swapsBytes(source) && !holdsBits(source.table) ? swapped(word) : word;
}

function rawOf(words: readonly (number | undefined)[], source: RegisterSource): number | undefined {
  const [first, second] = words.map((word) => wordOf(word, source));
  if (first === undefined) return undefined;
  if (widthOf(source) === 1) {
    if (source.type === 'bit') return (first >> (holdsBits(source.table) ? 0 : (source.bit ?? 0))) & 1;
    return source.type === 'int16' ? (first << 16) >> 16 : first;
  }
  if (second === undefined) return undefined;
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, swapsWords(source) ? second : first);
  view.setUint16(2, swapsWords(source) ? first : second);
  if (source.type === 'float32') return view.getFloat32(0);
  return source.type === 'int32' ? view.getInt32(0) : view.getUint32(0);
}

function writeRaw(memory: RegisterMemory, source: RegisterSource, raw: number): void {
  const put = (nth: number, word: number): void => {
    memory.set(source.table, source.address + nth, swapsBytes(source) && !holdsBits(source.table) ? swapped(word) : word);
  };
  if (source.type === 'bit') {
    const place = holdsBits(source.table) ? 0 : (source.bit ?? 0);
    const before = wordOf(memory.get(source.table, source.address) ?? 0, source) ?? 0;
    put(0, raw ? before | (1 << place) : before & ~(1 << place));
    return;
  }
  if (widthOf(source) === 1) {
    put(0, raw & 0xffff);
    return;
  }
  const view = new DataView(new ArrayBuffer(4));
  if (source.type === 'float32') view.setFloat32(0, raw);
  else view.setUint32(0, raw);
  put(swapsWords(source) ? 1 : 0, view.getUint16(0));
  put(swapsWords(source) ? 0 : 1, view.getUint16(2));
}

// ── from values to memory ───────────────────────────────────────────────────────────────────────────────────────

const RAW_RANGE = {
  uint16: [0, 0xffff],
  int16: [-0x8000, 0x7fff],
  uint32: [0, 0xffff_ffff],
  int32: [-0x8000_0000, 0x7fff_ffff],
  float32: [-3.4e38, 3.4e38],
  bit: [0, 1],
} as const;

/**
 * The register memory of a device that measures these values. A point without a value (or with one that is not of its
 * quantity's kind) shows its first sentinel, NaN for a float, else 0; a number too large for its registers stays at their end.
 */
export function registerMemory(driver: DeviceDriver, values: Readonly<Record<string, Value>>): RegisterMemory {
  const memory = new RegisterMemory();
  for (const point of driver.points) {
    const { source } = point;
    if (source.on !== 'register') continue;
    const decimals = decimalsFor(driver, source, values);
    if (source.decimalsAt !== undefined) {
      writeRaw(memory, { on: 'register', table: source.table, address: source.decimalsAt, type: 'uint16', ...orderOf(source) }, decimals);
    }
    const value = Object.hasOwn(values, point.key) ? values[point.key] : undefined;
    writeRaw(memory, source, encodeRaw(point, source, decimals, value) ?? nothingMeasured(source));
  }
  return memory;
}

function orderOf(source: RegisterSource): Pick<RegisterSource, 'order'> {
  return source.order ? { order: source.order } : {};
}

function nothingMeasured(source: RegisterSource): number {
  return source.invalid?.[0] ?? (source.type === 'float32' ? Number.NaN : 0);
}

function encodeRaw(point: Point, source: RegisterSource, decimals: number, value: Value | undefined): number | undefined {
  if (typeof value === 'number' && QUANTITIES[point.quantity].kind === 'number' && !Number.isNaN(value)) {
    const [lowest, highest] = RAW_RANGE[source.type];
    return Math.min(highest, Math.max(lowest, unscaled(value, decimals, source)));
  }
  if (typeof value === 'boolean') return (source.states ?? { true: 1, false: 0 })[String(value)];
  return typeof value === 'string' ? source.states?.[value] : undefined;
}

function unscaled(value: number, decimals: number, source: RegisterSource): number {
  const raw = ((value - (source.offset ?? 0)) / (source.scale ?? 1)) * 10 ** decimals;
  return source.type === 'float32' ? raw : Math.round(raw);
}

/**
 * As many decimals as a person is shown, more where a value has more, fewer where it would not fit. Points that share the
 * register agree.
 */
function decimalsFor(driver: DeviceDriver, source: RegisterSource, values: Readonly<Record<string, Value>>): number {
  if (source.decimalsAt === undefined) return 0;
  let decimals = 0;
  let most = MOST_DECIMALS;
  for (const { key, quantity, source: other } of driver.points) {
    if (other.on !== 'register' || other.table !== source.table || other.decimalsAt !== source.decimalsAt) continue;
    const known: Quantity = QUANTITIES[quantity];
    const value = values[key];
    if (known.kind !== 'number') continue;
    decimals = Math.max(decimals, known.decimals);
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    decimals = Math.max(decimals, decimalPlaces(value));
    most = Math.min(most, decimalsThatFit(other, value));
  }
  return Math.min(decimals, most);
}

function decimalsThatFit(source: RegisterSource, value: number): number {
  const [lowest, highest] = RAW_RANGE[source.type];
  for (let decimals = MOST_DECIMALS; decimals > 0; decimals--) {
    const raw = unscaled(value, decimals, source);
    // A number at the very end of its range would read as a sentinel.
    if (raw > lowest && raw < highest) return decimals;
  }
  return 0;
}

/** The frame body of a poll of a device that measures these values; see `registerMemory` for what is left out. */
export function encodeRegisters(driver: DeviceDriver, values: Readonly<Record<string, Value>>): Uint8Array {
  const memory = registerMemory(driver, values);
  return packBlocks(
    planReads(driver).map(({ table, address, count }) => ({
      table,
      address,
      words: Array.from({ length: count }, (_, nth) => memory.get(table, address + nth) ?? 0),
    })),
  );
}
