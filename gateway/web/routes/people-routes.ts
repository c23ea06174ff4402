// People and their roles: who may sign in, and where. Every change stands in the audit before it is made.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Estate } from '../../estate/estate.ts';
import type { People } from '../../estate/people.ts';
import type { Access } from '../access/access.ts';
import { person } from '../contract.ts';
import { changePerson, idParams, newPerson } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type Acting, note } from './acting.ts';
import { personView, refuseWeakSecret } from './session-routes.ts';

export function peopleRoutes(rooms: { people: People; access: Access; estate: Estate; flow: Acting }): Route[] {
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
