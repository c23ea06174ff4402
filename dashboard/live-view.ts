// What a screen holds of the live state, and how much of it may be believed.
import type { AlarmView, CommandView, DeviceRow, PointValue, Trouble } from '../gateway/web/contract.ts';
import type { IncidentView } from '../gateway/web/incident-contract.ts';
import type { LiveEvents, LiveHappening, LiveJudgement, LiveUplink } from '../gateway/web/live-contract.ts';
import { NO_ALARMS } from './alarm-tally.ts';
import type { Flood } from './flood-watch.ts';
import type { Look } from './held.ts';
import type { OpenPicture } from './open-alarms.ts';

type Counts = Parameters<LiveEvents['heartbeat']>[0]['counts'];
type Farewell = Parameters<LiveEvents['farewell']>[0]['reason'];

/** The wire, as far as the screen knows it. Times are of the browser's monotonic clock, ms. */
export interface Wire {
  /** The socket stands. */
  readonly up: boolean;
  /** Since the socket stands, the gateway has said what the state is: what is held is not a memory. */
  readonly trusted: boolean;
  /** When the first attempt began, or the socket was lost; null while it stands. */
  readonly lostAt: number | null;
  /** When anything was last heard from the gateway. */
  readonly heardAt: number | null;
  /** Gateway time of what was last heard, ms since 1970. */
  readonly asOf: number | null;
  /** Why the gateway ended it, when it did. */
  readonly farewell: Farewell | null;
}

/** A picture of the state; each part is a new object exactly when something in it changed. The lists of it never change. */
export interface LiveView extends OpenPicture {
  readonly wire: Wire;
  readonly counts: Counts | null;
  /** Every open alarm and the last ones closed, by id. What is still `coming` is found by its id as it stood before. */
  readonly alarms: Look<AlarmView>;
  readonly incidents: Look<IncidentView>;
  /** Counts the pictures in which an alarm changed. */
  readonly happened: number;
  /** Alarms come faster than a person can take them; null: they do not. */
  readonly flood: Flood | null;
  readonly troubles: readonly Trouble[];
  /** The way to terminal and receiving centre; `isMoving`: something waits for it or was handed over since the beat before. Null: none. */
  readonly uplink: (LiveUplink & { readonly isMoving: boolean }) | null;
  /** What happened last and is no alarm, the newest first. */
  readonly happenings: readonly LiveHappening[];
  /** What is written about rules and limits, and what of it waits for a second person. */
  readonly judgement: LiveJudgement;
  /** Latest values of the watched devices, by device and point. */
  readonly readings: ReadonlyMap<string, PointValue>;
  readonly devices: ReadonlyMap<string, DeviceRow>;
  readonly commands: ReadonlyMap<string, CommandView>;
  /** Alarms and incidents of the state that are not told yet, the less urgent ones; 0: it is whole. */
  readonly coming: number;
  /** Counts how often the whole state was told or confirmed anew: who fetched something else fetches it again. */
  readonly epoch: number;
}

const EMPTY: Look<never> = { size: 0, get: () => undefined, has: () => false, values: () => [].values() };

export const NOTHING_YET: LiveView = {
  wire: { up: false, trusted: false, lostAt: null, heardAt: null, asOf: null, farewell: null },
  counts: null,
  alarms: EMPTY,
  open: [],
  own: [],
  folded: [],
  tally: NO_ALARMS,
  incidents: EMPTY,
  happened: 0,
  flood: null,
  troubles: [],
  uplink: null,
  happenings: [],
  judgement: { written: 0, waiting: [] },
  readings: new Map(),
  devices: new Map(),
  commands: new Map(),
  coming: 0,
  epoch: 0,
};

/** The gateway beats every 2 s; after 5 s without, the screen says that its data may be old. */
const BEAT_MISSED_MS = 5_000;
/** After this long without the socket "reconnecting" would be a kind word: it is offline. */
const OFFLINE_AFTER_MS = 30_000;

/** What the header says of the connection. */
export type Connection =
  | { readonly is: 'connecting' }
  | { readonly is: 'live' }
  | { readonly is: 'reconnecting'; readonly seconds: number; readonly asOf: number }
  | { readonly is: 'offline'; readonly asOf: number | null };

/** How the connection stands at a moment of the monotonic clock. */
export function connectionOf(wire: Wire, now: number): Connection {
  if (wire.up && wire.trusted && wire.heardAt !== null && now - wire.heardAt < BEAT_MISSED_MS) return { is: 'live' };
  const since = wire.heardAt ?? wire.lostAt ?? now;
  const away = now - since;
  if (wire.farewell !== null || away >= OFFLINE_AFTER_MS) return { is: 'offline', asOf: wire.asOf };
  if (wire.asOf === null) return { is: 'connecting' };
  return { is: 'reconnecting', seconds: Math.max(0, Math.floor(away / 1000)), asOf: wire.asOf };
}

/** Whether what is shown may be old: nothing heard for 5 s, or not confirmed since the socket came back. */
export function mayBeOld(wire: Wire, now: number): boolean {
  if (wire.heardAt === null) return false;
  return (wire.up && !wire.trusted) || now - wire.heardAt >= BEAT_MISSED_MS;
}

/** The key under which a point's latest value is kept. */
export function readingKey(device: string, point: string): string {
  return `${device}\n${point}`;
}
