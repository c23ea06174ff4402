// The routes of the fake gateway by which the estate changes: places, enrolment keys, devices.
import { randomUUID } from 'node:crypto';
import type { Request, Response, Router } from 'express';
import type { DeviceView, Place } from '../../gateway/web/contract.ts';
import { refuse, secretLike } from './fake-answers.ts';
import type { FakeState } from './fake-state.ts';
import { inventedDevice, inventedDrivers, pathOf } from './invented-field.ts';
import { newStation, stationView } from './invented-panel.ts';

export function managementRoutes(routes: Router, state: FakeState): void {
  const missing = (response: Response): void => refuse(response, 404, 'not-found', '没有找到', 'Not found');
  const deviceOf = (request: Request): DeviceView | undefined => state.devices.find((one) => one.id === request.params['id']);

  routes.get('/places', (_, response) => {
    response.json({ items: state.places });
  });
  routes.post('/places', (request, response) => {
    const { parent, kind, name, longitude, latitude } = request.body;
    if (String(name).includes('\t')) {
      const fields = [{ path: 'body.name', message: '无效', words: { zh: '名称中有控制字符', en: 'A control character in the name' } }];
      return refuse(response, 400, 'bad-request', '请求有误：body.name', 'The request is not right: body.name', fields);
    }
    const place: Place = { id: `l-${randomUUID()}`, parent, kind, name, longitude, latitude };
    state.places.push(place);
    response.status(201).json(place);
  });
  routes.patch('/places/:id', (request, response) => {
    const at = state.places.findIndex((one) => one.id === request.params['id']);
    const before = state.places[at];
    if (before === undefined) return missing(response);
    const { longitude, latitude, name } = request.body;
    const after: Place = { ...before, name, ...(longitude === null ? {} : { longitude, latitude }) };
    state.places[at] = after;
    response.json(after);
  });
  routes.post('/places/:id/enrolment-key', (_, response) => {
    response.json({ key: secretLike('ENROL') });
  });

  routes.get('/drivers', (_, response) => {
    response.json({ items: inventedDrivers() });
  });
  routes.post('/devices', (request, response) => {
    const { id, name, model, place, longitude, latitude, modbus, gb26875 } = request.body;
    if (state.devices.some((one) => one.id === id))
      return refuse(response, 409, 'conflict', `与现状冲突：${id}`, `In conflict with what is there: ${id}`);
    const driver = inventedDrivers().find((one) => one.model === model);
    if (driver === undefined) return missing(response);
    if (modbus?.unit === 13) {
      const fields = [{ path: 'body.modbus.unit', message: '13', words: { zh: '地址 13 已占用', en: 'Unit 13 is taken' } }];
      return refuse(response, 400, 'bad-request', '请求有误', 'The request is not right', fields);
    }
    if (gb26875 !== undefined) {
      const taken = state.devices.some((one) => one.station?.station === gb26875.station);
      const fields = [
        { path: 'body.gb26875.station', message: '已占用', words: { zh: '此站号已被使用', en: 'This station number is taken' } },
      ];
      if (taken) return refuse(response, 400, 'bad-request', '请求有误', 'The request is not right', fields);
      const made = newStation({ id, name, place: pathOf(state.places, place), ...gb26875 });
      state.devices.push(made);
      return response.status(201).json({ device: made, secret: '' });
    }
    const device = inventedDevice({ id, name, kind: driver.kind, place: pathOf(state.places, place), lastHeard: null, stale: false });
    const address = modbus === undefined ? `balefire/${id}` : `${modbus.bus} #${modbus.unit}`;
    const placed: DeviceView = { ...device, model, address, ...(longitude === undefined ? {} : { longitude, latitude }) };
    state.devices.push(placed);
    response.status(201).json({ device: placed, secret: modbus === undefined ? secretLike('DEVICE') : '' });
  });
  routes.patch('/devices/:id', (request, response) => {
    const device = deviceOf(request);
    if (device === undefined) return missing(response);
    const { name, place, gb26875 } = request.body;
    Object.assign(device, { name, place: pathOf(state.places, place) });
    if (gb26875 !== undefined) device.station = stationView(gb26875);
    response.json(device);
  });
  routes.delete('/devices/:id', (request, response) => {
    const at = state.devices.findIndex((one) => one.id === request.params['id']);
    if (at < 0) return missing(response);
    state.devices.splice(at, 1);
    response.status(204).end();
  });
  routes.post('/devices/:id/secret', (_, response) => {
    response.json({ secret: secretLike('DEVICE') });
  });
}
