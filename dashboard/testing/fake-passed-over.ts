// The part of the fake gateway that keeps what could not be processed.
import type { Router } from 'express';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { PassedOverList, PassedOverView } from '../../gateway/web/passed-over-contract.ts';
import { refuse } from './fake-answers.ts';
import { garbledFrame, inventedFrame, understoodAs } from './invented-alarms.ts';

export interface FakePassedOver {
  readonly items: PassedOverView[];
  beyond: PassedOverList['beyond'];
  /** Ids that another try does not help. */
  readonly stubborn: Set<string>;
  /** Puts down what the gateway could not process: a fire perhaps, and something else. */
  readonly happen: (devices: readonly DeviceView[]) => void;
}

export function fakePassedOver(): FakePassedOver {
  const items: PassedOverView[] = [];
  return {
    items,
    beyond: null,
    stubborn: new Set(),
    happen(devices) {
      const now = Date.now();
      const of = (id: string) => {
        const device = devices.find((one) => one.id === id) ?? devices[0];
        return { id: device?.id ?? id, name: device?.name ?? id, place: device?.place ?? [] };
      };
      const burning = {
        id: 'f8801',
        kind: 'frame' as const,
        mayBurn: true,
        entry: 8_801,
        at: now - 240_000,
        tries: 2,
        lastTry: now - 30_000,
      };
      const other = { id: 'f8790', kind: 'frame' as const, mayBurn: false, entry: 8_790, at: now - 900_000, tries: 0, lastTry: null };
      const why = 'TypeError: Cannot read properties of undefined (reading "points")';
      items.push(
        {
          ...burning,
          why,
          device: of('smoke-12-05'),
          frame: inventedFrame(8_801, now - 240_000, understoodAs('smoke', 'smoke.alarm', 'alarm')),
        },
        { ...other, why: 'RangeError: offset 14', device: of('hydrant-1'), frame: garbledFrame(8_790, now - 900_000) },
      );
    },
  };
}

export function passedOverRoutes(routes: Router, state: FakePassedOver): void {
  const { items, stubborn } = state;
  const remove = (id: string): void => {
    const at = items.findIndex((one) => one.id === id);
    if (at >= 0) items.splice(at, 1);
  };
  routes.get('/passed-over', (_, response) => {
    const list: PassedOverList = { items, beyond: state.beyond };
    response.json(list);
  });
  routes.post('/passed-over/:id/again', (request, response) => {
    const { id } = request.params;
    const at = items.findIndex((one) => one.id === id);
    const row = items[at];
    if (row === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    if (stubborn.has(id)) items[at] = { ...row, tries: row.tries + 1, lastTry: Date.now() };
    else remove(id);
    response.json({ items: items.filter((one) => one.id === id) });
  });
  routes.post('/passed-over/:id/dismissal', (request, response) => {
    if (String(request.body.reason).trim() === '') {
      const fields = [{ path: 'body.reason', message: '请填写', words: { zh: '请填写原因', en: 'Give a reason' } }];
      return refuse(response, 400, 'bad-request', '请求有误：body.reason', 'The request is not right: body.reason', fields);
    }
    if (request.params.id === 'beyond') state.beyond = null;
    else remove(request.params.id);
    response.status(204).end();
  });
}
