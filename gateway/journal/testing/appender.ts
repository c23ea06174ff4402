// A small program that appends without end and says what was confirmed: it is there to be killed, starved and cut off.
import { writeSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { BalefireError } from '../../errors.ts';
import type { Durability } from '../../sqlite.ts';
import { Journal } from '../journal.ts';
import type { Lane } from '../lanes.ts';

export interface AppenderOptions {
  readonly folder: string;
  /** Begins every key, so that no two runs write the same. */
  readonly run: string;
  /** `before` is the control: it says "confirmed" when the entry is only handed in. */
  readonly acknowledge: 'after commit' | 'before commit';
  readonly durability: Durability;
  /** Entries handed in and not yet confirmed. */
  readonly underWay: number;
  readonly bodyBytes: number;
  readonly ballastBytes: number;
  /** Which lanes it uses, in turn. */
  readonly lanes: readonly Lane[];
  /** Ends the writing thread after so many entries, again and again. */
  readonly endThreadEvery?: number;
}

/** A line of its output. */
export type AppenderLine =
  | { readonly say: 'open'; readonly last: number }
  | { readonly say: 'confirmed'; readonly key: string; readonly number: number }
  | { readonly say: 'refused'; readonly code: string; readonly lane: Lane }
  | { readonly say: 'trouble'; readonly text: string | null };

const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** At once and whole, however slowly it is heard: what was said before a kill is not lost with the process. */
function say(line: AppenderLine): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(NEVER, 0, 0, 1);
    }
  }
}

/** A refused entry is handed in again after this, as a device would. */
const AGAIN_AFTER_MS = 20;

async function run(options: AppenderOptions): Promise<void> {
  let thread: Worker | undefined;
  process.on('worker', (worker) => {
    thread = worker;
  });
  const journal = await Journal.open(
    {
      folder: options.folder,
      timeZone: 'Asia/Shanghai',
      ballastBytes: options.ballastBytes,
      now: Date.now,
      onCommitted: () => {},
      onTrouble: (trouble) => say({ say: 'trouble', text: trouble?.en ?? null }),
    },
    options.durability,
  );
  say({ say: 'open', last: journal.last() });

  let sequence = 0;
  const appendNext = async (): Promise<void> => {
    const lane = options.lanes[sequence % options.lanes.length] ?? 'ordinary';
    const key = `${options.run}/${lane}/${++sequence}`;
    if (options.endThreadEvery !== undefined && sequence % options.endThreadEvery === 0) void thread?.terminate();
    const body = Buffer.from(key.padEnd(options.bodyBytes, ' '));
    const frame = { link: 'mqtt', peer: 'p', device: `d${sequence % 7}`, kind: 'up' as const, body, receivedAt: Date.now(), drill: false };
    const stored = journal.append({ kind: 'frame', frame }, lane);
    if (options.acknowledge === 'before commit') say({ say: 'confirmed', key, number: 0 });
    try {
      const number = await stored;
      if (options.acknowledge === 'after commit') say({ say: 'confirmed', key, number });
    } catch (error) {
      say({ say: 'refused', code: error instanceof BalefireError ? error.code : String(error), lane });
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  };
  const appendForEver = async (): Promise<never> => {
    for (;;) await appendNext();
  };
  await Promise.all(Array.from({ length: options.underWay }, appendForEver));
}

await run(JSON.parse(process.argv[2] ?? '{}'));
