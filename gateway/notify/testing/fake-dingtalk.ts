// DingTalk's robot on loopback: checks token, 加签, time, keyword, form and rate as the real one does.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type FakeRequest, type FakeServer, json, startFakeServer, type Taken } from './fake-server.ts';

export interface FakeDingtalk {
  readonly token: string;
  readonly secret?: string;
  readonly keyword?: string;
  /** Messages that it takes until it is silent for ten minutes. */
  readonly perMinute?: number;
  now(): number;
}

const HOUR_MS = 3_600_000;
const LONGEST_BODY = 20_000;
const SECURITY = (what: string) => ({ errcode: 310000, errmsg: `description:${what};solution:see the manual` });

export function startFakeDingtalk(robot: FakeDingtalk): Promise<FakeServer> {
  let said = 0;
  return startFakeServer((request) => {
    const fault = faultIn(request, robot);
    if (fault) return { answer: json(fault) };
    said += 1;
    if (said > (robot.perMinute ?? 20)) return { answer: json({ errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' }) };
    return { answer: json({ errcode: 0, errmsg: 'ok' }), took: read(request) };
  });
}

function faultIn({ method, url, headers, body }: FakeRequest, { token, secret, keyword, now }: FakeDingtalk): object | undefined {
  if (method !== 'POST' || url.pathname !== '/robot/send') return { errcode: 404, errmsg: 'unknown path' };
  if (url.searchParams.get('access_token') !== token) return { errcode: 300001, errmsg: 'token is not exist' };
  if (!headers['content-type']?.startsWith('application/json')) return { errcode: 43004, errmsg: 'invalid content-type' };
  if (body.length > LONGEST_BODY) return { errcode: 460101, errmsg: 'message too long' };
  const message = JSON.parse(body.toString()) as { msgtype?: string; text?: { content?: string } };
  if (message.msgtype !== 'text' || !message.text?.content) return { errcode: 40035, errmsg: 'missing parameter json' };
  if (secret !== undefined) {
    const timestamp = url.searchParams.get('timestamp') ?? '';
    if (!/^\d{13}$/.test(timestamp) || Math.abs(Number(timestamp) - now()) > HOUR_MS) return SECURITY('invalid timestamp');
    const right = createHmac('sha256', secret).update([timestamp, secret].join('\n')).digest();
    const given = Buffer.from(url.searchParams.get('sign') ?? '', 'base64');
    if (given.length !== right.length || !timingSafeEqual(given, right)) return SECURITY('sign not match');
  }
  if (keyword !== undefined && !message.text.content.includes(keyword)) return SECURITY('keywords not in content');
  return undefined;
}

/** A phone is called only where it stands in the text too. */
function read({ body }: FakeRequest): Taken {
  const message = JSON.parse(body.toString()) as { text: { content: string }; at?: { atMobiles?: string[]; isAtAll?: boolean } };
  const phones = (message.at?.atMobiles ?? []).filter((phone) => message.text.content.includes(`@${phone}`));
  return { to: message.at?.isAtAll ? [...phones, 'all'] : phones, text: message.text.content };
}
