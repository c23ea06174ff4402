// What people tell of an incident from the spot: that they set out, that they are there, and what they see. The seat decides.
import type { Signature } from './alarm.ts';

/** What is to be seen on the spot: a fire, a false alarm with its cause, or nothing that would explain it. */
export const SEEN = ['real', 'false', 'nothing'] as const;
export type Seen = (typeof SEEN)[number];

/** Where a phone was, WGS-84, and within how many metres it is sure of that. */
export interface PhonePosition {
  readonly longitude: number;
  readonly latitude: number;
  readonly accuracy: number;
}

/** Somebody is there. `distance`: metres to where the incident's place stands on the map; null where either is not known. */
export interface Arrival {
  readonly is: 'arrived';
  readonly position: PhonePosition | null;
  readonly distance: number | null;
  /** So far away that the phone's error does not explain it: marked, never refused. */
  readonly far: boolean;
}

/** What was done on the spot. */
export type FieldDeed =
  | { readonly is: 'going' }
  | Arrival
  | { readonly is: 'saw'; readonly saw: Seen; readonly cause: string | null; readonly note: string | null };

/** A report from the spot; `at`: when it came to the gateway. */
export type FieldReport = Signature &
  FieldDeed & {
    /** Names the report. */
    readonly report: string;
    /** When it was done, ms since 1970: without a network the phone sends it later. */
    readonly captured: number;
  };

/** Of one incident; the largest fire of a building has a few dozen. */
export const MOST_REPORTS = 200;
/** A check-in further from the building than this and the phone's own error is marked, metres: a large estate, or its gate. */
const NEAR_M = 300;
const EARTH_RADIUS_M = 6_371_008.8;

/** Metres between two spots on the earth. */
function metresBetween(one: Omit<PhonePosition, 'accuracy'>, other: Omit<PhonePosition, 'accuracy'>): number {
  const rad = (degrees: number): number => (degrees * Math.PI) / 180;
  const lat = rad(other.latitude - one.latitude);
  const lon = rad(other.longitude - one.longitude);
  const h = Math.sin(lat / 2) ** 2 + Math.cos(rad(one.latitude)) * Math.cos(rad(other.latitude)) * Math.sin(lon / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A check-in with its distance from where the place stands; `spot` null: nobody has put the place on the map. */
export function arrival(position: PhonePosition | null, spot: { readonly longitude: number; readonly latitude: number } | null): Arrival {
  const distance = position && spot ? Math.round(metresBetween(position, spot)) : null;
  return { is: 'arrived', position, distance, far: distance !== null && distance > (position?.accuracy ?? 0) + NEAR_M };
}
