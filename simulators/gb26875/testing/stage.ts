// A centre and a device on a loopback socket, for one test; taken down after it.
import { demoParts } from '../demo-parts.ts';
import { Panel } from '../panel.ts';
import { type StationEvent, TransmissionDevice, type TransmissionOptions } from '../station.ts';
import { ScriptedCentre } from './scripted-centre.ts';

export interface Stage {
  readonly centre: ScriptedCentre;
  readonly device: TransmissionDevice;
  readonly events: readonly StationEvent[];
  /** Resolves when the device has had so many events of a kind. */
  happened(is: StationEvent['is'], times?: number): Promise<void>;
}

const standing: Stage[] = [];

/** Starts both, without heartbeats and with short pauses. `started: false` leaves the device without a link. */
export async function stage(
  transport: 'tcp' | 'udp',
  { started = true, ...options }: Partial<TransmissionOptions> & { started?: boolean } = {},
): Promise<Stage> {
  const centre = await ScriptedCentre.start(transport);
  const events: StationEvent[] = [];
  let waiting: (() => void)[] = [];
  const device = new TransmissionDevice({
    transport,
    port: centre.port,
    station: 889,
    panel: new Panel({ parts: demoParts() }),
    heartbeatSeconds: 0,
    reconnectMs: 10,
    ...options,
    heard: (event) => {
      events.push(event);
      for (const look of waiting) look();
    },
  });
  const happened = (is: StationEvent['is'], times = 1): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (events.filter((event) => event.is === is).length < times) return;
        waiting = waiting.filter((one) => one !== look);
        resolve();
      };
      waiting.push(look);
      look();
    });
  const one = { centre, device, events, happened };
  standing.push(one);
  if (started) await device.start();
  return one;
}

/** Takes down what was started. */
export async function strike(): Promise<void> {
  for (const { centre, device } of standing.splice(0)) {
    await device.stop();
    await centre.end();
  }
}
