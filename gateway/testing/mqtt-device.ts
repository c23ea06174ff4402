// A device in a test: a real MQTT client that speaks as the documentation asks.
import { connectAsync, type MqttClient } from 'mqtt';

export class MqttDevice {
  readonly id: string;
  readonly client: MqttClient;
  #seq = 0;

  private constructor(id: string, client: MqttClient) {
    this.id = id;
    this.client = client;
  }

  static async connect(port: number, id: string, secret: string): Promise<MqttDevice> {
    const client = await connectAsync({
      host: '127.0.0.1',
      port,
      clientId: id,
      username: id,
      password: secret,
      clean: true,
      reconnectPeriod: 0,
      keepalive: 30,
    });
    client.on('error', () => undefined);
    return new MqttDevice(id, client);
  }

  /** Publishes readings with the next number; resolves when it is confirmed. */
  async tell(points: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    this.#seq += 1;
    await this.raw(JSON.stringify({ at: Date.now(), seq: this.#seq, points, ...more }));
  }

  /** Publishes bytes as they are. */
  async raw(payload: string | Buffer, topic = `balefire/${this.id}/up`, qos: 0 | 1 = 1): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos });
  }

  /** The next command it is given. */
  async nextCommand(): Promise<{ id: string; command: string; args: Record<string, unknown> }> {
    const got = new Promise<Buffer>((resolve) => this.client.once('message', (_topic, payload) => resolve(payload)));
    await this.client.subscribeAsync(`balefire/${this.id}/down`, { qos: 1 });
    return JSON.parse((await got).toString('utf8')) as { id: string; command: string; args: Record<string, unknown> };
  }

  async answer(id: string, state: 'delivered' | 'done' | 'failed', reason?: string): Promise<void> {
    await this.raw(JSON.stringify({ id, state, ...(reason === undefined ? {} : { reason }) }), `balefire/${this.id}/ack`);
  }

  async leave(): Promise<void> {
    await this.client.endAsync(!this.client.connected);
  }
}
