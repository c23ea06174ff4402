// An isolation (屏蔽) of a point, a device or a zone: with a reason, an authority and an end; and its pure rules.
import type { Signature } from './alarm.ts';

/** What stands under it. A place is a zone, a floor or a place of that size: a whole building is never isolated at once. */
export type IsolationScope =
  | { readonly of: 'point'; readonly device: string; readonly point: string }
  | { readonly of: 'device'; readonly device: string }
  | { readonly of: 'place'; readonly place: string };

/** `isolated`: it works and its alarms are not wanted for a while. `out-of-service`: it is being repaired or replaced. */
export type IsolationKind = 'isolated' | 'out-of-service';

export interface Isolation {
  readonly id: string;
  readonly kind: IsolationKind;
  readonly scope: IsolationScope;
  readonly reason: string;
  /** Who allowed it, by name: not always the one who typed it. */
  readonly authority: string;
  readonly by: Signature;
  /** ms since 1970. */
  readonly until: number;
  readonly renewals: readonly (Signature & { readonly until: number; readonly reason: string; readonly authority: string })[];
  /** How it ended: `by` null: its time was up. */
  readonly ended: { readonly at: number; readonly by: Signature | null } | null;
  /** Somebody has taken notice that its time was up. */
  readonly seen: Signature | null;
}

/** An isolation lasts a day at most, and then needs a named person again. */
export const ISOLATION_LIMIT_MS = 24 * 3_600_000;
/** A repair: a month at most. */
const OUT_OF_SERVICE_LIMIT_MS = 30 * 86_400_000;

export type IsolationEvent =
  | { readonly is: 'renew'; readonly by: Signature; readonly until: number; readonly reason: string; readonly authority: string }
  | { readonly is: 'end'; readonly by: Signature }
  | { readonly is: 'see'; readonly by: Signature }
  | { readonly is: 'time'; readonly at: number };

export type IsolationRefusal = 'ended' | 'too-long' | 'not-ended' | 'already-seen';

/** Whether an end is one that an isolation may have which is given or renewed at `at`. */
export function isLawfulEnd(kind: IsolationKind, at: number, until: number): boolean {
  return until > at && until - at <= (kind === 'isolated' ? ISOLATION_LIMIT_MS : OUT_OF_SERVICE_LIMIT_MS);
}

/** The isolation after an event (the same object where nothing changed), or why not. Pure. */
export function stepIsolation(isolation: Isolation, event: IsolationEvent): Isolation | IsolationRefusal {
  switch (event.is) {
    case 'renew': {
      if (isolation.ended) return 'ended';
      if (!isLawfulEnd(isolation.kind, event.by.at, event.until)) return 'too-long';
      const { by, until, reason, authority } = event;
      return { ...isolation, until, renewals: [...isolation.renewals, { ...by, until, reason, authority }] };
    }
    case 'end':
      return isolation.ended ? 'ended' : { ...isolation, ended: { at: event.by.at, by: event.by }, seen: event.by };
    case 'see':
      if (!isolation.ended) return 'not-ended';
      return isolation.seen ? 'already-seen' : { ...isolation, seen: event.by };
    case 'time':
      return isolation.ended || isolation.until > event.at ? isolation : { ...isolation, ended: { at: isolation.until, by: null } };
  }
}

/** Whether a point of a device on a path of places stands under it. */
export function covers({ scope, ended }: Isolation, device: string, point: string, path: readonly string[]): boolean {
  if (ended) return false;
  switch (scope.of) {
    case 'point':
      return scope.device === device && scope.point === point;
    case 'device':
      return scope.device === device;
    case 'place':
      return path.includes(scope.place);
  }
}
