// The part of the fake gateway that keeps shifts.
import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import type { Person } from '../../gateway/web/contract.ts';
import type { ShiftView } from '../../gateway/web/shift-contract.ts';
import { refuse } from './fake-answers.ts';

export interface FakeShifts {
  readonly all: ShiftView[];
}

export function shiftRoutes(routes: Router, { all }: FakeShifts, personOf: (request: Request) => Person | undefined): void {
  const signed = (request: Request) => {
    const { id = '', name = '' } = personOf(request) ?? {};
    return { by: id, name, at: Date.now(), from: '10.20.0.7' };
  };
  const mineOf = (request: Request) => all.find(({ began, ended }) => ended === null && began.by === personOf(request)?.id);
  /** One hands over to another: what a person wrote waits for the next. */
  const isUnread = ({ ended, handedTo }: ShiftView, request: Request): boolean =>
    ended !== null && handedTo === null && ended.by !== personOf(request)?.id;
  routes.get('/shift-start', (request, response) => {
    const mine = mineOf(request) ?? null;
    const unread = all.filter((one) => isUnread(one, request));
    response.json({ mine, unread, others: all.filter((one) => one.ended === null && one !== mine) });
  });
  routes.get('/shifts', (_, response) => {
    response.json({ items: [...all].reverse(), next: null });
  });
  routes.post('/shifts', (request, response) => {
    const by = signed(request);
    for (const [nth, one] of all.entries()) if (isUnread(one, request)) all[nth] = { ...one, handedTo: by };
    const { second = null, isSoundHeard, read } = request.body;
    const shift: ShiftView = { id: randomUUID(), place: [], began: by, second, isSoundHeard, read, ended: null, handedTo: null };
    all.push(shift);
    response.status(201).json(shift);
  });
  routes.post('/shifts/:id/end', (request, response) => {
    const at = all.findIndex(({ id }) => id === request.params['id']);
    const before = all[at];
    if (before === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    const after = { ...before, ended: { ...signed(request), note: String(request.body.note), unverified: [] } };
    all[at] = after;
    response.json(after);
  });
}
