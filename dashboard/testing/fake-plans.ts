// The part of the fake gateway that keeps floor plans: an invented drawing, positions with a version, copies.
import express, { type Router } from 'express';
import { type Drawing, readDrawing } from '../../gateway/plans/drawing.ts';
import type { FloorPlan, PlanItem } from '../../gateway/web/plan-contract.ts';
import { refuse } from './fake-answers.ts';
import type { FakeState } from './fake-state.ts';

interface FakePlan {
  version: number;
  removed?: FloorPlan['removed'];
  drawing: string | Buffer;
  scale: FloorPlan['scale'];
  spots: Map<string, NonNullable<PlanItem['at']>>;
}

/** Place → its plan. */
export type FakePlans = Map<string, FakePlan>;

/** Two flats and a corridor; nobody lives there. */
export const INVENTED_DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 500"><g fill="none" stroke="#222" stroke-width="6"><rect x="20" y="20" width="760" height="460"/><path d="M20 200h300M380 200h400M20 300h500M580 300h200M400 20v180M400 300v180"/></g></svg>`;

function drawingOf({ drawing }: FakePlan): Drawing {
  const read = readDrawing(Buffer.from(drawing));
  if ('zh' in read) throw new Error(read.en);
  return read;
}

export function planRoutes(routes: Router, state: FakeState): void {
  const view = (place: string): FloorPlan => {
    const plan = state.plans.get(place);
    const devices = [...state.devices, ...state.transmission.parts].filter((one) => one.place.some(({ id }) => id === place));
    return {
      place: devices[0]?.place ?? [],
      version: plan?.version ?? 0,
      removed: plan?.removed ?? null,
      drawing: plan && !plan.removed ? drawingOf(plan) : null,
      scale: plan?.scale ?? null,
      changed: plan ? { by: 'p1', name: '管理员甲', from: '10.20.0.7', at: Date.now() } : null,
      items: devices.map(({ id, name, kind, address, stale }) => ({
        id,
        name,
        kind,
        address,
        stale,
        at: plan?.removed ? null : (plan?.spots.get(id) ?? null),
      })),
    };
  };
  routes.get('/places/:id/plan', (request, response) => {
    response.json(view(request.params.id));
  });
  routes.get('/plans/:id/drawing', (request, response) => {
    const plan = state.plans.get(request.params.id);
    if (plan === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    response.type(drawingOf(plan).kind).send(plan.drawing);
  });
  routes.post('/places/:id/plan/drawing', express.raw({ type: () => true, limit: '12mb' }), (request, response) => {
    const drawing: Buffer = request.body;
    const words = readDrawing(drawing);
    if ('zh' in words) return refuse(response, 400, 'bad-request', '请求有误', 'Not right', [{ path: 'body', message: words.zh, words }]);
    const before = state.plans.get(request.params.id);
    state.plans.set(request.params.id, { scale: null, spots: new Map(), ...before, version: (before?.version ?? 0) + 1, drawing });
    response.json(view(request.params.id));
  });
  routes.put('/plans/:id', (request, response) => {
    const plan = state.plans.get(request.params.id);
    if (plan === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    const { version, scale, positions } = request.body;
    if (version !== plan.version)
      return refuse(
        response,
        409,
        'conflict',
        '平面图已由 王工 改动，您的改动还在屏幕上',
        '王工 has changed the plan; your changes are still on the screen',
      );
    plan.version += 1;
    plan.scale = scale;
    plan.spots = new Map(positions.map(({ device, x, y }: { device: string; x: number; y: number }) => [device, { x, y }]));
    response.json(view(request.params.id));
  });
  routes.post('/plans/:id/remove', (request, response) => {
    const plan = state.plans.get(request.params.id);
    if (plan === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    plan.version += 1;
    plan.removed = { by: 'p1', name: '管理员甲', from: '10.20.0.7', at: Date.now(), reason: request.body.reason };
    response.json(view(request.params.id));
  });
  routes.post('/places/:id/plan/restore', (request, response) => {
    const plan = state.plans.get(request.params.id);
    if (plan === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    plan.version += 1;
    plan.removed = null;
    response.json(view(request.params.id));
  });
  routes.post('/plans/:id/copy', (request, response) => {
    const floors = request.body.to.map((id: string) => {
      const place = state.places.find((one) => one.id === id);
      return { place: { id, name: place?.name ?? id, kind: 'floor' }, matched: 2, unmatched: ['机房烟感'], hadPlan: false };
    });
    response.json({ done: !request.body.dry, floors });
  });
}
