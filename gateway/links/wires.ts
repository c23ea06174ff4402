// All links together: who carries a command out, and what a deed means for a device's connection.
import type { Device } from '../../device-drivers/device.ts';
import type { Act } from '../acts.ts';
import type { Delivery } from '../commands/delivery.ts';

/** What the wires need of a link whose devices connect by themselves. */
interface Disconnecting {
  disconnect(device: string): void;
}

export class Wires {
  readonly #delivery: Delivery;
  readonly #links: readonly Disconnecting[];
  readonly #onBusChange: () => void;

  /** `onBusChange`: the devices on the Modbus buses may be others now. */
  constructor(delivery: Delivery, links: readonly Disconnecting[], onBusChange: () => void) {
    this.#delivery = delivery;
    this.#links = links;
    this.#onBusChange = onBusChange;
  }

  deliver(device: Device): void {
    this.#delivery.to(device);
  }

  retry(): void {
    this.#delivery.retry();
  }

  /** After a deed was carried out: a command goes out; a device whose secret or standing changed must connect anew. */
  afterDeed(act: Act): void {
    switch (act.do) {
      case 'command':
      case 'check-duty':
        this.#delivery.retry();
        break;
      case 'register-device':
        this.#disconnect(act.device.id);
        if (act.device.modbus) this.#onBusChange();
        break;
      case 'import-devices':
        for (const { device, isNew } of act.devices) if (isNew || device.gb26875) this.#disconnect(device.id);
        this.#onBusChange();
        break;
      case 'change-device':
        if (act.device.gb26875) this.#disconnect(act.device.id);
        this.#onBusChange();
        break;
      case 'renew-secret':
      case 'dismiss-held':
        this.#disconnect(act.device);
        break;
      case 'replace-device':
        for (const id of [act.device, act.record.id]) this.#disconnect(id);
        this.#onBusChange();
        break;
      case 'remove-device':
        this.#disconnect(act.device);
        this.#onBusChange();
        break;
      default:
        break;
    }
  }

  #disconnect(device: string): void {
    for (const link of this.#links) link.disconnect(device);
  }
}
