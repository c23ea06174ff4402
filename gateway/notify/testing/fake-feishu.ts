// Feishu's bot on loopback: checks token, the signature in the body, time, keyword, size and rate as the real one does.
import { createHmac } from 'node:crypto';
import { type FakeServer, json, startFakeServer } from './fake-server.ts';

export interface FakeFeishu {
  readonly token: string;
  readonly secret?: string;
  readonly keyword?: string;
  readonly perMinute?: number;
  /** Answers as bots of the first generation did. */
  readonly isOld?: boolean;
  now(): number;
}

const HOUR_S = 3_600;
const LONGEST_BODY = 20_000;

export function startFakeFeishu({ token, secret, keyword, perMinute = 100, isOld = false, now }: FakeFeishu): Promise<FakeServer> {
  let said = 0;
  return startFakeServer(({ method, url, body }) => {
    const no = (code: number, msg: string, headers = {}) => ({ answer: json({ code, msg, data: {} }, 200, headers) });
    if (method !== 'POST' || url.pathname !== `/open-apis/bot/v2/hook/${token}`)
      return no(19001, 'param invalid: incoming webhook access token invalid');
    if (body.length > LONGEST_BODY) return no(9499, 'Bad Request: body too large');
    const message = JSON.parse(body.toString()) as { timestamp?: string; sign?: string; msg_type?: string; content?: { text?: string } };
    if (message.msg_type !== 'text' || !message.content?.text) return no(9499, 'Bad Request');
    if (secret !== undefined) {
      const { timestamp = '', sign } = message;
      const isInTime = /^\d{10}$/.test(timestamp) && Math.abs(Number(timestamp) - now() / 1_000) <= HOUR_S;
      const right = createHmac('sha256', [timestamp, secret].join('\n')).digest('base64');
      if (!isInTime || sign !== right) return no(19021, 'sign match fail or timestamp is not within one hour from current time');
    }
    const { text } = message.content;
    if (keyword !== undefined && !text.includes(keyword)) return no(19024, 'Key Words Not Found');
    said += 1;
    if (said > perMinute) return no(99991400, 'request trigger frequency limit', { 'x-ogw-ratelimit-reset': '9' });
    const to = [...text.matchAll(/<at user_id="([^"]+)">/g)].map((match) => match[1] ?? '');
    return {
      answer: json(isOld ? { StatusCode: 0, StatusMessage: 'success' } : { code: 0, msg: 'success', data: {} }),
      took: { to, text },
    };
  });
}
