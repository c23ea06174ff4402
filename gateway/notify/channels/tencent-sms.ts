// Short messages by Tencent Cloud 腾讯云短信: an approved template, filled with short words in their order.
import { z } from 'zod';
import { type Words, words } from '../../../device-drivers/words.ts';
import { notAPhone } from './aliyun.ts';
import { byCode, isFailure, notUnderstood, objectIn, objectOf, ok, refused, retry, toEach, unanswered, unreachable } from './answer.ts';
import { type ChannelAround, defineChannel, type Sent } from './channel.ts';
import { VARIABLES, variablesOf } from './message.ts';
import { isPhone, key, labelled, line, must, providerAt } from './settings.ts';
import { signTencent } from './tencent-signature.ts';

const settings = z.strictObject({
  base: providerAt('https://sms.tencentcloudapi.com'),
  secretId: labelled('SecretId', 'SecretId', key(4, 100)),
  secretKey: labelled('SecretKey', 'SecretKey', key(8, 100)),
  region: labelled('地域', 'Region', key(3, 40).default('ap-guangzhou')),
  sdkAppId: labelled('短信应用 SdkAppId', 'SdkAppId', key(3, 40).regex(/^\d+$/, must('应为数字', 'must be digits'))),
  signName: labelled('短信签名', 'Signature of the message', line(30)),
  template: labelled('模板编号', 'Number of the template', key(1, 40)),
  variables: labelled(
    '模板变量（按 {1}、{2} 顺序）',
    'Variables of the template, in the order {1}, {2} …',
    z
      .array(z.enum(VARIABLES, must(`应为 ${VARIABLES.join('、')} 之一`, `must be one of ${VARIABLES.join(', ')}`)))
      .max(12)
      .default(['class', 'place', 'time']),
  ),
});

const VERSION = '2021-01-11';
const CONTENT_TYPE = 'application/json; charset=utf-8';
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

const WAITS: readonly [RegExp, number][] = [
  [/^LimitExceeded\.PhoneNumberThirtySecondLimit/, 30 * SECOND_MS],
  [/^LimitExceeded\.PhoneNumberOneHourLimit/, HOUR_MS],
  [/^LimitExceeded\.(PhoneNumberDailyLimit|PhoneNumberSameContentDailyLimit|AppDailyLimit|DailyLimit)/, 24 * HOUR_MS],
  [/^(RequestLimitExceeded|LimitExceeded\.DeliveryFrequencyLimit)/, SECOND_MS],
];

const NO: readonly [RegExp, Words][] = [
  [/^AuthFailure\.SignatureExpire/, words('网关时钟相差超过 5 分钟', 'The clock of the gateway is off by more than 5 minutes')],
  [/^AuthFailure/, words('SecretId 或 SecretKey 不对', 'The SecretId or the SecretKey is wrong')],
  [/^UnauthorizedOperation/, words('账号没有这项权限', 'The account has no right to do this')],
  [/InsufficientBalance/, words('腾讯云短信套餐包余量不足', 'The Tencent Cloud account has no messages left')],
  [/(SignatureIncorrect|MissingSignature)/i, words('短信签名不存在或未过审', 'The signature of the message is not known or not approved')],
  [
    /(TemplateIncorrect|TemplateParamSetNotMatch|TemplateUnapproved|TemplateParameter)/i,
    words('模板不存在、未过审或变量不符', 'The template is not known, not approved, or its variables do not fit'),
  ],
];

function meaning(code: string, message: unknown, receipt: unknown): Sent {
  if (code === 'Ok') return ok(receipt);
  const wait = WAITS.find(([pattern]) => pattern.test(code));
  if (wait) return retry(words(`已达腾讯云频率上限（${code}）`, `A bound of Tencent Cloud is reached (${code})`), wait[1]);
  if (/^(InternalError|ResourceUnavailable|FailedOperation\.FailResolvePacket|LimitExceeded)/.test(code)) {
    return retry(words(`腾讯云繁忙或出错（${code}）`, `Tencent Cloud is busy or has an error (${code})`));
  }
  if (/(IncorrectPhoneNumber|PhoneNumberParseFail|PhoneNumberInBlacklist)/i.test(code)) {
    return unreachable(words(`手机号不合法或已退订（${code}）`, `The phone number is not right, or wants no messages (${code})`));
  }
  const known = NO.find(([pattern]) => pattern.test(code));
  return refused(known ? words(`${known[1].zh}（${code}）`, `${known[1].en} (${code})`) : byCode(code, message));
}

/** Failures are answered with status 200 too: `Error` for the request, `SendStatusSet` for each number. */
function read(response: Readonly<Record<string, unknown>>): Sent | undefined {
  const error = objectOf(response['Error']);
  if (typeof error?.['Code'] === 'string') return meaning(error['Code'], error['Message'], undefined);
  const set = response['SendStatusSet'];
  const one = Array.isArray(set) ? objectOf(set[0]) : undefined;
  return typeof one?.['Code'] === 'string' ? meaning(one['Code'], one['Message'], one['SerialNo']) : undefined;
}

/** One number a request. Source: Tencent Cloud SMS 2021-01-11, SendSms; one message of the same content in 30 s to one number. */
export const tencentSms = defineChannel({
  id: 'tencent-sms',
  title: words('腾讯云短信', 'Tencent Cloud short message'),
  settings,
  secrets: ['secretKey'],
  recipient: 'phone',
  limits: { perSecond: 20, perRecipient: { perMinute: 2 } },
  send: (notice, recipients, given, around) =>
    toEach(recipients, async ({ to }) => {
      if (!isPhone(to)) return notAPhone();
      const values = variablesOf(notice, around.timeZone);
      const body = JSON.stringify({
        PhoneNumberSet: [to.startsWith('+') ? to : `+86${to}`],
        SmsSdkAppId: given.sdkAppId,
        SignName: given.signName,
        TemplateId: given.template,
        TemplateParamSet: given.variables.map((variable) => values[variable]),
        SessionContext: notice.id,
      });
      return post(body, given, around);
    }),
});

async function post(body: string, given: z.output<typeof settings>, { outgoing, now }: ChannelAround): Promise<Sent> {
  const url = new URL(given.base);
  const seconds = Math.floor(now() / SECOND_MS);
  const answer = await outgoing.request({
    method: 'POST',
    url: `${url.origin}/`,
    headers: {
      host: url.host,
      'content-type': CONTENT_TYPE,
      'x-tc-action': 'SendSms',
      'x-tc-version': VERSION,
      'x-tc-region': given.region,
      'x-tc-timestamp': String(seconds),
      authorization: signTencent({ host: url.host, service: 'sms', contentType: CONTENT_TYPE, body, seconds }, given),
    },
    body,
  });
  if (isFailure(answer)) return unanswered(answer);
  const response = objectOf(objectIn(answer)?.['Response']);
  return (response && read(response)) ?? notUnderstood(answer, now());
}
