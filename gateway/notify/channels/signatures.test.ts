// Signatures of the providers against vectors from their manuals and from an independent calculation.
import { signAliyun } from './aliyun-signature.ts';
import { signDingtalk } from './dingtalk.ts';
import { signFeishu } from './feishu.ts';
import { signTencent } from './tencent-signature.ts';
import { signWebhook } from './webhook.ts';

describe('a signature equals its vector', () => {
  it('of DingTalk', () => {
    expect(signDingtalk(1_700_000_000_000, 'SECdemo')).toBe('lOvVf9TQCVugV68mGbSZCg0gzOl1SVjxWi1MyVZCUuA=');
  });

  it('of Feishu, where the secret is part of the key', () => {
    expect(signFeishu(1_700_000_000, 'demo')).toBe('8oT2n3SMKFfEnDoiwer8BUM/SjKLwe9SqoEIHlhDTKo=');
  });

  it('of Aliyun V3', () => {
    const { headers } = signAliyun(
      {
        host: 'ecs.cn-shanghai.aliyuncs.com',
        action: 'RunInstances',
        version: '2014-05-26',
        query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
        body: '',
        at: Date.parse('2023-10-26T10:22:32Z'),
        nonce: '3156853299f313e23d1673dc12e1703d',
      },
      { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' },
    );
    expect(headers['authorization']).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });

  it('of Aliyun V3 writes a query as RFC 3986 has it: spaces, stars and Chinese', () => {
    const signed = signAliyun(
      { host: 'h', action: 'a', version: 'v', query: { b: "a b*'()!~", a: '火' }, body: '', at: 0, nonce: 'n' },
      { accessKeyId: 'i', accessKeySecret: 's' },
    );
    expect(signed.query).toBe('a=%E7%81%AB&b=a%20b%2A%27%28%29%21~');
  });

  it('of Tencent TC3', () => {
    const authorization = signTencent(
      {
        host: 'cvm.tencentcloudapi.com',
        service: 'cvm',
        contentType: 'application/json; charset=utf-8',
        body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
        seconds: 1_551_113_065,
      },
      { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3*******' },
    );
    expect(authorization).toBe(
      'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c',
    );
  });

  it('of a webhook, by openssl: printf 1700000000.{} | openssl dgst -sha256 -hmac 0123456789abcdef', () => {
    expect(signWebhook(1_700_000_000, '{}', '0123456789abcdef')).toBe(
      't=1700000000,v1=e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e',
    );
  });
});
