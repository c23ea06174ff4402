// Bark: pushes to iPhones, critical ones through the mute switch. A site can run its server itself.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { byCode, isFailure, isSuccess, notUnderstood, objectIn, ok, refused, toEach, unanswered, unreachable } from './answer.ts';
import { defineChannel } from './channel.ts';
import { cut, linesOf, titleLine } from './message.ts';
import { labelled, language, must, webAddress } from './settings.ts';

/** Apple takes 4 KB in all. */
const LONGEST_BODY = 2_000;
const LONGEST_TITLE = 200;

const settings = z.strictObject({
  base: labelled('服务器地址', 'Address of the server', webAddress.default('https://api.day.app')),
  sound: labelled(
    '铃声',
    'Sound',
    z
      .string()
      .regex(/^[a-z]{1,32}$/, must('小写字母', 'small letters'))
      .default('alarm'),
  ),
  language,
});

/** `Recipient.to` is the key that the app shows. Source: Bark server, API version 2 (`POST /push`). */
export const bark = defineChannel({
  id: 'bark',
  title: words('Bark 推送（iPhone）', 'Bark push (iPhone)'),
  settings,
  secrets: [],
  recipient: 'user',
  limits: { perSecond: 5 },
  send: (notice, recipients, given, { outgoing, now }) =>
    toEach(recipients, async ({ to }) => {
      const isCritical = notice.class === 'fire' && !notice.drill;
      const answer = await outgoing.request({
        method: 'POST',
        url: `${given.base.replace(/\/$/, '')}/push`,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({
          device_key: to,
          title: titleLine(notice, given.language, LONGEST_TITLE),
          body: cut(linesOf(notice, given.language).join('\n'), LONGEST_BODY),
          group: notice.incident,
          sound: given.sound,
          level: isCritical ? 'critical' : 'timeSensitive',
          ...(isCritical ? { volume: 10 } : {}),
          ...(notice.url === null ? {} : { url: notice.url }),
        }),
      });
      if (isFailure(answer)) return unanswered(answer);
      const said = objectIn(answer);
      if (said?.['code'] === 200 && isSuccess(answer)) return ok(said['timestamp']);
      if (said?.['code'] !== 400)
        return said && isSuccess(answer) && said['code'] !== undefined
          ? refused(byCode(said['code'], said['message']))
          : notUnderstood(answer, now());
      return unreachable(words('设备标识不对，或手机已不再登记', 'The key of the phone is wrong, or it is no longer registered'));
    }),
});
