// Carries waiting commands out to their devices, again and again until they are sent or have expired.
import { encodeCommand } from '../../device-drivers/command.ts';
import type { Device } from '../../device-drivers/device.ts';
import type { Clock } from '../clock.ts';
import type { Estate } from '../estate/estate.ts';
import { type Link, linkNameOf } from '../links/link.ts';
import type { Log } from '../log.ts';
import type { Commands } from './commands.ts';

export class Delivery {
  readonly #commands: Commands;
  readonly #estate: Estate;
  readonly #links: readonly Link[];
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(commands: Commands, estate: Estate, links: readonly Link[], clock: Clock, log: Log) {
    this.#commands = commands;
    this.#estate = estate;
    this.#links = links;
    this.#clock = clock;
    this.#log = log;
  }

  /** Tries every device for which a command waits. */
  retry(): void {
    for (const id of this.#commands.devicesWaiting()) {
      const device = this.#estate.device(id);
      if (device) this.to(device);
    }
  }

  /** Sends what waits for one device. The flow sees the change at its next turn. */
  to(device: Device): void {
    const now = this.#clock();
    const waiting = this.#commands.waitingFor(device.id, now);
    if (waiting.length === 0) return;
    const driver = this.#estate.driver(device);
    const name = linkNameOf(device.address);
    const link = this.#links.find((one) => one.name === name);
    if (!driver || !link) return;
    for (const { id, command, expiresAt, arguments: given } of waiting) {
      this.#commands.sending(id);
      const bytes = encodeCommand({ id, command, arguments: given, expiresAt, at: now }, driver);
      link.send(device.id, bytes).then(
        (sent) => this.#commands.tried(id, sent === 'sent', this.#clock()),
        (error: unknown) => {
          this.#commands.tried(id, false, this.#clock());
          this.#log.warn({ err: error, device: device.id }, 'a command could not be sent');
        },
      );
    }
  }
}
