// Tencent Cloud's short messages on loopback: checks the TC3 signature, time and template as the real ones do.
import { createHash, createHmac } from 'node:crypto';
import { type FakeRequest, type FakeServer, json, startFakeServer } from './fake-server.ts';

export interface FakeTencent {
  readonly secretId: string;
  readonly secretKey: string;
  readonly template: string;
  /** How many variables the template has. */
  readonly variables: number;
  now(): number;
}

const WINDOW_S = 300;
const THIRTY_SECONDS_MS = 30_000;

export function startFakeTencent(account: FakeTencent): Promise<FakeServer> {
  const last = new Map<string, { text: string; at: number }>();
  return startFakeServer((request) => {
    const no = (Code: string, Message: string) => ({ answer: json({ Response: { Error: { Code, Message }, RequestId: 'R-1' } }) });
    const fault = faultIn(request, account);
    if (fault) return no(...fault);
    const message = JSON.parse(request.body.toString()) as {
      PhoneNumberSet?: string[];
      SmsSdkAppId?: string;
      SignName?: string;
      TemplateId?: string;
      TemplateParamSet?: string[];
    };
    const { PhoneNumberSet: numbers = [], SmsSdkAppId, SignName, TemplateId, TemplateParamSet: values = [] } = message;
    if (!SmsSdkAppId || numbers.length === 0 || numbers.length > 200) return no('InvalidParameterValue.MissingParameter', 'missing');
    const status = (Code: string, PhoneNumber: string) => ({
      SerialNo: Code === 'Ok' ? `S-${numbers.length}` : '',
      PhoneNumber,
      Fee: 1,
      Code,
      Message: `${Code} ${PhoneNumber}`,
      IsoCode: 'CN',
    });
    const took: string[] = [];
    const text = values.join(' ');
    const set = numbers.map((number) => {
      if (!SignName) return status('FailedOperation.MissingSignature', number);
      if (TemplateId !== account.template || values.length !== account.variables)
        return status('FailedOperation.TemplateParamSetNotMatchApprovedTemplate', number);
      if (!/^\+[1-9]\d{6,14}$/.test(number)) return status('InvalidParameterValue.IncorrectPhoneNumber', number);
      const before = last.get(number);
      if (before && before.text === text && account.now() - before.at < THIRTY_SECONDS_MS)
        return status('LimitExceeded.PhoneNumberThirtySecondLimit', number);
      last.set(number, { text, at: account.now() });
      took.push(number);
      return status('Ok', number);
    });
    return {
      answer: json({ Response: { SendStatusSet: set, RequestId: 'R-1' } }),
      ...(took.length > 0 ? { took: { to: took, text } } : {}),
    };
  });
}

function faultIn({ method, url, headers, body }: FakeRequest, { secretId, secretKey, now }: FakeTencent): [string, string] | undefined {
  const pattern =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/sms\/tc3_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;
  const [, id, date = '', names = '', signature] = pattern.exec(headers['authorization'] ?? '') ?? [];
  if (!signature) return ['AuthFailure.InvalidAuthorization', 'no signature'];
  if (id !== secretId) return ['AuthFailure.SecretIdNotFound', 'The SecretId is not found'];
  const at = headers['x-tc-timestamp'] ?? '';
  if (!/^\d{10}$/.test(at) || Math.abs(Number(at) - now() / 1_000) > WINDOW_S)
    return ['AuthFailure.SignatureExpire', 'The signature is expired'];
  if (new Date(Number(at) * 1_000).toISOString().slice(0, 10) !== date) return ['AuthFailure.SignatureFailure', 'date'];
  const hash = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
  const mac = (key: string | Buffer, content: string): Buffer => createHmac('sha256', key).update(content).digest();
  const listed = names.split(';').map((name) => `${name}:${(headers[name] ?? '').toLowerCase()}\n`);
  const canonical = `${method}\n${url.pathname}\n${url.search.slice(1)}\n${listed.join('')}\n${names}\n${hash(body)}`;
  const key = ['sms', 'tc3_request'].reduce(mac, mac(`TC3${secretKey}`, date));
  const right = mac(key, `TC3-HMAC-SHA256\n${at}\n${date}/sms/tc3_request\n${hash(canonical)}`).toString('hex');
  if (right !== signature)
    return ['AuthFailure.SignatureFailure', `The provided credentials could not be validated: ${headers['authorization']}`];
  if (headers['x-tc-action'] !== 'SendSms' || headers['x-tc-version'] !== '2021-01-11') return ['InvalidAction', 'unknown action'];
  if (!headers['x-tc-region']) return ['MissingParameter', 'region'];
  return undefined;
}
