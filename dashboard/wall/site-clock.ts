// Time on a wall: the site's own, from the gateway's clock and offset; the clock of the wall's computer is never asked.

/** `offset`: minutes before UTC. `2026-11-21 23:41:07` */
export function siteDateTime(at: number, offset: number): string {
  return new Date(at + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** `23:41:07` */
export function siteClock(at: number, offset: number): string {
  return siteDateTime(at, offset).slice(11);
}

/** Sunday 0 … Saturday 6. */
export function siteWeekday(at: number, offset: number): number {
  return new Date(at + offset * 60_000).getUTCDay();
}
