// The names under which the MQTT link counts what it takes in and what it turns away.
import { type LinkLog, Tally } from '../tally.ts';

export const REFUSALS = [
  'too-many-connections',
  'connection-rate',
  'connect-timeout',
  'mqtt-version',
  'empty-client-id',
  'bad-client-id',
  'client-id-mismatch',
  'no-secret',
  'bad-secret',
  'unknown-device',
  'too-many-held',
  'not-admitted',
  'admission-failed',
  'identity-in-use',
  'will-topic',
  'keepalive',
  'packet-too-large',
  'payload-too-large',
  'malformed',
  'bad-text',
  'topic-shape',
  'wrong-topic',
  'wrong-filter',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export const CUTS = ['slow-reader', 'keepalive', 'taken-over', 'revoked', 'unconfirmed', 'network'] as const;
export type Cut = (typeof CUTS)[number];

const PLAIN = ['connections', 'frames', 'frames.held', 'lost.qos0', 'commands'] as const;

export type MqttTally = Tally<(typeof PLAIN)[number], Refusal, Cut>;

export function mqttTally(log: LinkLog): MqttTally {
  return new Tally('mqtt', { plain: PLAIN, refusals: REFUSALS, cuts: CUTS }, log);
}
