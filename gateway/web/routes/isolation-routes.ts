// Isolations 屏蔽: the list that nobody forgets, and how they are given, renewed and ended.
import { randomUUID } from 'node:crypto';
import { words } from '../../../device-drivers/words.ts';
import type { Deed } from '../../acts.ts';
import type { IsolationAct } from '../../alarms/desk.ts';
import type { Isolation, IsolationScope } from '../../alarms/isolation.ts';
import { BalefireError } from '../../errors.ts';
import type { Visitor } from '../access/access.ts';
import { isolate, isolation, isolationList, renewIsolation } from '../incident-contract.ts';
import { FieldError } from '../problems.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { IncidentRouteRooms } from './incident-routes.ts';

const HOUR_MS = 3_600_000;
/** Past ones shown below those in force. */
const PAST = 50;
/** What may be isolated at once: a zone, a floor, a post. A building, a unit or a region may not. */
const PLACE_KINDS: ReadonlySet<string> = new Set(['zone', 'floor', 'post', 'checkpoint', 'water']);

export function isolationRoutes({ desk, isolations, estate, views, flow, clock }: IncidentRouteRooms): Route[] {
  const pathOf = ({ scope }: Isolation): readonly string[] =>
    scope.of === 'place' ? estate.places.pathOf(scope.place) : (estate.device(scope.device)?.path ?? estate.places.pathOf(''));
  const counted = (): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const { isolated } of desk.open()) if (isolated !== null) counts.set(isolated, (counts.get(isolated) ?? 0) + 1);
    return counts;
  };
  const act = async (deed: Extract<Deed, { do: IsolationAct['do'] }>, by: Visitor) => {
    const { isolation: changed } = await flow.act(deed, by.author);
    if (!changed) throw new BalefireError('not-found', { what: 'isolation' });
    return views.isolation(changed, counted().get(changed.id) ?? 0);
  };
  const scopeOf = ({
    device,
    point,
    place,
  }: {
    device?: string | undefined;
    point?: string | undefined;
    place?: string | undefined;
  }): IsolationScope => {
    if (place !== undefined) {
      if (!PLACE_KINDS.has(estate.places.get(place)?.kind ?? ''))
        throw new FieldError([
          { path: 'body.place', words: words('只能屏蔽区域或楼层，不能整栋屏蔽', 'A zone or a floor at most, never a whole building') },
        ]);
      return { of: 'place', place };
    }
    const of = device ?? '';
    return point === undefined ? { of: 'device', device: of } : { of: 'point', device: of, point };
  };
  const names = { 'params.id': 'isolation' } as const;
  return [
    route({
      method: 'get',
      path: '/isolations',
      id: 'listIsolations',
      summary: words('屏蔽清单：生效中、到期未阅、已结束', 'Isolations in force, ended and not seen, and past'),
      needs: 'alarm.read',
      answer: isolationList,
      handle({ by }) {
        const counts = counted();
        const seen = (all: readonly Isolation[]) =>
          all.filter((one) => by.sees(pathOf(one))).map((one) => views.isolation(one, counts.get(one.id) ?? 0));
        return { standing: seen(isolations.standing()), past: seen(isolations.past(PAST)) };
      },
    }),
    route({
      method: 'post',
      path: '/isolations',
      id: 'isolate',
      summary: words('屏蔽或停用：须有原因、批准人与期限', 'Isolate or take out of service: with a reason, an authority and an end'),
      needs: 'alarm.isolate',
      body: isolate,
      status: 201,
      answer: isolation,
      names: { 'body.device': 'device', 'body.place': 'place' },
      handle({ body, by }) {
        const { kind, reason, authority, hours } = body;
        const until = clock() + hours * HOUR_MS;
        return act({ do: 'isolate', id: randomUUID(), kind, scope: scopeOf(body), reason, authority, until }, by);
      },
    }),
    route({
      method: 'post',
      path: '/isolations/{id}/renew',
      id: 'renewIsolation',
      summary: words('续期：由本人署名', 'Renew, in one’s own name'),
      needs: 'alarm.isolate',
      params: idParams,
      body: renewIsolation,
      answer: isolation,
      names,
      handle: ({ params, body: { reason, authority, hours }, by }) =>
        act({ do: 'renew-isolation', isolation: params.id, reason, authority, until: clock() + hours * HOUR_MS }, by),
    }),
    route({
      method: 'post',
      path: '/isolations/{id}/end',
      id: 'endIsolation',
      summary: words('解除屏蔽', 'End'),
      needs: 'alarm.isolate',
      params: idParams,
      answer: isolation,
      names,
      handle: ({ params, by }) => act({ do: 'end-isolation', isolation: params.id }, by),
    }),
    route({
      method: 'post',
      path: '/isolations/{id}/see',
      id: 'seeIsolation',
      summary: words('已知悉到期', 'Take notice that its time was up'),
      needs: 'alarm.acknowledge',
      params: idParams,
      answer: isolation,
      names,
      handle: ({ params, by }) => act({ do: 'see-isolation', isolation: params.id }, by),
    }),
  ];
}
