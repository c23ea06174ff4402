// Many transmission devices in one process: connected at a bearable pace, telling telemetry at a rate.
import { stationNumber } from '../../device-drivers/gb26875/station.ts';
import { allWithin, pace, pause } from '../pacing.ts';
import { chance } from '../random.ts';
import { Latencies } from './latencies.ts';
import { Panel } from './panel.ts';
import { inventedBuilding, type Part, type PartList, placeOf } from './parts.ts';
import { stationNamed, TransmissionDevice, type TransmissionOptions } from './station.ts';

/** New links in a second: a gateway refuses floods, and a real field does not come up all at once. */
const CONNECTS_PER_SECOND = 200;
/** How long the first links may take before those missing are spoken of, ms. */
const CONNECT_PATIENCE_MS = 15_000;
/** A device with so many unconfirmed uploads is passed over: with one packet on the wire at a time they would only pile up. */
const MOST_UNCONFIRMED = 16;
const TICK_MS = 10;
/** Heat detectors (table 5, 30 to 37): what measures a temperature. */
const HEAT = { from: 30, to: 37 };
/** Analogue type 3: temperature in steps of 0.1 °C (table 6). */
const TEMPERATURE = 3;

export interface TransmissionFleetOptions extends Omit<TransmissionOptions, 'station' | 'panel' | 'latencies' | 'queue'> {
  /** How many devices. */
  readonly count: number;
  /** Address of the first device, as `TransmissionOptions.station`; the others count on from it. 1 where it is left out. */
  readonly firstStation?: string | number;
  /** What stands behind each of them, shared by all: a building of 3 floors with 8 parts each where it is left out. */
  readonly parts?: PartList;
  /** Makes each panel; for profiles and titles of its own. */
  readonly panelOf?: (nth: number, parts: PartList) => Panel;
  /** New links in a second (200). */
  readonly perSecond?: number;
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

/** Devices and what they have in common. */
export interface TransmissionFleet {
  readonly devices: readonly TransmissionDevice[];
  /** From the first transmission to the confirmation, of all devices. */
  readonly latencies: Latencies;
  /** Ends all devices. */
  stop(): Promise<void>;
}

export interface TransmissionFleetReport {
  readonly seconds: number;
  /** Packets, heartbeats among them. */
  readonly sent: number;
  readonly confirmed: number;
  readonly resent: number;
  readonly denied: number;
  /** Communications given up after the last re-send. */
  readonly failed: number;
  /** Not told because the device had too many unconfirmed. */
  readonly heldBack: number;
  /** Still unconfirmed. */
  readonly waiting: number;
  /** ms from the first transmission to the confirmation. */
  readonly p50: number;
  readonly p99: number;
}

export interface RunTransmissionFleet {
  /** Uploads in a second over all devices. */
  readonly rate: number;
  /** Seconds; left out: until the signal. */
  readonly duration?: number;
  readonly signal?: AbortSignal;
  /** Handed the state of things every five seconds. */
  readonly onProgress?: (report: TransmissionFleetReport) => void;
}

/**
 * Makes and starts devices. Resolves when all have a link, or after a patience with a word on those that do not: they go on
 * trying. Throws `RangeError` on an address out of form.
 */
export async function startTransmissionFleet(options: TransmissionFleetOptions): Promise<TransmissionFleet> {
  const { count, firstStation = 1, perSecond = CONNECTS_PER_SECOND, signal, log = () => {}, panelOf, ...each } = options;
  const { parts = inventedBuilding(3, 8), ...common } = each;
  const base = stationNumber(stationNamed(firstStation));
  const latencies = new Latencies();
  const panel = panelOf ?? ((): Panel => new Panel({ parts }));
  const devices = Array.from(
    { length: count },
    (_, nth) =>
      // Telemetry is held back at MOST_UNCONFIRMED: a longer queue would only hold memory.
      new TransmissionDevice({ ...common, station: base + nth, panel: panel(nth, parts), latencies, queue: 4 * MOST_UNCONFIRMED }),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(devices.map((device) => device.stop()));
  };
  const started: Promise<void>[] = [];
  const began = performance.now();
  for (const device of devices) {
    if (signal?.aborted) break;
    started.push(device.start());
    const early = (started.length / perSecond) * 1000 - (performance.now() - began);
    if (early > TICK_MS) await pause(early, signal);
  }
  await allWithin(started, CONNECT_PATIENCE_MS, signal);
  const missing = devices.filter((device) => !device.isConnected).length;
  if (missing > 0) log(`${count} 台中 ${missing} 台尚未连接 / ${missing} of ${count} devices are not connected yet`);
  return { devices, latencies, stop };
}

/** Lets the devices tell telemetry in turn at a rate; resolves with what came of it when the last confirmation is in. */
export async function runTransmissionFleet(fleet: TransmissionFleet, options: RunTransmissionFleet): Promise<TransmissionFleetReport> {
  const { devices } = fleet;
  const { rate, duration, signal, onProgress } = options;
  const began = performance.now();
  let heldBack = 0;
  const report = (): TransmissionFleetReport => reportOf(fleet, (performance.now() - began) / 1000, heldBack);
  await pace({ rate, duration, signal, onProgress: () => onProgress?.(report()) }, (turn) => {
    const device = devices[turn % devices.length];
    if (device && device.waiting < MOST_UNCONFIRMED) return tell(device, Math.floor(turn / devices.length));
    heldBack += 1;
    return undefined;
  });
  return report();
}

/** The `nth` telemetry of a device: three temperatures, then the unchanged state of a part, and so on through its parts. */
function tell(device: TransmissionDevice, nth: number): Promise<number | undefined> {
  const { all } = device.panel.parts;
  const heat = nth % 4 === 3 ? [] : heatDetectors(device.panel.parts);
  const [among, round] = heat.length > 0 ? [heat, nth] : [all, nth >> 2];
  const part = among[round % among.length];
  if (!part) return Promise.resolve(undefined);
  const place = placeOf(part);
  if (heat.length === 0) return device.happen({ is: 'stop', part: place });
  const raw = 210 + Math.floor(chance(device.station, place, nth) * 30);
  return device.happen({ is: 'measure', part: place, analogue: TEMPERATURE, raw });
}

const HEAT_DETECTORS = new WeakMap<PartList, readonly Part[]>();

function heatDetectors(parts: PartList): readonly Part[] {
  const known = HEAT_DETECTORS.get(parts) ?? parts.all.filter(({ type }) => type >= HEAT.from && type <= HEAT.to);
  HEAT_DETECTORS.set(parts, known);
  return known;
}

function reportOf({ devices, latencies }: TransmissionFleet, seconds: number, heldBack: number): TransmissionFleetReport {
  const sum = { sent: 0, confirmed: 0, resent: 0, denied: 0, failed: 0, waiting: 0 };
  for (const device of devices) {
    const counts = device.counts();
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += counts[key];
  }
  return { seconds: Number(seconds.toFixed(1)), ...sum, heldBack, p50: latencies.at(0.5), p99: latencies.at(0.99) };
}
