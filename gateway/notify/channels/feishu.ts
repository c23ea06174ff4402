// Feishu or Lark custom bot 飞书自定义机器人: signed in its body, the other way round than DingTalk.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { OutgoingAnswer } from '../outgoing.ts';
import { byCode, ok, refused, retry } from './answer.ts';
import { defineChannel, type Sent } from './channel.ts';
import { messageOf } from './message.ts';
import { askRobot } from './robot.ts';
import { key, labelled, language, mentionAll, must, providerAt } from './settings.ts';

/** The whole body may have 20 KB, and a character may grow to twice its bytes in JSON. */
const LONGEST_TEXT = 9_000;
const TOO_FAST_MS = 60_000;
const USER = /^ou_[A-Za-z0-9]{1,64}$/;

const settings = z.strictObject({
  base: providerAt('https://open.feishu.cn/open-apis/bot/v2/hook'),
  token: labelled(
    'Webhook 地址末尾的标识',
    'Last part of the webhook address',
    key(8, 200).regex(/^[\w-]+$/, must('只含字母、数字、- 和 _', 'holds letters, digits, - and _ only')),
  ),
  secret: labelled('签名校验密钥', 'Secret of the signature', key(4, 200).optional()),
  mention: labelled(
    '@用户（open_id）',
    'Mention these users (open_id)',
    z
      .array(z.string().regex(USER, must('以 ou_ 开头', 'begins with ou_')))
      .max(50)
      .default([]),
  ),
  mentionAll,
  language,
});

/** Time and secret, a line each, are the key; what is signed is empty. As the provider's manual has it. */
export function signFeishu(seconds: number, secret: string): string {
  return createHmac('sha256', `${seconds}\n${secret}`).update('').digest('base64');
}

function meaning(said: Readonly<Record<string, unknown>>, headers: OutgoingAnswer['headers']): Sent | undefined {
  // Older bots answer `StatusCode`.
  const code = said['code'] ?? said['StatusCode'];
  switch (code) {
    case undefined:
      return undefined;
    case 0:
      return ok();
    case 11232:
    case 99991400: {
      const seconds = Number(headers['x-ogw-ratelimit-reset']);
      return retry(words('发送过快，飞书限流', 'Sent too fast: Feishu limits the rate'), seconds > 0 ? seconds * 1_000 : TOO_FAST_MS);
    }
    case 19001:
      return refused(words('Webhook 标识不对或机器人已被移除', 'The webhook address is wrong, or the bot was removed'));
    case 19021:
      return refused(
        words('签名不对，或网关时钟相差超过 1 小时', 'The signature is wrong, or the clock of the gateway is off by more than an hour'),
      );
    case 19022:
      return refused(words('网关的出口 IP 不在机器人的白名单', 'The address of the gateway is not on the list of the bot'));
    case 19024:
      return refused(words('机器人的关键词不在消息中', 'The keyword that guards the bot is not in the message'));
    default:
      return refused(byCode(code, said['msg'] ?? said['StatusMessage']));
  }
}

/** A group's bot. Source: Feishu open platform, custom bots; 100 a minute and 5 a second, 20 KB. */
export const feishu = defineChannel({
  id: 'feishu',
  title: words('飞书群机器人', 'Feishu group bot'),
  settings,
  secrets: ['token', 'secret'],
  recipient: 'none',
  limits: { perMinute: 90, perSecond: 4 },
  send(notice, recipients, given, around) {
    const users = [...new Set([...given.mention, ...recipients.map(({ to }) => to).filter((to) => USER.test(to))])];
    const called = [...users, ...(given.mentionAll ? ['all'] : [])].map((id) => `<at user_id="${id}"></at>`).join(' ');
    const seconds = Math.floor(around.now() / 1_000);
    const message = {
      ...(given.secret === undefined ? {} : { timestamp: String(seconds), sign: signFeishu(seconds, given.secret) }),
      msg_type: 'text',
      content: { text: messageOf(withoutMarks(notice), given.language, LONGEST_TEXT, called) },
    };
    return askRobot(around, `${given.base.replace(/\/$/, '')}/${given.token}`, message, meaning);
  },
});

type AnyNotice = Parameters<typeof messageOf>[0];

/** `<at …>` in the name of a place would call people. */
function withoutMarks(notice: AnyNotice): AnyNotice {
  const plain = ({ zh, en }: { zh: string; en: string }) => words(zh.replaceAll('<', '＜'), en.replaceAll('<', '＜'));
  return { ...notice, title: plain(notice.title), lines: notice.lines.map(plain) };
}
