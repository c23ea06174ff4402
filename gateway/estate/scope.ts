// A scope: a place or a device, what a limit can be set for; and who above it gives the limit that counts there.
import { BalefireError } from '../errors.ts';
import type { Estate } from './estate.ts';

type Known = Pick<Estate, 'places' | 'record' | 'device' | 'limits'>;

/** Throws `not-found` where there is neither such a place nor such a device. */
export function mustKnowScope(scope: string, estate: Pick<Estate, 'places' | 'record'>): void {
  if (!estate.places.get(scope) && !estate.record(scope)) throw new BalefireError('not-found', { what: scope });
}

/** The place above a scope that sets a limit, the nearest first, and its value; undefined where none does. */
export function setAbove(scope: string, name: string, estate: Known): { readonly place: string; readonly value: number } | undefined {
  const path = estate.record(scope) ? estate.device(scope)?.path : undefined;
  const above = path ?? estate.places.pathOf(scope).filter((id) => id !== scope);
  for (const place of [...above].reverse()) {
    const value = estate.limits.of(place, name);
    if (value !== undefined) return { place, value };
  }
  return undefined;
}
