// modbus-serial as it is, for comparison: its own client without our manager, and its own slave.
import { type AddressInfo, createServer } from 'node:net';
import modbus, { ServerTCP } from 'modbus-serial';
import { wordAt } from './scripted-slave.ts';

export interface PlainClient {
  /** One register; rejects as the library does. */
  read(unit: number, address: number, table?: 'holding' | 'input'): Promise<number | undefined>;
  close(): void;
}

/** A client by `connectTelnet` (raw RTU) or `connectTCP`, without more. */
export async function plainClient(kind: 'tcp' | 'rtu-over-tcp', port: number, responseTimeout: number): Promise<PlainClient> {
  const client = new modbus.default();
  if (kind === 'tcp') await client.connectTCP('127.0.0.1', { port });
  else await client.connectTelnet('127.0.0.1', { port });
  client.setTimeout(responseTimeout);
  return {
    read: async (unit, address, table = 'holding') => {
      client.setID(unit);
      const { data } = await (table === 'input' ? client.readInputRegisters(address, 1) : client.readHoldingRegisters(address, 1));
      return data[0];
    },
    close: () => client.destroy(() => undefined),
  };
}

/** The library's own slave on Modbus TCP: holding register a of unit u holds u * 1000 + a. */
export async function startServerTcp(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const port = await freePort();
  const server = new ServerTCP(
    { getHoldingRegister: (address: number, unit: number) => wordAt(unit, address) },
    { host: '127.0.0.1', port, unitID: 255 },
  );
  await new Promise<void>((resolve) => server.on('initialized', () => resolve()));
  return { port, close: () => new Promise((closed) => server.close(() => closed())) };
}

/** The library can't listen on port 0. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
