// MQTT 3.1.1 packets as bytes, right or wrong on purpose: for tests and the load generator, which must not depend on a client's manners.

export interface ConnectFields {
  readonly clientId?: string | Uint8Array;
  readonly name?: string;
  readonly secret?: string;
  readonly clean?: boolean;
  readonly keepalive?: number;
  readonly version?: number;
  readonly will?: { readonly topic: string | Uint8Array; readonly payload?: string; readonly qos?: number; readonly retain?: boolean };
}

/** Packet types as they stand in the upper half of the first byte. */
export const TYPE = { connack: 2, publish: 3, puback: 4, pubrec: 5, pubcomp: 7, suback: 9, pingresp: 13 } as const;

function text(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** The remaining length as one to four bytes. */
export function remainingLength(length: number): Buffer {
  const bytes: number[] = [];
  let rest = length;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}

function packet(first: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([first]), remainingLength(body.length), body]);
}

export function connect(fields: ConnectFields): Buffer {
  const { clientId = '', name, secret, clean = true, keepalive = 60, version = 4, will } = fields;
  const willFlags = will ? 4 | ((will.qos ?? 0) << 3) | (will.retain ? 32 : 0) : 0;
  const flags = (name === undefined ? 0 : 128) | (secret === undefined ? 0 : 64) | willFlags | (clean ? 2 : 0);
  const v5Properties = version === 5 ? [Buffer.from([0])] : [];
  return packet(
    0x10,
    text(version === 3 ? 'MQIsdp' : 'MQTT'),
    Buffer.from([version, flags]),
    number(keepalive),
    ...v5Properties,
    text(clientId),
    ...(will ? [...v5Properties, text(will.topic), text(will.payload ?? '')] : []),
    ...(name === undefined ? [] : [text(name)]),
    ...(secret === undefined ? [] : [text(secret)]),
  );
}

export function publish(
  topic: string | Uint8Array,
  payload: string | Uint8Array,
  more: { qos?: number; id?: number; retain?: boolean; dup?: boolean } = {},
): Buffer {
  const { qos = 1, id = 1, retain = false, dup = false } = more;
  const first = 0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0);
  return packet(first, text(topic), ...(qos > 0 ? [number(id)] : []), Buffer.from(payload as string));
}

export function subscribe(filter: string | Uint8Array, qos = 1, id = 1): Buffer {
  return packet(0x82, number(id), text(filter), Buffer.from([qos]));
}

export function unsubscribe(filter: string, id = 1): Buffer {
  return packet(0xa2, number(id), text(filter));
}

export function puback(id: number): Buffer {
  return packet(0x40, number(id));
}

export function pubrel(id: number): Buffer {
  return packet(0x62, number(id));
}

export const PINGREQ = Buffer.from([0xc0, 0]);
export const DISCONNECT = Buffer.from([0xe0, 0]);

/** A packet that came back. */
export interface Received {
  readonly type: number;
  readonly body: Buffer;
}

/** Splits a stream into packets. */
export class Splitter {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Received[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const packets: Received[] = [];
    let at = 0;
    for (;;) {
      let length = 0;
      let bytes = 0;
      let byte = 0x80;
      while (byte >= 0x80 && bytes < 4 && at + 1 + bytes < this.#rest.length) {
        byte = this.#rest[at + 1 + bytes] ?? 0;
        length += (byte & 0x7f) * 128 ** bytes;
        bytes += 1;
      }
      const start = at + 1 + bytes;
      if (byte >= 0x80 || start + length > this.#rest.length) break;
      packets.push({ type: (this.#rest[at] ?? 0) >> 4, body: this.#rest.subarray(start, start + length) });
      at = start + length;
    }
    this.#rest = this.#rest.subarray(at);
    return packets;
  }
}
