// All rosters together: the people behind a step of a policy, at a place and an instant; address books of drills kept apart.
import { words } from '../../device-drivers/words.ts';
import type { LocalTime } from './local-day.ts';
import { type DutyRole, onDuty, type Person, type Roster } from './roster.ts';

/** Whom a step tells: the seat in the monitoring centre, who is on duty in a role, or one person. */
export type Whom = 'seat' | { readonly role: DutyRole } | { readonly person: string };

/** The seat is always there: where nobody looks at a screen, the gateway's own sounder stands for it. */
export const SEAT: Person = { id: 'seat', name: '值班席', contacts: {} };
export const SEAT_WORDS = words('监控中心值班席', 'seat of the monitoring centre');

export class RosterBook {
  readonly #localTime: LocalTime;
  readonly #rosters = new Map<string, Roster>();
  readonly #people = new Map<string, Person>();

  /** Of two rosters for one role at one place the first counts. */
  constructor(rosters: readonly Roster[], localTime: LocalTime) {
    this.#localTime = localTime;
    for (const roster of rosters) {
      const key = keyOf(roster.drill, roster.role, roster.place);
      if (!this.#rosters.has(key)) this.#rosters.set(key, roster);
      for (const person of roster.people) {
        const known = keyOf(roster.drill, person.id);
        if (!this.#people.has(known)) this.#people.set(known, person);
      }
    }
  }

  /** The roster of a role that stands nearest to a place: `path` from the top down. */
  nearest(role: DutyRole, path: readonly string[], drill: boolean): Roster | undefined {
    for (let n = path.length - 1; n >= 0; n -= 1) {
      const roster = this.#rosters.get(keyOf(drill, role, path[n] ?? ''));
      if (roster) return roster;
    }
    return undefined;
  }

  /** In the order in which they are told; empty: nobody. */
  peopleFor(whom: Whom, path: readonly string[], at: number, drill: boolean): readonly Person[] {
    if (whom === 'seat') return [SEAT];
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

function keyOf(drill: boolean, ...rest: string[]): string {
  return [drill ? 'drill' : 'real', ...rest].join('|');
}
