// The audit as it is searched, proved and taken along.
import { z } from 'zod';
import { auditRow } from './contract.ts';
import { words } from './contract-words.ts';

const time = z.coerce.number().int().min(0).optional();
const filters = {
  from: time,
  to: time,
  person: z.string().min(1).max(100).optional(),
  what: z.string().min(1).max(64).optional(),
  about: z.string().min(1).max(100).optional(),
  text: z.string().trim().max(100).optional(),
};

export const auditQuery = z.strictObject({
  ...filters,
  /** The `next` of the page before. */
  after: z
    .string()
    .regex(/^\d{1,16}(\.\d{1,16})?$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const auditLineQuery = z.strictObject({ number: z.string().regex(/^\d{1,15}$/) });
export const auditExport = z.strictObject({ ...filters, language: z.enum(['zh', 'en']).default('zh') });

/** Kinds of thing that a screen can open by their id. */
export const OPENED = ['alarm', 'incident', 'device', 'place', 'person'] as const;

/** A line with what it is about in words; `called` is null where nothing of that id is there (any more). */
export const auditFound = auditRow.extend({ of: z.enum(OPENED).nullable(), called: z.string().nullable() });
export type AuditFound = z.infer<typeof auditFound>;

/** What can be chosen: who stands in the audit and what was done, as far as the asker sees them. */
export const auditChoices = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  kinds: z.array(z.object({ what: z.string(), title: words })),
});
export type AuditChoices = z.infer<typeof auditChoices>;

export const auditProof = z.object({
  record: z.number().nullable(),
  holds: z.boolean(),
  fault: z.number().nullable(),
});
export type AuditProof = z.infer<typeof auditProof>;
