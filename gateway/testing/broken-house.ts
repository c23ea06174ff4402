// Faults of our own, put into a house that runs: what a bad rule, driver or release would do.
import type { House } from '../house.ts';

/** Of which devices the desk cannot take findings, and of which no frame can be understood. */
export interface Faults {
  readonly desk: (device: string) => boolean;
  readonly understanding: (device: string) => boolean;
}

/** Breaks the house; returns what mends it. */
export function breakHouse(house: House, faults: Faults): () => void {
  const { desk, presence } = house;
  const take = desk.take.bind(desk);
  const hear = presence.take.bind(presence);
  desk.take = (finding, ground) => {
    if (faults.desk(finding.device)) throw new Error('a fault of ours at the desk');
    take(finding, ground);
  };
  presence.take = (entry, readings) => {
    if (faults.understanding(entry.frame.device)) throw new Error('a fault of ours in a driver');
    hear(entry, readings);
  };
  return () => {
    desk.take = take;
    presence.take = hear;
  };
}
