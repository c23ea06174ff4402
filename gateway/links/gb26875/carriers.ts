// Devices that are lost: each by itself, or many of one network at once, which is one cause and one alarm.
import { isIP } from 'node:net';

export interface CarrierLimits {
  readonly offlineAfterMs: number;
  readonly carrierDevices: number;
  readonly carrierShare: number;
}

/** What the house is told; each is repeated by its receiver until the disk has it. */
export interface CarrierVoice {
  online(device: string): void;
  offline(device: string): void;
  /** Lost together with others: by itself it is not known to be offline. */
  lostWithCarrier(device: string): void;
  carrier(network: string, devicesLost: number, devices: readonly string[]): void;
}

interface Known {
  network: string;
  state: 'here' | 'leaving' | 'with-carrier' | 'offline';
  since: number;
  /** The last that the house was told is that it is here: no word is needed when it comes back in time. */
  isSaidHere: boolean;
}

interface Network {
  readonly devices: Set<string>;
  /** Devices lost together; 0: the network is well. */
  lost: number;
  told: number;
}

export class Carriers {
  readonly #limits: CarrierLimits;
  readonly #voice: CarrierVoice;
  readonly #devices = new Map<string, Known>();
  readonly #networks = new Map<string, Network>();

  constructor(limits: CarrierLimits, voice: CarrierVoice) {
    this.#limits = limits;
    this.#voice = voice;
  }

  /** A device spoke from an address of this network. `now`: ms of a monotonic clock. */
  came(device: string, network: string, now: number): void {
    const known = this.#devices.get(device);
    if (known?.state === 'here' && known.network === network) return;
    if (known && known.network !== network) this.#networks.get(known.network)?.devices.delete(device);
    this.#devices.set(device, { network, state: 'here', since: now, isSaidHere: true });
    this.#network(network).devices.add(device);
    if (known?.isSaidHere !== true) this.#voice.online(device);
  }

  /** There is no way to it any more. `atOnce`: it was asked already and did not answer. */
  left(device: string, now: number, atOnce = false): void {
    const known = this.#devices.get(device);
    if (known?.state !== 'here') return;
    known.state = 'leaving';
    known.since = atOnce ? now - this.#limits.offlineAfterMs : now;
  }

  /** A device of which nothing was heard since the start: before it, it may have been lost. */
  expected(device: string, network: string, now: number): void {
    if (this.#devices.has(device)) return;
    this.#devices.set(device, { network, state: 'leaving', since: now, isSaidHere: false });
    this.#network(network).devices.add(device);
  }

  forget(device: string): void {
    const known = this.#devices.get(device);
    if (!known) return;
    this.#devices.delete(device);
    this.#networks.get(known.network)?.devices.delete(device);
  }

  /** The network with which a device was lost; undefined where it was not. */
  lostWith(device: string): string | undefined {
    const known = this.#devices.get(device);
    return known?.state === 'with-carrier' ? known.network : undefined;
  }

  /** Says what time has brought to light. Once a second is often enough. */
  look(now: number): void {
    for (const [name, network] of this.#networks) this.#look(name, network, now);
  }

  #look(name: string, network: Network, now: number): void {
    const of = (state: Known['state']): string[] => [...network.devices].filter((id) => this.#devices.get(id)?.state === state);
    const leaving = of('leaving');
    const together = of('with-carrier');
    const { carrierDevices, carrierShare, offlineAfterMs } = this.#limits;
    const ripe = leaving.filter((id) => now - (this.#devices.get(id)?.since ?? now) >= offlineAfterMs);
    const gone = leaving.length + together.length;
    const known = network.devices.size - of('offline').length;
    const isDown = gone >= carrierDevices && gone >= known * carrierShare;
    if (network.lost > 0 ? isDown : isDown && ripe.length > 0) {
      for (const id of leaving) this.#move(id, 'with-carrier', now);
      network.lost = gone;
    } else if (network.lost > 0) {
      // The network is well again. They come back one by one; whoever stays away from now on is so for a reason of its own.
      network.lost = 0;
      for (const id of together) this.#move(id, 'leaving', now);
    }
    if (network.lost === 0) {
      for (const id of ripe) {
        this.#move(id, 'offline', now);
        this.#voice.offline(id);
      }
    }
    if (network.told !== network.lost) {
      network.told = network.lost;
      this.#voice.carrier(name, network.lost, of('with-carrier'));
    }
    for (const id of network.lost > 0 ? leaving : []) this.#voice.lostWithCarrier(id);
  }

  #move(device: string, state: Known['state'], now: number): void {
    const known = this.#devices.get(device);
    if (!known) return;
    known.state = state;
    known.since = now;
    known.isSaidHere = false;
  }

  #network(name: string): Network {
    const network = this.#networks.get(name) ?? { devices: new Set(), lost: 0, told: 0 };
    this.#networks.set(name, network);
    return network;
  }
}

/** The network of an address where nobody has named one: an IPv4 /24, an IPv6 /48. */
export function networkOf(address: string): string {
  if (isIP(address) === 4) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIP(address) !== 6) return address;
  const [front = ''] = address.split('::');
  const groups = front.split(':').filter((group) => group !== '');
  return `${[...groups, '0', '0', '0'].slice(0, 3).join(':')}::/48`;
}
