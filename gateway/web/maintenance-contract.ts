// Maintenance windows 维护窗口 as the API and the screens speak of them.
import { z } from 'zod';
import { act, step } from './contract.ts';
import { time, words } from './contract-words.ts';

const MAINTENANCE_KINDS = ['isolated', 'out-of-service', 'walk-test'] as const;

export const maintenance = z.object({
  id: z.string(),
  kind: z.enum(MAINTENANCE_KINDS),
  /** Null: a whole place. */
  device: z.object({ id: z.string(), name: z.string() }).nullable(),
  place: z.array(step),
  reason: z.string(),
  authority: z.string(),
  planned: act,
  from: time,
  until: time,
  /** `begun`: it is an isolation or a walk test now, by the same id. */
  state: z.enum(['planned', 'begun', 'cancelled', 'refused']),
  /** Why it could not begin. */
  why: words.nullable(),
  closed: act.nullable(),
});
export type MaintenanceView = z.infer<typeof maintenance>;
export const maintenanceList = z.object({ open: z.array(maintenance), past: z.array(maintenance) });
export type MaintenanceList = z.infer<typeof maintenanceList>;

const text = z.string().trim().min(1).max(500);
export const planMaintenance = z.strictObject({
  kind: z.enum(MAINTENANCE_KINDS),
  /** A device, or a zone, a floor or a place of that size; of a walk test a building at most. */
  scope: z.string().min(1).max(100),
  reason: text,
  authority: text,
  /** ms since 1970, in the future, within 30 days. */
  begins: z.number().int().min(0),
  /** 24 hours at most to isolate, four to test, 30 days for what is out of service. */
  hours: z.number().min(0.25).max(720),
});
