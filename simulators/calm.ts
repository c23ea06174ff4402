// How a healthy field looks: what each quantity says when nothing is the matter, and how it moves.
import type { DeviceKind } from '../device-drivers/driver.ts';
import { QUANTITIES, type Quantity, type QuantityId } from '../device-drivers/quantity.ts';

/** All in the quantity's unit. */
export interface Calm {
  readonly middle: number;
  /** How far two healthy devices may differ. */
  readonly spread: number;
  /** How far two reports of one device may differ. */
  readonly noise: number;
  /** How much more at two in the afternoon than on average; negative for less. */
  readonly swing: number;
  /** How much it changes in an hour when it goes bad slowly. */
  readonly drift: number;
  /** What a spike shows. */
  readonly extreme: number;
}

type NumberId = { [Id in QuantityId]: (typeof QUANTITIES)[Id]['kind'] extends 'number' ? Id : never }[QuantityId];

function calm(middle: number, spread: number, noise: number, swing: number, drift: number, extreme: number): Calm {
  return { middle, spread, noise, swing, drift, extreme };
}

const CALM: Readonly<Record<NumberId, Calm>> = {
  'water.pressure': calm(0.36, 0.03, 0.004, -0.015, -0.08, 0.02),
  'water.level': calm(2.7, 0.15, 0.01, -0.1, -0.6, 0.2),
  'water.flow': calm(0, 0, 0, 0, 1, 20),
  'smoke.density': calm(0.02, 0.008, 0.003, 0, 0.03, 0.34),
  'smoke.chamberDirt': calm(14, 8, 0, 0, 3, 92),
  'heat.temperature': calm(21, 2, 0.3, 3, 8, 82),
  'gas.concentration': calm(0.6, 0.3, 0.1, 0, 3, 32),
  'electric.residualCurrent': calm(90, 45, 4, 15, 90, 720),
  'electric.cableTemperature': calm(31, 3, 0.4, 4, 9, 95),
  'electric.voltage': calm(227, 2, 0.8, -2, -9, 168),
  'hydrant.tilt': calm(2, 1, 0, 0, 4, 55),
  'beacon.volume': calm(70, 0, 0, 0, -5, 100),
  'solar.voltage': calm(14, 0.5, 0.2, 5, -1, 2),
  'battery.percent': calm(86, 10, 0, 0, -4, 6),
  'signal.rssi': calm(-86, 9, 2, 0, -3, -128),
  'battery.voltage': calm(3.6, 0.05, 0.01, 0, -0.02, 2.6),
  'electric.current': calm(18, 6, 1.5, 9, 2, 140),
  'air.flow': calm(0, 0, 0, 0, 0, 600),
  'event.count': calm(0, 0, 0, 0, 0, 40),
  'event.seconds': calm(0, 0, 0, 0, 0, 900),
  'link.devicesLost': calm(0, 0, 0, 0, 0, 200),
  'paper.daysLeft': calm(400, 0, 0, 0, 0, -1),
  'weather.temperature': calm(21, 0.5, 0.3, 6, 1, 44),
  'weather.humidity': calm(52, 3, 1, -16, -4, 11),
  'weather.windSpeed': calm(3.2, 0.4, 0.9, 1.4, 1, 24),
  'weather.windDirection': calm(240, 20, 12, 10, 5, 20),
  'weather.rain': calm(0, 0, 0, 0, 0, 18),
};

/** Where the same quantity is another at another kind of device. */
const MIDDLE_OF_KIND: Readonly<Partial<Record<DeviceKind, Partial<Record<NumberId, number>>>>> = {
  pipe: { 'water.pressure': 0.62 },
  pump: { 'water.pressure': 0.86 },
  sprinkler: { 'water.pressure': 0.24 },
  'forest-tank': { 'water.level': 1.9 },
};

/** How a number quantity behaves at a kind of device; undefined for flags and states. */
export function calmOf(kind: DeviceKind, id: QuantityId): Calm | undefined {
  if (!isNumber(id)) return undefined;
  const middle = MIDDLE_OF_KIND[kind]?.[id];
  return middle === undefined ? CALM[id] : { ...CALM[id], middle };
}

function isNumber(id: QuantityId): id is NumberId {
  const known: Quantity = QUANTITIES[id];
  return known.kind === 'number';
}
