// Devices that introduced themselves with an enrolment key and wait for somebody to place them (待登记).
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { BalefireError } from '../../errors.ts';
import { hashSecret, newSecret } from '../../estate/secrets.ts';
import { deviceWithSecret, heldDevice, rawFrame } from '../contract.ts';
import { FieldError } from '../problems.ts';
import { frameList, idParams, placeHeld } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type DeviceRouteRooms, framesOf, namedDriver } from './device-routes.ts';

export function heldRoutes(rooms: DeviceRouteRooms): Route[] {
  const { estate, views, flow, journal, drivers } = rooms;
  return [
    route({
      method: 'get',
      path: '/held',
      id: 'listHeld',
      summary: words('待登记设备', 'Devices waiting to be placed'),
      needs: 'device.read',
      answer: z.object({ items: z.array(heldDevice) }),
      handle: ({ by }) => ({
        items: [...estate.held()].filter((one) => by.sees(estate.places.pathOf(one.site))).map((one) => views.held(one)),
      }),
    }),
    route({
      method: 'get',
      path: '/held/{id}/frames',
      id: 'readHeldFrames',
      summary: words('待登记设备的原始报文', 'Raw frames of a device waiting to be placed'),
      needs: 'frame.read',
      params: idParams,
      query: frameList,
      answer: z.object({ items: z.array(rawFrame), next: z.string().nullable() }),
      names: { 'params.id': 'held' },
      handle: ({ params, query }) => framesOf(journal, views, params.id, query),
    }),
    route({
      method: 'post',
      path: '/held/{id}/place',
      id: 'placeHeld',
      summary: words('登记该设备；密钥仅显示一次', 'Place the device; its secret is shown once'),
      needs: 'device.manage',
      params: idParams,
      body: placeHeld,
      answer: deviceWithSecret,
      status: 201,
      names: { 'params.id': 'held', 'body.place': 'place' },
      async handle({ params, body, by }) {
        const gb26875 = estate.heldRecord(params.id)?.station ?? null;
        if (namedDriver(drivers(), body.model).protocol !== (gb26875 ? 'gb26875' : 'mqtt-json')) {
          const wire = gb26875
            ? words('该设备经 GB/T 26875.3 接入', 'This device comes by GB/T 26875.3')
            : words('该设备经 MQTT 接入', 'This device comes by MQTT');
          throw new FieldError([{ path: 'body.model', words: wire }]);
        }
        const { name, model, place, longitude, latitude } = body;
        const where = { longitude: longitude ?? null, latitude: latitude ?? null };
        const record = { id: params.id, name, model, place, modbus: null, ...(gb26875 ? { gb26875 } : {}), ...where };
        const secret = gb26875 ? '' : newSecret();
        await flow.act({ do: 'register-device', device: record, secretHash: gb26875 ? null : hashSecret(secret) }, by.author);
        const placed = estate.device(params.id);
        if (!placed) throw new BalefireError('not-found', { what: params.id });
        return { device: views.device(placed), secret };
      },
    }),
    route({
      method: 'delete',
      path: '/held/{id}',
      id: 'dismissHeld',
      summary: words('移出待登记列表', 'Take a device off the waiting list'),
      needs: 'device.manage',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'held' },
      async handle({ params, by }) {
        await flow.act({ do: 'dismiss-held', device: params.id }, by.author);
      },
    }),
  ];
}
