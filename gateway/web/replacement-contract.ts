// Devices that took each other's place, as the API and the screens speak of them.
import { z } from 'zod';
import { time } from './contract-words.ts';

/** From the first that stood there to the one that stands there now. */
export const deviceChain = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    model: z.string(),
    serial: z.string().optional(),
    /** When another took its place, by whom and why; null: it stands there now, or was removed. */
    replaced: z.object({ at: time, name: z.string(), reason: z.string() }).nullable(),
  }),
);
