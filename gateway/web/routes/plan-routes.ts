// Floor plans: the drawing of a floor or zone, where its devices stand on it, and the same for floors like it.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { KeptFiles } from '../../kept-files.ts';
import { DRAWING_BYTES, readDrawing } from '../../plans/drawing.ts';
import type { Plan, PlanChange, Plans, Spot } from '../../plans/plans.ts';
import { type Placeable, spotsFor } from '../../plans/similar.ts';
import type { DeviceViews } from '../device-views.ts';
import { arrangePlan, copyPlan, drawPlanQuery, type FloorPlan, floorPlan, planCopy, removePlan, restorePlan } from '../plan-contract.ts';
import { FieldError } from '../problems.ts';
import { idParams } from '../requests.ts';
import { type Download, type Route, route } from '../route.ts';
import { signature } from '../signature-view.ts';
import type { Acting } from './acting.ts';

export interface PlanRouteRooms {
  readonly plans: Plans;
  readonly drawings: KeptFiles;
  readonly estate: Estate;
  readonly views: DeviceViews;
  readonly flow: Acting;
}

/** What a drawing may do in a browser that opens it by itself: show its own style and pictures, and nothing else. */
const DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

export function planRoutes({ plans, drawings, estate, views, flow }: PlanRouteRooms): Route[] {
  const rowsOf = (place: string) => estate.inOrder().flatMap((one) => (one.path.includes(place) ? [views.row(one)] : []));
  const stepOf = (place: string) => {
    const step = estate.places.steps([place])[0];
    if (!step) throw new BalefireError('not-found', { what: place });
    return step;
  };
  const floorOf = (place: string): { name: string; devices: Placeable[] } => ({
    name: stepOf(place).name,
    devices: rowsOf(place).map(({ id, name, kind, part }) => ({ id, name, kind, point: part?.point ?? null })),
  });
  const view = (place: string): FloorPlan => {
    const plan = plans.get(place);
    const last = plans.lastOf(place);
    return {
      place: estate.places.steps(estate.places.pathOf(place)),
      version: last?.version ?? 0,
      drawing: plan?.drawing ?? null,
      scale: plan?.scale ?? null,
      changed: last ? signature(last.changed) : null,
      removed: last?.removed ? { ...signature(last.removed), reason: last.removed.reason } : null,
      items: rowsOf(place).map((row) => ({
        id: row.id,
        name: row.name,
        kind: row.kind,
        address: row.address,
        stale: row.stale,
        at: plan?.positions[row.id] ?? null,
      })),
    };
  };
  const there = (place: string): Plan => {
    const plan = plans.get(place);
    if (!plan) throw new BalefireError('not-found', { what: place });
    return plan;
  };
  return [
    route({
      method: 'get',
      path: '/places/{id}/plan',
      id: 'readPlan',
      summary: words(
        '平面图与其上的点位；尚无图纸时 version 为 0',
        'The floor plan and what stands on it; version 0 where there is none yet',
      ),
      needs: 'device.read',
      params: idParams,
      answer: floorPlan,
      names: { 'params.id': 'place' },
      handle: ({ params }) => view(params.id),
    }),
    route({
      method: 'get',
      path: '/plans/{id}/drawing',
      id: 'readDrawing',
      summary: words('平面图的图纸文件，id 为楼层', 'The drawing of a floor plan as a file; the id is the floor’s'),
      needs: 'device.read',
      params: idParams,
      answer: z.custom<Download>(),
      download: 'image/*',
      names: { 'params.id': 'plan' },
      async handle({ params }) {
        const { drawing } = there(params.id);
        const bytes = await drawings.read(drawing);
        return { name: `plan-${drawing.hash.slice(0, 12)}`, pieces: [bytes], type: drawing.kind, policy: DRAWING_POLICY };
      },
    }),
    route({
      method: 'post',
      path: '/places/{id}/plan/drawing',
      id: 'drawPlan',
      summary: words('上传楼层图纸（PNG、JPEG、WebP、SVG）；点位保留', 'Upload the drawing of a floor; what stands on the plan stays'),
      needs: 'device.manage',
      params: idParams,
      query: drawPlanQuery,
      body: z.instanceof(Uint8Array),
      upload: DRAWING_BYTES,
      answer: floorPlan,
      names: { 'params.id': 'place' },
      async handle({ params, query, body, by }) {
        const { kind } = stepOf(params.id);
        if (kind !== 'floor' && kind !== 'zone') {
          const said = words('平面图只属于楼层或区域', 'A plan belongs to a floor or a zone');
          throw new FieldError([{ path: 'params.id', words: said }]);
        }
        const drawing = readDrawing(body);
        if ('zh' in drawing) throw new FieldError([{ path: 'body', words: drawing }]);
        await drawings.keep(drawing, body);
        await flow.act({ do: 'change-plans', changes: [{ place: params.id, version: query.version, drawing }] }, by.author);
        return view(params.id);
      },
    }),
    route({
      method: 'put',
      path: '/plans/{id}',
      id: 'arrangePlan',
      summary: words(
        '保存比例与点位；version 为打开时的版本，已被他人改动时拒绝',
        'Save scale and positions; refused where another changed the plan since that version',
      ),
      needs: 'device.manage',
      params: idParams,
      body: arrangePlan,
      answer: floorPlan,
      names: { 'params.id': 'plan' },
      async handle({ params, body, by }) {
        const stray = body.positions.findIndex(({ device }) => !estate.device(device)?.path.includes(params.id));
        if (stray >= 0) {
          const said = words('该设备不在此楼层', 'This device does not stand on this floor');
          throw new FieldError([{ path: `body.positions.${stray}.device`, words: said }]);
        }
        const positions = Object.fromEntries(body.positions.map(({ device, x, y }): [string, Spot] => [device, { x, y }]));
        const change = { place: params.id, version: body.version, scale: body.scale, positions };
        await flow.act({ do: 'change-plans', changes: [change] }, by.author);
        return view(params.id);
      },
    }),
    route({
      method: 'post',
      path: '/plans/{id}/remove',
      id: 'removePlan',
      summary: words(
        '移除平面图；图纸、比例与点位保留，可恢复',
        'Take a plan down; drawing, scale and positions are kept and can be hung again',
      ),
      needs: 'device.manage',
      params: idParams,
      body: removePlan,
      answer: floorPlan,
      names: { 'params.id': 'plan' },
      async handle({ params, body, by }) {
        await flow.act({ do: 'remove-plan', place: params.id, ...body }, by.author);
        return view(params.id);
      },
    }),
    route({
      method: 'post',
      path: '/places/{id}/plan/restore',
      id: 'restorePlan',
      summary: words('恢复最近移除的平面图，点位一并恢复', 'Hang the plan that was taken down last again, with what stood on it'),
      needs: 'device.manage',
      params: idParams,
      body: restorePlan,
      answer: floorPlan,
      names: { 'params.id': 'place' },
      async handle({ params, body, by }) {
        await flow.act({ do: 'restore-plan', place: params.id, version: body.version }, by.author);
        return view(params.id);
      },
    }),
    route({
      method: 'post',
      path: '/plans/{id}/copy',
      id: 'copyPlan',
      summary: words('复制到相似楼层；dry 只试算', 'Copy to floors like it; dry: only say what would be placed'),
      needs: 'device.manage',
      params: idParams,
      body: copyPlan,
      answer: planCopy,
      names: { 'params.id': 'plan' },
      async handle({ params, body, by }) {
        const source = there(params.id);
        if (source.version !== body.version) throw new BalefireError('conflict', { detail: `v${source.version} ≠ v${body.version}` });
        const from = floorOf(source.place);
        const floors = [...new Set(body.to)].map((id, nth) => {
          if (!estate.places.get(id) || !by.sees(estate.places.pathOf(id))) throw new BalefireError('not-found', { what: id });
          const place = stepOf(id);
          if (id === source.place || (place.kind !== 'floor' && place.kind !== 'zone')) {
            const said = words('只能复制到其他楼层或区域', 'A plan is copied to other floors or zones only');
            throw new FieldError([{ path: `body.to.${nth}`, words: said }]);
          }
          const to = floorOf(id);
          const before = plans.get(id);
          const found = spotsFor(source.positions, from, to);
          const positions = { ...found, ...before?.positions };
          const unmatched = to.devices.filter((one) => positions[one.id] === undefined).map(({ name }) => name);
          const drawn = before ? {} : { drawing: source.drawing, scale: source.scale };
          const change: PlanChange = { place: id, version: plans.lastOf(id)?.version ?? 0, positions, ...drawn };
          return { place, matched: Object.keys(found).length, unmatched: unmatched.slice(0, 100), hadPlan: before !== undefined, change };
        });
        if (!body.dry) await flow.act({ do: 'change-plans', changes: floors.map(({ change }) => change) }, by.author);
        return { done: !body.dry, floors: floors.map(({ change: _change, ...told }) => told) };
      },
    }),
  ];
}
