// DingTalk group robot 钉钉群机器人: signed with 加签, or guarded by a keyword.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type Words, words } from '../../../device-drivers/words.ts';
import { byCode, ok, refused, retry } from './answer.ts';
import { defineChannel, type Sent } from './channel.ts';
import { messageOf } from './message.ts';
import { askRobot } from './robot.ts';
import { isPhone, key, labelled, language, mentionAll, must, phone, providerAt } from './settings.ts';

/** The provider takes about 20 KB of JSON, in which a character may grow to twice its bytes. */
const LONGEST_TEXT = 9_000;
/** A robot that spoke too fast is silent for this long, whatever it is sent. */
const COOL_DOWN_MS = 10 * 60_000;

const settings = z.strictObject({
  base: providerAt('https://oapi.dingtalk.com/robot/send'),
  token: labelled('access_token', 'access_token', key(8, 200)),
  secret: labelled(
    '加签密钥（SEC 开头）',
    'Signing secret (begins with SEC)',
    key(4, 200).startsWith('SEC', must('加签密钥以 SEC 开头', 'a signing secret begins with SEC')).optional(),
  ),
  mention: labelled('@手机号', 'Mention these phones', z.array(phone).max(50).default([])),
  mentionAll,
  language,
});

/** 加签: the secret is the key; time and secret, a line each, are what is signed. As the provider's manual has it. */
export function signDingtalk(at: number, secret: string): string {
  return createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64');
}

/** The provider tells in English or in Chinese; a wrong signature is told with advice about the time, so it is looked for first. */
const SECURITY: readonly [RegExp, Words][] = [
  [/keyword|关键词/i, words('机器人的关键词不在消息中', 'The keyword that guards the robot is not in the message')],
  [/\bip\b|whitelist|白名单/i, words('网关的出口 IP 不在机器人的白名单', 'The address of the gateway is not on the list of the robot')],
  [/sign|签名/i, words('加签密钥不对', 'The signing secret is wrong')],
  [
    /timestamp|时间戳/i,
    words(
      '时间戳不对：网关时钟可能不准，或未填加签密钥',
      'The time is wrong: the clock of the gateway may be off, or the signing secret is missing',
    ),
  ],
];

function meaning({ errcode: code, errmsg: message }: Readonly<Record<string, unknown>>): Sent | undefined {
  switch (code) {
    case undefined:
      return undefined;
    case 0:
      return ok();
    case 130101:
      return retry(words('发送过快，机器人被限流 10 分钟', 'Sent too fast: the robot is silenced for 10 minutes'), COOL_DOWN_MS);
    case -1:
      return retry(words('钉钉系统繁忙', 'DingTalk is busy'));
    case 300001:
    case 300005:
      return refused(words('access_token 不对', 'The access_token is wrong'));
    case 310000: {
      const known = SECURITY.find(([pattern]) => typeof message === 'string' && pattern.test(message));
      return refused(known ? known[1] : words('未通过机器人的安全设置', "The robot's security settings were not met"));
    }
    default:
      return refused(byCode(code, message));
  }
}

/** A group's robot. Source: DingTalk open platform, custom robots; limit of 20 a minute. */
export const dingtalk = defineChannel({
  id: 'dingtalk',
  title: words('钉钉群机器人', 'DingTalk group robot'),
  settings,
  secrets: ['token', 'secret'],
  recipient: 'none',
  // 20 a minute are allowed, the 21st silences the robot for ten minutes.
  limits: { perMinute: 18 },
  send(notice, recipients, given, around) {
    const phones = [...new Set([...given.mention, ...recipients.map(({ to }) => to).filter(isPhone)])];
    // Only a phone that also stands in the text is really called.
    const called = [...phones.map((one) => `@${one}`), ...(given.mentionAll ? ['@所有人'] : [])].join(' ');
    const url = new URL(given.base);
    url.searchParams.set('access_token', given.token);
    if (given.secret !== undefined) {
      const at = around.now();
      url.searchParams.set('timestamp', String(at));
      url.searchParams.set('sign', signDingtalk(at, given.secret));
    }
    const message = {
      msgtype: 'text',
      text: { content: messageOf(notice, given.language, LONGEST_TEXT, called) },
      at: { atMobiles: phones, atUserIds: [], isAtAll: given.mentionAll },
    };
    return askRobot(around, url.href, message, meaning);
  },
});
