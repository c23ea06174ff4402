// The words between gateway and screen about shifts: coming on duty 上岗, and handing over 交接班.
import { z } from 'zod';
import { act, step } from './contract.ts';

export const shift = z.object({
  id: z.string(),
  place: z.array(step),
  began: act,
  /** The other person at the same seat, by name; null: the person sits alone. */
  second: z.string().nullable(),
  isSoundHeard: z.boolean(),
  read: z.array(z.string()),
  ended: act.extend({ note: z.string(), unverified: z.array(z.string()) }).nullable(),
  handedTo: act.nullable(),
});
export type ShiftView = z.infer<typeof shift>;

/** What a person sees who comes to the seat. */
export const shiftStart = z.object({
  /** The person's own shift where it goes on. */
  mine: shift.nullable(),
  /** Hand-overs that are to be read before a shift begins, the oldest first. */
  unread: z.array(shift),
  /** Who else is on duty. */
  others: z.array(shift),
});
export type ShiftStart = z.infer<typeof shiftStart>;

export const beginShift = z.strictObject({
  second: z.string().trim().min(1).max(40).optional(),
  isSoundHeard: z.boolean(),
  /** Hand-overs that the person has read, and signs for. */
  read: z.array(z.string().min(1).max(64)).max(200),
});
export const endShift = z.strictObject({ note: z.string().trim().min(1).max(2_000) });
