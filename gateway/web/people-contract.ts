// What somebody leaves behind, as the API and the screen of people speak of it.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { step } from './contract.ts';
import { time } from './contract-words.ts';

const where = { place: z.array(step) };

export const personLeaves = z.object({
  /** Open incidents that they handle. */
  incidents: z.array(z.object({ id: z.string(), class: z.enum(ALARM_CLASSES), drill: z.boolean(), began: time, ...where })),
  /** The shift that they are on. */
  shift: z.object({ since: time, ...where }).nullable(),
  /** Rosters in which somebody of their name stands. */
  rosters: z.array(z.object({ id: z.string(), role: z.string(), ...where })),
});
export type PersonLeaves = z.infer<typeof personLeaves>;
