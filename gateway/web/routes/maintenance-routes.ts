// Maintenance windows 维护窗口: planned, called off, and what became of them.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { IsolationScope } from '../../alarms/isolation.ts';
import { isLawfulWindow, type Maintenance, type MaintenanceKind, type MaintenanceWindows } from '../../alarms/maintenance.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import { type MaintenanceView, maintenance, maintenanceList, planMaintenance } from '../maintenance-contract.ts';
import { FieldError } from '../problems.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { signature } from '../signature-view.ts';
import type { Acting } from './acting.ts';

export interface MaintenanceRouteRooms {
  readonly windows: MaintenanceWindows;
  readonly estate: Estate;
  readonly flow: Acting;
  readonly clock: Clock;
}

const HOUR_MS = 3_600_000;
/** Past ones shown: some weeks of them. */
const PAST = 50;
/** What may be isolated, and what may be tested, at once; as where it begins now. */
const SMALL = ['floor', 'zone', 'checkpoint', 'post', 'water'];
const PLACES: Readonly<Record<MaintenanceKind, readonly string[]>> = {
  isolated: SMALL,
  'out-of-service': SMALL,
  'walk-test': ['building', ...SMALL],
};

export function maintenanceRoutes({ windows, estate, flow, clock }: MaintenanceRouteRooms): Route[] {
  const pathOf = ({ scope }: Maintenance): readonly string[] =>
    scope.of === 'place' ? estate.places.pathOf(scope.place) : (estate.device(scope.device)?.path ?? estate.places.pathOf(''));
  const view = (one: Maintenance): MaintenanceView => {
    const { id, kind, scope, reason, authority, by, from, until, state, why, closed } = one;
    const device = scope.of === 'place' ? null : { id: scope.device, name: estate.device(scope.device)?.name ?? scope.device };
    const place = estate.places.steps(pathOf(one));
    const signed = { planned: signature(by), closed: closed && signature(closed) };
    return { id, kind, device, place, reason, authority, from, until, state, why, ...signed };
  };
  const scopeOf = (kind: MaintenanceKind, id: string): IsolationScope => {
    const place = estate.places.get(id);
    if (!place && kind === 'walk-test') throw refused('scope', '测试须指定位置', 'A walk test is of a place');
    if (!place) return { of: 'device', device: id };
    if (!PLACES[kind].includes(place.kind))
      throw refused(
        'scope',
        '范围过大：屏蔽至多一个楼层，测试至多一栋建筑',
        'Too much at once: isolate a floor at most, test a building at most',
      );
    return { of: 'place', place: id };
  };
  const found = (id: string): MaintenanceView => {
    const one = windows.get(id);
    if (!one) throw new BalefireError('not-found', { what: id });
    return view(one);
  };
  return [
    route({
      method: 'get',
      path: '/maintenance',
      id: 'listMaintenance',
      summary: words('维护窗口：计划中、未能开始、已过', 'Maintenance windows: planned, refused, and past'),
      needs: 'alarm.read',
      answer: maintenanceList,
      handle({ by }) {
        const seen = (all: readonly Maintenance[]): MaintenanceView[] => all.filter((one) => by.sees(pathOf(one))).map(view);
        return { open: seen(windows.open()), past: seen(windows.past(PAST)) };
      },
    }),
    route({
      method: 'post',
      path: '/maintenance',
      id: 'planMaintenance',
      summary: words(
        '计划维护窗口：到时自动屏蔽、停用或进入测试',
        'Plan a window: isolation, out of service or walk test that begins by itself',
      ),
      needs: 'alarm.isolate',
      body: planMaintenance,
      status: 201,
      answer: maintenance,
      names: { 'body.scope': 'scope' },
      async handle({ body: { kind, scope, reason, authority, begins: from, hours }, by }) {
        if (kind === 'walk-test' && !by.may('test.run')) throw new BalefireError('not-allowed');
        const until = from + Math.round(hours * HOUR_MS);
        const now = clock();
        if (from <= now) throw refused('begins', '开始时间须在将来', 'It must begin in the future');
        if (!isLawfulWindow({ kind, from, until }, now))
          throw refused(
            'hours',
            '开始须在 30 天内；屏蔽至多 24 小时，测试至多 4 小时，停用至多 30 天',
            'Within 30 days; isolated 24 hours at most, tested 4 hours, out of service 30 days',
          );
        const id = randomUUID();
        await flow.act(
          { do: 'plan-maintenance', window: { id, kind, scope: scopeOf(kind, scope), reason, authority, from, until } },
          by.author,
        );
        return found(id);
      },
    }),
    route({
      method: 'post',
      path: '/maintenance/{id}/cancel',
      id: 'cancelMaintenance',
      summary: words('取消，或知悉未能开始', 'Call off, or take notice that it could not begin'),
      needs: 'alarm.isolate',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'maintenance' },
      async handle({ params, by }) {
        await flow.act({ do: 'cancel-maintenance', id: params.id }, by.author);
      },
    }),
  ];
}

function refused(field: string, zh: string, en: string): FieldError {
  return new FieldError([{ path: `body.${field}`, words: words(zh, en) }]);
}
