// Many simulated devices in one process: connected at a bearable pace, reporting at a rate.
import { allWithin, pace, pause } from './pacing.ts';
import type { VirtualDevice } from './virtual-device.ts';

/** New connections in a second: a gateway refuses floods, and a real field does not come up all at once. */
const CONNECTS_PER_SECOND = 100;
/** How long the first connections may take before those missing are spoken of, ms. */
const CONNECT_PATIENCE_MS = 15_000;
/** A device with so many unconfirmed reports is passed over: the gateway is slower than the rate. */
const MOST_UNCONFIRMED = 16;
/** So many latencies are kept for the percentiles; later ones replace earlier ones. */
const LATENCIES_KEPT = 100_000;

interface ConnectOptions {
  readonly perSecond?: number;
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

/** Starts all devices. Resolves when all are connected, or after a patience with a word on those that are not: they go on trying. */
export async function connectAll(devices: readonly VirtualDevice[], options: ConnectOptions = {}): Promise<void> {
  const { perSecond = CONNECTS_PER_SECOND, signal, log = () => {} } = options;
  const started: Promise<void>[] = [];
  for (const device of devices) {
    if (signal?.aborted) return;
    started.push(device.start());
    if (started.length % 10 === 0) await pause((10 / perSecond) * 1000, signal);
  }
  await allWithin(started, CONNECT_PATIENCE_MS, signal);
  const missing = devices.filter((device) => !device.state().connected);
  const [first] = missing;
  if (first)
    log(`${missing.length} of ${devices.length} devices are not connected yet; ${first.id}: ${first.state().refusal ?? 'no answer'}`);
}

export interface FleetReport {
  readonly seconds: number;
  readonly sent: number;
  readonly confirmed: number;
  /** Not sent because the device had too many unconfirmed. */
  readonly heldBack: number;
  /** ms from handing over to confirmation. */
  readonly p50: number;
  readonly p99: number;
}

export interface RunFleet {
  /** Reports in a second over all devices. */
  readonly rate: number;
  /** Seconds; left out: until the signal. */
  readonly duration?: number;
  readonly signal?: AbortSignal;
  /** Handed the state of things every five seconds. */
  readonly onProgress?: (report: FleetReport) => void;
}

/** Lets connected devices report in turn at a rate; resolves with what came of it when the last confirmation is in. */
export async function runFleet(devices: readonly VirtualDevice[], options: RunFleet): Promise<FleetReport> {
  const { rate, duration, signal, onProgress } = options;
  const began = performance.now();
  const latencies: number[] = [];
  const sentBefore = sentBy(devices);
  const tally = { confirmed: 0, heldBack: 0 };
  const report = (): FleetReport => {
    const sorted = latencies.toSorted((a, b) => a - b);
    const at = (share: number): number => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
    return {
      seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
      sent: sentBy(devices) - sentBefore,
      ...tally,
      p50: at(0.5),
      p99: at(0.99),
    };
  };
  await pace({ rate, duration, signal, onProgress: () => onProgress?.(report()) }, (turn) => {
    const device = devices[turn % devices.length];
    if (!device || device.state().waiting >= MOST_UNCONFIRMED) {
      tally.heldBack += 1;
      return undefined;
    }
    return device.report().then((ms) => {
      if (ms !== undefined) latencies[tally.confirmed++ % LATENCIES_KEPT] = ms;
    });
  });
  return report();
}

function sentBy(devices: readonly VirtualDevice[]): number {
  return devices.reduce((sum, device) => sum + device.state().sent, 0);
}
