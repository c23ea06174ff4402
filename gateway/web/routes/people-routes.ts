// People and their roles: who may sign in, and where. Every change stands in the audit before it is made.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import type { Estate } from '../../estate/estate.ts';
import type { People } from '../../estate/people.ts';
import type { DutyBook } from '../../notify/duty-book.ts';
import type { Shifts } from '../../shift/shifts.ts';
import type { Access, Visitor } from '../access/access.ts';
import { PERMISSIONS, person, ROLES } from '../contract.ts';
import { type PersonLeaves, personLeaves } from '../people-contract.ts';
import { permissionsOf } from '../permissions.ts';
import { changePerson, idParams, newPerson } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type Acting, note } from './acting.ts';
import { personView, refuseWeakSecret } from './session-routes.ts';

export interface PeopleRouteRooms {
  readonly people: People;
  readonly access: Access;
  readonly estate: Estate;
  readonly flow: Acting;
  readonly desk: Pick<AlarmDesk, 'openIncidents'>;
  readonly shifts: Pick<Shifts, 'ofPerson'>;
  readonly book: Pick<DutyBook, 'rosterList'>;
}

export function peopleRoutes(rooms: PeopleRouteRooms): Route[] {
  const { people, access, estate, flow } = rooms;
  return [
    route({
      method: 'get',
      path: '/people',
      id: 'listPeople',
      summary: words('人员', 'People'),
      needs: 'people.manage',
      answer: z.object({ items: z.array(person) }),
      handle: ({ by }) => ({
        items: people
          .all()
          .filter((one) => by.sees(estate.places.pathOf(one.place)))
          .map(personView),
      }),
    }),
    route({
      method: 'get',
      path: '/people/roles',
      id: 'listRoles',
      summary: words('各角色能做什么', 'What each role may do'),
      needs: 'people.manage',
      answer: z.object({ items: z.array(z.object({ role: z.enum(ROLES), permissions: z.array(z.enum(PERMISSIONS)) })) }),
      handle: () => ({ items: ROLES.map((role) => ({ role, permissions: [...permissionsOf(role)] })) }),
    }),
    route({
      method: 'get',
      path: '/people/{id}/leaves',
      id: 'readWhatPersonLeaves',
      summary: words(
        '停用前：此人未结的事件、在岗班次与值班表',
        'Before access ends: the incidents, shift and rosters that the person leaves behind',
      ),
      needs: 'people.manage',
      params: idParams,
      answer: personLeaves,
      names: { 'params.id': 'person' },
      handle: ({ params: { id }, by }) => leavesOf(id, by, rooms),
    }),
    route({
      method: 'post',
      path: '/people',
      id: 'addPerson',
      summary: words('新增人员', 'Add a person'),
      needs: 'people.manage',
      body: newPerson,
      answer: person,
      status: 201,
      names: { 'body.place': 'place' },
      async handle({ body, by }) {
        refuseWeakSecret(body.secret, body.login, 'body.secret');
        const newcomer = await people.newcomer(body);
        const { id, login, role, place } = newcomer.person;
        await note(flow, by.author, 'person-added', id, { login, role, place });
        newcomer.save();
        return personView(newcomer.person);
      },
    }),
    route({
      method: 'patch',
      path: '/people/{id}',
      id: 'changePerson',
      summary: words('修改人员；权限或密码变化时其会话随即结束', 'Change a person; where rights or secret change, their sessions end'),
      needs: 'people.manage',
      params: idParams,
      body: changePerson,
      answer: person,
      names: { 'params.id': 'person', 'body.place': 'place' },
      async handle({ params, body, by }) {
        const before = people.get(params.id);
        if (body.secret !== undefined) refuseWeakSecret(body.secret, before?.login ?? '', 'body.secret');
        const change = await people.change(params.id, body);
        const { secret, ...said } = body;
        await note(flow, by.author, 'person-changed', params.id, { ...said, ...(secret === undefined ? {} : { secret: 'changed' }) });
        change.save();
        const after = people.get(params.id) ?? change.person;
        const rights =
          secret !== undefined || before?.role !== after.role || before.place !== after.place || before.disabled !== after.disabled;
        if (rights) access.endSessionsOf(params.id);
        return personView(after);
      },
    }),
  ];
}

/** What waits for somebody else once a person is gone. A roster names people by their names alone. */
function leavesOf(id: string, by: Visitor, { people, desk, shifts, book, estate }: PeopleRouteRooms): PersonLeaves {
  const { places } = estate;
  const seen = (path: readonly string[]): boolean => by.sees(path);
  const shift = shifts.ofPerson(id);
  const name = people.get(id)?.name;
  return {
    incidents: [...desk.openIncidents()]
      .filter(({ taken, path }) => taken?.id === id && seen(path))
      .map((one) => ({ id: one.id, class: one.class, drill: one.drill, began: one.began, place: places.steps(one.path) })),
    shift: shift && seen(places.pathOf(shift.place)) ? { since: shift.began.at, place: places.steps(places.pathOf(shift.place)) } : null,
    rosters: book
      .rosterList()
      .filter((roster) => roster.people.some((one) => one.name === name) && seen(places.pathOf(roster.place)))
      .map((roster) => ({ id: roster.id, role: roster.role, place: places.steps(places.pathOf(roster.place)) })),
  };
}
