// Lists of devices as files: the template, the export of what is looked for, and the import with its trial; and counts by place.
import { z } from 'zod';
import type { Device } from '../../../device-drivers/device.ts';
import { stationNumber } from '../../../device-drivers/gb26875/station.ts';
import { words } from '../../../device-drivers/words.ts';
import { devicePlan } from '../../estate/device-import.ts';
import { DEVICE_FIELDS, DEVICE_FORM, type DeviceField, readDeviceList } from '../../estate/device-list.ts';
import { MOST_ROWS } from '../../estate/part-list-sheet.ts';
import { hashSecret, newSecret } from '../../estate/secrets.ts';
import { csvFile, type TableCell, xlsxFile } from '../../estate/table-file.ts';
import { deviceImport, placeCounts } from '../device-list-contract.ts';
import { FieldError } from '../problems.ts';
import { deviceExport, importQuery } from '../requests.ts';
import { type Download, type Route, route } from '../route.ts';
import type { DeviceRouteRooms } from './device-routes.ts';

/** The largest list, bytes: 10,000 rows of 400. */
const LIST_BYTES = 4 << 20;
const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
type FileForm = keyof typeof TYPES;

async function file(name: string, form: FileForm, rows: Iterable<readonly TableCell[]>): Promise<Download> {
  const pieces = form === 'csv' ? await csvFile(rows) : await xlsxFile('devices', rows);
  return { name: `${name}.${form}`, type: TYPES[form], pieces };
}

export function deviceListRoutes(rooms: DeviceRouteRooms): Route[] {
  const { estate, views, search, flow, drivers, driverOf } = rooms;
  const headings = (language: 'zh' | 'en'): string[] => DEVICE_FIELDS.map((field) => DEVICE_FORM.titles[field][language]);
  const placeText = (path: readonly string[]): string =>
    estate.places
      .steps(path)
      .map(({ name }) => name)
      .join(' / ');
  const cells = (device: Device): TableCell[] => {
    const record = estate.record(device.id);
    const known: Record<DeviceField, TableCell> = {
      id: device.id,
      name: device.name,
      model: device.model,
      place: placeText(device.path),
      bus: record?.modbus?.bus ?? null,
      unit: record?.modbus?.unit ?? null,
      station: record?.gb26875 ? String(stationNumber(record.gb26875.station)) : null,
      longitude: record?.longitude ?? null,
      latitude: record?.latitude ?? null,
      serial: record?.serial ?? null,
    };
    return DEVICE_FIELDS.map((field) => known[field]);
  };
  function* table(language: 'zh' | 'en', devices: readonly Device[]): Iterable<readonly TableCell[]> {
    yield headings(language);
    for (const device of devices) yield cells(device);
  }
  return [
    route({
      method: 'get',
      path: '/device-lists/template',
      id: 'readDeviceListTemplate',
      summary: words('设备清单模板（CSV 或 XLSX），带一行示例', 'The template of a device list, CSV or XLSX, with a row that shows how'),
      needs: 'device.manage',
      query: deviceExport.pick({ form: true, language: true }),
      answer: z.custom<Download>(),
      download: 'application/octet-stream',
      handle({ query: { form, language } }) {
        const driver = driverOf('balefire/smoke');
        const example: Record<DeviceField, TableCell> = {
          id: 'smoke-0001',
          name: language === 'zh' ? '12层东走廊烟感' : 'Smoke head, 12th floor east',
          model: driver?.title[language] ?? 'balefire/smoke',
          place: language === 'zh' ? '示范物业 / 示范大厦 / 12层' : 'Sample Estates / Sample Tower / Floor 12',
          bus: null,
          unit: null,
          station: null,
          longitude: null,
          latitude: null,
          serial: 'SN-0001',
        };
        return file('devices-template', form, [headings(language), DEVICE_FIELDS.map((field) => example[field])]);
      },
    }),
    route({
      method: 'get',
      path: '/device-lists/export',
      id: 'exportDevices',
      summary: words('导出所查设备（CSV 或 XLSX），可原样导回', 'Export the devices that were looked for; the file can be imported again'),
      needs: 'device.read',
      query: deviceExport,
      answer: z.custom<Download>(),
      download: 'application/octet-stream',
      names: { 'query.place': 'place' },
      handle({ query: { form, language, ...query }, by }) {
        const found = search
          .all({ ...query, limit: 0 }, (path) => by.sees(path))
          .filter(({ address }) => address.by !== 'part' && address.by !== 'carrier');
        if (form === 'xlsx' && found.length > MOST_ROWS)
          throw new FieldError([
            {
              path: 'query.form',
              words: words(
                `共 ${found.length} 台，超过 XLSX 的 ${MOST_ROWS} 行；请改用 CSV 或先筛选`,
                `${found.length} devices are more than the ${MOST_ROWS} rows of an XLSX; take CSV or look for fewer`,
              ),
            },
          ]);
        return file('devices', form, table(language, found));
      },
    }),
    route({
      method: 'post',
      path: '/device-lists/import',
      id: 'importDevices',
      summary: words(
        '批量导入设备（CSV 或 XLSX）；先试运行，全部正确才导入，密钥仅显示一次',
        'Import a list of devices, CSV or XLSX; try it first; all of it or nothing; secrets are shown once',
      ),
      needs: 'device.manage',
      query: importQuery,
      body: z.instanceof(Uint8Array),
      upload: LIST_BYTES,
      answer: deviceImport,
      async handle({ query, body, by }) {
        const list = await readDeviceList(body);
        if (list.problem) throw new FieldError([{ path: 'body', words: list.problem }]);
        const plan = devicePlan(list, { estate, drivers: drivers(), sees: (path) => by.sees(path) });
        const isDone = !query.dry && plan.wrong === 0 && plan.devices.length > 0;
        const secrets = new Map<string, string>();
        if (isDone) {
          for (const { device, isNew } of plan.devices)
            if (isNew && driverOf(device.model)?.protocol === 'mqtt-json') secrets.set(device.id, newSecret());
          const devices = plan.devices.map((one) => {
            const secret = secrets.get(one.device.id);
            return { ...one, secretHash: secret === undefined ? null : hashSecret(secret) };
          });
          const added = new Set(plan.places.map(({ id }) => id));
          const stands = devices.map(({ device }) => device.place).filter((place) => !added.has(place));
          const parents = plan.places.flatMap(({ parent }) => (parent !== null && !added.has(parent) ? [parent] : []));
          const place = estate.places.above([...new Set([...stands, ...parents])]);
          await flow.act({ do: 'import-devices', place, places: plan.places, devices }, by.author);
        }
        return {
          ...plan,
          places: plan.places.length,
          done: isDone,
          credentials: [...secrets].flatMap(([id, secret]) => {
            const device = estate.device(id);
            return device ? [{ id, name: device.name, place: placeText(device.path), secret }] : [];
          }),
        };
      },
    }),
    route({
      method: 'get',
      path: '/device-lists/counts',
      id: 'countDevices',
      summary: words('各位置及以下的设备数', 'Devices of each place and below it'),
      needs: 'device.read',
      answer: placeCounts,
      handle({ by }) {
        const countOf = views.countsByPlace();
        const seen = [...estate.places.all()].filter(({ id }) => by.sees(estate.places.pathOf(id)));
        return { items: seen.map(({ id }) => ({ place: id, ...countOf(id) })).filter(({ devices, held }) => devices + held > 0) };
      },
    }),
  ];
}
