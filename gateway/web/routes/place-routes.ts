// The tree of places, and the keys with which a site's devices introduce themselves.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { PlaceRecord } from '../../acts.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import { hashSecret, newSecret } from '../../estate/secrets.ts';
import { enrolmentKey, type Place, place } from '../contract.ts';
import { changePlace, idParams, newPlace } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { Acting } from './acting.ts';

function placeView({ id, parent, kind, name, longitude, latitude }: PlaceRecord): Place {
  return { id, parent, kind, name, ...(longitude !== null && latitude !== null ? { longitude, latitude } : {}) };
}

export function placeRoutes(rooms: { estate: Estate; flow: Acting }): Route[] {
  const { estate, flow } = rooms;
  const there = (id: string): PlaceRecord => {
    const found = estate.places.get(id);
    if (!found) throw new BalefireError('not-found', { what: id });
    return found;
  };
  return [
    route({
      method: 'get',
      path: '/places',
      id: 'listPlaces',
      summary: words('可见的地点，连同上级路径', 'The places one sees, and the way up to them'),
      needs: 'signed-in',
      answer: z.object({ items: z.array(place) }),
      handle({ by }) {
        const wayUp = new Set(estate.places.pathOf(by.person.place));
        const seen = [...estate.places.all()].filter((one) => wayUp.has(one.id) || by.sees(estate.places.pathOf(one.id)));
        return { items: seen.map(placeView) };
      },
    }),
    route({
      method: 'post',
      path: '/places',
      id: 'addPlace',
      summary: words('新增地点', 'Add a place'),
      needs: 'device.manage',
      body: newPlace,
      answer: place,
      status: 201,
      names: { 'body.parent': 'place' },
      async handle({ body, by }) {
        const { parent, kind, name, longitude, latitude } = body;
        const record = { id: `l-${randomUUID()}`, parent, kind, name, longitude: longitude ?? null, latitude: latitude ?? null };
        await flow.act({ do: 'add-place', place: record }, by.author);
        return placeView(there(record.id));
      },
    }),
    route({
      method: 'patch',
      path: '/places/{id}',
      id: 'changePlace',
      summary: words('修改地点', 'Change a place'),
      needs: 'device.manage',
      params: idParams,
      body: changePlace,
      answer: place,
      names: { 'params.id': 'place', 'body.parent': 'place' },
      async handle({ params, body, by }) {
        const before = there(params.id);
        const after = {
          ...before,
          // The root hangs on nothing, whatever is said.
          parent: before.parent === null ? null : (body.parent ?? before.parent),
          name: body.name ?? before.name,
          longitude: body.longitude === undefined ? before.longitude : body.longitude,
          latitude: body.latitude === undefined ? before.latitude : body.latitude,
        };
        await flow.act({ do: 'change-place', place: after }, by.author);
        return placeView(there(params.id));
      },
    }),
    route({
      method: 'post',
      path: '/places/{id}/enrolment-key',
      id: 'renewEnrolmentKey',
      summary: words('生成新的入网密钥，仅显示一次；旧密钥失效', 'Make a new enrolment key, shown once; the old one ends'),
      needs: 'device.manage',
      params: idParams,
      answer: enrolmentKey,
      names: { 'params.id': 'place' },
      async handle({ params, by }) {
        const key = newSecret();
        await flow.act({ do: 'set-enrolment-key', place: params.id, keyHash: hashSecret(key) }, by.author);
        return { key };
      },
    }),
  ];
}
