// Who may come in: a CONNECT is judged here, before aedes registers anything for it.
import type { ConnectPacket } from 'aedes';
import type { MqttLimits } from './mqtt-limits.ts';
import { REFUSALS, type Refusal } from './tally.ts';

/** What the estate says of an id and a secret. `held`: not registered yet, let in by the enrolment key of a site. */
export type Admitted =
  | { readonly as: 'device' }
  | { readonly as: 'held'; readonly site: string }
  | { readonly as: 'refused'; readonly why: string };

/** Return codes of CONNACK [MQTT-3.1.1, table 3.1]. */
export const RETURN_CODES = { identifier: 2, unavailable: 3, credentials: 4, notAuthorised: 5 } as const;
type ReturnCode = (typeof RETURN_CODES)[keyof typeof RETURN_CODES];

export type HelloVerdict =
  | { readonly welcome: true; readonly device: string; readonly site: string | undefined }
  | { readonly welcome: false; readonly why: Refusal; readonly returnCode: ReturnCode };

/** What a CONNECT says; taken down before the session is made clean. */
export interface Hello {
  readonly clientId: string;
  readonly keepalive: number;
  readonly willTopic: string | undefined;
}

/** Longest client id that the link reads; the estate's own rule for ids is narrower. */
const LONGEST_ID = 64;
/** Secrets of the house have 32 characters; keys that a site brings along may be longer. */
const LONGEST_SECRET_BYTES = 256;

export function helloOf(packet: ConnectPacket): Hello {
  return { clientId: packet.clientId, keepalive: packet.keepalive ?? 0, willTopic: packet.will?.topic };
}

/** The topics of a device; it may use no others. */
export function topicsOf(device: string): { readonly up: string; readonly down: string; readonly ack: string } {
  return { up: `balefire/${device}/up`, down: `balefire/${device}/down`, ack: `balefire/${device}/ack` };
}

/** Looks at the form first and at the secret last, so that nothing malformed reaches the estate. */
export function judgeHello(
  hello: Hello,
  name: string | undefined,
  secret: Uint8Array | undefined,
  limits: MqttLimits,
  admit: (device: string, secret: string) => Admitted,
): HelloVerdict {
  const device = hello.clientId;
  if (device === '') return refuse('empty-client-id', RETURN_CODES.identifier);
  if (!isTopicName(device)) return refuse('bad-client-id', RETURN_CODES.identifier);
  if (name === undefined || secret === undefined || secret.length === 0) return refuse('no-secret', RETURN_CODES.credentials);
  if (name !== device) return refuse('client-id-mismatch', RETURN_CODES.identifier);
  if (secret.length > LONGEST_SECRET_BYTES) return refuse('bad-secret', RETURN_CODES.credentials);
  if (hello.keepalive === 0 || hello.keepalive > limits.keepaliveSeconds) return refuse('keepalive', RETURN_CODES.notAuthorised);
  if (hello.willTopic !== undefined && hello.willTopic !== topicsOf(device).up) return refuse('will-topic', RETURN_CODES.notAuthorised);
  const admitted = admit(device, new TextDecoder().decode(secret));
  if (admitted.as === 'device') return { welcome: true, device, site: undefined };
  if (admitted.as === 'held') return { welcome: true, device, site: admitted.site };
  const why = named(admitted.why);
  // A stranger gets one answer, whether the id or the secret is wrong; the count knows which.
  return refuse(why, ANSWERS[why] ?? RETURN_CODES.credentials);
}

/** Why a topic or a filter that is not one of the device's own is refused. */
export function topicFault(topic: string, isFilter: boolean): 'bad-text' | 'topic-shape' | 'wrong-topic' | 'wrong-filter' {
  if (!isPlain(topic)) return 'bad-text';
  if (topic.length > LONGEST_TOPIC || topic.split('/').length > DEEPEST_TOPIC) return 'topic-shape';
  return isFilter ? 'wrong-filter' : 'wrong-topic';
}

/** No topic of ours is longer than 78 characters or deeper than three levels; what goes far beyond is no mistake. */
const LONGEST_TOPIC = 256;
const DEEPEST_TOPIC = 8;

function refuse(why: Refusal, returnCode: ReturnCode): HelloVerdict {
  return { welcome: false, why, returnCode };
}

const ANSWERS: Partial<Record<Refusal, ReturnCode>> = {
  'bad-client-id': RETURN_CODES.identifier,
  'too-many-held': RETURN_CODES.unavailable,
  'admission-failed': RETURN_CODES.unavailable,
};

function named(why: string): Refusal {
  if (why === 'bad-id') return 'bad-client-id';
  return REFUSALS.find((known) => known === why) ?? 'not-admitted';
}

/** Whether a text may stand for one level of a topic. */
function isTopicName(text: string): boolean {
  return text.length <= LONGEST_ID && isPlain(text) && !/[/+#]/.test(text);
}

/** U+0000 and control characters [MQTT-1.5.3-2], and U+FFFD, which is what the parser makes of ill-formed UTF-8. */
function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\u{fffd}]/u.test(text);
}
