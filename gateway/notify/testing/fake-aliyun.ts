// Aliyun's short messages and calls on loopback: checks the V3 signature, time, nonce, template and variables as the real ones do.
import { createHash, createHmac } from 'node:crypto';
import { type FakeRequest, type FakeServer, json, startFakeServer } from './fake-server.ts';

export interface FakeAliyun {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly template: string;
  /** Names of the template's variables, each of which must be given. */
  readonly variables: readonly string[];
  /** To one number, until the flow control of the day. */
  readonly perNumber?: number;
  now(): number;
}

const WINDOW_MS = 15 * 60_000;
const VERSION = '2017-05-25';

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

export function startFakeAliyun(account: FakeAliyun): Promise<FakeServer> {
  const nonces = new Set<string>();
  const toNumber = new Map<string, number>();
  return startFakeServer((request) => {
    const no = (status: number, Code: string, Message: string) => ({ answer: json({ Code, Message, RequestId: 'R-1' }, status) });
    const fault = faultIn(request, account, nonces);
    if (fault) return no(...fault);
    const query = request.url.searchParams;
    const isCall = request.headers['x-acs-action'] === 'SingleCallByTts';
    const to = query.get(isCall ? 'CalledNumber' : 'PhoneNumbers') ?? '';
    if (!/^(1[3-9]\d{9}|[1-9]\d{6,14})$/.test(to)) return no(200, 'isv.MOBILE_NUMBER_ILLEGAL', `${to} is no number`);
    if (query.get(isCall ? 'TtsCode' : 'TemplateCode') !== account.template) {
      return no(200, isCall ? 'isv.TTS_TEMPLATE_ILLEGAL' : 'isv.SMS_TEMPLATE_ILLEGAL', '模板不合法');
    }
    if (!isCall && !query.get('SignName')) return no(200, 'isv.SMS_SIGNATURE_ILLEGAL', '签名不合法');
    const values = JSON.parse(query.get(isCall ? 'TtsParam' : 'TemplateParam') ?? '{}') as Record<string, unknown>;
    for (const name of account.variables) {
      const value = values[name];
      if (typeof value !== 'string' || value === '') return no(200, 'isv.TEMPLATE_MISSING_PARAMETERS', `缺少 ${name}`);
      if (isForbidden(value)) return no(200, 'isv.PARAM_NOT_SUPPORT_URL', `${name} 含链接`);
      if ([...value].length > 35) return no(200, 'isv.PARAM_LENGTH_LIMIT', `${name} 超长`);
    }
    const count = (toNumber.get(to) ?? 0) + 1;
    toNumber.set(to, count);
    if (count > (account.perNumber ?? 50)) return no(200, 'isv.BUSINESS_LIMIT_CONTROL', '触发天级流控Permits:50');
    const text = account.variables.map((name) => String(values[name])).join(' ');
    return {
      answer: json({ Code: 'OK', Message: 'OK', RequestId: 'R-1', [isCall ? 'CallId' : 'BizId']: `B-${to.length}-${count}` }),
      took: { to: [to], text },
    };
  });
}

/** URLs, domains, IP addresses, and the brackets of a signature. */
function isForbidden(value: string): boolean {
  return /https?:|www|[a-z0-9-]+\.[a-z]{2,}|\d{1,3}(\.\d{1,3}){3}|[【】]/i.test(value);
}

type Fault = [status: number, code: string, message: string];

function faultIn(request: FakeRequest, account: FakeAliyun, nonces: Set<string>): Fault | undefined {
  const { headers, body, url } = request;
  const given = headers['authorization'] ?? '';
  const [, id, names = '', signature] =
    /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(given) ?? [];
  if (!signature) return [400, 'IncompleteSignature', 'The request signature is not complete'];
  if (id !== account.accessKeyId) return [404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.'];
  const date = headers['x-acs-date'] ?? '';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) || Math.abs(Date.parse(date) - account.now()) > WINDOW_MS) {
    return [400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.'];
  }
  const nonce = headers['x-acs-signature-nonce'] ?? '';
  if (nonce === '' || nonces.has(nonce)) return [400, 'SignatureNonceUsed', 'Specified signature nonce was used already.'];
  const signed = names.split(';');
  const required = ['host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-version'];
  const canonical =
    `${request.method}\n${url.pathname}\n${url.search.slice(1)}\n` +
    `${signed.map((name) => `${name}:${headers[name] ?? ''}\n`).join('')}\n${names}\n${headers['x-acs-content-sha256'] ?? ''}`;
  const right = createHmac('sha256', account.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  const isWhole = required.every((name) => signed.includes(name)) && headers['x-acs-content-sha256'] === sha256(body);
  if (!isWhole || right !== signature) {
    return [400, 'SignatureDoesNotMatch', `Specified signature is not matched with our calculation. server string to sign is:${canonical}`];
  }
  if (headers['x-acs-version'] !== VERSION) return [400, 'InvalidVersion', 'Specified parameter Version is not valid.'];
  if (!['SendSms', 'SingleCallByTts'].includes(headers['x-acs-action'] ?? '')) return [404, 'InvalidAction.NotFound', 'Unknown action'];
  nonces.add(nonce);
  return undefined;
}
