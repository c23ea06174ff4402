// An alarm receiving centre in a test: reads frames with a reader of its own, checks what a real one checks, and answers as told.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface Heard {
  readonly token: string;
  readonly sequence: string;
  readonly account: string;
  readonly data: string;
  readonly time: string | null;
}

/** How it answers: like a real one, or wrongly; `late`: each frame with the answer to the one before. */
export type Manner = 'right' | 'duh' | 'nothing' | 'garbage' | 'wrong-sequence' | 'late' | 'hang-up' | 'bad-crc';

interface Options {
  readonly transport?: 'tcp' | 'udp';
  readonly key?: Buffer;
  /** Its clock before ours, ms. */
  readonly ahead?: number;
  readonly port?: number;
}

/** Accept window of the time in a frame: 40 s behind to 20 s before the receiver's clock. */
const BEHIND_S = 40;
const BEFORE_S = 20;

export class CentreReceiver {
  manner: Manner = 'right';
  /** Every event and link test that was right and acknowledged, repetitions too. */
  readonly heard: Heard[] = [];
  /** What came and was not right. */
  readonly faults: string[] = [];
  /** Frames of any kind. */
  frames = 0;
  readonly #options: Options;
  #held: string | undefined;
  #tcp: Server | undefined;
  #udp: UdpSocket | undefined;
  readonly #sockets = new Set<Socket>();
  #watchers: { wants: () => boolean; done: () => void }[] = [];

  private constructor(options: Options) {
    this.#options = options;
  }

  static async open(options: Options = {}): Promise<CentreReceiver> {
    const receiver = new CentreReceiver(options);
    if (options.transport === 'udp') await receiver.#listenUdp();
    else await receiver.#listenTcp();
    return receiver;
  }

  get port(): number {
    const address = this.#tcp?.address() ?? this.#udp?.address();
    return (address as AddressInfo).port;
  }

  get events(): Heard[] {
    return this.heard.filter(({ token }) => token !== 'NULL');
  }

  /** Resolves when it holds of what was heard. */
  until(wants: () => boolean): Promise<void> {
    if (wants()) return Promise.resolve();
    return new Promise((done) => this.#watchers.push({ wants, done }));
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#tcp) await new Promise((done) => this.#tcp?.close(done));
    if (this.#udp) await new Promise<void>((done) => this.#udp?.close(() => done()));
  }

  async #listenTcp(): Promise<void> {
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1');
        for (let end = text.indexOf('\r'); end >= 0; end = text.indexOf('\r')) {
          const frame = text.slice(0, end + 1);
          text = text.slice(end + 1);
          this.#frame(frame, (answer) => (answer === 'hang-up' ? socket.destroy() : void socket.write(answer, 'latin1')));
        }
      });
    });
    this.#tcp = server;
    server.listen(this.#options.port ?? 0, '127.0.0.1');
    await once(server, 'listening');
  }

  async #listenUdp(): Promise<void> {
    const socket = createSocket('udp4');
    this.#udp = socket;
    socket.on('message', (bytes, from) => {
      this.#frame(bytes.toString('latin1'), (answer) => void socket.send(Buffer.from(answer, 'latin1'), from.port, from.address));
    });
    socket.bind(this.#options.port ?? 0, '127.0.0.1');
    await once(socket, 'listening');
  }

  #frame(frame: string, say: (answer: string) => void): void {
    this.frames += 1;
    const read = this.#read(frame);
    if (typeof read === 'string') this.faults.push(read);
    if (this.manner === 'hang-up') say('hang-up');
    else if (this.manner === 'garbage') say('\n\0\xffnothing of the kind\r');
    else if (this.manner !== 'nothing' && typeof read !== 'string') this.#answer(read, say);
    this.#watchers = this.#watchers.filter(({ wants, done }) => {
      if (!wants()) return true;
      done();
      return false;
    });
  }

  #answer(read: Heard, say: (answer: string) => void): void {
    const { sequence, account, time } = read;
    const clock = Date.now() + (this.#options.ahead ?? 0);
    const late = time === null ? 0 : (clock - parsed(time)) / 1_000;
    if (late > BEHIND_S || late < -BEFORE_S || (this.#options.key && time === null)) {
      say(written('"NAK"0000R0L0A0[', `]_${stamp(clock)}`));
      return;
    }
    if (this.manner === 'duh') {
      say(this.#sealed('DUH', sequence, account));
      return;
    }
    if (this.manner === 'wrong-sequence') {
      say(this.#sealed('ACK', String((Number(sequence) % 9_999) + 1).padStart(4, '0'), account));
      return;
    }
    const answer = this.#sealed('ACK', sequence, account);
    if (this.manner === 'bad-crc') {
      say(answer.replace(/^\n..../, '\n0000'));
      return;
    }
    this.heard.push(read);
    if (this.manner === 'late') {
      if (this.#held !== undefined) say(this.#held);
      this.#held = answer;
    } else say(answer);
  }

  #sealed(token: string, sequence: string, account: string): string {
    const { key, ahead = 0 } = this.#options;
    if (!key) return written(`"${token}"${sequence}R0L0#${account}[`, ']');
    const content = `|]_${stamp(Date.now() + ahead)}`;
    const pad = 'x'.repeat((16 - (content.length % 16)) % 16);
    const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.alloc(16)).setAutoPadding(false);
    const hex = Buffer.concat([cipher.update(pad + content, 'latin1'), cipher.final()])
      .toString('hex')
      .toUpperCase();
    return written(`"*${token}"${sequence}R0L0#${account}[`, hex);
  }

  /** What stands in a frame, or what is wrong with it. */
  #read(frame: string): Heard | string {
    if (!frame.startsWith('\n') || !frame.endsWith('\r')) return 'no LF or no CR';
    const body = frame.slice(9, -1);
    if (frame.slice(1, 5) !== hex4(bitwiseCrc(body))) return 'CRC';
    if (frame.slice(5, 9) !== hex4(body.length)) return 'length';
    const parts = /^"(\*?)(SIA-DCS|ADM-CID|NULL)"(\d{4})(?:R\w{1,6})?L\w{1,6}#(\w{3,16})\[(.*)$/.exec(body);
    if (!parts) return 'header';
    const [, star, token = '', sequence = '', account = '', rest = ''] = parts;
    if ((star === '*') !== (this.#options.key !== undefined)) return 'encryption';
    if ((token === 'NULL') !== (sequence === '0000')) return 'sequence';
    const content = this.#options.key ? this.#opened(rest, this.#options.key) : rest;
    const inner = content === undefined ? null : /^([^\]]*)\](?:\[[^\]]*\])*(?:_(\d\d:\d\d:\d\d,\d\d-\d\d-\d{4}))?$/.exec(content);
    if (!inner) return 'content';
    const [, data = '', time = null] = inner;
    const cid = /^#(\w+)\|([136])(\d{3}) (\d\d) (\d{3})$/;
    const sia = /^#(\w+)\|Nri\d+\/([A-Z]{2})(\d+)(?:\^[\x20-\x5d\x5f-\x7e]*\^)?$/;
    const form = token === 'ADM-CID' ? cid.exec(data) : token === 'SIA-DCS' ? sia.exec(data) : null;
    if (token === 'NULL' ? data !== '' : form?.[1] !== account) return 'data';
    return { token, sequence, account, data, time };
  }

  #opened(hex: string, key: Buffer): string | undefined {
    if (hex.length === 0 || hex.length % 32 !== 0 || /[^0-9A-F]/.test(hex)) return undefined;
    const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.alloc(16)).setAutoPadding(false);
    const text = Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]).toString('latin1');
    return text.includes('|') ? text.slice(text.indexOf('|') + 1) : undefined;
  }
}

function written(head: string, rest: string): string {
  const body = head + rest;
  return `\n${hex4(bitwiseCrc(body))}${hex4(body.length)}${body}\r`;
}

/** Bit by bit, the slow way: another hand than the sender's. */
function bitwiseCrc(text: string): number {
  let register = 0;
  for (const char of text) {
    register ^= char.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = register % 2 === 1;
      register = Math.floor(register / 2);
      if (isOdd) register ^= 0xa001;
    }
  }
  return register;
}

function hex4(value: number): string {
  return `000${value.toString(16)}`.slice(-4).toUpperCase();
}

function stamp(at: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = new Date(at);
  const time = [day.getUTCHours(), day.getUTCMinutes(), day.getUTCSeconds()].map(two).join(':');
  return `${time},${two(day.getUTCMonth() + 1)}-${two(day.getUTCDate())}-${day.getUTCFullYear()}`;
}

function parsed(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0, month = 1, day = 1, year = 1970] = time.split(/[:,-]/).map(Number);
  return Date.UTC(year, month - 1, day, hours, minutes, seconds);
}
