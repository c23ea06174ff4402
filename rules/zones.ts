// Which points of a zone hold now, and since when: what "two points of one zone" is counted from.
import type { PointMemory, Slot } from './memory.ts';

/** A member's list in its slot: when it began to hold, and 1 when it completed the number or came after. Empty: no member. */
type Membership = number[];

export interface Quorum {
  readonly points: number;
  /** Milliseconds. */
  readonly within: number;
}

/** Who holds now, and how many members each of their points has: a building whose panel goes mad has thousands of them. */
class Zone {
  readonly members = new Map<Slot, Membership>();
  readonly #points = new Map<PointMemory, number>();

  /** Different points: two rules of a group at one point count once. */
  get points(): number {
    return this.#points.size;
  }

  put(slot: Slot, membership: Membership): void {
    if (!this.members.has(slot)) this.#points.set(slot.point, (this.#points.get(slot.point) ?? 0) + 1);
    this.members.set(slot, membership);
  }

  drop(slot: Slot): boolean {
    if (!this.members.delete(slot)) return false;
    const left = (this.#points.get(slot.point) ?? 1) - 1;
    if (left > 0) this.#points.set(slot.point, left);
    else this.#points.delete(slot.point);
    return true;
  }
}

/** The zones of all rules; a key names group, numbers, zone and drill. Memory: one entry for each point in alarm. */
export class Zones {
  readonly #zones = new Map<string, Zone>();
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
    zone.put(slot, membership);
    const complete = isConfirmed(zone, points) || haveOthers(zone, points - 1, (began) => began >= at - within, slot);
    membership.splice(0, membership.length, at, complete ? 1 : 0);
  }

  /** A point holds no longer. Where fewer than the number are left, none of them is complete any more. */
  leave(key: string, slot: Slot, membership: Membership, points: number): void {
    membership.length = 0;
    const zone = this.#zones.get(key);
    if (!zone?.drop(slot)) return;
    if (zone.members.size === 0) this.#zones.delete(key);
    if (isConfirmed(zone, points)) return;
    for (const [other, theirs] of zone.members) {
      if (theirs[1] !== 1) continue;
      this.#beforeChange(other);
      theirs[1] = 0;
      this.#disturbed.push(other);
    }
  }

  /** Puts a member back as it was, after a restart. */
  rejoin(key: string, slot: Slot, membership: Membership): void {
    this.#zone(key).put(slot, membership);
  }

  /** How many points of the zone hold now. */
  count(key: string): number {
    return this.#zones.get(key)?.points ?? 0;
  }

  takeDisturbed(): readonly Slot[] {
    const slots = this.#disturbed;
    if (slots.length > 0) this.#disturbed = [];
    return slots;
  }

  #zone(key: string): Zone {
    let zone = this.#zones.get(key);
    if (!zone) {
      zone = new Zone();
      this.#zones.set(key, zone);
    }
    return zone;
  }
}

function isConfirmed(zone: Zone, points: number): boolean {
  for (const membership of zone.members.values()) if (membership[1] === 1) return haveOthers(zone, points, () => true);
  return false;
}

/** Whether so many different points began as asked, but for the point of `beside`; looks no further than it must. */
function haveOthers(zone: Zone, number: number, asked: (began: number) => boolean, beside?: Slot): boolean {
  if (number <= 0) return true;
  const points = new Set<PointMemory>();
  for (const [slot, [began]] of zone.members) {
    if (slot.point === beside?.point || began === undefined || !asked(began)) continue;
    points.add(slot.point);
    if (points.size >= number) return true;
  }
  return false;
}
