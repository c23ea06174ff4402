// The simulator as a process of its own, and what it says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a process came to. */
interface Ended {
  /** Null: it was ended by a signal. */
  readonly code: number | null;
  readonly said: string;
  readonly complained: string;
}

/** As a run of tests has made it, for it starts in a fifth of the time that tsx takes; `npm run simulate` runs the same file. */
const MAIN = join(process.env['BALEFIRE_TEST_RUN'] ?? '', 'house/simulators/main.js');

/** Starts it; `end` resolves when it is over. */
export function begin(args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const heard = { said: '', complained: '' };
  child.stdout.on('data', (text: Buffer) => {
    heard.said += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    heard.complained += text.toString();
  });
  const end = once(child, 'close').then(([code]): Ended => ({ code: typeof code === 'number' ? code : null, ...heard }));
  return { child, end };
}

/** For a run that ends by itself. */
export function simulate(...args: string[]): Promise<Ended> {
  return begin(args).end;
}
