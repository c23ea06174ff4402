// Who is here: tells the house when a device comes and when it stays away, and goes on until the house has heard it.
import type { AcceptFrame } from '../link.ts';

/** A presence frame that the disk refused is offered again after this time. */
const AGAIN_AFTER_MS = 1_000;

interface Entry {
  peer: string;
  isHere: boolean;
  /** What the house was told last. */
  told: boolean;
  isBeingTold: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** A device that is gone for less than the grace is not said to be offline: a flapping connection writes no frames. */
export class Attendance {
  readonly #link: string;
  readonly #accept: AcceptFrame;
  readonly #graceMs: number;
  readonly #entries = new Map<string, Entry>();
  #isStopped = false;

  constructor(link: string, accept: AcceptFrame, graceMs: number) {
    this.#link = link;
    this.#accept = accept;
    this.#graceMs = graceMs;
  }

  came(device: string, peer: string): void {
    if (this.#isStopped) return;
    let entry = this.#entries.get(device);
    if (!entry) {
      entry = { peer, isHere: true, told: false, isBeingTold: false, timer: undefined };
      this.#entries.set(device, entry);
    }
    entry.peer = peer;
    entry.isHere = true;
    this.#tell(device, entry);
  }

  left(device: string): void {
    const entry = this.#entries.get(device);
    if (!entry || this.#isStopped) return;
    entry.isHere = false;
    this.#later(device, entry, this.#graceMs);
  }

  /** Says nothing any more: that the gateway stops does not mean that the devices are gone. */
  stop(): void {
    this.#isStopped = true;
    for (const entry of this.#entries.values()) clearTimeout(entry.timer);
    this.#entries.clear();
  }

  #later(device: string, entry: Entry, ms: number): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.#tell(device, entry), ms);
  }

  #tell(device: string, entry: Entry): void {
    clearTimeout(entry.timer);
    if (entry.isBeingTold || this.#isStopped) return;
    if (entry.told === entry.isHere) {
      if (!entry.isHere) this.#entries.delete(device);
      return;
    }
    const online = entry.isHere;
    const body = new TextEncoder().encode(JSON.stringify({ online }));
    entry.isBeingTold = true;
    this.#accept({ link: this.#link, peer: entry.peer, device, kind: 'presence', body, drill: false }).then(
      () => {
        entry.isBeingTold = false;
        entry.told = online;
        // It may have gone or come again meanwhile; one that went is given its grace.
        if (entry.isHere || !online) this.#tell(device, entry);
        else this.#later(device, entry, this.#graceMs);
      },
      () => {
        entry.isBeingTold = false;
        if (!this.#isStopped) this.#later(device, entry, AGAIN_AFTER_MS);
      },
    );
  }
}
