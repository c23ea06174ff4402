// The link on a free port with a disk made of memory: every frame that it hands in is kept, and the test decides when it is stored.
import type { AcceptFrame, ArrivingFrame } from '../../link.ts';
import { DEFAULT_MQTT_LIMITS, type MqttLimits } from '../mqtt-limits.ts';
import { MqttLink } from '../mqtt-link.ts';
import { RawDevice } from './raw-device.ts';

export const SITE_KEY = 'enrolment key of the north gate';

export interface LinkUnderTest {
  readonly link: MqttLink;
  readonly port: number;
  /** Frames that are stored, presence left out. */
  readonly frames: ArrivingFrame[];
  /** Presence frames as `hydrant-1 online`. */
  readonly presence: string[];
  readonly logged: { readonly about: Readonly<Record<string, unknown>>; readonly message: string }[];
  device(id: string, fields?: Parameters<typeof RawDevice.connect>[2]): Promise<RawDevice>;
  counter(name: string): number;
  /** Resolves when it is so; looks again whenever a frame comes, and every few ms. */
  until(isSo: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

export interface Arrangement {
  readonly limits?: Partial<MqttLimits>;
  /** Called before a frame is kept; what it throws is why the frame is not. Presence frames pass without it. */
  readonly store?: (frame: ArrivingFrame) => Promise<void>;
  readonly storePresence?: (frame: ArrivingFrame) => Promise<void>;
}

/**
 * Device `x` has the secret `secret of x`; ids that begin with `stranger` are not registered and come in with `SITE_KEY`,
 * those with `other-site` with `other key`.
 */
export async function startLink(arrangement: Arrangement = {}): Promise<LinkUnderTest> {
  const frames: ArrivingFrame[] = [];
  const presence: string[] = [];
  const logged: LinkUnderTest['logged'] = [];
  const log = (about: Readonly<Record<string, unknown>>, message: string): void => void logged.push({ about, message });
  const accept: AcceptFrame = async (frame) => {
    if (frame.kind === 'presence') {
      await arrangement.storePresence?.(frame);
      const { online } = JSON.parse(textOf(frame)) as { online: boolean };
      presence.push(`${frame.device} ${online ? 'online' : 'offline'}`);
      return;
    }
    await arrangement.store?.(frame);
    frames.push(frame);
  };
  const limits = { ...DEFAULT_MQTT_LIMITS, offlineAfterMs: 0, ...arrangement.limits };
  const link = new MqttLink({ host: '127.0.0.1', port: 0, limits }, { admit }, accept, { info: log, warn: log, error: log });
  await link.start();
  const { port } = link;
  const devices: RawDevice[] = [];
  return {
    link,
    port,
    frames,
    presence,
    logged,
    async device(id, fields) {
      const device = await RawDevice.connect(port, id, fields);
      devices.push(device);
      return device;
    },
    counter: (name) => link.state().counters[name] ?? Number.NaN,
    async until(isSo) {
      const deadline = performance.now() + 10_000;
      while (!isSo()) {
        if (performance.now() > deadline) throw new Error('waited in vain');
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    async stop() {
      for (const device of devices) device.close();
      await link.stop();
    },
  };
}

/** To be called where the tests are described: starts links, and stops after each test those that it started. */
export function linksUnderTest(): (arrangement?: Arrangement) => Promise<LinkUnderTest> {
  const running: LinkUnderTest[] = [];
  afterEach(async () => {
    for (const under of running.splice(0)) await under.stop();
  });
  return async (arrangement) => {
    const under = await startLink(arrangement);
    running.push(under);
    return under;
  };
}

function admit(device: string, secret: string): ReturnType<ConstructorParameters<typeof MqttLink>[1]['admit']> {
  if (device === 'breaks-the-estate') throw new Error('the estate has failed');
  if (device.startsWith('stranger') && secret === SITE_KEY) return { as: 'held', site: 'north-gate' };
  if (device.startsWith('stranger') && secret === 'other key') return { as: 'held', site: 'south-gate' };
  if (secret === `secret of ${device}`) return { as: 'device' };
  return { as: 'refused', why: 'bad-secret' };
}

export function textOf(frame: ArrivingFrame): string {
  return new TextDecoder().decode(frame.body);
}

/** A promise that the test settles when it likes. */
export function openQuestion(): { readonly promise: Promise<void>; readonly resolve: () => void; readonly reject: (why: unknown) => void } {
  let settle: { resolve: () => void; reject: (why: unknown) => void } = { resolve: () => {}, reject: () => {} };
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: () => settle.resolve(), reject: (why) => settle.reject(why) };
}
