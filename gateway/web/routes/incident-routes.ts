// Incidents: the list, the story of one, and how people handle it, from the first look to its closing.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Deed } from '../../acts.ts';
import type { Alarm } from '../../alarms/alarm.ts';
import type { AlarmStore } from '../../alarms/alarm-store.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import type { Incident } from '../../alarms/incident.ts';
import type { Isolations } from '../../alarms/isolations.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Visitor } from '../access/access.ts';
import type { AlarmViews } from '../alarm-views.ts';
import {
  alarmsOfIncident,
  closeIncident,
  incident,
  incidentStory,
  mergeIncidents,
  moveIncident,
  reopenIncident,
  splitIncident,
  takeIncident,
} from '../incident-contract.ts';
import { idParams, incidentList, judge, pageQuery } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { Acting } from './acting.ts';
import { auditView, within } from './alarm-routes.ts';

/** Audit lines of an incident and its alarms shown in its story. */
const STORY_LINES = 100;
/** Alarms told in a story, those that came first; the others are asked for by the page. */
const STORY_ALARMS = 100;

export interface IncidentRouteRooms {
  readonly store: AlarmStore;
  readonly desk: AlarmDesk;
  readonly isolations: Isolations;
  readonly estate: Estate;
  readonly views: AlarmViews;
  readonly flow: Acting;
  readonly clock: Clock;
}

type Handling = Extract<Deed, { readonly do: `${string}-incident` | 'merge-incidents' }>;

export function incidentRoutes({ store, desk, estate, views, flow }: IncidentRouteRooms): Route[] {
  const view = (one: Incident, by: Visitor) => {
    const seen = views.incident(one, (path) => by.sees(path));
    if (!seen) throw new BalefireError('not-found', { what: one.id });
    return seen;
  };
  const act = async (deed: Handling, by: Visitor) => {
    const { incident: changed } = await flow.act(deed, by.author);
    if (!changed) throw new BalefireError('not-found', { what: 'incident' });
    return view(changed, by);
  };
  /** Those that the person sees, behind the first `after` of them. */
  const alarmsOf = (one: Incident, by: Visitor, after: number, limit: number): Alarm[] => {
    const some = (ids: readonly string[]) => ids.flatMap((id) => desk.alarm(id) ?? []);
    if (by.sees(one.path)) return some(one.alarms.slice(after, after + limit));
    return some(one.alarms)
      .filter(({ path }) => by.sees(path))
      .slice(after, after + limit);
  };
  const names = { 'params.id': 'incident' } as const;
  return [
    route({
      method: 'get',
      path: '/incidents',
      id: 'listIncidents',
      summary: words('事件列表，最近变化在前', 'Incidents, the last changed first'),
      needs: 'alarm.read',
      query: incidentList,
      answer: z.object({ items: z.array(incident), next: z.string().nullable() }),
      names: { 'query.place': 'place' },
      handle({ query, by }) {
        const asked = within(by, query.place);
        // An incident stands at its site; whoever asks for a floor is shown the floor's share of the building's.
        const site = asked && estate.places.siteOf(estate.places.pathOf(asked));
        const found = store.listIncidents({ ...query, place: site });
        const sees = (path: readonly string[]): boolean => by.sees(path) && (asked === undefined || path.includes(asked));
        const last = found.length < query.limit ? undefined : found.at(-1);
        return { items: found.flatMap((one) => views.incident(one, sees) ?? []), next: last ? String(last.change) : null };
      },
    }),
    route({
      method: 'get',
      path: '/incidents/{id}',
      id: 'readIncident',
      summary: words('一起事件的全过程', 'The story of an incident'),
      needs: 'alarm.read',
      params: idParams,
      answer: incidentStory,
      names,
      handle({ params, by }) {
        const one = desk.incident(params.id);
        if (!one) throw new BalefireError('not-found', { what: params.id });
        const seen = view(one, by);
        const told = alarmsOf(one, by, 0, STORY_ALARMS);
        const abouts = [one.id, ...told.map(({ id }) => id)];
        const lines = abouts.flatMap((about) => store.listAudit({ about, limit: STORY_LINES }));
        const newest = [...new Map(lines.map((line) => [line.number, line])).values()].sort((a, b) => b.number - a.number);
        return { incident: seen, alarms: told.map((alarm) => views.alarm(alarm)), audit: newest.slice(0, STORY_LINES).map(auditView) };
      },
    }),
    route({
      method: 'get',
      path: '/incidents/{id}/alarms',
      id: 'listAlarmsOfIncident',
      summary: words('一起事件的警情，按到达先后', 'The alarms of an incident in the order in which they came'),
      needs: 'alarm.read',
      params: idParams,
      query: pageQuery,
      answer: alarmsOfIncident,
      names,
      handle({ params, query: { after = 0, limit }, by }) {
        const one = desk.incident(params.id);
        if (!one) throw new BalefireError('not-found', { what: params.id });
        const { count } = view(one, by);
        const items = alarmsOf(one, by, after, limit).map((alarm) => views.alarm(alarm));
        return { items, next: after + limit < count ? String(after + limit) : null };
      },
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/take',
      id: 'takeIncident',
      summary: words('由我处置；接手他人的须注明原因', 'I handle it; taking over from another needs a reason'),
      needs: 'alarm.acknowledge',
      params: idParams,
      body: takeIncident,
      answer: incident,
      names,
      handle: ({ params, body, by }) => act({ do: 'take-incident', incident: params.id, reason: body.reason }, by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/release',
      id: 'releaseIncident',
      summary: words('不再由我处置', 'I do not handle it any more'),
      needs: 'alarm.acknowledge',
      params: idParams,
      answer: incident,
      names,
      handle: ({ params, by }) => act({ do: 'release-incident', incident: params.id }, by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/verify',
      id: 'verifyIncident',
      summary: words('开始现场核实', 'Somebody goes to look'),
      needs: 'alarm.acknowledge',
      params: idParams,
      answer: incident,
      names,
      handle: ({ params, by }) => act({ do: 'verify-incident', incident: params.id }, by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/find',
      id: 'findIncident',
      summary: words('核警结论', 'Say what it was'),
      needs: 'alarm.verdict',
      params: idParams,
      body: judge,
      answer: incident,
      names,
      handle: ({ params, body, by }) => act({ do: 'find-incident', incident: params.id, ...body }, by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/second',
      id: 'secondIncident',
      summary: words('复核误报', 'Agree that it was false'),
      needs: 'alarm.verdict',
      params: idParams,
      answer: incident,
      names,
      handle: ({ params, by }) => act({ do: 'second-incident', incident: params.id }, by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/move',
      id: 'moveIncident',
      summary: words('处置进展：处置中、已控制、已扑灭', 'Its course: responding, controlled, out'),
      needs: 'alarm.verdict',
      params: idParams,
      body: moveIncident,
      answer: incident,
      names,
      handle: ({ params, body, by }) => act({ do: 'move-incident', incident: params.id, to: body.to }, by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/close',
      id: 'closeIncident',
      summary: words('关闭事件', 'Close'),
      needs: 'alarm.verdict',
      params: idParams,
      body: closeIncident,
      answer: incident,
      names,
      handle({ params, body, by }) {
        const isSupervisor = by.person.role === 'supervisor' || by.person.role === 'administrator';
        return act({ do: 'close-incident', incident: params.id, isSupervisor, note: body.note }, by);
      },
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/reopen',
      id: 'reopenIncident',
      summary: words('24 小时内重新打开', 'Open again within 24 hours'),
      needs: 'alarm.verdict',
      params: idParams,
      body: reopenIncident,
      answer: incident,
      names,
      handle: ({ params, body, by }) => act({ do: 'reopen-incident', incident: params.id, reason: body.reason }, by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/merge',
      id: 'mergeIncidents',
      summary: words('并入其他事件', 'Other incidents go up in this one'),
      needs: 'alarm.verdict',
      params: idParams,
      body: mergeIncidents,
      answer: incident,
      names,
      handle({ params, body, by }) {
        for (const id of body.from) {
          const other = desk.incident(id);
          if (!other || !by.sees(other.path)) throw new BalefireError('not-found', { what: id });
        }
        return act({ do: 'merge-incidents', into: params.id, from: body.from, reason: body.reason }, by);
      },
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/split',
      id: 'splitIncident',
      summary: words('拆出部分警情为新事件', 'Some of its alarms become an incident of their own'),
      needs: 'alarm.verdict',
      params: idParams,
      body: splitIncident,
      answer: incident,
      names,
      handle: ({ params, body, by }) => act({ do: 'split-incident', incident: params.id, ...body }, by),
    }),
  ];
}
