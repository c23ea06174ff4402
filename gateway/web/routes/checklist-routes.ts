// The checklists of a place: what applies there, and its own in place of it.
import { words } from '../../../device-drivers/words.ts';
import { ALARM_CLASSES } from '../../../rules/rule.ts';
import type { Checklists } from '../../alarms/checklists.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { signed } from '../signature-view.ts';
import { type PlaceChecklists, placeChecklists, setChecklist } from '../work-contract.ts';
import type { Acting } from './acting.ts';

interface ChecklistRouteRooms {
  readonly checklists: Checklists;
  readonly estate: Pick<Estate, 'places'>;
  readonly flow: Acting;
}

export function checklistRoutes({ checklists, estate, flow }: ChecklistRouteRooms): Route[] {
  const named = (id: string) => ({ id, name: estate.places.get(id)?.name ?? id });
  const view = (place: string): PlaceChecklists => {
    if (!estate.places.get(place)) throw new BalefireError('not-found', { what: place });
    const path = estate.places.pathOf(place);
    const lists = ALARM_CLASSES.map((of) => {
      const list = checklists.applying(path, of);
      const own = checklists.own(place, of);
      const steps = list.steps.map((step) => ({ ...step, title: { ...step.title } }));
      const from = list.place === null ? null : named(list.place);
      return { class: of, from, steps, version: own?.version ?? 0, changed: signed(own?.changed ?? null) };
    });
    return { place: named(place), lists };
  };
  return [
    route({
      method: 'get',
      path: '/places/{id}/checklists',
      id: 'readChecklists',
      summary: words('各类警情在此处适用的处置清单', 'The checklists that apply at a place, by class of alarm'),
      needs: 'alarm.read',
      params: idParams,
      answer: placeChecklists,
      names: { 'params.id': 'place' },
      handle: ({ params }) => view(params.id),
    }),
    route({
      method: 'put',
      path: '/places/{id}/checklists',
      id: 'setChecklist',
      summary: words(
        '此处自有的处置清单；version 为打开时的版本，steps 为 null 则沿用上级',
        'The place’s own checklist, made from the version that was seen; steps null: what stands above applies again',
      ),
      needs: 'unit.manage',
      params: idParams,
      body: setChecklist,
      answer: placeChecklists,
      names: { 'params.id': 'place' },
      async handle({ params, body, by }) {
        await flow.act({ do: 'set-checklist', place: params.id, ...body }, by.author);
        return view(params.id);
      },
    }),
  ];
}
