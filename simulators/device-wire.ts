// A simulated device's wire: one MQTT connection, which keeps what is not confirmed and sends it again.
import { connect, type MqttClient } from 'mqtt';
import { chance } from './random.ts';

export interface WireOptions {
  readonly url: string;
  readonly id: string;
  readonly secret: string;
  readonly qos: 0 | 1;
  /** Waits about so long before it connects again, ms. */
  readonly reconnectMs?: number;
}

export interface WireState {
  readonly connected: boolean;
  readonly sent: number;
  readonly confirmed: number;
  /** Kept until they are confirmed. */
  readonly waiting: number;
  /** Thrown away because too many were waiting. */
  readonly dropped: number;
  /** Why the last attempt to connect failed; gone when one succeeds. */
  readonly refusal?: string;
}

interface Message {
  readonly topic: string;
  readonly body: Uint8Array;
  readonly since: number;
  readonly settled: (afterMs: number | undefined) => void;
}

/** A device's flash holds about so many reports; the oldest goes first. */
const MOST_WAITING = 1000;
/** Unconfirmed at a time: enough to fill a slow radio, few enough to keep order after a reconnect. */
const MOST_IN_FLIGHT = 8;
/** Thousands of devices that lost one gateway must not come back in the same second. */
const RECONNECT_MS = 2000;

export class DeviceWire {
  readonly #options: WireOptions;
  readonly #obey: (body: Uint8Array) => void;
  #client: MqttClient | undefined;
  #backlog: Message[] = [];
  #inFlight = 0;
  #sent = 0;
  #confirmed = 0;
  #dropped = 0;
  #refusal: string | undefined;

  /** `obey` is handed every message on the device's down topic. */
  constructor(options: WireOptions, obey: (body: Uint8Array) => void) {
    this.#options = options;
    this.#obey = obey;
  }

  /** Connects and goes on trying; resolves when the device is connected and subscribed for the first time, or closed. */
  open(): Promise<void> {
    const { url, id, secret, qos, reconnectMs = RECONNECT_MS } = this.#options;
    const client = connect(url, {
      clientId: id,
      username: id,
      password: secret,
      protocolVersion: 4,
      clean: true,
      resubscribe: false,
      reconnectOnConnackError: true,
      reconnectPeriod: Math.round(reconnectMs * (0.5 + chance(id, 'reconnect'))),
    });
    this.#client = client;
    const opened = new Promise<void>((resolve) => {
      client.on('connect', () => {
        this.#refusal = undefined;
        this.#pump();
        client.subscribe(`balefire/${id}/down`, { qos: qos === 0 ? 0 : 1 }, (error) => {
          if (error) this.#refusal = error.message;
          else resolve();
        });
      });
      client.on('end', resolve);
    });
    client.on('message', (_, body) => this.#obey(body));
    client.on('error', (error) => {
      this.#refusal = error.message;
    });
    return opened;
  }

  /** Sends; resolves with the ms until it was confirmed, undefined when it was dropped or the wire closed first. */
  publish(where: 'up' | 'ack', body: Uint8Array): Promise<number | undefined> {
    return new Promise((resolve) => {
      const since = performance.now();
      this.#backlog.push({ topic: `balefire/${this.#options.id}/${where}`, body, since, settled: resolve });
      if (this.#backlog.length > MOST_WAITING) {
        this.#dropped++;
        this.#backlog.shift()?.settled(undefined);
      }
      this.#pump();
    });
  }

  /** Hands the backlog to the connection; what it holds unconfirmed, MQTT.js sends again after a reconnect. */
  #pump(): void {
    const client = this.#client;
    while (client?.connected && this.#inFlight < MOST_IN_FLIGHT) {
      const message = this.#backlog.shift();
      if (!message) return;
      this.#inFlight++;
      this.#sent++;
      client.publish(message.topic, Buffer.from(message.body), { qos: this.#options.qos }, (error) => {
        this.#inFlight--;
        if (!error) this.#confirmed++;
        message.settled(error ? undefined : performance.now() - message.since);
        this.#pump();
      });
    }
  }

  /** Cuts the connection without a farewell, as a lost radio does; it connects again by itself. */
  cut(): void {
    this.#client?.stream.destroy();
  }

  /** Ends the connection for good; what is waiting is given up. */
  async close(): Promise<void> {
    const client = this.#client;
    for (const message of this.#backlog.splice(0)) message.settled(undefined);
    if (client) await client.endAsync(!client.connected);
  }

  state(): WireState {
    return {
      connected: this.#client?.connected === true,
      sent: this.#sent,
      confirmed: this.#confirmed,
      waiting: this.#backlog.length + this.#inFlight,
      dropped: this.#dropped,
      ...(this.#refusal === undefined ? {} : { refusal: this.#refusal }),
    };
  }
}
