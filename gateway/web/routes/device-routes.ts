// Devices: the list, one device, registering, changing, its history and its raw frames.
import { z } from 'zod';
import type { Device, StationAddress } from '../../../device-drivers/device.ts';
import { type DeviceDriver, pointOf } from '../../../device-drivers/driver.ts';
import { profileOf } from '../../../device-drivers/gb26875/profile.ts';
import { isStation, stationOfNumber } from '../../../device-drivers/gb26875/station.ts';
import { words } from '../../../device-drivers/words.ts';
import type { DeviceRecord } from '../../acts.ts';
import type { Alarm } from '../../alarms/alarm.ts';
import { BalefireError } from '../../errors.ts';
import { deviceOf } from '../../estate/device-address.ts';
import type { Estate } from '../../estate/estate.ts';
import { hashSecret, newSecret } from '../../estate/secrets.ts';
import type { History } from '../../history/history.ts';
import type { JournalEntry } from '../../journal/entry.ts';
import { device, deviceRow, deviceWithSecret, historyAnswer, rawFrame, secretOnce } from '../contract.ts';
import type { DeviceSearch } from '../device-search.ts';
import { type DeviceViews, worstByDevice } from '../device-views.ts';
import { stoodWithin } from '../history-through.ts';
import { FieldError } from '../problems.ts';
import { changeDevice, deviceList, frameList, historyQuery, idParams, newDevice, replaceDevice } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { Acting } from './acting.ts';

/** The raw frames of one device as the journal has them, newest first; `before`: entry to go on before. */
export interface FrameSource {
  recent(device: string, limit: number, before?: number): Promise<JournalEntry[]>;
}

export interface DeviceRouteRooms {
  readonly estate: Estate;
  readonly desk: { open(): Iterable<Alarm> };
  readonly views: DeviceViews;
  readonly search: DeviceSearch;
  readonly flow: Acting;
  readonly history: Pick<History, 'query'>;
  readonly journal: FrameSource;
  /** Drivers that a device can be registered with. */
  readonly drivers: () => readonly DeviceDriver[];
  readonly driverOf: (model: string) => DeviceDriver | undefined;
}

/** The driver of a model that somebody names. */
export function namedDriver(drivers: readonly DeviceDriver[], model: string): DeviceDriver {
  const driver = drivers.find((one) => one.model === model);
  if (!driver) throw new FieldError([{ path: 'body.model', words: words('没有这种型号', 'There is no such model') }]);
  return driver;
}

/** A station number as a person writes it, in the form of the wire. Refuses a profile that there is not. */
function stationAddress(given: { station: string; network?: string | null | undefined; profile: string }): StationAddress {
  const { station, network, profile } = given;
  if (!profileOf(profile))
    throw new FieldError([{ path: 'body.gb26875.profile', words: words('没有这种协议习惯', 'There is no such profile') }]);
  return { station: isStation(station) ? station : stationOfNumber(Number(station)), network: network ?? null, profile };
}

/** Each model has the address of its own wire and no other. */
function checkAddress(protocol: DeviceDriver['protocol'], body: { readonly modbus?: unknown; readonly gb26875?: unknown }): void {
  if ((protocol === 'gb26875') !== (body.gb26875 !== undefined))
    throw new FieldError([
      {
        path: 'body.gb26875.station',
        words: words(
          '用户信息传输装置须填写装置地址，其他型号不填',
          'A transmission device needs its station number, no other model has one',
        ),
      },
    ]);
  if ((protocol === 'modbus') !== (body.modbus !== undefined))
    throw new FieldError([
      { path: 'body.modbus', words: words('仅 Modbus 型号需要总线与地址', 'Bus and unit go with a Modbus model, and only with one') },
    ]);
}

/** The last frames of a device, newest first, and the number to go on after. */
export async function framesOf(source: FrameSource, views: DeviceViews, id: string, query: { after?: number | undefined; limit: number }) {
  const entries = await source.recent(id, query.limit, query.after);
  const items = entries.flatMap((entry) => (entry.kind === 'frame' ? [views.frame(entry)] : []));
  const last = entries.length < query.limit ? undefined : entries.at(-1);
  return { items, next: last ? String(last.number) : null };
}

export function deviceRoutes(rooms: DeviceRouteRooms): Route[] {
  const { estate, desk, views, search, flow, history, journal, drivers, driverOf } = rooms;
  const there = (id: string): { device: Device; record: DeviceRecord } => {
    const found = estate.device(id);
    const record = estate.record(id);
    if (!found || !record) throw new BalefireError('not-found', { what: id });
    return { device: found, record };
  };
  /** Also one whose place another took: as it was then. */
  const known = (id: string): { device: Device; record: DeviceRecord } => {
    const old = estate.record(id) ? undefined : estate.replacements.of(id)?.old;
    if (!old) return there(id);
    const path = estate.places.pathOf(old.place);
    const kind = driverOf(old.model)?.kind ?? 'unregistered';
    return { device: deviceOf(old, { kind, path, zone: estate.places.zoneOf(path) }), record: old };
  };
  return [
    route({
      method: 'get',
      path: '/devices',
      id: 'listDevices',
      summary: words('设备列表', 'Devices'),
      needs: 'device.read',
      query: deviceList,
      answer: z.object({ items: z.array(deviceRow), next: z.string().nullable(), total: z.number() }),
      names: { 'query.place': 'place' },
      handle({ query, by }) {
        const { rows, total, next } = search.page(query, (path) => by.sees(path));
        const worst = worstByDevice(desk.open());
        return { items: rows.map((one) => views.row(one, worst)), next, total };
      },
    }),
    route({
      method: 'post',
      path: '/devices',
      id: 'registerDevice',
      summary: words('登记设备；密钥仅显示一次', 'Register a device; its secret is shown once'),
      needs: 'device.manage',
      body: newDevice,
      answer: deviceWithSecret,
      status: 201,
      names: { 'body.place': 'place' },
      async handle({ body, by }) {
        const { protocol } = namedDriver(drivers(), body.model);
        checkAddress(protocol, body);
        // Somebody of another site must not take a device that waits there.
        const waiting = estate.heldRecord(body.id);
        if (waiting && !by.sees(estate.places.pathOf(waiting.site))) throw new BalefireError('conflict', { detail: body.id });
        // Neither a bus nor GB/T 26875.3 knows a secret.
        const secret = protocol === 'mqtt-json' ? newSecret() : '';
        const { id, name, model, place, longitude, latitude, serial } = body;
        const gb26875 = body.gb26875 ? stationAddress(body.gb26875) : null;
        const where = { longitude: longitude ?? null, latitude: latitude ?? null };
        const record = { id, name, model, place, modbus: body.modbus ?? null, gb26875, ...where, ...(serial ? { serial } : {}) };
        await flow.act({ do: 'register-device', device: record, secretHash: secret === '' ? null : hashSecret(secret) }, by.author);
        return { device: views.device(there(id).device), secret };
      },
    }),
    route({
      method: 'get',
      path: '/devices/{id}',
      id: 'readDevice',
      summary: words('设备详情', 'A device'),
      needs: 'device.read',
      params: idParams,
      answer: device,
      names: { 'params.id': 'known-device' },
      handle: ({ params }) => views.device(known(params.id).device),
    }),
    route({
      method: 'patch',
      path: '/devices/{id}',
      id: 'changeDevice',
      summary: words('修改设备', 'Change a device'),
      needs: 'device.manage',
      params: idParams,
      body: changeDevice,
      answer: device,
      names: { 'params.id': 'device', 'body.place': 'place' },
      async handle({ params, body, by }) {
        const { record } = there(params.id);
        const after = {
          ...record,
          name: body.name ?? record.name,
          place: body.place ?? record.place,
          modbus: record.modbus && (body.modbus ?? record.modbus),
          ...(record.gb26875 ? { gb26875: body.gb26875 ? stationAddress(body.gb26875) : record.gb26875 } : {}),
          ...(body.serial === undefined ? {} : { serial: body.serial }),
          longitude: body.longitude === undefined ? record.longitude : body.longitude,
          latitude: body.latitude === undefined ? record.latitude : body.latitude,
        };
        await flow.act({ do: 'change-device', device: after }, by.author);
        return views.device(there(params.id).device);
      },
    }),
    route({
      method: 'delete',
      path: '/devices/{id}',
      id: 'removeDevice',
      summary: words('移除设备；其警情与历史保留', 'Remove a device; its alarms and its history stay'),
      needs: 'device.manage',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'device' },
      async handle({ params, by }) {
        await flow.act({ do: 'remove-device', device: params.id }, by.author);
      },
    }),
    route({
      method: 'post',
      path: '/devices/{id}/replace',
      id: 'replaceDevice',
      summary: words(
        '更换设备：新设备接替名称、位置、限值与平面图位置；旧设备的警情与历史保留；密钥仅显示一次',
        'Replace a device: name, place, limits and spot go over, alarms and history of the old one stay; the secret is shown once',
      ),
      needs: 'device.manage',
      params: idParams,
      body: replaceDevice,
      answer: deviceWithSecret,
      status: 201,
      names: { 'params.id': 'device' },
      async handle({ params, body, by }) {
        const { record: old } = there(params.id);
        const driver = namedDriver(drivers(), body.model);
        if (driver.kind !== driverOf(old.model)?.kind)
          throw new FieldError([{ path: 'body.model', words: words('须为同一类设备', 'It must be a device of the same kind') }]);
        checkAddress(driver.protocol, body);
        const waiting = estate.heldRecord(body.id);
        if (waiting && !by.sees(estate.places.pathOf(waiting.site))) throw new BalefireError('conflict', { detail: body.id });
        const secret = driver.protocol === 'mqtt-json' ? newSecret() : '';
        const { name, place, longitude, latitude } = old;
        const gb26875 = body.gb26875 ? stationAddress(body.gb26875) : null;
        const address = { modbus: body.modbus ?? null, gb26875, ...(body.serial ? { serial: body.serial } : {}) };
        const record: DeviceRecord = { id: body.id, model: driver.model, name, place, longitude, latitude, ...address };
        const secretHash = secret === '' ? null : hashSecret(secret);
        await flow.act({ do: 'replace-device', device: old.id, record, secretHash, reason: body.reason }, by.author);
        return { device: views.device(there(body.id).device), secret };
      },
    }),
    route({
      method: 'post',
      path: '/devices/{id}/secret',
      id: 'renewDeviceSecret',
      summary: words('生成新密钥，仅显示一次；旧密钥失效', 'Make a new secret, shown once; the old one ends'),
      needs: 'device.manage',
      params: idParams,
      answer: secretOnce,
      names: { 'params.id': 'device' },
      async handle({ params, by }) {
        const { by: wire } = there(params.id).device.address;
        if (wire !== 'mqtt') throw new BalefireError('conflict', { detail: wire });
        const secret = newSecret();
        await flow.act({ do: 'renew-secret', device: params.id, secretHash: hashSecret(secret) }, by.author);
        return { secret };
      },
    }),
    route({
      method: 'get',
      path: '/devices/{id}/history',
      id: 'readHistory',
      summary: words('历史曲线', 'History of a point'),
      needs: 'history.read',
      params: idParams,
      query: historyQuery,
      answer: historyAnswer,
      names: { 'params.id': 'known-device' },
      async handle({ params, query }) {
        const { point, from, to, buckets, predecessors } = query;
        if (from >= to) throw new FieldError([{ path: 'query.to', words: words('须晚于起始时间', 'Must be later than `from`') }]);
        const { device: asked, record } = known(params.id);
        const quantityOf = (model: string) => {
          const driver = driverOf(model);
          return driver && pointOf(driver, point)?.quantity;
        };
        const quantity = quantityOf(record.model);
        if (!quantity) throw new BalefireError('not-found', { what: point });
        const stood = predecessors ? stoodWithin(estate, asked, { from, to }) : [{ id: params.id, model: record.model, from, to }];
        const found = await Promise.all(
          stood
            .filter(({ model }) => quantityOf(model) === quantity)
            .map((one) => {
              const share = Math.max(1, Math.floor((buckets * (one.to - one.from)) / (to - from)));
              return history.query({ device: one.id, point, from: one.from, to: one.to, buckets: share });
            }),
        );
        const replaced = stood.slice(0, -1).map(({ id, to: at }) => ({ at, device: id }));
        return { device: params.id, point, quantity, from, to, buckets: found.flat().map((one) => ({ ...one })), replaced };
      },
    }),
    route({
      method: 'get',
      path: '/devices/{id}/frames',
      id: 'readFrames',
      summary: words('原始报文', 'Raw frames'),
      needs: 'frame.read',
      params: idParams,
      query: frameList,
      answer: z.object({ items: z.array(rawFrame), next: z.string().nullable() }),
      names: { 'params.id': 'known-device' },
      handle({ params, query }) {
        // A part speaks through the device before it.
        const { id, address } = known(params.id).device;
        return framesOf(journal, views, address.by === 'part' ? address.of : id, query);
      },
    }),
  ];
}
