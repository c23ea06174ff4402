// Coming on duty, handing over, and the book of shifts.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Shift, Shifts } from '../../shift/shifts.ts';
import { idParams, pageQuery } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { beginShift, endShift, type ShiftView, shift as shiftSchema, shiftStart } from '../shift-contract.ts';
import { signature, signed } from '../signature-view.ts';
import type { Acting } from './acting.ts';

export interface ShiftRouteRooms {
  readonly shifts: Shifts;
  readonly estate: Pick<Estate, 'places'>;
  readonly flow: Acting;
  readonly clock: Clock;
}

export function shiftRoutes({ shifts, estate, flow, clock }: ShiftRouteRooms): Route[] {
  const pathOf = (one: Shift): readonly string[] => estate.places.pathOf(one.place);
  const view = (one: Shift): ShiftView => ({
    id: one.id,
    place: estate.places.steps(pathOf(one)),
    began: signature(one.began),
    second: one.second ?? null,
    isSoundHeard: one.isSoundHeard,
    read: [...one.read],
    ended: one.ended && { ...signature(one.ended), note: one.ended.note, unverified: [...one.ended.unverified] },
    handedTo: signed(one.handedTo),
  });
  return [
    route({
      method: 'get',
      path: '/shift-start',
      id: 'readShiftStart',
      summary: words('上岗前须知：未读的交接记录与在岗人员', 'What to know before coming on duty: hand-overs to read, who is on duty'),
      needs: 'alarm.acknowledge',
      answer: shiftStart,
      handle({ by }) {
        const mine = shifts.ofPerson(by.person.id);
        const others = shifts.onDuty().filter((one) => one !== mine && by.sees(pathOf(one)));
        return {
          mine: mine ? view(mine) : null,
          unread: shifts.unread(by.person.place, by.person.id, clock()).map(view),
          others: others.map(view),
        };
      },
    }),
    route({
      method: 'post',
      path: '/shifts',
      id: 'beginShift',
      summary: words('上岗：签收交接记录', 'Come on duty, and sign for what was handed over'),
      needs: 'alarm.acknowledge',
      body: beginShift,
      answer: shiftSchema,
      status: 201,
      async handle({ body, by }) {
        const { shift } = await flow.act({ do: 'begin-shift', id: randomUUID(), place: by.person.place, ...body }, by.author);
        if (!shift) throw new BalefireError('internal');
        return view(shift);
      },
    }),
    route({
      method: 'post',
      path: '/shifts/{id}/end',
      id: 'endShift',
      summary: words('交班', 'Hand over, and go off duty'),
      needs: 'alarm.acknowledge',
      params: idParams,
      body: endShift,
      answer: shiftSchema,
      names: { 'params.id': 'shift' },
      async handle({ params, body, by }) {
        const isSupervisor = by.person.role === 'supervisor' || by.person.role === 'administrator';
        const { shift } = await flow.act({ do: 'end-shift', shift: params.id, note: body.note, isSupervisor }, by.author);
        if (!shift) throw new BalefireError('internal');
        return view(shift);
      },
    }),
    route({
      method: 'get',
      path: '/shifts',
      id: 'listShifts',
      summary: words('值班与交接记录，最近在前', 'Shifts and what was handed over, the last first'),
      needs: 'alarm.read',
      query: pageQuery,
      answer: z.object({ items: z.array(shiftSchema), next: z.string().nullable() }),
      handle({ query, by }) {
        const found = shifts.list({ before: query.after, limit: query.limit });
        const last = found.length < query.limit ? undefined : found.at(-1);
        return { items: found.filter((one) => by.sees(pathOf(one))).map(view), next: last ? String(last.began.at) : null };
      },
    }),
  ];
}
