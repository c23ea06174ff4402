// A slave on RTU over TCP that does exactly what a test tells it: right and short answers, bad checksums, silence.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { modbusCrc } from '../../../../device-drivers/modbus-crc.ts';

export interface Request {
  readonly unit: number;
  readonly code: number;
  readonly address: number;
  readonly count: number;
}

export interface ScriptedSlave {
  readonly port: number;
  /** Every request so far, in order. */
  readonly requests: readonly Request[];
  /** Connections taken in so far. */
  connections(): number;
  close(): Promise<void>;
}

export type Script = (request: Request, socket: Socket) => void;

/** Appends the checksum. */
export function sealed(bytes: readonly number[]): Buffer {
  const crc = modbusCrc(Uint8Array.from(bytes));
  return Buffer.from([...bytes, crc & 0xff, crc >> 8]);
}

/** What such a register holds: no two registers of two units look alike. */
export function wordAt(unit: number, address: number): number {
  return unit * 1000 + address;
}

/** The right answer to a read of registers. */
export function rightAnswer({ unit, code, address, count }: Request): Buffer {
  const words = Array.from({ length: count }, (_, nth) => wordAt(unit, address + nth));
  return sealed([unit, code, count * 2, ...words.flatMap((word) => [word >> 8, word & 0xff])]);
}

/** Starts the slave, on a free port where none is given. One request is taken to come in one piece, as our own links send it. */
export function startScriptedSlave(script: Script, port = 0): Promise<ScriptedSlave> {
  const sockets = new Set<Socket>();
  const requests: Request[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      for (let at = 0; at + 8 <= bytes.length; at += 8) {
        const [unit = 0, code = 0] = bytes.subarray(at);
        const request = { unit, code, address: bytes.readUInt16BE(at + 2), count: bytes.readUInt16BE(at + 4) };
        requests.push(request);
        script(request, socket);
      }
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => closed());
          for (const socket of sockets) socket.destroy();
        });
      resolve({ port: (server.address() as AddressInfo).port, requests, connections: () => connections, close });
    });
  });
}
