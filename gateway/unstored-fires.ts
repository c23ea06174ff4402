// Fires that the disk refused: shown at once though nothing could be confirmed, and stored as soon as it can be.
import { decode } from '../device-drivers/decode.ts';
import type { Frame } from '../device-drivers/frame.ts';
import type { Reading } from '../device-drivers/reading.ts';
import { isUrgent } from '../device-drivers/urgent.ts';
import type { Estate } from './estate/estate.ts';
import type { Troubles } from './troubles.ts';

/** One frame a device; more devices than this burning at once while the disk is broken are shown as far as they fit. */
const LIMIT = 1_000;

export class UnstoredFires {
  readonly #estate: Estate;
  readonly #troubles: Troubles;
  readonly #frames = new Map<string, Frame>();

  constructor(estate: Estate, troubles: Troubles) {
    this.#estate = estate;
    this.#troubles = troubles;
  }

  /** A frame was refused by the disk. If it tells of a fire, it stands on every screen as a trouble until it is stored. */
  refused(frame: Frame): void {
    const device = this.#estate.device(frame.device);
    const driver = device && this.#estate.driver(device);
    if (!device || !driver || frame.kind !== 'up') return;
    if (this.#frames.size >= LIMIT && !this.#frames.has(frame.device)) return;
    if (!decode(driver, frame, device.address).readings.some(tellsOfFire)) return;
    this.#frames.set(frame.device, frame);
    const where = this.#estate.places.steps(device.path).map((step) => step.name);
    const title = frame.drill
      ? { zh: '演练火警未能存盘', en: 'Drill fire not stored' }
      : { zh: '火警未能存盘', en: 'Fire reported, not stored' };
    const detail = [...where, device.name].join(' › ');
    this.#troubles.raise(`unstored-fire:${frame.device}`, 'fire', title, { zh: detail, en: detail });
  }

  /** The frames that still have to be stored, oldest first. */
  waiting(): Frame[] {
    return [...this.#frames.values()];
  }

  /** One that was refused of the same device since then still waits. */
  stored(frame: Frame): void {
    const { device } = frame;
    if (this.#frames.get(device) !== frame) return;
    this.#frames.delete(device);
    this.#troubles.clear(`unstored-fire:${device}`);
  }
}

function tellsOfFire(reading: Reading): boolean {
  return isUrgent(reading.quantity) && (reading.value === true || reading.value === 'alarm' || reading.value === 'prealarm');
}
