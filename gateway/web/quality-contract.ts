// The words between gateway and screen about how good the alarms are; what each figure means stands in assess/quality.ts.
import { z } from 'zod';
import { time, words } from './contract-words.ts';

/** Null: of nothing there is no share. */
const share = z.number().nullable();
const delay = z.object({ count: z.number(), p50Ms: z.number().nullable(), p95Ms: z.number().nullable() });

export const alarmFigures = z.object({
  alarms: z.number(),
  averagePer10Min: z.number(),
  peakPer10Min: z.number(),
  /** Above ten in ten minutes, until fewer than five. */
  floods: z.array(z.object({ from: time, to: time, alarms: z.number(), peak: z.number() })),
  /** Of the time, what was in flood. */
  floodShare: z.number(),
  /** Points that began three times within a minute. */
  chattering: z.number(),
  fleeting: z.number(),
  stale: z.number(),
  topTenShare: share,
  judged: z.number(),
  false: z.number(),
  falseRate: share,
  acknowledge: delay,
  verify: delay,
});
export type AlarmFigures = z.infer<typeof alarmFigures>;

/** Of one seat, unit or device; an empty id: nobody, none. */
export const alarmFigureGroup = alarmFigures.extend({ id: z.string(), name: z.string() });
export type AlarmFigureGroup = z.infer<typeof alarmFigureGroup>;

export const transmissionFigures = z.object({
  id: z.string(),
  limitMs: z.number(),
  title: words,
  /** Where the time comes from, and how sure that is: no claim of conformity. */
  source: z.string(),
  sure: z.enum(['text', 'secondary', 'memory', 'design']),
  classes: z.array(z.string()).nullable(),
  measured: z.number(),
  within: z.number(),
  withinShare: share,
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  worstMs: z.number().nullable(),
  clockAhead: z.number(),
  noDeviceTime: z.number(),
});
export type TransmissionFigures = z.infer<typeof transmissionFigures>;

export const alarmQuality = z.object({
  from: time,
  to: time,
  figures: alarmFigures,
  seats: z.array(alarmFigureGroup),
  units: z.array(alarmFigureGroup),
  /** Those with most alarms. */
  devices: z.array(alarmFigureGroup),
  transmission: z.array(transmissionFigures),
  /** Left out of everything above. */
  drills: z.number(),
  /** There were more alarms than are looked at at once: only the time up to `to` was. */
  cut: z.boolean(),
});
export type AlarmQuality = z.infer<typeof alarmQuality>;
