// The list of a fire panel's parts as a file tells it.
import { type ReadList, readListApart } from './list-apart.ts';

/** One part as a row of the list names it. */
export interface PartListRow {
  /** The row as the person's program numbers it, from 1. */
  readonly row: number;
  /** 0 to 65535. */
  readonly loop: number;
  /** 0 to 65535. */
  readonly point: number;
  /** GB/T 26875.3-2011, table 5: 0 to 255. */
  readonly type: number;
  /** GB/T 26875.3-2011, table 4: 0 to 255; 1, fire alarm system, where the list says nothing. */
  readonly systemType: number;
  /** 0 to 255; 0 where the list says nothing. */
  readonly systemAddress: number;
  /** Like floor and room at most 80 characters, trimmed, without control characters; empty where the list says nothing. */
  readonly description: string;
  readonly floor: string;
  readonly room: string;
}

/** At most 200 errors are kept. */
export type PartList = ReadList<PartListRow>;

/** Reads a list of parts: see `readListApart`. */
export function readPartList(bytes: Uint8Array, deadline?: number): Promise<PartList> {
  return readListApart<PartListRow>('parts', bytes, deadline);
}
