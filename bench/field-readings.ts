// Readings as a field tells them: a pressure with noise of a thousandth, a temperature through the day, a cap that is rarely opened.
import type { Reading } from '../device-drivers/reading.ts';

export const KINDS = ['pressure', 'temperature', 'capOpen'] as const;
export type Kind = (typeof KINDS)[number];

/** A device says what it says a little late, by its own clock. */
const JITTER_MS = 400;

let seed = 42;
function noise(): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return seed / 0x7fffffff;
}

/** Near 0, as the sum of several small causes is: standard deviation 0.5. */
function bell(): number {
  return noise() + noise() + noise() - 1.5;
}

function reading(device: number, point: Kind, at: number): Reading {
  const told = {
    // Steps of 0.001 MPa, standard deviation one step.
    pressure: () => ({ quantity: 'water.pressure' as const, value: Math.round(420 + (device % 50) + 2 * bell()) / 1000 }),
    temperature: () => {
      const hour = (at / 3_600_000 + 8) % 24;
      return {
        quantity: 'weather.temperature' as const,
        value: Math.round(10 * (15 + 6 * Math.sin((hour - 9) / 3.82) + 0.3 * bell())) / 10,
      };
    },
    capOpen: () => ({ quantity: 'hydrant.capOpen' as const, value: noise() < 0.002 }),
  }[point]();
  return { device: `device-${device}`, point, at, receivedAt: at, quality: 'good', drill: false, ...told };
}

/** One report of each device at about this time. */
export function fieldReadings(devices: number, about: number, kinds: readonly Kind[]): Reading[][] {
  return Array.from({ length: devices }, (_, device) => {
    const at = about + Math.round(noise() * JITTER_MS);
    return kinds.map((kind) => reading(device, kind, at));
  });
}
