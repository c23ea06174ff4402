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

/** A place in the ring, written over again and again. */
interface Place {
  number: number;
  at: number;
  direction: 'in' | 'out';
  peer: string;
  refused: string | null;
  from: number;
  length: number;
}

/** Bytes kept of each device: 32 packets of 128, or three of the longest. */
const RING_BYTES = 4_096;

/**
 * A ring of bytes and places that is made once: thousands of devices trace every packet, and what is made anew for each
 * and dies a minute later is what a garbage collector likes least (measured: half of the gateway's time).
 */
export class PacketTrace {
  readonly #places: Place[] = [];
  readonly #limit: number;
  readonly #bytes = new Uint8Array(RING_BYTES);
  /** All bytes ever written; the ring holds the last of them. */
  #written = 0;
  #number = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add({ at, direction, peer, bytes, refused }: Omit<TracedPacket, 'number'>): void {
    const length = Math.min(bytes.length, RING_BYTES);
    const start = this.#written % RING_BYTES;
    const head = Math.min(length, RING_BYTES - start);
    this.#bytes.set(bytes.subarray(0, head), start);
    if (head < length) this.#bytes.set(bytes.subarray(head, length), 0);
    const place = this.#places[this.#number % this.#limit];
    this.#number += 1;
    const number = this.#number;
    if (!place) this.#places.push({ number, at, direction, peer, refused, from: this.#written, length });
    else {
      place.number = number;
      place.at = at;
      place.direction = direction;
      place.peer = peer;
      place.refused = refused;
      place.from = this.#written;
      place.length = length;
    }
    this.#written += length;
  }

  /** Newest first; only those with a number above `after`, as far as their bytes are still there. */
  since(after: number): TracedPacket[] {
    return this.#places
      .filter(({ number, from }) => number > after && from >= this.#written - RING_BYTES)
      .sort((one, other) => other.number - one.number)
      .map(({ from, length, ...place }) => ({ ...place, bytes: this.#read(from, length) }));
  }

  #read(from: number, length: number): Uint8Array {
    return Uint8Array.from({ length }, (_, nth) => this.#bytes[(from + nth) % RING_BYTES] ?? 0);
  }
}
