// ntfy: a push service that a site can run itself; Android takes it without Google.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { AlarmClass } from '../../../rules/rule.ts';
import { byStatus, isFailure, isSuccess, notUnderstood, objectIn, ok, refused, unanswered } from './answer.ts';
import { defineChannel } from './channel.ts';
import { cut, linesOf, titleLine } from './message.ts';
import { key, labelled, language, must, providerAt } from './settings.ts';

/** A longer message becomes a file. */
const LONGEST_MESSAGE = 4_096;
const LONGEST_TITLE = 250;

/** 5: sounds and vibrates through do-not-disturb where the phone allows it. */
const PRIORITY: Readonly<Record<AlarmClass, 1 | 2 | 3 | 4 | 5>> = {
  fire: 5,
  'pre-alarm': 4,
  linkage: 4,
  supervisory: 3,
  fault: 3,
  isolation: 2,
  notice: 2,
};

const settings = z.strictObject({
  base: labelled('服务器地址', 'Address of the server', providerAt('https://ntfy.sh').unwrap().default('https://ntfy.sh')),
  topic: labelled(
    '主题',
    'Topic',
    z.string().regex(/^[\w-]{1,64}$/, must('1 至 64 个字母、数字、- 或 _', '1 to 64 letters, digits, - or _')),
  ),
  token: labelled('访问令牌', 'Access token', key(8, 200).optional()),
  language,
});

/** Publishes as JSON. Source: ntfy documentation, publishing. Who knows a topic of a public server can read it: so it counts as a secret. */
export const ntfy = defineChannel({
  id: 'ntfy',
  title: words('ntfy 推送', 'ntfy push'),
  settings,
  secrets: ['token', 'topic'],
  recipient: 'none',
  // The public server refills one request every 5 s after the first 60.
  limits: { perMinute: 12 },
  async send(notice, _recipients, given, { outgoing, now }) {
    const answer = await outgoing.request({
      method: 'POST',
      url: given.base,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(given.token === undefined ? {} : { authorization: `Bearer ${given.token}` }),
      },
      body: JSON.stringify({
        topic: given.topic,
        title: titleLine(notice, given.language, LONGEST_TITLE),
        message: cut(linesOf(notice, given.language).join('\n'), LONGEST_MESSAGE),
        priority: notice.drill ? 3 : PRIORITY[notice.class],
        ...(notice.class === 'fire' && !notice.drill ? { tags: ['fire'] } : {}),
        ...(notice.url === null ? {} : { click: notice.url, actions: [{ action: 'view', label: '处置 Respond', url: notice.url }] }),
      }),
    });
    if (isFailure(answer)) return unanswered(answer);
    const { status } = answer;
    if (status === 401 || status === 403) {
      return refused(words('访问令牌不对，或无权向该主题发送', 'The access token is wrong, or may not publish to this topic'));
    }
    if (!isSuccess(answer)) return byStatus(answer, now());
    const said = objectIn(answer);
    return typeof said?.['id'] === 'string' ? ok(said['id']) : notUnderstood(answer, now());
  },
});
