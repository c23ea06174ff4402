// The words of the live socket: what the gateway tells a screen, and what a screen asks for.
import type { AlarmView, CommandView, DeviceRow, PointValue, Trouble } from './contract.ts';
import type { IncidentView } from './incident-contract.ts';
import type { WaitingChange } from './rule-contract.ts';

/** Handshake `auth`: what the screen saw last, so that it gets what it missed. */
export interface LiveHandshake {
  readonly boot?: string;
  readonly change?: number;
}

export interface LiveReading {
  readonly device: string;
  readonly point: string;
  readonly value: PointValue;
}

/** What people write about judgement, for who may read it; for others empty. */
export interface LiveJudgement {
  /** Counts up with whatever was written of rules and limits since the start: who fetched something of it fetches it again. */
  readonly written: number;
  /** What waits for a second person, of what one sees, the oldest first. */
  readonly waiting: readonly WaitingChange[];
}

/** How the way to the fire-alarm terminal and the receiving centre stands; what is wrong with it stands among the troubles. */
export interface LiveUplink {
  /** Of both, handed over to neither yet. */
  readonly waiting: number;
  /** Receipts of both since the start: one more than before was handed over meanwhile. */
  readonly receipts: number;
}

/** What happens and is no alarm. `silent` and `heard`: the connection of a device; `held`: a device that nobody registered. */
export type HappeningKind =
  | 'silent'
  | 'heard'
  | 'held'
  | 'isolated'
  | 'isolation-over'
  | 'walk-test'
  | 'walk-test-over'
  | 'on-duty'
  | 'off-duty'
  | 'duty-answered'
  | 'duty-missed';

export interface LiveHappening {
  /** Counts up since the gateway started. */
  readonly number: number;
  readonly at: number;
  readonly kind: HappeningKind;
  /** Name of the device, the place or the person. */
  readonly what: string;
  readonly place: string;
}

/** From the gateway to a screen. */
export interface LiveEvents {
  /** The state; everything the screen held before is void. Of `left` alarms and incidents more is told in `more`, the less urgent ones. */
  welcome: (all: {
    boot: string;
    now: number;
    change: number;
    alarms: AlarmView[];
    incidents: IncidentView[];
    troubles: Trouble[];
    judgement: LiveJudgement;
    counts: { devices: number; online: number; silent: number; held: number };
    left: number;
  }) => void;
  /**
   * More of the state, each thing as it is now; `left`: what is still to come. Changes come between, so the number of its
   * change says which state of a thing is the younger. Who was not told all of it cannot go on from a number.
   */
  more: (some: { now: number; alarms: AlarmView[]; incidents: IncidentView[]; left: number }) => void;
  /** Changed alarms and incidents in order, never folded. `since` is the number the changes follow on. */
  changes: (some: { now: number; since: number; change: number; alarms: AlarmView[]; incidents: IncidentView[] }) => void;
  /** Latest values of what the screen watches; `folded` older ones were left out for a slow screen. */
  readings: (some: { now: number; readings: LiveReading[]; folded: number }) => void;
  devices: (some: { now: number; devices: DeviceRow[] }) => void;
  commands: (some: { now: number; commands: CommandView[] }) => void;
  troubles: (all: { now: number; troubles: Trouble[] }) => void;
  /** A rule or a limit was written, or waits for a second person, or no longer. */
  judgement: (all: LiveJudgement & { now: number }) => void;
  /** The last things that happened and are no alarm, of what the person sees, the newest first, 20 at most; once in two seconds at most. */
  happenings: (all: { now: number; happenings: LiveHappening[] }) => void;
  /** Every 2 s: without it for 5 s the screen says that its data may be old. */
  heartbeat: (beat: {
    now: number;
    change: number;
    counts: { devices: number; online: number; silent: number; held: number };
    /** For who may read alarms or the system; left out where neither terminal nor centre is configured. */
    uplink?: LiveUplink;
  }) => void;
  /** The session ended or its rights changed; the socket is closed after it. */
  farewell: (why: { reason: 'signed-out' | 'expired' | 'rights-changed' | 'too-slow' | 'stopping' }) => void;
}

/** From a screen to the gateway. */
export interface LiveRequests {
  /** Send readings of these devices (at most 200) from now on, and their state rows; replaces what was watched. */
  watch: (devices: string[], done: (answer: { ok: boolean }) => void) => void;
}
