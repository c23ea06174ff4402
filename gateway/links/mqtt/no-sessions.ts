// What aedes may keep of a device: only the numbers of its open QoS 2 handshakes, and those end with the connection.
import { Readable } from 'node:stream';

/** A device's connection in aedes; a new one for each connection, so that nothing of an earlier one is found again. */
type Connected = object;

interface Numbered {
  readonly messageId?: number;
}

/**
 * The persistence of a broker that owes its devices nothing: what they publish is in the journal before it comes here,
 * commands are kept by the gateway until they expire, nothing is retained, and every session begins clean.
 */
export class NoSessions {
  readonly #handshakes = new WeakMap<Connected, Set<number>>();

  async setup(): Promise<void> {}

  async incomingStorePacket(client: Connected, packet: Numbered): Promise<void> {
    const open = this.#handshakes.get(client) ?? new Set();
    this.#handshakes.set(client, open.add(packet.messageId ?? 0));
  }

  /** Rejects when there is none: so aedes knows a new message from a repeated one. */
  async incomingGetPacket(client: Connected, packet: Numbered): Promise<Numbered> {
    if (!this.#handshakes.get(client)?.has(packet.messageId ?? 0)) throw new Error('no such packet');
    return packet;
  }

  async incomingDelPacket(client: Connected, packet: Numbered): Promise<void> {
    if (!this.#handshakes.get(client)?.delete(packet.messageId ?? 0)) throw new Error('no such packet');
  }

  async cleanIncoming(client: Connected): Promise<void> {
    this.#handshakes.delete(client);
  }

  async subscriptionsByTopic(): Promise<never[]> {
    return [];
  }

  async subscriptionsByClient(): Promise<never[]> {
    return [];
  }

  async addSubscriptions(): Promise<void> {}
  async removeSubscriptions(): Promise<void> {}
  async cleanSubscriptions(): Promise<void> {}
  async outgoingEnqueue(): Promise<void> {}
  async outgoingEnqueueCombi(): Promise<void> {}
  async outgoingUpdate(): Promise<void> {}
  async outgoingClearMessageId(): Promise<void> {}
  async storeRetained(): Promise<void> {}
  async putWill(): Promise<void> {}
  async delWill(): Promise<void> {}

  outgoingStream(): Readable {
    return Readable.from([]);
  }

  createRetainedStreamCombi(): Readable {
    return Readable.from([]);
  }

  streamWill(): Readable {
    return Readable.from([]);
  }
}
