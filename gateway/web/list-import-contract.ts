// What the import of any list did or, in a dry run, would do.
import { z } from 'zod';
import { words } from './contract-words.ts';

export const listImport = z.object({
  /** Rows by what becomes of them. */
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  /** Floors and zones that the list names and that are made with it. */
  places: z.number(),
  done: z.boolean(),
  /** The first of them, as many as a person reads: 200 of parts, 2,000 of devices; `wrong` counts all. */
  errors: z.array(z.object({ row: z.number(), column: z.string(), value: z.string(), words })),
  wrong: z.number(),
});
export type ListImport = z.infer<typeof listImport>;
export const listChange = z.enum(['added', 'changed', 'unchanged']);
