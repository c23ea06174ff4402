// Starts the appender as a process of its own, listens to what it says, kills it, and compares with what is stored.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { programApart } from '../../worker-file.ts';
import { type Damage, storedEntries } from '../batch-rows.ts';
import type { AppenderLine, AppenderOptions } from './appender.ts';

const DEFAULTS: Omit<AppenderOptions, 'folder' | 'run'> = {
  acknowledge: 'after commit',
  durability: 'full',
  underWay: 50,
  bodyBytes: 100,
  ballastBytes: 0,
  lanes: ['ordinary', 'urgent'],
};

/** Starts it with these options; `environment`: what it has beside ours. */
export function startAppender(
  options: Pick<AppenderOptions, 'folder' | 'run'> & Partial<AppenderOptions>,
  environment: Readonly<Record<string, string>> = {},
): Appender {
  return new Appender(
    spawn(process.execPath, [...programApart(import.meta.url, './appender'), JSON.stringify({ ...DEFAULTS, ...options })], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

export class Appender {
  /** Key → number. */
  readonly confirmed = new Map<string, number>();
  readonly troubles: (string | null)[] = [];
  readonly refusals: { readonly code: string; readonly lane: string }[] = [];
  /** The journal's last number when it opened; undefined before. */
  last: number | undefined;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #waiters = new Set<() => void>();
  #errors = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    const { stdout, stderr } = this.#child;
    stderr?.on('data', (data: Buffer) => {
      this.#errors += data;
      this.#wakeAll();
    });
    if (stdout !== null) createInterface({ input: stdout }).on('line', (line) => this.#hear(line));
    this.#ended = once(this.#child, 'close');
    void this.#ended.then(() => this.#wakeAll());
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Waits until something is so; throws what the program wrote to its error output when it ends before. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.#child.exitCode !== null || this.#errors !== '') throw new Error(`the appender ended before ${what}: ${this.#errors}`);
      await new Promise<void>((resolve) => this.#waiters.add(resolve));
    }
  }

  /** kill -9, and waits until everything it had said is heard. Throws when it was dying by itself: then it proves nothing. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
    if (this.#errors !== '') throw new Error(`the appender died before it was killed: ${this.#errors}`);
  }

  #hear(text: string): void {
    if (!text.endsWith('}')) return; // The last line of a killed program may be cut short.
    const line: AppenderLine = JSON.parse(text);
    if (line.say === 'open') this.last = line.last;
    else if (line.say === 'confirmed') this.confirmed.set(line.key, line.number);
    else if (line.say === 'refused') this.refusals.push(line);
    else this.troubles.push(line.text);
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of this.#waiters) wake();
    this.#waiters.clear();
  }
}

export interface Stored {
  /** Key → number. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly damages: readonly Damage[];
  readonly isInOrder: boolean;
}

/** What a folder holds, read as a replay reads it. */
export function readStored(folder: string): Stored {
  const numbers = new Map<string, number>();
  const damages: Damage[] = [];
  let isInOrder = true;
  let last = 0;
  for (const entry of storedEntries(folder, 0, (damage) => damages.push(damage))) {
    isInOrder &&= entry.number > last;
    last = entry.number;
    if (entry.kind === 'frame') numbers.set(Buffer.from(entry.frame.body).toString().trimEnd(), entry.number);
  }
  return { numbers, damages, isInOrder };
}

/** Keys that were confirmed and are not stored, or not under the number that was confirmed. */
export function lost(confirmed: ReadonlyMap<string, number>, stored: Stored): string[] {
  return [...confirmed]
    .filter(([key, number]) => (number === 0 ? !stored.numbers.has(key) : stored.numbers.get(key) !== number))
    .map(([key]) => key);
}
