// Web push to browsers: best effort, as some push services cannot be reached from everywhere; never the only way of a fire.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Subscription } from '../browsers.ts';
import type { Notice } from '../notice.ts';
import { byStatus, isFailure, isSuccess, ok, refused, toEach, unanswered, unreachable } from './answer.ts';
import { type ChannelAround, defineChannel, type Sent } from './channel.ts';
import { cut, linesOf, titleLine } from './message.ts';
import { areOnePair, encryptPush, identity, isPoint, LONGEST_PUSH } from './push-encryption.ts';
import { labelled, language, must, webAddress } from './settings.ts';

/** Of the lines, in bytes: with title, link and what JSON adds it stays within one record. */
const LONGEST_BODY = 1_400;
const LONGEST_TITLE = 200;
/** Seconds for which a push service keeps it for a browser that is away: an old fire alarm only frightens. */
const KEEP_FIRE_S = 300;
const KEEP_S = 3_600;

const settings = z
  .strictObject({
    publicKey: labelled('VAPID 公钥', 'VAPID public key', z.string().refine(isPoint, must('不是 P-256 公钥', 'is no public key of P-256'))),
    privateKey: labelled('VAPID 私钥', 'VAPID private key', z.string().min(1).max(100)),
    contact: labelled(
      '联系方式',
      'Contact',
      z
        .string()
        .max(200)
        .regex(/^(mailto:\S+@\S+|https:\/\/\S+)$/, must('应为 mailto: 或 https: 地址', 'must be a mailto: or https: address')),
    ),
    language,
  })
  .refine(areOnePair, { path: ['privateKey'], ...must('公钥与私钥不是一对', 'public and private key do not belong together') });

const base64url = /^[\w-]+={0,2}$/;
/** What a browser hands over when it subscribes. Source: Push API, `PushSubscriptionJSON`. */
export const pushSubscription = z.object({
  endpoint: webAddress,
  keys: z.object({ p256dh: z.string().max(100).regex(base64url).refine(isPoint), auth: z.string().max(50).regex(base64url) }),
});

/** On the notification's button. */
const ANSWER = { both: '答复 Answer', zh: '答复', en: 'Answer' } as const;

/** Within what one record holds, whatever JSON makes of the characters. */
function payload(notice: Notice, language: 'both' | 'zh' | 'en'): string {
  const { id, incident, url, drill } = notice;
  const write = (lines: string): string =>
    JSON.stringify({
      id,
      incident,
      class: notice.class,
      drill,
      url,
      answer: ANSWER[language],
      title: titleLine(notice, language, LONGEST_TITLE),
      body: lines,
    });
  const full = write(cut(linesOf(notice, language).join('\n'), LONGEST_BODY));
  return Buffer.byteLength(full) <= LONGEST_PUSH ? full : write('');
}

/**
 * `Recipient.to` is the login of an account: it goes to each browser in which that person has switched notices on, and is
 * told once one of them took it. Source: RFC 8030, 8291, 8292.
 */
export const webPush = defineChannel({
  id: 'web-push',
  title: words('浏览器推送', 'Web push'),
  settings,
  secrets: ['privateKey'],
  recipient: 'browser',
  limits: { perSecond: 20 },
  send: (notice, recipients, given, around) =>
    toEach(recipients, async ({ to }) => {
      const browsers = around.browsers?.of(to, given.publicKey) ?? [];
      if (browsers.length === 0)
        return unreachable(
          words('此账号没有开启推送的浏览器（在“我的”页面开启）', 'No browser of this account has notices switched on (page “Me”)'),
        );
      const sent = await Promise.all(browsers.map((browser) => push(notice, browser, given, around)));
      return sent.find(({ is }) => is === 'ok') ?? sent.find(({ is }) => is === 'retry') ?? sent[0] ?? ok();
    }),
});

async function push(
  notice: Notice,
  browser: Subscription,
  given: z.output<typeof settings>,
  { outgoing, now, browsers }: ChannelAround,
): Promise<Sent> {
  const { origin } = new URL(browser.endpoint);
  const answer = await outgoing.request({
    method: 'POST',
    url: browser.endpoint,
    headers: {
      authorization: identity(origin, given.contact, Math.floor(now() / 1_000), given),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(notice.class === 'fire' ? KEEP_FIRE_S : KEEP_S),
      urgency: notice.class === 'fire' && !notice.drill ? 'high' : 'normal',
      // A newer word about an incident takes the place of one that still waits: 32 characters at most.
      topic: createHash('sha256').update(notice.incident).digest('base64url').slice(0, 32),
    },
    body: encryptPush(payload(notice, given.language), browser.keys),
  });
  if (isFailure(answer)) return unanswered(answer);
  if (isSuccess(answer)) return ok();
  if (answer.status === 404 || answer.status === 410) {
    browsers?.gone(browser.endpoint);
    return unreachable(words('浏览器已取消订阅', 'The browser has ended its subscription'));
  }
  if (answer.status === 413) return refused(words('内容过长', 'Too long'));
  return byStatus(answer, now());
}
