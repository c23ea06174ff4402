// Simulated Modbus slaves on one TCP port: the memory of each is what its driver would write for its values.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { DeviceDriver, RegisterTable } from '../device-drivers/driver.ts';
import { modbusCrc } from '../device-drivers/modbus-crc.ts';
import type { Value } from '../device-drivers/quantity.ts';
import { holdsBits, MOST_BITS, MOST_WORDS, READ_FUNCTION } from '../device-drivers/register-blocks.ts';
import { registerMemory } from '../device-drivers/registers.ts';

interface SimulatedUnit {
  /** Address on the bus, 1..247. */
  readonly unit: number;
  readonly driver: DeviceDriver;
  /** Asked anew for each request: what the device measures now, by point key. */
  values(): Readonly<Record<string, Value>>;
}

export interface ModbusSlaveOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  readonly framing: 'tcp' | 'rtu-over-tcp';
  readonly units: readonly SimulatedUnit[];
  /** What the device says of registers that none of its points has: zero (left out), or exception 2. */
  readonly holes?: 'zero' | 'refused';
}

export interface ModbusSlave {
  readonly port: number;
  /** Requests taken in so far. */
  requests(): number;
  close(): Promise<void>;
}

const ILLEGAL_FUNCTION = 1;
const ILLEGAL_ADDRESS = 2;
const ILLEGAL_VALUE = 3;
/** What a TCP gateway says of a unit that does not answer on its serial side. */
const NO_ANSWER = 11;
/** Unit, function, address, count and checksum: every read has this length. */
const RTU_REQUEST_BYTES = 8;

/**
 * Starts the slaves. An unknown unit is silent on RTU, as on a real bus, and exception 11 on TCP, as a gateway says it.
 * They answer the functions 1 to 4; all others are exception 1. Rejects where the port is taken.
 */
export function startModbusSlave(options: ModbusSlaveOptions): Promise<ModbusSlave> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const heard = (request: Buffer): Buffer | undefined => {
    requests++;
    return answer(options, request);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    let bytes: Buffer = Buffer.alloc(0);
    socket.on('data', (more) => {
      bytes = (options.framing === 'tcp' ? serveMbap : serveRtu)(Buffer.concat([bytes, more]), heard, socket);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        requests: () => requests,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}

type Heard = (request: Buffer) => Buffer | undefined;

/** Answers every whole request of the stream; gives back what is left. */
function serveMbap(stream: Buffer, heard: Heard, socket: Socket): Buffer {
  let bytes = stream;
  while (bytes.length >= 7) {
    const length = bytes.readUInt16BE(4);
    if (bytes.readUInt16BE(2) !== 0 || length < 2 || length > 254) {
      socket.destroy();
      return Buffer.alloc(0);
    }
    if (bytes.length < length + 6) break;
    const pdu = heard(bytes.subarray(6, length + 6));
    const head = Buffer.from(bytes.subarray(0, 6));
    bytes = bytes.subarray(length + 6);
    if (!pdu) continue;
    head.writeUInt16BE(pdu.length, 4);
    socket.write(Buffer.concat([head, pdu]));
  }
  return bytes;
}

/** A stream that does not carry a sound request at its head loses one byte after the other until it does. */
function serveRtu(stream: Buffer, heard: Heard, socket: Socket): Buffer {
  let bytes = stream;
  while (bytes.length >= RTU_REQUEST_BYTES) {
    const request = bytes.subarray(0, RTU_REQUEST_BYTES);
    if (modbusCrc(request, 6) !== request.readUInt16LE(6)) {
      bytes = bytes.subarray(1);
      continue;
    }
    bytes = bytes.subarray(RTU_REQUEST_BYTES);
    const pdu = heard(request.subarray(0, 6));
    if (!pdu) continue;
    const checksum = Buffer.alloc(2);
    checksum.writeUInt16LE(modbusCrc(pdu));
    socket.write(Buffer.concat([pdu, checksum]));
  }
  return bytes;
}

/** The answer to a request, both without checksum; undefined where a real bus would be silent. */
function answer({ units, framing, holes = 'zero' }: ModbusSlaveOptions, request: Buffer): Buffer | undefined {
  const [number = 0, code = 0] = request;
  const exception = (why: number): Buffer => Buffer.from([number, code | 0x80, why]);
  const unit = units.find((known) => known.unit === number);
  if (!unit) return framing === 'tcp' ? exception(NO_ANSWER) : undefined;
  const table = (Object.keys(READ_FUNCTION) as RegisterTable[]).find((known) => READ_FUNCTION[known] === code);
  if (!table || request.length !== 6) return exception(ILLEGAL_FUNCTION);
  const address = request.readUInt16BE(2);
  const count = request.readUInt16BE(4);
  if (count < 1 || count > (holdsBits(table) ? MOST_BITS : MOST_WORDS)) return exception(ILLEGAL_VALUE);
  if (address + count > 0x10000) return exception(ILLEGAL_ADDRESS);
  const memory = registerMemory(unit.driver, unit.values());
  const words = Array.from({ length: count }, (_, nth) => memory.get(table, address + nth));
  if (holes === 'refused' && words.includes(undefined)) return exception(ILLEGAL_ADDRESS);
  return holdsBits(table) ? bitAnswer(number, code, words) : wordAnswer(number, code, words);
}

function wordAnswer(unit: number, code: number, words: readonly (number | undefined)[]): Buffer {
  const pdu = Buffer.alloc(3 + words.length * 2);
  pdu.set([unit, code, words.length * 2]);
  for (const [nth, word] of words.entries()) pdu.writeUInt16BE(word ?? 0, 3 + nth * 2);
  return pdu;
}

function bitAnswer(unit: number, code: number, bits: readonly (number | undefined)[]): Buffer {
  const pdu = Buffer.alloc(3 + Math.ceil(bits.length / 8));
  pdu.set([unit, code, pdu.length - 3]);
  for (const [nth, bit] of bits.entries()) {
    const at = 3 + (nth >> 3);
    if (bit) pdu[at] = (pdu[at] ?? 0) | (1 << (nth & 7));
  }
  return pdu;
}
