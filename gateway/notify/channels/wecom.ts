// WeCom group robot 企业微信群机器人: the key in its address is its only secret.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { byCode, ok, refused, retry } from './answer.ts';
import { defineChannel, type Sent } from './channel.ts';
import { messageOf } from './message.ts';
import { askRobot } from './robot.ts';
import { isPhone, key, labelled, language, mentionAll, phone, providerAt } from './settings.ts';

/** Of a text message, in bytes of UTF-8. */
const LONGEST_TEXT = 2_048;
/** The bound is by the minute. */
const TOO_FAST_MS = 60_000;

const settings = z.strictObject({
  base: providerAt('https://qyapi.weixin.qq.com/cgi-bin/webhook/send'),
  key: labelled('机器人 key', 'Key of the robot', key(8, 200)),
  mention: labelled('@手机号', 'Mention these phones', z.array(phone).max(50).default([])),
  mentionAll,
  language,
});

function meaning({ errcode: code, errmsg: message }: Readonly<Record<string, unknown>>): Sent | undefined {
  switch (code) {
    case undefined:
      return undefined;
    case 0:
      return ok();
    case -1:
      return retry(words('企业微信系统繁忙', 'WeCom is busy'));
    case 45009:
    case 45033:
      return retry(words('发送过快，企业微信限流', 'Sent too fast: WeCom limits the rate'), TOO_FAST_MS);
    case 93000:
    case 93008:
      return refused(words('机器人 key 不对或机器人已被移除', 'The key is wrong, or the robot was removed'));
    default:
      return refused(byCode(code, message));
  }
}

/** A group's robot. Source: WeCom developer manual, message push; 20 a minute, 2,048 bytes of text. */
export const wecom = defineChannel({
  id: 'wecom',
  title: words('企业微信群机器人', 'WeCom group robot'),
  settings,
  secrets: ['key'],
  recipient: 'none',
  limits: { perMinute: 18 },
  send(notice, recipients, given, around) {
    const phones = [...new Set([...given.mention, ...recipients.map(({ to }) => to).filter(isPhone)])];
    const url = new URL(given.base);
    url.searchParams.set('key', given.key);
    const message = {
      msgtype: 'text',
      text: {
        content: messageOf(notice, given.language, LONGEST_TEXT),
        mentioned_mobile_list: given.mentionAll ? [...phones, '@all'] : phones,
      },
    };
    return askRobot(around, url.href, message, meaning);
  },
});
