// Sees all that devices say on a test's broker, and tells them what to do.
import { connect } from 'mqtt';
import { type Command, encodeCommand } from '../../device-drivers/command.ts';
import type { DeviceDriver } from '../../device-drivers/driver.ts';

export interface Heard {
  readonly device: string;
  readonly where: string;
  readonly body: Uint8Array;
  /** The body where it is JSON, else an empty object. */
  readonly said: { readonly seq?: number; readonly points?: Record<string, unknown>; readonly id?: string; readonly state?: string };
}

export class Observer {
  readonly heard: Heard[] = [];
  readonly #client;
  #waiting: (() => void)[] = [];

  constructor(url: string, secret: string) {
    this.#client = connect(url, { username: 'observer', password: secret, clean: true, reconnectPeriod: 50 });
    this.#client.on('error', () => {});
    this.#client.on('message', (topic, body) => {
      const [, device = '', where = ''] = topic.split('/');
      this.heard.push({ device, where, body, said: parsed(body) });
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** Resolves when it is connected and sees everything. */
  async ready(): Promise<void> {
    if (!this.#client.connected) await new Promise<void>((resolve) => this.#client.once('connect', () => resolve()));
    await this.#client.subscribeAsync('balefire/+/+', { qos: 1 });
  }

  /** Resolves when it has noticed that the broker is gone. */
  async lost(): Promise<void> {
    while (this.#client.connected) await new Promise(setImmediate);
  }

  /** Resolves with what was heard as soon as it is enough. */
  async until(enough: (heard: readonly Heard[]) => boolean): Promise<readonly Heard[]> {
    while (!enough(this.heard)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.heard;
  }

  async tell(device: string, driver: DeviceDriver, command: Command): Promise<void> {
    await this.#client.publishAsync(`balefire/${device}/down`, Buffer.from(encodeCommand(command, driver)), { qos: 1 });
  }

  /** The states in which a command was answered. */
  answers(id: string): (string | undefined)[] {
    return this.heard.filter(({ where, said }) => where === 'ack' && said.id === id).map(({ said }) => said.state);
  }

  async end(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

function parsed(body: Buffer): Heard['said'] {
  try {
    return JSON.parse(body.toString()) as Heard['said'];
  } catch {
    return {};
  }
}
