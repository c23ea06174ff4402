// The part of the fake gateway that keeps the audit, the roles, what people leave behind, and the big screens.
import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import type { AuditChoices, AuditFound } from '../../gateway/web/audit-contract.ts';
import { type AuditRow, ROLES } from '../../gateway/web/contract.ts';
import type { PersonLeaves } from '../../gateway/web/people-contract.ts';
import { permissionsOf } from '../../gateway/web/permissions.ts';
import type { BigScreenView } from '../../gateway/web/wall-contract.ts';
import { secretLike } from './fake-answers.ts';
import type { FakeState } from './fake-state.ts';

/** The lines that a search finds, the youngest first. */
export function foundIn(state: FakeState, query: Request['query']): AuditFound[] {
  const { from, to, person, what, about, text } = query;
  const fits = (row: AuditRow): boolean =>
    (from === undefined || row.at >= Number(from)) &&
    (to === undefined || row.at < Number(to)) &&
    (person === undefined || row.by === person) &&
    (what === undefined || row.what === what) &&
    (about === undefined || row.about === about) &&
    (text === undefined || JSON.stringify(row).includes(String(text)));
  return state.audit
    .filter(fits)
    .reverse()
    .map((row) => {
      const alarm = state.alarms.get(row.about);
      const called = alarm ? [...alarm.place.map(({ name }) => name), alarm.device.name].join(' › ') : null;
      return { ...row, of: alarm ? 'alarm' : null, called };
    });
}

function choicesOf({ audit }: FakeState): AuditChoices {
  const people = new Map(audit.map(({ by, name }) => [by, { id: by, name }]));
  const kinds = new Map(audit.map(({ what, title }) => [what, { what, title }]));
  return { people: [...people.values()], kinds: [...kinds.values()] };
}

/** One incident, a shift and a roster; of the last person nothing. */
function leavesOf(state: FakeState, id: string): PersonLeaves {
  const [incident] = state.incidents.values();
  if (!incident || state.people.at(-1)?.id === id) return { incidents: [], shift: null, rosters: [] };
  const { place, began, drill } = incident;
  return {
    incidents: [{ id: incident.id, class: incident.class, drill, began, place }],
    shift: { since: began, place },
    rosters: [{ id: 'roster-1', role: 'duty-room', place }],
  };
}

export function officeRoutes(routes: Router, state: FakeState): void {
  const screens: BigScreenView[] = [
    {
      id: 'screen-1',
      name: '指挥大厅',
      place: 'region',
      language: 'zh',
      network: '10.20.0.0/16',
      madeBy: '管理员甲',
      madeAt: Date.now() - 9 * 86_400_000,
      seenAt: Date.now() - 2_000,
      seenFrom: '10.20.0.31',
      revokedAt: null,
      showing: 1,
    },
  ];
  routes.get('/audit/choices', (_, response) => {
    response.json(choicesOf(state));
  });
  routes.get('/audit/proof', (request, response) => {
    response.json({ record: Number(request.query['number']) + 1, holds: true, fault: null });
  });
  routes.get('/people/roles', (_, response) => {
    response.json({ items: ROLES.map((role) => ({ role, permissions: [...permissionsOf(role)] })) });
  });
  routes.get('/people/:id/leaves', (request, response) => {
    response.json(leavesOf(state, String(request.params['id'])));
  });
  routes.get('/big-screens', (_, response) => {
    response.json({ items: screens });
  });
  routes.post('/big-screens', (request, response) => {
    const made = { madeBy: '管理员甲', madeAt: Date.now(), seenAt: null, seenFrom: null, revokedAt: null, showing: 0 };
    const screen: BigScreenView = { ...request.body, id: `screen-${randomUUID()}`, ...made };
    screens.unshift(screen);
    response.status(201).json({ screen, token: `bfs_${secretLike('wall')}` });
  });
  routes.delete('/big-screens/:id', (request, response) => {
    const at = screens.findIndex(({ id }) => id === request.params['id']);
    const screen = screens[at];
    if (screen) screens[at] = { ...screen, revokedAt: Date.now(), showing: 0 };
    response.status(204).end();
  });
}
