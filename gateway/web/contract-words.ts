// The smallest words of the contract, of which its files make the others.
import { z } from 'zod';

/** Milliseconds since 1970. */
export const time = z.number().int();
/** A text for people, in both languages. */
export const words = z.object({ zh: z.string(), en: z.string() });
