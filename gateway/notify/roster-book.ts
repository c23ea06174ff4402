// All rosters together: the people behind a step of a policy, at a place and an instant; address books of drills kept apart.
import { words } from '../../device-drivers/words.ts';
import type { LocalTime } from './local-day.ts';
import { type DutyRole, onDuty, type Person, type Roster } from './roster.ts';

/** Whom a step tells: the seat in the monitoring centre, who is on duty in a role, or one person. */
export type Whom = 'seat' | { readonly role: DutyRole } | { readonly person: string };

/** The seat is always there: where nobody looks at a screen, the gateway's own sounder stands for it. */
const SEAT: Person = { id: 'seat', name: '值班席', contacts: {} };
const SEAT_ALONE: readonly Person[] = [SEAT];
export const SEAT_WORDS = words('监控中心值班席', 'seat of the monitoring centre');

export class RosterBook {
  readonly #localTime: LocalTime;
  /** By place, for each role, of drills and of the real thing. */
  readonly #rosters = { drill: new Map<DutyRole, Map<string, Roster>>(), real: new Map<DutyRole, Map<string, Roster>>() };
  readonly #people = new Map<string, Person>();

  /** Of two rosters for one role at one place the first counts. */
  constructor(rosters: readonly Roster[], localTime: LocalTime) {
    this.#localTime = localTime;
    for (const roster of rosters) {
      const roles = roster.drill ? this.#rosters.drill : this.#rosters.real;
      const places = roles.get(roster.role) ?? new Map<string, Roster>();
      roles.set(roster.role, places);
      if (!places.has(roster.place)) places.set(roster.place, roster);
      for (const person of roster.people) {
        const known = keyOf(roster.drill, person.id);
        if (!this.#people.has(known)) this.#people.set(known, person);
      }
    }
  }

  /** The roster of a role that stands nearest to a place: `path` from the top down. */
  nearest(role: DutyRole, path: readonly string[], drill: boolean): Roster | undefined {
    const places = (drill ? this.#rosters.drill : this.#rosters.real).get(role);
    for (let n = path.length - 1; places && n >= 0; n -= 1) {
      const roster = places.get(path[n] ?? '');
      if (roster) return roster;
    }
    return undefined;
  }

  /** In the order in which they are told; empty: nobody. */
  peopleFor(whom: Whom, path: readonly string[], at: number, drill: boolean): readonly Person[] {
    if (whom === 'seat') return SEAT_ALONE;
    if ('person' in whom) {
      const person = this.#people.get(keyOf(drill, whom.person));
      return person ? [person] : [];
    }
    const roster = this.nearest(whom.role, path, drill);
    return roster ? onDuty(roster, at, this.#localTime) : [];
  }

  person(id: string, drill: boolean): Person | undefined {
    return this.#people.get(keyOf(drill, id));
  }
}

function keyOf(drill: boolean, person: string): string {
  return drill ? `drill|${person}` : `real|${person}`;
}
