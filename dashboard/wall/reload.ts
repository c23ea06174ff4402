// When a wall begins anew: at four in the morning, when the fewest people look. Pure.

const DAY_MS = 86_400_000;
const HOUR = 4;
/** A page that came a moment before four stays until the next night. */
const AT_LEAST_MS = 600_000;

/** The next four o'clock of the site, ms since 1970. `offset`: minutes that its time is before UTC. */
export function reloadAt(now: number, offset: number): number {
  const local = now + offset * 60_000;
  const today = Math.floor(local / DAY_MS) * DAY_MS + HOUR * 3_600_000;
  const next = today > local + AT_LEAST_MS ? today : today + DAY_MS;
  return next - offset * 60_000;
}
