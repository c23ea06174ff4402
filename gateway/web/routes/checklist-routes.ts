// The checklists of a place: what applies there, and its own in place of it.
import { words } from '../../../device-drivers/words.ts';
import { ALARM_CLASSES } from '../../../rules/rule.ts';
import type { AlarmStore } from '../../alarms/alarm-store.ts';
import type { Checklist, Checklists } from '../../alarms/checklists.ts';
import type { Incident } from '../../alarms/incident.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { signature, signed } from '../signature-view.ts';
import { checklistVersions, type PlaceChecklists, placeChecklists, setChecklist, versionsQuery } from '../work-contract.ts';
import type { Acting } from './acting.ts';

/** Incidents of the place that are looked through, and named for each version. */
const LOOKED_THROUGH = 1_000;
const NAMED = 20;

export interface ChecklistRouteRooms {
  readonly checklists: Checklists;
  readonly store: Pick<AlarmStore, 'listIncidents'>;
  readonly estate: Pick<Estate, 'places'>;
  readonly flow: Acting;
}

export function checklistRoutes({ checklists, store, estate, flow }: ChecklistRouteRooms): Route[] {
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
  /** Whether a place nearer to the incident had a list of its own at some time while it was open. */
  const hadNearer = ({ path, class: of, began, closedAt }: Incident, place: string): boolean =>
    path.slice(path.indexOf(place) + 1).some((nearer) =>
      stretches(checklists.versions(nearer, of)).some(({ list, until }) => {
        return list.steps !== null && overlaps(list.changed.at, until, began, closedAt);
      }),
    );
  return [
    route({
      method: 'get',
      path: '/places/{id}/checklists/versions',
      id: 'readChecklistVersions',
      summary: words(
        '一类警情的自有处置清单的历次版本，及其用于哪些事件',
        'The versions of a place’s own checklist, and the incidents each was used for',
      ),
      needs: 'alarm.read',
      params: idParams,
      query: versionsQuery,
      answer: checklistVersions,
      names: { 'params.id': 'place' },
      handle({ params: { id: place }, query: { class: of }, by }) {
        const versions = stretches(checklists.versions(place, of));
        if (versions.length === 0) return { items: [] };
        const incidents = store
          .listIncidents({ place, limit: LOOKED_THROUGH })
          .filter((one) => one.class === of && by.sees(one.path) && !hadNearer(one, place));
        const items = versions.map(({ list: { version, steps, changed }, until }) => {
          const used = steps === null ? [] : incidents.filter(({ began, closedAt }) => overlaps(changed.at, until, began, closedAt));
          return {
            version,
            steps: steps?.map((step) => ({ ...step, title: { ...step.title } })) ?? null,
            changed: signature(changed),
            until,
            incidents: used.slice(0, NAMED).map(({ id, began, path, closedAt }) => {
              const where = estate.places.steps(path).map(({ name }) => name);
              return { id, began, place: where.join(' / '), closed: closedAt !== null };
            }),
            more: Math.max(0, used.length - NAMED),
          };
        });
        return { items: items.toReversed() };
      },
    }),
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

/** Each version with the time at which the next one followed; null: it counts now. */
function stretches(versions: readonly Checklist[]): { readonly list: Checklist; readonly until: number | null }[] {
  return versions.map((list, nth) => ({ list, until: versions[nth + 1]?.changed.at ?? null }));
}

/** Whether two spans of time have an instant in common; null: without an end. */
function overlaps(from: number, to: number | null, began: number, ended: number | null): boolean {
  return (to === null || began < to) && (ended === null || ended >= from);
}
