// A list of devices as a file tells it: its columns, and what stands in them before anybody asked the estate.
import { words } from '../../device-drivers/words.ts';
import { type ReadList, readListApart } from './list-apart.ts';
import { listForm } from './list-header.ts';

/** What a column of a device list can mean, in the order of our own lists. */
export const DEVICE_FIELDS = ['id', 'name', 'model', 'place', 'bus', 'unit', 'station', 'longitude', 'latitude', 'serial'] as const;
export type DeviceField = (typeof DEVICE_FIELDS)[number];

export const DEVICE_FORM = listForm<DeviceField>(
  ['id', 'name', 'model', 'place'],
  {
    id: words('编号', 'ID'),
    name: words('名称', 'Name'),
    model: words('型号', 'Model'),
    place: words('位置', 'Place'),
    bus: words('总线', 'Bus'),
    unit: words('从站地址', 'Unit'),
    station: words('装置地址', 'Station number'),
    longitude: words('经度', 'Longitude'),
    latitude: words('纬度', 'Latitude'),
    serial: words('序列号', 'Serial number'),
  },
  {
    id: '编号 设备编号 设备号 id deviceid',
    name: '名称 设备名称 name devicename',
    model: '型号 设备型号 驱动 类型 设备类型 model driver type kind',
    place: '位置 安装位置 所在位置 地点 place location path',
    bus: '总线 bus',
    unit: '从站地址 从站号 单元号 unit unitid slave slaveid',
    station: '装置地址 传输装置地址 stationnumber station',
    longitude: '经度 longitude lng lon',
    latitude: '纬度 latitude lat',
    serial: '序列号 出厂编号 serialnumber serial sn',
  },
);

/** One device as a row names it; what the file leaves open is empty or null. */
export interface DeviceListRow {
  /** As the person's program numbers it, from 1. */
  readonly row: number;
  /** 1 to 64 letters, digits and `.` `_` `:` `-`, as it may stand in a topic. */
  readonly id: string;
  readonly name: string;
  /** The model's id or its title in either language. */
  readonly model: string;
  /** Names from the top down, divided by `/`, `›` or `>`. */
  readonly place: string;
  readonly bus: string;
  /** 0 to 255. */
  readonly unit: number | null;
  readonly station: string;
  /** Degrees, WGS-84. */
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly serial: string;
}

/** Header titles by field, of the columns that the file has. */
export type DeviceColumns = Readonly<Partial<Record<DeviceField, string>>>;
export type DeviceList = ReadList<DeviceListRow, DeviceColumns>;

/** Errors that are kept and named: two hundred wrong rows with everything in them wrong. */
export const DEVICE_ERRORS_KEPT = 2_000;

/** Reads a list of devices: see `readListApart`. */
export function readDeviceList(bytes: Uint8Array): Promise<DeviceList> {
  return readListApart<DeviceListRow, DeviceColumns>('devices', bytes);
}
