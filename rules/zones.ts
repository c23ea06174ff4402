// Which points of a zone hold now, and since when: what "two points of one zone" is counted from.
import type { PointMemory, Slot } from './memory.ts';

/** A member's list in its slot: when it began to hold, and 1 when it completed the number or came after. Empty: no member. */
type Membership = number[];

export interface Quorum {
  readonly points: number;
  /** Milliseconds. */
  readonly within: number;
}

/** The zones of all rules; a key names group, numbers, zone and drill. Memory: one entry for each point in alarm. */
export class Zones {
  readonly #zones = new Map<string, Map<Slot, Membership>>();
  /** Members whose zone fell below its number since the last look, beside the one that left. */
  #disturbed: Slot[] = [];
  readonly #beforeChange: (slot: Slot) => void;

  /** `beforeChange`: called before a member other than the one that leaves is changed. */
  constructor(beforeChange: (slot: Slot) => void) {
    this.#beforeChange = beforeChange;
  }

  /** A point begins to hold. It completes the number when enough of the others began shortly before, or joins those who did. */
  join(key: string, slot: Slot, membership: Membership, at: number, { points, within }: Quorum): void {
    const zone = this.#zone(key);
    zone.set(slot, membership);
    const complete = isConfirmed(zone, points) || distinct(zone, (began) => began >= at - within, slot) + 1 >= points;
    membership.splice(0, membership.length, at, complete ? 1 : 0);
  }

  /** A point holds no longer. Where fewer than the number are left, none of them is complete any more. */
  leave(key: string, slot: Slot, membership: Membership, points: number): void {
    membership.length = 0;
    const zone = this.#zones.get(key);
    if (!zone?.delete(slot)) return;
    if (zone.size === 0) this.#zones.delete(key);
    if (isConfirmed(zone, points)) return;
    for (const [other, theirs] of zone) {
      if (theirs[1] !== 1) continue;
      this.#beforeChange(other);
      theirs[1] = 0;
      this.#disturbed.push(other);
    }
  }

  /** Puts a member back as it was, after a restart. */
  rejoin(key: string, slot: Slot, membership: Membership): void {
    this.#zone(key).set(slot, membership);
  }

  /** How many points of the zone hold now. */
  count(key: string): number {
    return distinct(this.#zones.get(key) ?? new Map(), () => true);
  }

  takeDisturbed(): readonly Slot[] {
    const slots = this.#disturbed;
    if (slots.length > 0) this.#disturbed = [];
    return slots;
  }

  #zone(key: string): Map<Slot, Membership> {
    let zone = this.#zones.get(key);
    if (!zone) {
      zone = new Map();
      this.#zones.set(key, zone);
    }
    return zone;
  }
}

function isConfirmed(zone: Map<Slot, Membership>, points: number): boolean {
  let complete = false;
  for (const membership of zone.values()) complete ||= membership[1] === 1;
  return complete && distinct(zone, () => true) >= points;
}

/** Different points among the members that began as asked: two rules of a group at one point count once. */
function distinct(zone: Map<Slot, Membership>, asked: (began: number) => boolean, beside?: Slot): number {
  const points = new Set<PointMemory>();
  for (const [slot, [began]] of zone) if (slot !== beside && began !== undefined && asked(began)) points.add(slot.point);
  if (beside) points.delete(beside.point);
  return points.size;
}
