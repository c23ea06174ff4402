// What stands around an alarm of an incident.
import { words } from '../../../device-drivers/words.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import { BalefireError } from '../../errors.ts';
import { FieldError } from '../problems.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { SurroundingViews } from '../surroundings.ts';
import { surroundings, surroundingsQuery } from '../surroundings-contract.ts';

export interface SurroundingRouteRooms {
  readonly desk: Pick<AlarmDesk, 'alarm' | 'incident'>;
  readonly surroundings: SurroundingViews;
}

export function surroundingsRoutes({ desk, surroundings: views }: SurroundingRouteRooms): Route[] {
  return [
    route({
      method: 'get',
      path: '/incidents/{id}/surroundings',
      id: 'readSurroundings',
      summary: words(
        '警情周边：同层与上下层设备、联动反馈、水压水箱、最近水源与队站（直线距离）；另须 device.read',
        'What stands around an alarm: its floor and those beside it, feedback, water, the nearest water and stations as the crow flies; needs device.read too',
      ),
      needs: 'alarm.read',
      params: idParams,
      query: surroundingsQuery,
      answer: surroundings,
      names: { 'params.id': 'incident', 'query.alarm': 'alarm' },
      handle({ params, query, by }) {
        if (!by.may('device.read')) throw new BalefireError('not-allowed');
        const sees = (path: readonly string[]): boolean => by.sees(path);
        const incident = desk.incident(params.id);
        const ids = incident?.alarms ?? [];
        // An incident of thousands of alarms is not walked through for the one that is asked for.
        const asked = query.alarm ?? ids.find((one) => sees(desk.alarm(one)?.path ?? []));
        const alarm = asked === undefined ? undefined : desk.alarm(asked);
        if (!incident || !alarm) throw new BalefireError('not-found', { what: params.id });
        if (alarm.incident !== incident.id)
          throw new FieldError([
            { path: 'query.alarm', words: words('这条警情不属于该事件', 'The alarm does not belong to this incident') },
          ]);
        return views.around(incident.id, alarm, sees);
      },
    }),
  ];
}
