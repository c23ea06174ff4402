// What Aliyun's short messages and calls share: the request, and what their codes mean.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Words, words } from '../../../device-drivers/words.ts';
import { signAliyun } from './aliyun-signature.ts';
import { byCode, isFailure, notUnderstood, objectIn, ok, refused, retry, unanswered, unreachable } from './answer.ts';
import type { ChannelAround, Sent } from './channel.ts';
import { VARIABLES, type Variable } from './message.ts';
import { key, labelled, must } from './settings.ts';

/** The same for both services. */
export const ALIYUN_KEY = {
  accessKeyId: labelled('AccessKey ID', 'AccessKey id', key(4, 100)),
  accessKeySecret: labelled('AccessKey Secret', 'AccessKey secret', key(8, 100)),
};

/** Names of a template's variables, and what fills each: a template `${place}发生${class}` has `place` and `class`. */
export const templateVariables = labelled(
  '模板变量',
  'Variables of the template',
  z
    .record(
      z.string().regex(/^[A-Za-z]\w{0,31}$/, must('变量名为字母、数字', 'a name of letters and digits')),
      z.enum(VARIABLES, must(`应为 ${VARIABLES.join('、')} 之一`, `must be one of ${VARIABLES.join(', ')}`)),
    )
    .default({ class: 'class', place: 'place', time: 'time' }),
);

export function filled(template: Readonly<Record<string, Variable>>, values: Readonly<Record<Variable, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(template).map(([name, variable]) => [name, values[variable]])));
}

export interface AliyunCall {
  readonly base: string;
  readonly action: string;
  readonly query: Readonly<Record<string, string>>;
  /** Name of the field that holds the provider's number for it. */
  readonly receipt: string;
}

/** Version of both services' interface. */
const VERSION = '2017-05-25';

export async function callAliyun(
  { base, action, query, receipt }: AliyunCall,
  keys: { readonly accessKeyId: string; readonly accessKeySecret: string },
  { outgoing, now }: ChannelAround,
): Promise<Sent> {
  const url = new URL(base);
  const signed = signAliyun({ host: url.host, action, version: VERSION, query, body: '', at: now(), nonce: randomUUID() }, keys);
  const answer = await outgoing.request({
    method: 'POST',
    url: `${url.origin}/?${signed.query}`,
    headers: { ...signed.headers, accept: 'application/json' },
    body: '',
  });
  if (isFailure(answer)) return unanswered(answer);
  const said = objectIn(answer);
  // Errors of the request itself come with 4xx and the same fields.
  return typeof said?.['Code'] === 'string' ? meaning(said['Code'], said['Message'], said[receipt]) : notUnderstood(answer, now());
}

const NO: readonly [RegExp, Words][] = [
  [/^(SignatureDoesNotMatch|IncompleteSignature|InvalidAccessKeySecret)/, words('AccessKey Secret 不对', 'The AccessKey secret is wrong')],
  [/^InvalidAccessKeyId/, words('AccessKey ID 不存在或已停用', 'The AccessKey id is not known or switched off')],
  [/^(InvalidTimeStamp|IllegalTimestamp)/, words('网关时钟相差超过 15 分钟', 'The clock of the gateway is off by more than 15 minutes')],
  [
    /^(Forbidden|NoPermission|isv\.ACCOUNT_ABNORMAL|isv\.ACCOUNT_NOT_EXISTS)/,
    words('账号没有这项权限', 'The account has no right to do this'),
  ],
  [/^isv\.(AMOUNT_NOT_ENOUGH|OUT_OF_SERVICE)/, words('阿里云账户余额不足或业务停机', 'The Aliyun account has no money left')],
  [/^isv\.SMS_SIGNATURE/, words('短信签名不存在或未过审', 'The signature of the message is not known or not approved')],
  [
    /^isv\.(SMS_TEMPLATE|TEMPLATE_MISSING|TTS_TEMPLATE|VOICE_FILE|INVALID_TTS)/,
    words('模板不存在、未过审或变量不符', 'The template is not known, not approved, or its variables do not fit'),
  ],
  [
    /^isv\.(PARAM|INVALID_PARAMETERS|INVALID_JSON|BLACK_KEY)/,
    words('模板变量含不允许的内容', 'A variable of the template holds what may not be there'),
  ],
];

const MINUTE_MS = 60_000;

/** Which of a number's bounds was reached stands only in the message: 分钟级, 小时级, 天级. */
function flowWait(message: unknown): number {
  const text = typeof message === 'string' ? message : '';
  if (text.includes('天级')) return 24 * 60 * MINUTE_MS;
  return text.includes('小时级') ? 60 * MINUTE_MS : MINUTE_MS;
}

function meaning(code: string, message: unknown, receipt: unknown): Sent {
  if (code === 'OK') return ok(receipt);
  if (code === 'isv.BUSINESS_LIMIT_CONTROL' || code === 'isv.DAY_LIMIT_CONTROL') {
    const wait = code === 'isv.DAY_LIMIT_CONTROL' ? 24 * 60 * MINUTE_MS : flowWait(message);
    return retry(words('该号码已达阿里云流控上限', "Aliyun's bound for this number is reached"), wait);
  }
  if (/^(Throttling|isp\.|ServiceUnavailable|InternalError|isv\.BUSINESS_BUSY)/.test(code)) {
    return retry(
      words(`阿里云繁忙或出错（${code}）`, `Aliyun is busy or has an error (${code})`),
      code.startsWith('Throttling') ? 1_000 : undefined,
    );
  }
  if (/^isv\.(MOBILE_NUMBER_ILLEGAL|MOBILE_COUNT_OVER_LIMIT|INVALID_PHONE)/.test(code)) {
    return unreachable(words(`手机号不合法（${code}）`, `The phone number is not right (${code})`));
  }
  const known = NO.find(([pattern]) => pattern.test(code));
  return refused(known ? words(`${known[1].zh}（${code}）`, `${known[1].en} (${code})`) : byCode(code, message));
}

export function notAPhone(): Sent {
  return unreachable(words('手机号不合法', 'The phone number is not right'));
}
