// Alarms: the list, the story of one, and what a person does about it.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Deed } from '../../acts.ts';
import type { Alarm } from '../../alarms/alarm.ts';
import type { AlarmStore, AuditRecord } from '../../alarms/alarm-store.ts';
import type { AlarmAct } from '../../alarms/desk.ts';
import type { Clock } from '../../clock.ts';
import { auditTitle } from '../../deeds/deeds.ts';
import { BalefireError } from '../../errors.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import type { Visitor } from '../access/access.ts';
import type { AlarmViews } from '../alarm-views.ts';
import { type AuditRow, alarm, alarmStory } from '../contract.ts';
import type { DeviceViews } from '../device-views.ts';
import { acknowledgedTogether, goesTogether, shelve } from '../incident-contract.ts';
import { problemOf } from '../problems.ts';
import { acknowledge, acknowledgeTogether, alarmList, idParams, judge, reset } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { Acting } from './acting.ts';

/** Audit lines of one alarm shown in its story: a person reads the last hundred, the audit page has the rest. */
const STORY_LINES = 100;

/** Acts of one request that wait for the disk together: they share its writes, and leave room for those of others. */
const AT_ONCE = 25;
const ONE_BY_ONE = words('火警、预警与联动须逐条确认', 'A fire, a pre-alarm or a linkage is acknowledged by itself');

export interface AlarmRouteRooms {
  readonly store: AlarmStore;
  readonly desk: { alarm(id: string): Alarm | undefined };
  readonly views: AlarmViews;
  readonly deviceViews: DeviceViews;
  readonly flow: Acting;
  readonly clock: Clock;
}

/** The place that a list is kept within: the one asked for, else the person's own; the root needs no filter. */
export function within(by: Visitor, place: string | undefined): string | undefined {
  const narrow = place ?? by.person.place;
  return narrow === ROOT_PLACE ? undefined : narrow;
}

export function auditView({ number, at, by, name, from, what, about, detail }: AuditRecord): AuditRow {
  return { number, at, by, name, from, what, title: auditTitle(what), about, detail: { ...detail } };
}

export function alarmRoutes(rooms: AlarmRouteRooms): Route[] {
  const { store, desk, views, deviceViews, flow, clock } = rooms;
  const act = async (deed: Extract<Deed, { do: AlarmAct['do'] }>, by: Visitor) => {
    const { alarm: changed } = await flow.act(deed, by.author);
    if (!changed) throw new BalefireError('not-found', { what: deed.alarm });
    return views.alarm(changed);
  };
  return [
    route({
      method: 'get',
      path: '/alarms',
      id: 'listAlarms',
      summary: words('警情列表，最近变化在前', 'Alarms, the last changed first'),
      needs: 'alarm.read',
      query: alarmList,
      answer: z.object({ items: z.array(alarm), next: z.string().nullable() }),
      names: { 'query.place': 'place' },
      handle({ query, by }) {
        const found = store.listAlarms({ ...query, place: within(by, query.place) });
        const last = found.length < query.limit ? undefined : found.at(-1);
        return { items: found.map((one) => views.alarm(one)), next: last ? String(last.change) : null };
      },
    }),
    route({
      method: 'get',
      path: '/alarms/{id}',
      id: 'readAlarm',
      summary: words('一条警情的全过程：处置记录与原始报文', 'The story of an alarm: what was done, and the frames it rests on'),
      needs: 'alarm.read',
      params: idParams,
      answer: alarmStory,
      names: { 'params.id': 'alarm' },
      handle({ params, by }) {
        const one = desk.alarm(params.id);
        if (!one) throw new BalefireError('not-found', { what: params.id });
        return {
          alarm: views.alarm(one),
          audit: store.listAudit({ about: one.id, limit: STORY_LINES }).map(auditView),
          evidence: by.may('frame.read') ? store.evidence(one.id).map((entry) => deviceViews.frame(entry)) : [],
        };
      },
    }),
    route({
      method: 'post',
      path: '/alarms/acknowledge',
      id: 'acknowledgeAlarmsTogether',
      summary: words(
        '一并确认监管、故障、屏蔽与提示；火警、预警与联动须逐条确认',
        'Acknowledge several; never a fire, a pre-alarm or a linkage',
      ),
      needs: 'alarm.acknowledge',
      body: acknowledgeTogether,
      answer: acknowledgedTogether,
      async handle({ body: { ids, note }, by }) {
        const acknowledged: string[] = [];
        const refused: z.output<typeof acknowledgedTogether>['refused'] = [];
        const one = async (id: string): Promise<void> => {
          const known = desk.alarm(id);
          if (!known || !by.sees(known.path)) {
            refused.push({ id, name: null, words: new BalefireError('not-found', { what: id }).words });
            return;
          }
          const name = views.alarm(known).device.name;
          if (!goesTogether(known)) {
            refused.push({ id, name, words: ONE_BY_ONE });
            return;
          }
          try {
            await act({ do: 'acknowledge', alarm: id, note }, by);
            acknowledged.push(id);
          } catch (thrown) {
            refused.push({ id, name, words: problemOf(thrown).words });
          }
        };
        const left = [...new Set(ids)];
        while (left.length > 0) await Promise.all(left.splice(0, AT_ONCE).map(one));
        return { acknowledged, refused };
      },
    }),
    route({
      method: 'post',
      path: '/alarms/{id}/acknowledge',
      id: 'acknowledgeAlarm',
      summary: words('确认', 'Acknowledge'),
      needs: 'alarm.acknowledge',
      params: idParams,
      body: acknowledge,
      answer: alarm,
      names: { 'params.id': 'alarm' },
      handle: ({ params, body, by }) => act({ do: 'acknowledge', alarm: params.id, note: body.note }, by),
    }),
    route({
      method: 'post',
      path: '/alarms/{id}/judge',
      id: 'judgeAlarm',
      summary: words('判定真伪', 'Say what it was'),
      needs: 'alarm.verdict',
      params: idParams,
      body: judge,
      answer: alarm,
      names: { 'params.id': 'alarm' },
      handle: ({ params, body, by }) => act({ do: 'judge', alarm: params.id, ...body }, by),
    }),
    route({
      method: 'post',
      path: '/alarms/{id}/reset',
      id: 'resetAlarm',
      summary: words('复位', 'Reset'),
      needs: 'alarm.reset',
      params: idParams,
      body: reset,
      answer: alarm,
      names: { 'params.id': 'alarm' },
      handle: ({ params, body, by }) => act({ do: 'reset', alarm: params.id, note: body.note }, by),
    }),
    route({
      method: 'post',
      path: '/alarms/{id}/shelve',
      id: 'shelveAlarm',
      summary: words('搁置一段时间，到时自动恢复', 'Lay aside for a while; it comes back by itself'),
      needs: 'alarm.shelve',
      params: idParams,
      body: shelve,
      answer: alarm,
      names: { 'params.id': 'alarm' },
      handle: ({ params, body: { reason, minutes, oneShot }, by }) =>
        act({ do: 'shelve', alarm: params.id, reason, until: clock() + minutes * 60_000, oneShot }, by),
    }),
    route({
      method: 'post',
      path: '/alarms/{id}/unshelve',
      id: 'unshelveAlarm',
      summary: words('取消搁置', 'Take back from the shelf'),
      needs: 'alarm.shelve',
      params: idParams,
      answer: alarm,
      names: { 'params.id': 'alarm' },
      handle: ({ params, by }) => act({ do: 'unshelve', alarm: params.id }, by),
    }),
  ];
}
