// Sketches 标绘: drawn on the map for everybody who sees their place, changed, and taken off.
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Sketch } from '../../map/sketch.ts';
import type { Sketches } from '../../map/sketches.ts';
import { pastQuery } from '../map-requests.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { signature } from '../signature-view.ts';
import { changeSketch, newSketch, type SketchView, sketch, sketchList, sketchPast, sketchQuery } from '../sketch-contract.ts';
import type { Acting } from './acting.ts';
import { replaySpan } from './replay-span.ts';

export interface SketchRouteRooms {
  readonly sketches: Sketches;
  readonly estate: Pick<Estate, 'places'>;
  readonly flow: Acting;
  readonly clock: Clock;
}

export function sketchRoutes({ sketches, estate, flow, clock }: SketchRouteRooms): Route[] {
  const view = ({ spots, place, drawn, changed, onScreens = false, ...rest }: Sketch): SketchView => ({
    ...rest,
    onScreens,
    spots: [...spots],
    place: estate.places.steps(estate.places.pathOf(place)),
    drawn: signature(drawn),
    changed: signature(changed),
  });
  const there = (id: string): Sketch => {
    const found = sketches.get(id);
    if (!found) throw new BalefireError('not-found', { what: id });
    return found;
  };
  return [
    route({
      method: 'get',
      path: '/map/sketches',
      id: 'listSketches',
      summary: words(
        '地图标绘；known 与现状相同时 items 为 null',
        'What is drawn on the map; items is null where `known` says that nothing changed',
      ),
      needs: 'device.read',
      query: sketchQuery,
      answer: sketchList,
      handle({ query, by }) {
        const seen = [...sketches.all()].filter(({ place }) => by.sees(estate.places.pathOf(place)));
        const state = createHash('sha256')
          .update(seen.map(({ id, version }) => `${id} ${version}`).join('\n'))
          .digest('base64url');
        return { state, items: query.known === state ? null : seen.map(view) };
      },
    }),
    route({
      method: 'get',
      path: '/map/sketches/past',
      id: 'readSketchPast',
      summary: words(
        '一段时间内的标绘及其各版本，供地图回放',
        'What was drawn on the map within a span, version by version, to play it back',
      ),
      needs: 'device.read',
      query: pastQuery,
      answer: sketchPast,
      handle({ query, by }) {
        const { from, to } = replaySpan(query, clock());
        const seen = sketches.standingWithin(from, to).filter(({ sketch: { place } }) => by.sees(estate.places.pathOf(place)));
        const items = seen.map(({ sketch: one, until }) => ({ ...view(one), from: one.changed.at, to: until }));
        return { from, to, items, cut: sketches.isCut(from) };
      },
    }),
    route({
      method: 'post',
      path: '/map/sketches',
      id: 'drawSketch',
      summary: words('在地图上标绘：点、线、区域、圆', 'Draw on the map: a spot, a line, an area or a circle'),
      needs: 'map.draw',
      body: newSketch,
      status: 201,
      answer: sketch,
      names: { 'body.place': 'place' },
      async handle({ body, by }) {
        const drawn = { ...body, id: randomUUID() };
        await flow.act({ do: 'draw-sketch', sketch: drawn, version: 0 }, by.author);
        return view(there(drawn.id));
      },
    }),
    route({
      method: 'put',
      path: '/map/sketches/{id}',
      id: 'changeSketch',
      summary: words('修改标绘；已被他人改动时拒绝', 'Change a drawing; refused where another changed it since that version'),
      needs: 'map.draw',
      params: idParams,
      body: changeSketch,
      answer: sketch,
      names: { 'params.id': 'sketch', 'body.place': 'place' },
      async handle({ params, body: { version, ...drawn }, by }) {
        await flow.act({ do: 'draw-sketch', sketch: { ...drawn, id: params.id }, version }, by.author);
        return view(there(params.id));
      },
    }),
    route({
      method: 'delete',
      path: '/map/sketches/{id}',
      id: 'removeSketch',
      summary: words('移除标绘', 'Take a drawing off the map'),
      needs: 'map.draw',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'sketch' },
      async handle({ params, by }) {
        const { id, place, label } = there(params.id);
        await flow.act({ do: 'remove-sketch', id, place, label }, by.author);
      },
    }),
  ];
}
