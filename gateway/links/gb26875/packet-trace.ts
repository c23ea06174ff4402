// The last packets of one device, either way, for a technician's eye; also those that were refused.

export interface TracedPacket {
  /** Counts up within the gateway's run. */
  readonly number: number;
  /** ms since 1970. */
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly peer: string;
  readonly bytes: Uint8Array;
  /** Why it was refused, by name. */
  readonly refused: string | null;
}

export class PacketTrace {
  readonly #limit: number;
  readonly #packets: TracedPacket[] = [];
  #number = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(packet: Omit<TracedPacket, 'number'>): void {
    this.#number += 1;
    this.#packets.push({ ...packet, number: this.#number });
    if (this.#packets.length > this.#limit) this.#packets.shift();
  }

  /** Newest first; only those with a number above `after`. */
  since(after: number): TracedPacket[] {
    return this.#packets.filter(({ number }) => number > after).reverse();
  }
}
