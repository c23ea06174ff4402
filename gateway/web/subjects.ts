// Where a thing hangs in the tree of places, so that one question answers for all of them whether a person sees it.
import type { AlarmDesk } from '../alarms/desk.ts';
import type { Estate } from '../estate/estate.ts';
import type { People } from '../estate/people.ts';

/** `scope`: a place or a device, what a parameter can be set for. `device`: a placed one. */
export type SubjectKind = 'place' | 'device' | 'held' | 'scope' | 'alarm' | 'person';

export class Subjects {
  readonly #estate: Estate;
  readonly #desk: Pick<AlarmDesk, 'alarm'>;
  readonly #people: Pick<People, 'get'>;

  constructor(rooms: { estate: Estate; desk: Pick<AlarmDesk, 'alarm'>; people: Pick<People, 'get'> }) {
    this.#estate = rooms.estate;
    this.#desk = rooms.desk;
    this.#people = rooms.people;
  }

  /** Ids of the places from the root down to where it stands; undefined where there is no such thing. */
  pathOf(kind: SubjectKind, id: string): readonly string[] | undefined {
    switch (kind) {
      case 'place':
        return this.#estate.places.get(id) && this.#estate.places.pathOf(id);
      case 'device':
        return this.#estate.record(id) && this.#estate.device(id)?.path;
      case 'held':
        return this.#estate.heldRecord(id) && this.#estate.device(id)?.path;
      case 'scope':
        return this.pathOf('place', id) ?? this.pathOf('device', id);
      case 'alarm':
        return this.#desk.alarm(id)?.path;
      case 'person': {
        const person = this.#people.get(id);
        return person && this.#estate.places.pathOf(person.place);
      }
    }
  }

  /** Where a thing of any kind hangs that the audit names; undefined where nothing of that id is there (any more). */
  pathOfAny(id: string): readonly string[] | undefined {
    for (const kind of ['alarm', 'device', 'place', 'person', 'held'] as const) {
      const path = this.pathOf(kind, id);
      if (path) return path;
    }
    return undefined;
  }
}
