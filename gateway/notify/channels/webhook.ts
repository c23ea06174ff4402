// Webhook: the notice as JSON to an address of one's own, signed so that the receiver can tell it from a stranger's.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { byStatus, isFailure, isSuccess, ok, unanswered } from './answer.ts';
import { defineChannel } from './channel.ts';
import { titleOf } from './message.ts';
import { key, labelled, webAddress } from './settings.ts';

const settings = z.strictObject({
  url: labelled('接收地址', 'Address of the receiver', webAddress),
  secret: labelled('签名密钥', 'Signing secret', key(16, 200)),
});

/** `t`: seconds since 1970; `v1`: HMAC-SHA256 over the time, a full stop and the body's bytes, in hex. docs/notify-channels.md tells how to check it. */
export function signWebhook(seconds: number, body: string, secret: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** Own design. Any status from 200 to 299 is a yes; what the body says does not count. */
export const webhook = defineChannel({
  id: 'webhook',
  title: words('Webhook 推送', 'Webhook'),
  settings,
  // Those who need no signature put their key into the address.
  secrets: ['secret', 'url'],
  recipient: 'none',
  limits: { perSecond: 10 },
  async send(notice, recipients, given, { outgoing, now }) {
    const body = JSON.stringify({ ...notice, title: titleOf(notice), recipients: recipients.map(({ name, to }) => ({ name, to })) });
    const answer = await outgoing.request({
      method: 'POST',
      url: given.url,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-signature': signWebhook(Math.floor(now() / 1_000), body, given.secret),
        'idempotency-key': notice.id.replace(/[^\x21-\x7e]/g, '_'),
      },
      body,
    });
    if (isFailure(answer)) return unanswered(answer);
    return isSuccess(answer) ? ok() : byStatus(answer, now());
  },
});
