// The words between the gateway's main thread and the thread that writes the journal.
import type { Damage } from './batch-rows.ts';
import type { DiskState } from './budget.ts';
import type { DayFile } from './day-files.ts';
import type { Batch, Recovered } from './day-writer.ts';

/** To the writer: one at a time; the next is sent when the first is answered. */
export type Order =
  | { readonly do: 'commit'; readonly batch: Batch; readonly isUrgent: boolean }
  /** Try whether the disk takes anything again; `first` is the next number, for a file that must be begun. */
  | { readonly do: 'probe'; readonly day: string; readonly first: number; readonly at: number }
  | { readonly do: 'close' };

export interface Refusal {
  readonly is: 'refused';
  /** Code of SQLite or of the system. */
  readonly code: string;
  readonly message: string;
  readonly isFull: boolean;
}

/** The answer to `commit` and `probe`. */
export type Outcome = { readonly is: 'stored'; readonly tookMs: number } | Refusal;

export interface Opened extends Recovered {
  readonly is: 'opened';
}

/** From the writer: first `opened` or `refused`, then an answer to each order, and between them what it notices. */
export type Report =
  | Opened
  | Outcome
  | { readonly is: 'closed' }
  | { readonly is: 'began'; readonly file: DayFile }
  | { readonly is: 'disk'; readonly disk: DiskState; readonly file: string | undefined; readonly bytes: number }
  | { readonly is: 'damage'; readonly damage: Damage }
  /** Writing the log back failed though commits go on; null: it went well again. */
  | { readonly is: 'fault'; readonly code: string | null };
