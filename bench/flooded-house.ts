// A gateway whose estate is thousands of buildings with a transmission device each, and the wires on which they speak.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stationOfNumber } from '../device-drivers/gb26875/station.ts';
import { partState, RawStation } from '../gateway/links/gb26875/testing/raw-station.ts';
import type { District } from '../simulators/district.ts';
import { importDistrict, type RunningGateway, startGateway } from '../simulators/testing/gateway-process.ts';

/** Bits of a part's state: it works, and what it tells besides. Each is a class of its own, so an incident of its own. */
export const STATE = { well: 0b1, fire: 0b11, fault: 0b101, isolated: 0b1001, supervised: 0b10001 } as const;
const KINDS = [STATE.fire, STATE.fault, STATE.isolated, STATE.supervised] as const;
/** Buildings with one alarm of each kind. */
const FIRST_STATION = 10_000;
/** The building whose fires are measured, and the one that is in flood; behind one device stand 9,600 parts at most, so it has two. */
const MEASURED = 9_997;
const FLOODED = [9_998, 9_999] as const;
/** Part states in one packet: as many as are surely taken. */
const IN_PACKET = 10;
/** Devices that connect at once. */
const AT_ONCE = 50;

export interface FloodedHouse {
  readonly gateway: RunningGateway;
  readonly measured: RawStation;
  readonly flooded: RawStation;
  readonly floodedToo: RawStation;
  close(): Promise<void>;
}

function district(buildings: number): District {
  const numbers = [MEASURED, ...FLOODED, ...Array.from({ length: buildings }, (_, nth) => FIRST_STATION + nth)];
  return {
    places: numbers.map((number) => ({ id: `b${number}`, parent: null, kind: 'building' as const, name: `测量楼 ${number}` })),
    devices: numbers.map((number) => ({
      id: `utd-${number}`,
      model: 'gb26875/transmission-device',
      name: `传输装置 ${number}`,
      place: `b${number === FLOODED[1] ? FLOODED[0] : number}`,
      gb26875: { station: stationOfNumber(number) },
    })),
  };
}

/** Starts it with `open` alarms, each in an incident of its own; they stay open, and their devices stay connected. */
export async function floodedHouse(open: number): Promise<FloodedHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-bench-'));
  const buildings = Math.ceil(open / KINDS.length);
  await importDistrict(folder, district(buildings));
  const gateway = await startGateway(folder, undefined, { gb26875: { enabled: true, host: '127.0.0.1', port: 0 } });
  const station = async (number: number): Promise<RawStation> => {
    const wire = await RawStation.tcp(gateway.gb26875Port, number);
    wire.beHealthy();
    return wire;
  };
  const stations: RawStation[] = [];
  for (let nth = 0; nth < buildings; nth += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, buildings - nth) }, (_, more) => FIRST_STATION + nth + more);
    const connected = await Promise.all(some.map(station));
    const states = KINDS.map((status, kind) => partState(kind + 1, status, { description: `烟感 ${kind + 1} 号` }));
    await Promise.all(connected.map((one) => one.tell(states)));
    stations.push(...connected);
  }
  const [measured, flooded, floodedToo] = await Promise.all([station(MEASURED), station(FLOODED[0]), station(FLOODED[1])]);
  stations.push(measured, flooded, floodedToo);
  // A connection without a word is closed after a minute.
  for (const one of [measured, flooded, floodedToo]) await one.tell([partState(1, STATE.well)]);
  return {
    gateway,
    measured,
    flooded,
    floodedToo,
    close: async () => {
      for (const one of stations) one.close();
      await gateway.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * So many states a second for so long, each of `parts` parts from `from` on in turn with the states that follow on each
 * other. Resolves, when all are confirmed, with how many were a second.
 */
export async function flood(
  station: RawStation,
  perSecond: number,
  seconds: number,
  parts: number,
  states: readonly number[],
  from = 0,
): Promise<number> {
  const packets = (perSecond * seconds) / IN_PACKET;
  const everyMs = (1_000 * IN_PACKET) / perSecond;
  const began = performance.now();
  const confirmed: Promise<unknown>[] = [];
  for (let packet = 0; packet < packets; packet += 1) {
    const some = Array.from({ length: IN_PACKET }, (_, nth) => {
      const event = packet * IN_PACKET + nth;
      const part = from + (event % parts);
      const status = states[Math.floor(event / parts) % states.length] ?? STATE.well;
      return partState(part + 1, status, { description: `探测器 ${part + 1} 号` });
    });
    confirmed.push(station.tell(some));
    const wait = began + (packet + 1) * everyMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
  await Promise.all(confirmed);
  return (packets * IN_PACKET * 1_000) / (performance.now() - began);
}
