// A district: places and the devices in them, from a file; and how it lives on the wire.
import { setTimeout as wait } from 'node:timers/promises';
import { driverOf } from '../device-drivers/catalogue.ts';
import { type Behaviour, isBehaviour } from './behaviour.ts';
import { connectAll } from './fleet.ts';
import { chance } from './random.ts';
import { type Story, tellStory } from './story.ts';
import { VirtualDevice } from './virtual-device.ts';

const DISTRICT_PLACE_KINDS = ['region', 'unit', 'building', 'floor', 'zone', 'farm', 'checkpoint', 'post', 'water', 'station'] as const;

export interface DistrictPlace {
  readonly id: string;
  /** Null for the root alone; a parent stands before its children. */
  readonly parent: string | null;
  readonly kind: (typeof DISTRICT_PLACE_KINDS)[number];
  readonly name: string;
  /** WGS-84. */
  readonly longitude?: number;
  readonly latitude?: number;
}

export interface DistrictDevice {
  readonly id: string;
  readonly model: string;
  readonly name: string;
  readonly place: string;
  /** Left out: `daily`. */
  readonly behaviour?: Behaviour;
  /** Where it hangs on a bus; left out: it speaks MQTT. Only those are played by a district. */
  readonly modbus?: { readonly bus: string; readonly unit: number };
  /** A transmission device: it is played by a simulator of its own. */
  readonly gb26875?: { readonly station: string; readonly profile?: string };
  readonly longitude?: number;
  readonly latitude?: number;
}

export interface District {
  readonly places: readonly DistrictPlace[];
  readonly devices: readonly DistrictDevice[];
}

/** Reads a district from JSON text. Throws an `Error` that says what is wrong and where. */
export function readDistrict(text: string): District {
  const district = JSON.parse(text) as Partial<District> | null;
  const { places, devices } = district ?? {};
  if (!Array.isArray(places) || !Array.isArray(devices)) throw new Error('a district has lists of places and devices');
  const known = new Set<unknown>();
  for (const place of places as Partial<DistrictPlace>[]) {
    if (typeof place.id !== 'string' || known.has(place.id)) throw new Error(`place ${place.id}: its id is missing or taken`);
    if (place.parent !== null && !known.has(place.parent)) throw new Error(`place ${place.id}: no place ${place.parent} stands before it`);
    if (!DISTRICT_PLACE_KINDS.some((kind) => kind === place.kind)) throw new Error(`place ${place.id}: unknown kind ${place.kind}`);
    if (typeof place.name !== 'string') throw new Error(`place ${place.id}: it has no name`);
    known.add(place.id);
  }
  const ids = new Set<unknown>();
  for (const device of devices as Partial<DistrictDevice>[]) {
    if (typeof device.id !== 'string' || ids.has(device.id)) throw new Error(`device ${device.id}: its id is missing or taken`);
    if (!/^[A-Za-z0-9._-]{1,64}$/.test(device.id)) throw new Error(`device ${device.id}: its id cannot stand in a topic`);
    if (!driverOf(device.model ?? '')) throw new Error(`device ${device.id}: unknown model ${device.model}`);
    if (!known.has(device.place)) throw new Error(`device ${device.id}: unknown place ${device.place}`);
    if (typeof device.name !== 'string') throw new Error(`device ${device.id}: it has no name`);
    if (device.behaviour !== undefined && !isBehaviour(device.behaviour)) throw new Error(`device ${device.id}: unknown behaviour`);
    ids.add(device.id);
  }
  return { places, devices };
}

export interface RunDistrict {
  readonly url: string;
  readonly district: District;
  /** Secret of each device by its id; a device without one is left out. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly story?: Story;
  /** Seconds after all are connected until the story begins; 10 when left out. */
  readonly storyAfter?: number;
  /** Tells the story again so many seconds after its end; once when left out. */
  readonly storyEvery?: number;
  /** How many times faster than written the story is told; 1 when left out. */
  readonly storySpeed?: number;
  /** Ends with the story, once the gateway has heard it. */
  readonly untilStoryEnds?: boolean;
  /** How many times more often than its driver says a device reports, and how much faster it ages; 10 when left out. */
  readonly tempo?: number;
  readonly seed?: string;
  readonly qos?: 0 | 1;
  readonly drill?: boolean;
  /** Only these devices, where given: what a story needs. */
  readonly only?: (device: DistrictDevice) => boolean;
  /** Stops everything and lets `runDistrict` resolve. */
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

/** All first reports come within so many seconds, so that a screen fills at once. */
const FIRST_REPORTS_S = 6;

/** The last step of a story may take so long to be confirmed before the wire is closed, ms. */
const LAST_WORDS_MS = 5_000;

/** Lets a district live on the wire until the signal; without one, until its story has ended. */
export async function runDistrict(options: RunDistrict): Promise<void> {
  const { district, story, signal, log = () => {} } = options;
  const devices = virtualDevices(options);
  const missing = district.devices.length - devices.size;
  if (missing > 0 && !options.only) log(`${missing} devices have no secret on this wire and are left out`);
  const timers = new Set<NodeJS.Timeout>();
  try {
    await connectAll([...devices.values()], signal ? { signal, log } : { log });
    for (const device of devices.values()) live(device, options, timers);
    if (story) await tell(story, devices, options);
    if (signal && !options.untilStoryEnds) await untilAborted(signal);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    await Promise.all([...devices.values()].map((device) => device.stop()));
  }
}

function virtualDevices({ url, district, credentials, only, tempo = 10, seed = 'district', qos = 1, drill = false }: RunDistrict) {
  const devices = new Map<string, VirtualDevice>();
  for (const one of district.devices) {
    const driver = driverOf(one.model);
    const secret = Object.hasOwn(credentials, one.id) ? credentials[one.id] : undefined;
    if (driver?.protocol !== 'mqtt-json' || secret === undefined || only?.(one) === false) continue;
    const { id, behaviour = 'daily' } = one;
    devices.set(id, new VirtualDevice({ url, id, driver, secret, behaviour, seed, qos, tempo, drill }));
  }
  return devices;
}

/** Reports soon, then every `reportsEvery / tempo`, each device at its own time. */
function live(device: VirtualDevice, { tempo = 10, seed = 'district' }: RunDistrict, timers: Set<NodeJS.Timeout>): void {
  const every = Math.max(1000, (device.driver.reportsEvery * 1000) / tempo);
  const phase = chance(seed, device.id, 'phase');
  const again = (afterMs: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void device.report();
      again(every);
    }, afterMs);
    timers.add(timer);
  };
  again(Math.min(every, FIRST_REPORTS_S * 1000) * phase);
}

async function tell(story: Story, devices: ReadonlyMap<string, VirtualDevice>, options: RunDistrict): Promise<void> {
  const { signal, storyAfter = 10, storyEvery, storySpeed = 1, log = () => {} } = options;
  const onStep = (step: { device: string; set: object }, there: boolean): void => {
    log(`${story.name}: ${step.device} ${JSON.stringify(step.set)}${there ? '' : ' (not there)'}`);
  };
  for (let after: number | undefined = storyAfter; after !== undefined; after = storyEvery) {
    await wait(after * 1000, undefined, signal ? { signal } : {}).catch(() => {});
    if (signal?.aborted) return;
    const { heard } = await tellStory(story, {
      deviceOf: (id) => devices.get(id),
      speed: storySpeed,
      ...(signal ? { signal } : {}),
      onStep,
    });
    if (options.untilStoryEnds) await Promise.race([heard, wait(LAST_WORDS_MS, undefined, { ref: false })]);
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
