// How many units one Modbus TCP bus can poll a second, beside plain modbus-serial reading register by register.
import { electricalFireMonitorModbus } from '../device-drivers/modbus/electrical-fire-monitor.ts';
import type { Value } from '../device-drivers/quantity.ts';
import { ModbusLink } from '../gateway/links/modbus/modbus-link.ts';
import { plainClient } from '../gateway/links/modbus/testing/plain-modbus-serial.ts';
import { type ModbusSlave, startModbusSlave } from '../simulators/modbus-slave.ts';

const UNITS = Array.from({ length: 10 }, (_, nth) => nth + 1);
const SECONDS = 3;

const values = healthy();

/**
 * Polls a second of one bus with ten electrical-fire monitors of ten points each, the simulated slaves in the same
 * process; the peer makes one read a register, one after another, as a loop over modbus-serial does.
 */
export async function modbusBench(): Promise<{ name: string; value: number; unit: string; peer?: { name: string; value: number } }[]> {
  const units = UNITS.map((unit) => ({ unit, driver: electricalFireMonitorModbus, values: () => values }));
  const slave = await startModbusSlave({ port: 0, framing: 'tcp', units });
  try {
    const requestsBefore = slave.requests();
    const polls = await pollByLink(slave);
    const requests = (slave.requests() - requestsBefore) / SECONDS;
    const peer = await pollRegisterByRegister(slave);
    return [
      {
        name: 'Modbus TCP: polls of a bus with 10 units',
        value: polls,
        unit: 'polls/s',
        peer: { name: 'modbus-serial, register by register', value: peer },
      },
      {
        name: 'Modbus TCP: requests for one poll of 10 points',
        value: requests / polls,
        unit: 'requests',
        peer: { name: 'modbus-serial, register by register', value: 10 },
      },
    ];
  } finally {
    await slave.close();
  }
}

/** What the driver's first example means: a healthy panel, with a value for each of its points. */
function healthy(): Readonly<Record<string, Value>> {
  const [example] = electricalFireMonitorModbus.examples;
  if (!example || !('means' in example)) throw new Error('the driver has no example of a healthy panel');
  return example.means;
}

async function pollByLink({ port }: ModbusSlave): Promise<number> {
  let polls = 0;
  const accept = async ({ kind }: { kind: string }): Promise<void> => {
    if (kind === 'up') polls++;
  };
  const units = UNITS.map((unit) => ({ unit, device: `u${unit}`, model: electricalFireMonitorModbus.model }));
  const options = {
    name: 'bench',
    transport: { kind: 'tcp' as const, host: '127.0.0.1', port },
    pollEvery: 1,
    responseTimeout: 1_000,
    units,
  };
  const silent = { info: () => undefined, warn: () => undefined };
  const link = new ModbusLink(options, () => electricalFireMonitorModbus, accept, silent);
  await link.start();
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
  await link.stop();
  return polls / SECONDS;
}

async function pollRegisterByRegister({ port }: ModbusSlave): Promise<number> {
  const addresses = electricalFireMonitorModbus.points.flatMap(({ source }) => (source.on === 'register' ? [source.address] : []));
  const client = await plainClient('tcp', port, 1_000);
  const end = performance.now() + SECONDS * 1_000;
  let polls = 0;
  for (; performance.now() < end; polls++) {
    for (const address of addresses) await client.read(UNITS[polls % UNITS.length] ?? 1, address, 'input');
  }
  client.close();
  return polls / SECONDS;
}
