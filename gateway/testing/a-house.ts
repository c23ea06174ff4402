// A whole gateway in a test, on a folder of its own and free ports, with the wires open and no web.
import { GATEWAY } from '../acts.ts';
import { type Config, readConfig } from '../config.ts';
import { type AcceptWrapper, type House, openHouse } from '../house.ts';
import { type District, settle } from '../import-district.ts';
import { openLog } from '../log.ts';
import { scratchFolder } from './scratch.ts';

/** A tower with two smoke heads and a call point on one floor, a hydrant, a voice post in a forest. */
export const SMALL_DISTRICT: District = {
  places: [
    { id: 'unit', parent: null, kind: 'unit', name: '示范物业' },
    { id: 'tower', parent: 'unit', kind: 'building', name: '示范大厦' },
    { id: 'f12', parent: 'tower', kind: 'floor', name: '12层' },
    { id: 'farm', parent: null, kind: 'farm', name: '烽燧林场' },
    { id: 'gate', parent: 'farm', kind: 'post', name: '东沟语音杆' },
  ],
  devices: [
    { id: 'smoke-1', model: 'balefire/smoke', name: '1201 烟感', place: 'f12' },
    { id: 'smoke-2', model: 'balefire/smoke', name: '1202 烟感', place: 'f12' },
    { id: 'call-1', model: 'balefire/call-point', name: '12层手报', place: 'f12' },
    { id: 'hydrant-1', model: 'balefire/hydrant-pressure', name: '12层消火栓', place: 'f12' },
    { id: 'voice-1', model: 'balefire/voice-post', name: '东沟语音杆', place: 'gate' },
  ],
};

export interface TestHouse {
  readonly house: House;
  readonly folder: string;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Opens a house on a folder; `district` is settled when it is given. `wrap`: put between the links and the journal; `beforeWake`: what is done to it before it concludes anything. */
export async function openTestHouse(
  folder: string,
  district?: District,
  more: Partial<Config> = {},
  wrap?: AcceptWrapper,
  beforeWake: (house: House) => void = () => undefined,
): Promise<TestHouse> {
  const config = readConfig(undefined, { BALEFIRE_DATA: folder, BALEFIRE_LOG: 'silent', BALEFIRE_MQTT_HOST: '127.0.0.1' });
  const house = await openHouse({ ...config, mqtt: { ...config.mqtt, port: 0 }, ...more }, openLog('silent'), wrap);
  beforeWake(house);
  await house.wake();
  const secrets = district ? await settle(house.flow, district, GATEWAY) : {};
  await house.listen();
  return { house, folder, secrets };
}

/** Opens a house on a new folder with the small district. */
export async function aHouse(): Promise<TestHouse & { remove: () => Promise<void> }> {
  const scratch = scratchFolder('house');
  const opened = await openTestHouse(scratch.path, SMALL_DISTRICT);
  const remove = async (): Promise<void> => {
    await opened.house.close();
    scratch.remove();
  };
  return { ...opened, remove };
}
