// E-mail 电子邮件: slow, so for reports and for what is no fire; for a fire beside a quicker channel.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { type MailRefusal, sendMail } from '../smtp.ts';
import { ok, refused, retry, toEach, unanswered, unreachable } from './answer.ts';
import { defineChannel, type Sent } from './channel.ts';
import { messageOf, titleLine } from './message.ts';
import { key, labelled, language, line, must } from './settings.ts';

const LONGEST_TEXT = 32_000;
/** RFC 5322 allows 998 a line; phones show the first hundred. */
const LONGEST_SUBJECT = 300;

/** Deliberately narrow: no display name, no quotes, nothing that could add a header. */
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$/;

const settings = z
  .strictObject({
    host: labelled(
      'SMTP 服务器',
      'SMTP server',
      z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, must('应为主机名或 IP', 'must be the name of a host or an address')),
    ),
    port: labelled('端口', 'Port', z.number().int().min(1).max(65_535, must('1 至 65535', 'from 1 to 65535')).default(465)),
    security: labelled('加密', 'Encryption', z.enum(['tls', 'starttls', 'none']).default('tls')),
    user: labelled('用户名', 'User', line(200).optional()),
    password: labelled('密码或授权码', 'Password', key(1, 200).optional()),
    from: labelled('发件地址', 'Sender', z.string().regex(ADDRESS, must('应为邮箱地址', 'must be a mail address'))),
    language,
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    ...must('用户名与密码须同时填写', 'user and password go together'),
  });

function meaning({ no, code }: MailRefusal): Sent {
  // 4xx: not now. Servers also use it to put off strangers (greylisting).
  if (code !== undefined && code < 500)
    return retry(words(`邮件服务器暂不接收（${code}）`, `The mail server does not take it now (${code})`), 60_000);
  const told = code === undefined ? '' : ` (${code})`;
  switch (no) {
    case 'sign-in':
      return refused(words(`邮箱用户名或密码不对${told}`, `The user or the password is wrong${told}`));
    case 'recipient':
      return refused(words(`收件地址或发件地址被拒绝${told}`, `The address of the recipient or the sender was refused${told}`));
    case 'tls':
      return refused(words('邮件服务器的证书或加密连接有问题', 'The certificate or the TLS of the mail server is not right'));
    case 'message':
      return refused(words(`邮件服务器拒绝了这封邮件${told}`, `The mail server refused the mail${told}`));
  }
}

/** One mail a person, so that nobody sees who else is told. Source: RFC 5321, RFC 5322, RFC 3834 (`Auto-Submitted`). */
export const email = defineChannel({
  id: 'email',
  title: words('电子邮件', 'E-mail'),
  settings,
  secrets: ['password'],
  recipient: 'e-mail',
  limits: { perMinute: 60, perRecipient: { perHour: 60 } },
  send: (notice, recipients, given, { outgoing }) =>
    toEach(recipients, async ({ to }) => {
      if (!ADDRESS.test(to)) return unreachable(words('收件地址不合法', 'The mail address is not right'));
      const domain = given.from.slice(given.from.indexOf('@') + 1);
      const name = (text: string): string => `<${createHash('sha256').update(text).digest('hex').slice(0, 32)}@${domain}>`;
      const sent = await sendMail(
        given,
        {
          // The same for a repetition: most mailboxes show it once.
          id: name(`${notice.id} ${to}`),
          from: given.from,
          to,
          subject: titleLine(notice, given.language, LONGEST_SUBJECT),
          text: messageOf(notice, given.language, LONGEST_TEXT),
          headers: {
            'Auto-Submitted': 'auto-generated',
            // Mail programs show the mails of one incident together.
            References: name(notice.incident),
            ...(notice.class === 'fire' && !notice.drill ? { 'X-Priority': '1', Importance: 'high' } : {}),
          },
        },
        outgoing,
      );
      if ('receipt' in sent) return ok(sent.receipt);
      return 'failed' in sent ? unanswered(sent) : meaning(sent);
    }),
});
