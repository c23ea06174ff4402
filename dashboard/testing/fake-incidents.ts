// The part of the fake gateway where incidents are handled, alarms shelved and devices isolated.
import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import type { AlarmView, Person } from '../../gateway/web/contract.ts';
import type { IncidentContacts } from '../../gateway/web/duty-contract.ts';
import { type AcknowledgedTogether, goesTogether, type IncidentView, type IsolationView } from '../../gateway/web/incident-contract.ts';
import { refuse } from './fake-answers.ts';
import type { FakeState } from './fake-state.ts';

const HOUR_MS = 3_600_000;
/** As the gateway tells them. */
const STORY_ALARMS = 100;

export function incidentRoutes(routes: Router, state: FakeState, personOf: (request: Request) => Person | undefined): void {
  const isolations: IsolationView[] = [];
  const act = (person: Person) => ({ by: person.id, name: person.name, at: Date.now(), from: '10.20.0.7' });
  const isolate = (alarm: AlarmView, isolated: string | null): void => void state.settle({ ...alarm, isolated });

  routes.post('/alarms/acknowledge', (request, response) => {
    const person = personOf(request);
    const answer: AcknowledgedTogether = { acknowledged: [], refused: [] };
    for (const id of request.body.ids as string[]) {
      const alarm = state.alarms.get(id);
      if (alarm === undefined || person === undefined || !goesTogether(alarm) || alarm.attention !== 'new') {
        const words = { zh: '不能一并确认', en: 'Not with others' };
        answer.refused.push({ id, name: alarm?.device.name ?? null, words });
        continue;
      }
      state.note(person, 'acknowledge', id, {});
      state.settle({ ...alarm, attention: 'acknowledged', acknowledged: act(person) });
      answer.acknowledged.push(id);
    }
    response.json(answer);
  });
  routes.get('/incidents', (request, response) => {
    const { place } = request.query;
    const items = [...state.incidents.values()].filter((one) => place === undefined || one.place.some(({ id }) => id === place));
    response.json({ items: items.toSorted((one, other) => other.change - one.change), next: null });
  });
  routes.get('/incidents/:id/contacts', (_, response) => {
    const contacts: IncidentContacts = {
      roles: [
        {
          role: 'duty-room',
          title: { zh: '单位值班室', en: 'duty room' },
          place: '3号楼',
          people: [{ name: '值班员庚', phones: ['13800000001'] }],
        },
        { role: 'micro-station', title: { zh: '微型消防站', en: 'micro fire station' }, place: '松涛家园', people: [] },
      ],
      unit: {
        name: '松涛家园',
        people: [
          { role: 'duty-room', name: '消防控制室', phone: '000-0000-0003' },
          { role: 'manager', name: '示范乙', phone: '000-0000-0002' },
        ],
      },
      lastDuty: { device: 'station-tower', state: 'present', at: Date.now() - 7_200_000 },
    };
    response.json(contacts);
  });
  routes.get('/incidents/:id', (request, response) => {
    const incident = state.incidents.get(String(request.params['id']));
    if (!incident) return refuse(response, 404, 'not-found', '没有找到这起事件', 'No such incident');
    const alarms = incident.alarms.slice(0, STORY_ALARMS).flatMap((id) => state.alarms.get(id) ?? []);
    response.json({ incident, alarms, audit: state.audit.filter(({ about }) => about === incident.id || incident.alarms.includes(about)) });
  });
  routes.get('/incidents/:id/alarms', (request, response) => {
    const incident = state.incidents.get(String(request.params['id']));
    if (!incident) return refuse(response, 404, 'not-found', '没有找到这起事件', 'No such incident');
    const [after, limit] = [Number(request.query['after'] ?? 0), Number(request.query['limit'] ?? 50)];
    const items = incident.alarms.slice(after, after + limit).flatMap((id) => state.alarms.get(id) ?? []);
    response.json({ items, next: after + limit < incident.count ? String(after + limit) : null });
  });
  routes.post('/incidents/:id/:deed', (request, response) => {
    const incident = state.incidents.get(String(request.params['id']));
    const person = personOf(request);
    if (!incident || !person) return refuse(response, 404, 'not-found', '没有找到这起事件', 'No such incident');
    const { deed } = request.params;
    if (deed === 'go' || deed === 'arrive' || deed === 'describe') {
      const told = reported(incident, deed, request.body ?? {}, act(person), request.get('idempotency-key') ?? randomUUID());
      return response.json(state.handle(told).reports.at(-1));
    }
    const after = handled(incident, String(request.params['deed']), request.body ?? {}, act(person));
    state.note(person, `${String(request.params['deed'])}-incident`, incident.id, request.body ?? {});
    response.json(state.handle(after));
  });

  routes.get('/isolations', (_, response) => {
    response.json({ standing: isolations.filter(({ seen }) => seen === null), past: isolations.filter(({ seen }) => seen !== null) });
  });
  routes.post('/isolations', (request, response) => {
    const { kind, scope, reason, authority, hours } = request.body;
    const device = state.deviceOf(scope);
    const person = personOf(request);
    if (!device || !person) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    const one: IsolationView = {
      id: randomUUID(),
      kind,
      device: { id: device.id, name: device.name },
      point: null,
      place: device.place,
      reason,
      authority,
      given: act(person),
      until: Date.now() + hours * HOUR_MS,
      renewals: [],
      ended: null,
      seen: null,
      alarms: 0,
    };
    const under = [...state.alarms.values()].filter((alarm) => alarm.device.id === device.id && !alarm.closed);
    isolations.push({ ...one, alarms: under.length });
    for (const alarm of under) isolate(alarm, one.id);
    response.status(201).json(one);
  });
  routes.post('/isolations/:id/:deed', (request, response) => {
    const at = isolations.findIndex(({ id }) => id === request.params['id']);
    const before = isolations[at];
    const person = personOf(request);
    if (!before || !person) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    const { deed } = request.params;
    const renewal = { ...act(person), until: Date.now() + (request.body?.hours ?? 0) * HOUR_MS, ...request.body };
    const after: IsolationView =
      deed === 'renew'
        ? { ...before, until: renewal.until, renewals: [...before.renewals, renewal] }
        : { ...before, ended: before.ended ?? { at: Date.now(), by: act(person) }, seen: act(person) };
    isolations[at] = after;
    if (deed === 'end') for (const alarm of state.alarms.values()) if (alarm.isolated === after.id) isolate(alarm, null);
    response.json(after);
  });
}

type Act = NonNullable<IncidentView['taken']> extends infer Taken ? Omit<Taken, 'reason'> : never;

/** Reports are done once under their key, as at the gateway. */
function reported(incident: IncidentView, deed: string, body: Record<string, unknown>, by: Act, key: string): IncidentView {
  if (incident.reports.some(({ id }) => id === key)) return incident;
  const nothing = { position: null, distance: null, far: false, saw: null, cause: null, note: null };
  const captured = by.at - (Number(body['sent']) - Number(body['captured']));
  const is = ({ go: 'going', arrive: 'arrived', describe: 'saw' } as const)[deed as 'go' | 'arrive' | 'describe'];
  const { captured: _captured, sent: _sent, ...told } = body;
  return { ...incident, reports: [...incident.reports, { ...by, ...nothing, ...told, id: key, captured, is }] };
}

function handled(incident: IncidentView, deed: string, body: Record<string, string>, by: Act): IncidentView {
  const found = { ...by, verdict: 'false' as const, cause: 'steam' as const, note: null };
  switch (deed) {
    case 'take':
      return { ...incident, taken: { ...by, reason: body['reason'] ?? null } };
    case 'release':
      return { ...incident, taken: null };
    case 'verify':
      return { ...incident, state: 'verifying' };
    case 'find':
      if (body['verdict'] === 'real') return { ...incident, state: 'confirmed', verdict: { ...found, verdict: 'real', cause: null } };
      return incident.points > 1 ? { ...incident, proposed: found } : { ...incident, state: 'false-alarm', verdict: found };
    case 'second':
      return { ...incident, state: 'false-alarm', verdict: found };
    case 'move':
      return { ...incident, state: body['to'] as IncidentView['state'] };
    case 'close':
      return { ...incident, state: 'closed', closed: true, closedAt: Date.now(), closedBy: by };
    default:
      return incident;
  }
}
