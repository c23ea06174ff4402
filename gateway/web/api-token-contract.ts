// Tokens of machines that read, as the API and the screens speak of them.
import { z } from 'zod';
import { TOKEN_SCOPES } from './access/api-tokens.ts';
import { time } from './contract-words.ts';

export const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  reads: z.enum(TOKEN_SCOPES),
  place: z.string(),
  madeBy: z.string(),
  madeAt: time,
  expiresAt: time,
  usedAt: time.nullable(),
  usedFrom: z.string().nullable(),
  revokedAt: time.nullable(),
});
export type ApiTokenView = z.infer<typeof apiToken>;

/** `secret`: what the machine sends as `Authorization: Bearer`; shown this once. */
export const madeApiToken = z.object({ token: apiToken, secret: z.string() });
export type MadeApiToken = z.infer<typeof madeApiToken>;

/** A year and a day at most: a token that nobody remembers must end by itself. */
export const newApiToken = z.strictObject({
  name: z.string().trim().min(1).max(64),
  reads: z.enum(TOKEN_SCOPES),
  place: z.string().min(1).max(64),
  days: z.number().int().min(1).max(366),
});
