// Whom to call about an incident: who is on duty for its place in each role, with telephones, and when the control room last answered.
import { words } from '../../../device-drivers/words.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import { isPhone } from '../../notify/channels/settings.ts';
import type { DutyBook } from '../../notify/duty-book.ts';
import { DUTY_ROLE_IDS, DUTY_ROLES } from '../../notify/roster.ts';
import type { DutyChecks } from '../../prevention/duty-checks.ts';
import { controlRooms } from '../../prevention/duty-runner.ts';
import { type IncidentContacts, incidentContacts } from '../duty-contract.ts';
import type { CONTACT_ROLES } from '../place-file-contract.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';

export interface ContactRouteRooms {
  readonly desk: Pick<AlarmDesk, 'alarm' | 'incident'>;
  readonly book: Pick<DutyBook, 'rosters'>;
  readonly duty: Pick<DutyChecks, 'lastOf'>;
  readonly estate: Estate;
  readonly clock: Clock;
}

export function contactRoutes({ desk, book, duty, estate, clock }: ContactRouteRooms): Route[] {
  return [
    route({
      method: 'get',
      path: '/incidents/{id}/contacts',
      id: 'listContacts',
      summary: words('此事件可联系的当班人员与最近一次查岗', 'Whom to call about an incident, and how its control room answered last'),
      // Telephone numbers of people are for whoever has to act.
      needs: 'alarm.acknowledge',
      params: idParams,
      answer: incidentContacts,
      names: { 'params.id': 'incident' },
      handle({ params, by }) {
        const incident = desk.incident(params.id);
        if (!incident) throw new BalefireError('not-found', { what: params.id });
        const path = desk.alarm(incident.firstOut)?.path ?? incident.path;
        const rosters = book.rosters();
        const roles = DUTY_ROLE_IDS.flatMap((role) => {
          const roster = rosters.nearest(role, path, incident.drill);
          if (!roster) return [];
          const people = rosters.peopleFor({ role }, path, clock(), incident.drill);
          return [
            {
              role,
              title: DUTY_ROLES[role],
              place: estate.places.get(roster.place)?.name ?? roster.place,
              people: people.map(({ name, contacts }) => ({ name, phones: [...new Set(Object.values(contacts).filter(isPhone))] })),
            },
          ];
        });
        const checks = controlRooms(estate, incident.site)
          .filter((device) => by.sees(device.path))
          .flatMap(({ id }) => duty.lastOf(id) ?? [])
          .sort((one, other) => other.calledAt - one.calledAt);
        const [last] = checks;
        const unit = incident.drill ? null : unitContacts(estate, path);
        return { roles, unit, lastDuty: last ? { device: last.device, state: last.state, at: last.answeredAt ?? last.calledAt } : null };
      },
    }),
  ];
}

/** Whoever can look is wanted before whoever answers for it. */
const NEAREST_FIRST: readonly (typeof CONTACT_ROLES)[number][] = ['duty-room', 'micro-station', 'manager', 'responsible', 'other', 'legal'];

function unitContacts({ places, files }: Estate, path: readonly string[]): IncidentContacts['unit'] {
  const id = path.findLast((place) => places.get(place)?.kind === 'unit');
  const kept = id === undefined ? undefined : files.get('unit', id);
  if (id === undefined || !kept) return null;
  const people = kept.file.contacts
    .flatMap(({ role, name, phone }) => (phone === null ? [] : [{ role, name, phone }]))
    .sort((one, other) => NEAREST_FIRST.indexOf(one.role) - NEAREST_FIRST.indexOf(other.role));
  return people.length === 0 ? null : { name: places.get(id)?.name ?? id, people };
}
