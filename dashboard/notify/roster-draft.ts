// A roster as it is written on the screen, and as the gateway takes it: the addresses of a person are rows here and a record there.
import type { DutyRoster } from '../../gateway/web/notify-contract.ts';
import { PHONE } from './contacts.ts';
import { WEEKDAYS } from './duty-days.ts';

type Body = Omit<DutyRoster, 'id'>;
export type RosterChange = DutyRoster['changes'][number];
export type Shift = DutyRoster['shifts'][number];
export type ShiftSpan = Omit<Shift, 'days'>;

export interface WrittenPerson {
  readonly id: string;
  readonly name: string;
  readonly contacts: readonly { readonly by: string; readonly to: string }[];
}

export interface RosterDraft extends Omit<Body, 'people' | 'role' | 'place'> {
  readonly place: string | null;
  readonly role: DutyRoster['role'] | null;
  readonly people: readonly WrittenPerson[];
}

/** In the order of every list. */
export const ROLES = ['duty-room', 'manager', 'micro-station', 'supervisor'] as const satisfies readonly DutyRoster['role'][];

export function draftOf(roster: DutyRoster | null): RosterDraft {
  if (roster === null)
    return {
      place: null,
      role: null,
      drill: false,
      people: [newPerson()],
      shifts: [
        { days: [...WEEKDAYS], from: '08:00', to: '20:00', people: [] },
        { days: [...WEEKDAYS], from: '20:00', to: '08:00', people: [] },
      ],
      changes: [],
      version: 0,
    };
  const { place, role, drill, people, shifts, changes, version } = roster;
  const rows = people.map(({ id, name, contacts }) => ({ id, name, contacts: Object.entries(contacts).map(([by, to]) => ({ by, to })) }));
  return { place, role, drill, people: rows, shifts, changes, version };
}

export function newPerson(): WrittenPerson {
  // randomUUID is there on https alone; a gateway in a cellar has none.
  const id = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { id: `p-${id}`, name: '', contacts: [{ by: PHONE, to: '' }] };
}

/** As the gateway takes it; an address that was left empty is none, and a new roster has no version. */
export function bodyOf({ people, version, ...rest }: RosterDraft): Record<string, unknown> {
  return {
    ...rest,
    ...(version === 0 ? {} : { version }),
    people: people.map(({ id, name, contacts }) => ({
      id,
      name,
      contacts: Object.fromEntries(contacts.filter(({ to }) => to.trim() !== '').map(({ by, to }) => [by, to.trim()])),
    })),
  };
}

/** Without a person, and without what the roster said of that one. */
export function withoutPerson(draft: RosterDraft, id: string): RosterDraft {
  const others = <S extends ShiftSpan>(shift: S): S => ({ ...shift, people: shift.people.filter((one) => one !== id) });
  return {
    ...draft,
    people: draft.people.filter((one) => one.id !== id),
    shifts: draft.shifts.map(others),
    changes: draft.changes
      .filter((one) => one.is === 'holiday' || (one.is === 'leave' ? one.person !== id : one.from !== id && one.to !== id))
      .map((one) => (one.is === 'holiday' ? { ...one, shifts: one.shifts.map(others) } : one)),
  };
}

/** A list with one of its members changed, or left out. */
export function withAt<T>(list: readonly T[], at: number, next: T): T[] {
  return list.map((one, n) => (n === at ? next : one));
}

export function withoutAt<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, n) => n !== at);
}
