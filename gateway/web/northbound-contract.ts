// The words between gateway and screen about other houses that are told of alarms: where to, what waits, what came of it.
import { z } from 'zod';
import { time } from './contract-words.ts';

/** `dc09`: receiving centre. `terminal`: fire-alarm information terminal. `cap:1` …: those to whom CAP is pushed. */
export const northboundTarget = z.object({
  target: z.string(),
  waiting: z.number(),
  cutOff: z.boolean(),
  /** What it refused for good, the newest first: until it takes something later about the same thing, or a person has seen it. */
  givenUp: z.array(z.object({ number: z.number(), about: z.string(), at: time, why: z.string() })),
});
export type NorthboundTarget = z.infer<typeof northboundTarget>;

/** `upTo`: the highest number that the person was shown; `place`: what is below it. */
export const seenGivenUp = z.strictObject({
  target: z.string().min(1).max(20),
  upTo: z.number().int().min(1),
  place: z.string().min(1).max(100),
});

/** One thing that was to be told to one target. */
export const northboundDelivery = z.object({
  number: z.number(),
  target: z.string(),
  /** The alarm or incident. */
  about: z.string(),
  urgent: z.boolean(),
  madeAt: time,
  /** `displaced`: made room in a queue that was full; never a fire. */
  state: z.enum(['waiting', 'delivered', 'given-up', 'displaced']),
  settledAt: time.nullable(),
  /** What the other side answered with. */
  receipt: z.string().nullable(),
  why: z.string().nullable(),
  tries: z.number(),
  /** The last fifty of them. */
  attempts: z.array(
    z.object({ at: time, tookMs: z.number(), outcome: z.enum(['delivered', 'unreachable', 'refused']), detail: z.string() }),
  ),
});
export type NorthboundDelivery = z.infer<typeof northboundDelivery>;
