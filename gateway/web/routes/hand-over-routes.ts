// Handing an incident over 移交: to whom it can be, the offer, and what they say.
import { words } from '../../../device-drivers/words.ts';
import type { Deed, PersonRecord } from '../../acts.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import { HAND_OVER_LIMIT } from '../../alarms/hand-over-limit.ts';
import type { Incident } from '../../alarms/incident.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { People } from '../../estate/people.ts';
import type { Shifts } from '../../shift/shifts.ts';
import type { Visitor } from '../access/access.ts';
import type { AlarmViews } from '../alarm-views.ts';
import { incident } from '../incident-contract.ts';
import { permissionsOf } from '../permissions.ts';
import { FieldError } from '../problems.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { declineIncident, handOverPeople, offerIncident } from '../work-contract.ts';
import type { Acting } from './acting.ts';

export interface HandOverRouteRooms {
  readonly desk: Pick<AlarmDesk, 'incident'>;
  readonly estate: Pick<Estate, 'limits'>;
  readonly people: Pick<People, 'get' | 'all'>;
  readonly shifts: Pick<Shifts, 'onDuty'>;
  readonly views: AlarmViews;
  readonly flow: Acting;
}

type HandOverDeed = Extract<Deed, { do: 'offer-incident' | 'accept-incident' | 'decline-incident' | 'withdraw-incident' }>;

const NAMES = { 'params.id': 'incident' } as const;

export function handOverRoutes({ desk, estate, people, shifts, views, flow }: HandOverRouteRooms): Route[] {
  const there = (id: string): Incident => {
    const one = desk.incident(id);
    if (!one) throw new BalefireError('not-found', { what: id });
    return one;
  };
  /** Whether a person may handle what stands on this path. */
  const mayHave = ({ disabled, role, place }: PersonRecord, { path }: Incident): boolean =>
    !disabled && path.includes(place) && permissionsOf(role).has('alarm.acknowledge');
  const act = async (deed: HandOverDeed, by: Visitor) => {
    const { incident: changed } = await flow.act(deed, by.author);
    const seen = changed && views.incident(changed, (path) => by.sees(path));
    if (!seen) throw new BalefireError('not-found', { what: deed.incident });
    return seen;
  };
  return [
    route({
      method: 'get',
      path: '/incidents/{id}/hand-over',
      id: 'listHandOverPeople',
      summary: words('可移交的人员，在岗者在前', 'Who it can be handed over to, those on duty first'),
      needs: 'alarm.acknowledge',
      params: idParams,
      answer: handOverPeople,
      names: NAMES,
      handle({ params, by }) {
        const one = there(params.id);
        const onDuty = new Set(shifts.onDuty().map(({ began }) => began.id));
        const items = people
          .all()
          .filter((person) => person.id !== by.person.id && mayHave(person, one))
          .map(({ id, name }) => ({ id, name, onDuty: onDuty.has(id) }));
        return { items: items.sort((first, second) => Number(second.onDuty) - Number(first.onDuty)) };
      },
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/hand-over',
      id: 'offerIncident',
      summary: words('移交给他人；对方接收之前仍由您处置', 'Hand it over to another; until they accept it is yours'),
      needs: 'alarm.acknowledge',
      params: idParams,
      body: offerIncident,
      answer: incident,
      names: NAMES,
      handle({ params, body, by }) {
        const one = there(params.id);
        const to = people.get(body.to);
        if (!to || !mayHave(to, one)) {
          const said = words('此人无权处置该处的事件，请另选', 'This person may not handle what happens there; choose another');
          throw new FieldError([{ path: 'body.to', words: said }]);
        }
        const within = estate.limits.along(one.path, HAND_OVER_LIMIT.name);
        return act({ do: 'offer-incident', incident: one.id, to: { id: to.id, name: to.name }, words: body.words, within }, by);
      },
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/hand-over/accept',
      id: 'acceptIncident',
      summary: words('接收移交', 'Accept what is handed over'),
      needs: 'alarm.acknowledge',
      params: idParams,
      answer: incident,
      names: NAMES,
      handle: ({ params, by }) => act({ do: 'accept-incident', incident: params.id }, by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/hand-over/decline',
      id: 'declineIncident',
      summary: words('谢绝移交，须注明原因', 'Decline it, with the reason'),
      needs: 'alarm.acknowledge',
      params: idParams,
      body: declineIncident,
      answer: incident,
      names: NAMES,
      handle: ({ params, body, by }) => act({ do: 'decline-incident', incident: params.id, reason: body.reason }, by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/hand-over/withdraw',
      id: 'withdrawIncident',
      summary: words('撤回移交', 'Take the offer back'),
      needs: 'alarm.acknowledge',
      params: idParams,
      answer: incident,
      names: NAMES,
      handle: ({ params, by }) => act({ do: 'withdraw-incident', incident: params.id }, by),
    }),
  ];
}
