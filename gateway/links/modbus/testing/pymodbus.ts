// Starts and stops the pymodbus slave of Debian's package python3-pymodbus.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PYTHON = '/usr/bin/python3';
const SCRIPT = fileURLToPath(new URL('./pymodbus-slave.py', import.meta.url));

export interface PymodbusSlave {
  readonly port: number;
  close(): Promise<void>;
}

/** `describe`, or `describe.skip` with a printed line where pymodbus is missing. */
export function describeWithPymodbus(): typeof describe | typeof describe.skip {
  try {
    execFileSync(PYTHON, ['-c', 'import pymodbus.server.async_io'], { stdio: 'ignore' });
    return describe;
  } catch {
    console.log('pymodbus is not installed (apt-get install python3-pymodbus python3-serial-asyncio): its tests are skipped');
    return describe.skip;
  }
}

/** Holding register a of unit u holds u * 1000 + a (a below 400); other units are silent. */
export async function startPymodbus(framing: 'tcp' | 'rtu', units: readonly number[]): Promise<PymodbusSlave> {
  const slave = spawn(PYTHON, [SCRIPT, framing, units.join(',')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(slave, 'exit');
  const [port] = (await Promise.race([
    once(createInterface({ input: slave.stdout }), 'line'),
    gone.then(() => {
      throw new Error('pymodbus ended before it listened');
    }),
  ])) as [string];
  return {
    port: Number(port),
    close: async () => {
      slave.kill();
      await gone;
    },
  };
}
