// A whole house with its GB/T 26875.3 link open on a free port, one transmission device placed in it.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { stationOfNumber } from '../../../../device-drivers/gb26875/station.ts';
import { GATEWAY } from '../../../acts.ts';
import { readConfig } from '../../../config.ts';
import type { AcceptWrapper, House } from '../../../house.ts';
import { openTestHouse, SMALL_DISTRICT } from '../../../testing/a-house.ts';
import { Bell } from '../../../testing/bell.ts';
import { scratchFolder } from '../../../testing/scratch.ts';
import { RawStation } from './raw-station.ts';

/** Number of the placed device. */
export const STATION = 889;
export const DEVICE = 'utd-1';

type GbConfig = House['config']['gb26875'];

export interface StationHouse {
  readonly house: House;
  readonly port: number;
  /** A placed device that comes by TCP and answers what it is asked. */
  healthy(number?: number): Promise<RawStation>;
  tcp(number?: number): Promise<RawStation>;
  udp(number?: number): Promise<RawStation>;
  /** Secrets of the devices on MQTT. */
  readonly secrets: Readonly<Record<string, string>>;
  counter(name: string): number;
  /** Resolves when it is so; looked at whenever the link heard something, the journal took it, or the house concluded from it. */
  until(isSo: () => boolean): Promise<void>;
  register(id: string, number: number, more?: { network?: string; profile?: string }): Promise<void>;
  /** Closes and opens it on the same folder; `withoutState`: the journal alone is left. */
  reopen(how?: { withoutState: boolean }): Promise<void>;
  close(): Promise<void>;
}

export async function stationHouse(
  more: Partial<Omit<GbConfig, 'limits'>> & { limits?: Partial<GbConfig['limits']> } = {},
): Promise<StationHouse> {
  const scratch = scratchFolder('stations');
  const { gb26875 } = readConfig(undefined, {});
  const limits = { ...gb26875.limits, ...more.limits };
  const config = { gb26875: { ...gb26875, enabled: true, host: '127.0.0.1', port: 0, ...more, limits } };
  const bell = new Bell();
  const wrap: AcceptWrapper = (accept) => (frame) => accept(frame).finally(bell.ringSoon);
  // All TCP sockets that this process takes in: the gateway's side of each, after the gateway's own listeners.
  const knocked = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.on('data', bell.ringSoon);
    socket.on('close', bell.ringSoon);
  };
  subscribe('net.server.socket', knocked);
  const hear = (to: House): void => {
    const { ring } = bell;
    const rings = { publishChanges: ring, publishReadings: ring, publishDevice: ring, publishCommands: ring };
    to.show({ screens: 0, ...rings, publishTroubles: ring, publishJudgement: ring });
  };
  const opened = await openTestHouse(scratch.path, SMALL_DISTRICT, config, wrap);
  let { house } = opened;
  hear(house);
  const stations: RawStation[] = [];
  const keep = async (opening: Promise<RawStation>): Promise<RawStation> => {
    const station = await opening;
    stations.push(station);
    return station;
  };
  const port = (): number => house.gb26875?.port ?? 0;
  const register: StationHouse['register'] = async (id, number, { network, profile } = {}) => {
    const station = { station: stationOfNumber(number), network: network ?? null, profile: profile ?? 'standard' };
    const device = { id, model: 'gb26875/transmission-device', name: id, place: 'tower', modbus: null, gb26875: station };
    await house.flow.act({ do: 'register-device', device: { ...device, longitude: null, latitude: null }, secretHash: null }, GATEWAY);
  };
  await register(DEVICE, STATION);
  return {
    get house() {
      return house;
    },
    secrets: opened.secrets,
    get port() {
      return port();
    },
    tcp: (number = STATION) => keep(RawStation.tcp(port(), number)),
    udp: (number = STATION) => keep(RawStation.udp(port(), number)),
    async healthy(number = STATION) {
      const station = await keep(RawStation.tcp(port(), number));
      station.beHealthy();
      return station;
    },
    counter: (name) => house.gb26875?.state().counters[name] ?? Number.NaN,
    until: (isSo) => bell.until(isSo),
    register,
    async reopen(how) {
      for (const station of stations.splice(0)) station.close();
      await house.close();
      if (how?.withoutState) for (const end of ['', '-wal', '-shm']) rmSync(`${scratch.path}/state.db${end}`, { force: true });
      ({ house } = await openTestHouse(scratch.path, undefined, config, wrap));
      hear(house);
    },
    async close() {
      for (const station of stations) station.close();
      await house.close();
      unsubscribe('net.server.socket', knocked);
      scratch.remove();
    },
  };
}
