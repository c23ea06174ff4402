// The names under which the GB/T 26875.3 link counts what it takes in and what it turns away.
import { type LinkLog, Tally } from '../tally.ts';

/** Why a packet or a connection is turned away. */
export const REFUSALS = [
  'too-many-connections',
  'connection-rate',
  'network',
  'over-length',
  'end-mark',
  'checksum',
  'command',
  'direction',
  'unknown-station',
  'wrong-network',
  'too-many-held',
  'device-rate',
  'held-rate',
  'udp-overflow',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Why a connection is closed. */
export const CUTS = ['no-packet', 'garbage', 'idle', 'slow-reader', 'revoked', 'network'] as const;
type Cut = (typeof CUTS)[number];

const PLAIN = [
  'connections',
  'packets',
  'packets.urgent',
  'packets.held',
  'bytes.skipped',
  'stalls',
  'confirmed',
  'denied',
  'unconfirmed',
  'exchanges',
  'exchanges.failed',
  'resends',
  'answers.stray',
  'inspections',
  'clocks',
  'stations.doubled',
  'commands',
] as const;

/** What is counted of each device by itself. */
export const STATION_COUNTERS = ['packets', 'urgent', 'refused', 'confirmed', 'resends', 'failed'] as const;

export type StationTally = Tally<(typeof PLAIN)[number], Refusal, Cut>;

export function stationTally(log: LinkLog): StationTally {
  return new Tally('gb26875', { plain: PLAIN, refusals: REFUSALS, cuts: CUTS }, log);
}
