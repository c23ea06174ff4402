// The form of a device driver: one kind of device as a row of data, known in both directions.
import type { QuantityId, Value } from './quantity.ts';
import { QUANTITIES } from './quantity.ts';
import type { FrameFault, ReadingFault } from './reading.ts';
import type { Words } from './words.ts';

/** What a device can be to a person, whatever its maker; in the order in which a person chooses among them. */
export const DEVICE_KINDS = [
  'smoke',
  'heat',
  'gas',
  'callpoint',
  'sounder',
  'electrical',
  'pipe',
  'hydrant',
  'tank',
  'sprinkler',
  'pump',
  'valve',
  'door',
  'voice-post',
  'forest-tank',
  'weather',
  // What stands behind a transmission device, and the device itself.
  'transmission',
  'panel',
  'detector',
  'module',
  'smoke-control',
  'shutter',
  'suppression',
  'part',
  // What nobody places by a model of its own: the network that devices come by, and who came unasked.
  'carrier',
  'unregistered',
  // Not a thing on a wall either: the file of a unit, whose certificates run out.
  'dossier',
] as const;

export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** A point in a JSON payload: `points[key]`, value = wire × scale. `states` maps house state → wire value. */
export interface JsonSource {
  readonly on: 'json';
  readonly key: string;
  /** value = wire × scale; 1 when left out. Numbers only. */
  readonly scale?: number;
  /** House state (or `true`/`false` as text for a flag) → what stands on the wire. Left out: the same word. */
  readonly states?: Readonly<Record<string, string | number | boolean>>;
}

export type RegisterTable = 'coil' | 'discrete' | 'input' | 'holding';
export type RegisterType = 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'bit';
/** Byte order as it stands on the wire, A the most significant. 16-bit types know ABCD (= AB) and BADC (= BA). */
export type ByteOrder = 'ABCD' | 'CDAB' | 'BADC' | 'DCBA';

/** A point in a Modbus device's memory. Addresses are zero-based. value = raw × scale + offset. */
export interface RegisterSource {
  readonly on: 'register';
  readonly table: RegisterTable;
  readonly address: number;
  readonly type: RegisterType;
  readonly order?: ByteOrder;
  /** For `bit` in a 16-bit register: 0 is the least significant. */
  readonly bit?: number;
  readonly scale?: number;
  readonly offset?: number;
  /** Holding or input register of the same table that tells the number of decimals: value = raw / 10^decimals. */
  readonly decimalsAt?: number;
  /** Raw values that mean "no measurement". */
  readonly invalid?: readonly number[];
  /** House state (or `true`/`false`) → raw value. */
  readonly states?: Readonly<Record<string, number>>;
}

/** A point in the data units of GB/T 26875.3-2011 (8.2.1): a bit of a status or operation byte, or an analogue type. */
export interface UnitSource {
  readonly on: 'unit';
  readonly object: 'system-state' | 'part-state' | 'device-state' | 'operation' | 'analogue';
  /** 0 is the least significant. */
  readonly bit?: number;
}

/** A point that the gateway itself tells. */
interface HouseSource {
  readonly on: 'house';
}

type Source = JsonSource | RegisterSource | UnitSource | HouseSource;

/** One thing a device tells. */
export interface Point {
  readonly key: string;
  readonly quantity: QuantityId;
  /** Said where the quantity's own title does not tell two points apart. */
  readonly title?: Words;
  readonly source: Source;
}

/** An argument of a command. Number: inclusive range and unit. Text: longest length in characters. */
export type CommandArgument =
  | {
      readonly type: 'number';
      readonly title: Words;
      readonly lowest: number;
      readonly highest: number;
      readonly unit?: string;
      readonly otherwise?: number;
    }
  | { readonly type: 'text'; readonly title: Words; readonly longest: number; readonly otherwise?: string }
  | { readonly type: 'choice'; readonly title: Words; readonly among: Readonly<Record<string, Words>>; readonly otherwise?: string };

/** What a device can be told to do. */
export interface CommandSpec {
  readonly id: string;
  readonly title: Words;
  readonly arguments: Readonly<Record<string, CommandArgument>>;
  /** Seconds after which it must not be carried out any more. */
  readonly expiresAfter: number;
  /** Only with a right of its own, and with a reason. */
  readonly grave?: boolean;
  /** The house gives it by another way (查岗); no person gives it as a plain command. */
  readonly internal?: boolean;
  /** A question without arguments that changes nothing: its answer proves that the device is there. At most one of a driver. */
  readonly proves?: boolean;
}

/**
 * An example is a test: this on the wire means these values.
 * `wire` is the JSON text for `mqtt-json`, or register words for `modbus`: `"holding:0": [1, 2, 3]`.
 */
export type Example =
  | { readonly what: string; readonly wire: unknown; readonly means: Readonly<Record<string, Value>> }
  | { readonly what: string; readonly wire: unknown; readonly refused: Readonly<Record<string, ReadingFault>> }
  | { readonly what: string; readonly wire: unknown; readonly fault: FrameFault };

export interface DeviceDriver {
  /** Unique in the house: `balefire/hydrant-smart`. */
  readonly model: string;
  readonly vendor: string;
  readonly title: Words;
  readonly kind: DeviceKind;
  readonly protocol: 'mqtt-json' | 'modbus' | 'gb26875';
  /** Seconds between two reports of a healthy device; silence is judged by it. */
  readonly reportsEvery: number;
  readonly points: readonly Point[];
  readonly commands: readonly CommandSpec[];
  readonly examples: readonly Example[];
  /** The manual or standard it was made from, and how sure it is. */
  readonly source: string;
}

/** A driver's point by key. */
export function pointOf(driver: DeviceDriver, key: string): Point | undefined {
  return driver.points.find((point) => point.key === key);
}

/** A point's title: its own, else its quantity's. */
export function pointTitle(point: Point): Words {
  return point.title ?? QUANTITIES[point.quantity].title;
}

/** Writes a driver; the type checker holds it to the form, `conformance.test.ts` to the laws. */
export function defineDriver(driver: DeviceDriver): DeviceDriver {
  return driver;
}

/** A JSON point whose wire key is its own key. */
export function json(
  key: string,
  quantity: QuantityId,
  more: { title?: Words; scale?: number; states?: NonNullable<JsonSource['states']> } = {},
): Point {
  const { title, ...source } = more;
  return { key, quantity, ...(title ? { title } : {}), source: { on: 'json', key, ...source } };
}
