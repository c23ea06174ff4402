// How the fake gateway says no, and the secrets that it invents.
import type { Response } from 'express';
import type { FieldProblem } from '../api.ts';

/** As RFC 9457 problem details, like the real one. */
export function refuse(response: Response, status: number, code: string, zh: string, en: string, fields?: readonly FieldProblem[]): void {
  const body = { type: `urn:balefire:problem:${code}`, title: code, status, detail: zh, code, words: { zh, en } };
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify(fields === undefined ? body : { ...body, fields }));
}

/** In the form of a real one, recognised by its beginning. */
export function secretLike(beginning: string): string {
  return `${beginning}-4M8Q-2TZD-7W5N-RX0C`;
}
