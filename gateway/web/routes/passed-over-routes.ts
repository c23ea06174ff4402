// What the house could not conclude: the list with its raw frames, another try, and a person's word that nothing need follow.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import { BEYOND, type PassedOver, type PassedOverRow } from '../../passed-over.ts';
import type { DeviceViews } from '../device-views.ts';
import { dismissPassedOver, type PassedOverView, passedOverList } from '../passed-over-contract.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { Acting } from './acting.ts';

export interface PassedOverRouteRooms {
  readonly passedOver: Pick<PassedOver, 'all' | 'get' | 'beyond' | 'frameOf'>;
  readonly estate: Estate;
  readonly views: Pick<DeviceViews, 'frame'>;
  readonly flow: Acting;
}

/** Shown at once: fires first, then the oldest. What is behind them comes up as these are dealt with. */
const SHOWN = 200;

export function passedOverRoutes({ passedOver, estate, views, flow }: PassedOverRouteRooms): Route[] {
  const pathOf = ({ device }: PassedOverRow): readonly string[] => estate.device(device)?.path ?? estate.places.pathOf(ROOT_PLACE);
  const view = (row: PassedOverRow): PassedOverView => {
    const { finding: _, device: id, ...rest } = row;
    const entry = passedOver.frameOf(row);
    return {
      ...rest,
      device: { id, name: estate.device(id)?.name ?? id, place: [...estate.places.steps(pathOf(row))] },
      frame: entry ? views.frame(entry) : null,
    };
  };
  return [
    route({
      method: 'get',
      path: '/passed-over',
      id: 'listPassedOver',
      summary: words('未能处理的报文，附原文；可能的火警在前', 'What could not be processed, with its raw frame; what may be a fire first'),
      needs: 'frame.read',
      answer: passedOverList,
      handle({ by }) {
        const rows = passedOver.all().filter((row) => by.sees(pathOf(row)));
        const items = rows.toSorted((one, other) => Number(other.mayBurn) - Number(one.mayBurn)).slice(0, SHOWN);
        return { items: items.map(view), beyond: by.sees(estate.places.pathOf(ROOT_PLACE)) ? passedOver.beyond() : null };
      },
    }),
    route({
      method: 'post',
      path: '/passed-over/{id}/again',
      id: 'concludeAgain',
      summary: words('再试一次；答复为仍未能处理的', 'Try once more; the answer holds it if it failed again'),
      needs: 'alarm.verdict',
      params: idParams,
      answer: passedOverList.pick({ items: true }),
      names: { 'params.id': 'passed-over' },
      async handle({ params, by }) {
        await flow.act({ do: 'conclude-again', ids: [params.id] }, by.author);
        const row = passedOver.get(params.id);
        return { items: row ? [view(row)] : [] };
      },
    }),
    route({
      method: 'post',
      path: '/passed-over/{id}/dismissal',
      id: 'dismissPassedOver',
      summary: words(
        '核实后移出，须注明原因；日志中的原文不动',
        'Dismiss with a reason, once it was verified; the journal keeps the frame',
      ),
      needs: 'alarm.verdict',
      params: idParams,
      body: dismissPassedOver,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'passed-over' },
      async handle({ params: { id }, body: { reason }, by }) {
        const row = passedOver.get(id);
        if (!row && id !== BEYOND) throw new BalefireError('not-found', { what: id });
        const { device, entry } = row ?? { device: ROOT_PLACE, entry: passedOver.beyond()?.from ?? null };
        await flow.act({ do: 'dismiss-passed-over', id, device, entry, reason }, by.author);
      },
    }),
  ];
}
