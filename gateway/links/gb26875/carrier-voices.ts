// Tells the house who is here, who is lost and which network is down, and goes on until the disk has it.
import type { AcceptFrame } from '../link.ts';
import type { CarrierVoice } from './carriers.ts';

/** A word that the disk refused is offered again after this time, ms. */
const AGAIN_AFTER_MS = 1_000;
const NAME = 'gb26875';

export class CarrierVoices implements CarrierVoice {
  readonly #accept: AcceptFrame;
  readonly #placeOf: (devices: readonly string[]) => string;
  /** The last word about each device or network that is not on the disk yet. */
  readonly #pending = new Map<string, object>();
  readonly #underWay = new Set<string>();
  #again: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(accept: AcceptFrame, placeOf: (devices: readonly string[]) => string) {
    this.#accept = accept;
    this.#placeOf = placeOf;
  }

  online(device: string): void {
    this.#say(device, { online: true });
  }

  offline(device: string): void {
    this.#say(device, { online: false });
  }

  lostWithCarrier(device: string): void {
    this.#say(device, { online: null });
  }

  carrier(network: string, devicesLost: number, devices: readonly string[]): void {
    this.#say(`carrier:${network.replaceAll(/[^0-9A-Za-z.:-]/g, '-')}`, { devicesLost, network, place: this.#placeOf(devices) });
  }

  /** That the gateway stops does not mean that the devices are gone. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#again);
    this.#pending.clear();
  }

  #say(device: string, what: object): void {
    if (this.#isStopped) return;
    this.#pending.set(device, what);
    this.#offer(device);
  }

  /** One word at a time about each, so that they keep their order. */
  #offer(device: string): void {
    const what = this.#pending.get(device);
    if (!what || this.#underWay.has(device)) return;
    this.#underWay.add(device);
    const body = new TextEncoder().encode(JSON.stringify(what));
    this.#accept({ link: NAME, peer: '', device, kind: 'presence', body, drill: false }).then(
      () => {
        this.#underWay.delete(device);
        if (this.#pending.get(device) === what) this.#pending.delete(device);
        else this.#offer(device);
      },
      () => {
        this.#underWay.delete(device);
        if (!this.#isStopped) this.#again ??= setTimeout(() => this.#offerAll(), AGAIN_AFTER_MS);
      },
    );
  }

  #offerAll(): void {
    this.#again = undefined;
    for (const device of this.#pending.keys()) this.#offer(device);
  }
}
