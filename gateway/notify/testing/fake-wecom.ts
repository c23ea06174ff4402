// WeCom's robot on loopback: checks key, form, length and rate as the real one does.
import { type FakeServer, json, startFakeServer } from './fake-server.ts';

export interface FakeWecom {
  readonly key: string;
  readonly perMinute?: number;
}

const LONGEST_TEXT = 2_048;

export function startFakeWecom({ key, perMinute = 20 }: FakeWecom): Promise<FakeServer> {
  let said = 0;
  return startFakeServer(({ method, url, body }) => {
    const no = (errcode: number, errmsg: string) => ({ answer: json({ errcode, errmsg }) });
    if (method !== 'POST' || url.pathname !== '/cgi-bin/webhook/send') return no(404, 'unknown path');
    if (url.searchParams.get('key') !== key) return no(93000, `invalid webhook url, hint: [${url.search}]`);
    const message = JSON.parse(body.toString()) as { msgtype?: string; text?: { content?: string; mentioned_mobile_list?: string[] } };
    const content = message.text?.content;
    if (message.msgtype !== 'text' || !content) return no(40008, 'invalid message type');
    if (Buffer.byteLength(content) > LONGEST_TEXT) return no(40058, 'text.content exceed max length 2048');
    said += 1;
    if (said > perMinute) return no(45009, 'api freq out of limit');
    return { answer: json({ errcode: 0, errmsg: 'ok' }), took: { to: message.text?.mentioned_mobile_list ?? [], text: content } };
  });
}
