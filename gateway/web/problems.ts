// Errors as RFC 9457 problem details: a code, a status, and words in both languages; never a stack, a path or SQL.
import { z } from 'zod';
import { type Words, words } from '../../device-drivers/words.ts';
import { BalefireError } from '../errors.ts';
import type { Problem } from './contract.ts';

/** What is wrong with one field of a request. */
export interface FieldProblem {
  /** `body.place`, `query.limit` … */
  readonly path: string;
  readonly words: Words;
}

/** A request whose fields are not right: `bad-request` with every field named. */
export class FieldError extends BalefireError {
  readonly fields: readonly FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    super('bad-request', { detail: fields.map((field) => field.path).join(', ') });
    this.fields = fields;
  }
}

const chinese = z.locales.zhCN();
const english = z.locales.en();

/** What a schema found wrong, field by field, in both languages. */
export function fieldProblems(error: z.core.$ZodError, part: string): FieldProblem[] {
  // A request of garbage can have as many issues as it has parts; nobody reads past twenty.
  return error.issues.slice(0, 20).map((issue) => ({
    path: [part, ...issue.path.map(String)].join('.').slice(0, 200),
    words: words(textOf(issue, chinese), textOf(issue, english)),
  }));
}

function textOf(issue: z.core.$ZodIssue, locale: { localeError: z.core.$ZodErrorMap }): string {
  if (issue.code === 'custom') return issue.message;
  const text = locale.localeError(issue as z.core.$ZodRawIssue);
  const said = typeof text === 'string' ? text : (text?.message ?? issue.message);
  return said.slice(0, 300);
}

/** The body of an error's answer. Anything that is not one of our errors is `internal` and tells nothing. */
export function problemOf(error: unknown, language: 'zh' | 'en' = 'zh'): Problem {
  const known = error instanceof BalefireError ? error : new BalefireError('internal');
  const fields = known instanceof FieldError ? known.fields : undefined;
  return {
    type: `urn:balefire:problem:${known.code}`,
    title: known.code,
    status: known.status,
    detail: known.words[language],
    code: known.code,
    words: known.words,
    ...(fields ? { fields: fields.map((field) => ({ path: field.path, message: field.words[language], words: field.words })) } : {}),
  };
}
