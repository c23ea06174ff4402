// Where this phone is, with how sure it is of that; or why it does not know.
import type { FieldReportView } from '../../gateway/web/incident-contract.ts';

type Position = NonNullable<FieldReportView['position']>;

/** `insecure`: a page without https is told nothing. `denied`: the person said no. `unknown`: no satellite was heard in time. */
export type Locating =
  | { readonly is: 'looking' }
  | { readonly is: 'here'; readonly position: Position }
  | { readonly is: 'insecure' | 'denied' | 'unknown' };

/** Whoever stands before a fire does not wait longer for a satellite, ms. */
const PATIENCE_MS = 10_000;

/** Resolves always. */
export function whereAmI(): Promise<Exclude<Locating, { is: 'looking' }>> {
  if (!isSecureContext || !('geolocation' in navigator)) return Promise.resolve({ is: 'insecure' });
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude, accuracy } }) =>
        done({ is: 'here', position: { longitude, latitude, accuracy: Math.min(Math.round(accuracy), 1_000_000) } }),
      ({ code, PERMISSION_DENIED }) => done({ is: code === PERMISSION_DENIED ? 'denied' : 'unknown' }),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 },
    );
  });
}
