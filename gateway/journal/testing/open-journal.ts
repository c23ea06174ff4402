// One call gives a journal in a folder of its own with everything it says written down.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from '../../../device-drivers/frame.ts';
import type { JournalEntry } from '../entry.ts';
import { Journal, type JournalOptions } from '../journal.ts';
import type { Lane } from '../lanes.ts';

export class Kept {
  readonly journal: Journal;
  readonly folder: string;
  readonly committed: JournalEntry[];
  /** English words of each trouble in turn; null where it ended. */
  readonly troubles: (string | null)[];
  readonly #waiters: Set<() => void>;

  private constructor(
    journal: Journal,
    folder: string,
    said: { committed: JournalEntry[]; troubles: (string | null)[]; waiters: Set<() => void> },
  ) {
    this.journal = journal;
    this.folder = folder;
    this.committed = said.committed;
    this.troubles = said.troubles;
    this.#waiters = said.waiters;
  }

  /** Small and quiet unless told otherwise: no ballast, Shanghai days, the wall clock. */
  static async open(folder: string, options: Partial<JournalOptions> = {}): Promise<Kept> {
    const said = { committed: [] as JournalEntry[], troubles: [] as (string | null)[], waiters: new Set<() => void>() };
    const wake = (): void => {
      for (const waiter of said.waiters) waiter();
      said.waiters.clear();
    };
    const journal = await Journal.open({
      folder,
      timeZone: 'Asia/Shanghai',
      ballastBytes: 0,
      now: Date.now,
      ...options,
      onCommitted: (entries) => {
        said.committed.push(...entries);
        options.onCommitted?.(entries);
        wake();
      },
      onTrouble: (trouble) => {
        said.troubles.push(trouble?.en ?? null);
        options.onTrouble?.(trouble);
        wake();
      },
    });
    return new Kept(journal, folder, said);
  }

  /** The trouble that stands. */
  get trouble(): string | null {
    return this.troubles.at(-1) ?? null;
  }

  /** Waits until something is so that a commit or a trouble brings about. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiters.add(resolve));
  }

  append(frame: Partial<Frame> = {}, lane: Lane = 'ordinary'): Promise<number> {
    return this.journal.append({ kind: 'frame', frame: aFrame(frame) }, lane);
  }

  stored(from = 0): JournalEntry[] {
    return [...this.journal.entries(from)];
  }
}

/** A frame of a smoke head; what matters to a test is handed in. */
export function aFrame(over: Partial<Frame> = {}): Frame {
  const body = new Uint8Array(Buffer.from('{"at":1700000000000,"seq":1,"points":{"smoke":"normal"}}'));
  return {
    link: 'mqtt',
    peer: '127.0.0.1:50000',
    device: 'smoke-1',
    kind: 'up',
    body,
    receivedAt: 1_700_000_000_000,
    drill: false,
    ...over,
  };
}

/** A frame that carries a text, and the text of such a frame. */
export function saying(text: string): Partial<Frame> {
  return { body: new Uint8Array(Buffer.from(text)) };
}
export function said(entry: JournalEntry): string {
  return entry.kind === 'frame' ? Buffer.from(entry.frame.body).toString() : JSON.stringify(entry.act);
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'balefire-journal-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
