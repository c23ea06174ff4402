// Group robots of DingTalk, WeCom and Feishu, and the webhook: signatures, mentions, and what their codes mean.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AROUND } from '../testing/channel-rigs.ts';
import { type FakeDingtalk, startFakeDingtalk } from '../testing/fake-dingtalk.ts';
import { type FakeFeishu, startFakeFeishu } from '../testing/fake-feishu.ts';
import type { FakeServer } from '../testing/fake-server.ts';
import { startFakeWebhook } from '../testing/fake-webhook.ts';
import { startFakeWecom } from '../testing/fake-wecom.ts';
import { realNotice, SOME_TIME } from '../testing/some-notice.ts';
import { dingtalk } from './dingtalk.ts';
import { feishu } from './feishu.ts';
import { signWebhook, webhook } from './webhook.ts';
import { wecom } from './wecom.ts';

const now = (): number => SOME_TIME;
const off = (ms: number) => ({ ...AROUND, now: () => SOME_TIME + ms });

let server: FakeServer;
afterEach(() => server.close());

describe('DingTalk', () => {
  const robot: FakeDingtalk = { token: 'token-of-dingtalk', secret: 'SECright', now };
  const settings = (more = {}) => ({ base: `${server.address}/robot/send`, token: robot.token, secret: robot.secret, ...more });

  it('calls a phone in the list and in the text, as only both together ring', async () => {
    server = await startFakeDingtalk(robot);
    const recipients = [{ name: '张工', to: '13800001234' }];
    expect(await dingtalk.send(realNotice(), recipients, settings({ mention: ['13900001234'] }), AROUND)).toEqual({ is: 'ok' });
    expect(server.taken[0]?.to).toEqual(['13900001234', '13800001234']);
    expect(server.taken[0]?.text.split('\n').at(-1)).toBe('@13900001234 @13800001234');
  });

  it('waits ten minutes when the robot was silenced', async () => {
    server = await startFakeDingtalk({ ...robot, perMinute: 1 });
    await dingtalk.send(realNotice(), [], settings(), AROUND);
    expect(await dingtalk.send(realNotice(), [], settings(), AROUND)).toMatchObject({ is: 'retry', afterMs: 600_000 });
  });

  it.each([
    ['the token is wrong', {}, { token: 'token-of-another' }, 'access_token'],
    ['the secret is missing', {}, { secret: undefined }, 'time'],
    ['the keyword is missing', { keyword: '监控中心' }, {}, 'keyword'],
  ])('says in words that %s', async (_, robots, more, word) => {
    server = await startFakeDingtalk({ ...robot, ...robots });
    expect(await dingtalk.send(realNotice(), [], settings(more), AROUND)).toMatchObject({
      is: 'refused',
      reason: { en: expect.stringContaining(word) },
    });
  });

  it('says that the clock is off, when it is by more than an hour', async () => {
    server = await startFakeDingtalk(robot);
    expect(await dingtalk.send(realNotice(), [], settings(), off(3_500_000))).toEqual({ is: 'ok' });
    expect(await dingtalk.send(realNotice(), [], settings(), off(3_700_000))).toMatchObject({
      reason: { en: expect.stringContaining('clock') },
    });
  });
});

describe('WeCom', () => {
  const settings = (more = {}) => ({ base: `${server.address}/cgi-bin/webhook/send`, key: 'key-of-wecom', ...more });

  it('calls phones and everybody', async () => {
    server = await startFakeWecom({ key: 'key-of-wecom' });
    const recipients = [{ name: '张工', to: '13800001234' }];
    expect(await wecom.send(realNotice(), recipients, settings({ mentionAll: true }), AROUND)).toEqual({ is: 'ok' });
    expect(server.taken[0]?.to).toEqual(['13800001234', '@all']);
  });

  it('waits a minute when it spoke too fast', async () => {
    server = await startFakeWecom({ key: 'key-of-wecom', perMinute: 0 });
    expect(await wecom.send(realNotice(), [], settings(), AROUND)).toMatchObject({ is: 'retry', afterMs: 60_000 });
  });
});

describe('Feishu', () => {
  const bot: FakeFeishu = { token: 'token-of-feishu', secret: 'feishu-right', now };
  const settings = (more = {}) => ({ base: `${server.address}/open-apis/bot/v2/hook`, token: bot.token, secret: bot.secret, ...more });

  it('calls users, and nobody whom the name of a place tries to call', async () => {
    server = await startFakeFeishu(bot);
    const lines = [{ zh: '<at user_id="all">所有人</at>', en: '' }];
    expect(await feishu.send(realNotice({ lines }), [{ name: '张工', to: 'ou_abc' }], settings(), AROUND)).toEqual({ is: 'ok' });
    expect(server.taken[0]?.to).toEqual(['ou_abc']);
  });

  it('understands bots of the first generation too', async () => {
    server = await startFakeFeishu({ ...bot, isOld: true });
    expect(await feishu.send(realNotice(), [], settings(), AROUND)).toEqual({ is: 'ok' });
  });

  it('waits as long as it is told to', async () => {
    server = await startFakeFeishu({ ...bot, perMinute: 0 });
    expect(await feishu.send(realNotice(), [], settings(), AROUND)).toMatchObject({ is: 'retry', afterMs: 9_000 });
  });

  it.each([
    ['the token is wrong', {}, { token: 'another-token' }, 'address'],
    ['the secret is missing', {}, { secret: undefined }, 'signature'],
    ['the keyword is missing', { keyword: '监控中心' }, {}, 'keyword'],
  ])('says in words that %s', async (_, bots, more, word) => {
    server = await startFakeFeishu({ ...bot, ...bots });
    expect(await feishu.send(realNotice(), [], settings(more), AROUND)).toMatchObject({
      is: 'refused',
      reason: { en: expect.stringContaining(word) },
    });
  });
});

describe('a webhook', () => {
  const settings = () => ({ url: `${server.address}/hook`, secret: 'webhook-secret-right' });

  it('carries the whole notice, and a name by which a repetition is known', async () => {
    server = await startFakeWebhook({ secret: 'webhook-secret-right', now });
    await webhook.send(realNotice(), [{ name: '平台', to: '' }], settings(), AROUND);
    await webhook.send(realNotice({ isRepeated: true }), [], settings(), AROUND);
    expect(server.requests).toHaveLength(2);
    expect(server.taken).toHaveLength(1);
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toEqual({ ...realNotice(), recipients: [{ name: '平台', to: '' }] });
  });

  it("is taken for ours by the lines in docs/notify-channels.md, and a stranger's is not", async () => {
    server = await startFakeWebhook({ secret: 'webhook-secret-right', now });
    const page = readFileSync(new URL('../../../docs/notify-channels.md', import.meta.url), 'utf8');
    const sample = /```js\n(.*?)```/s.exec(page)?.[1]?.replace(/^import .*$/m, '') ?? '';
    const isOurs = new Function('createHmac', 'timingSafeEqual', `${sample}; return isOurs;`)(createHmac, timingSafeEqual);
    const body = Buffer.from('{"title":"火警"}');
    const header = signWebhook(Math.floor(Date.now() / 1_000), body.toString(), 'webhook-secret-right');
    expect(isOurs(header, body, 'webhook-secret-right')).toBe(true);
    expect(isOurs(header, body, 'webhook-secret-wrong')).toBe(false);
    expect(isOurs(header, Buffer.from('{"title":"误报"}'), 'webhook-secret-right')).toBe(false);
    expect(isOurs(undefined, body, 'webhook-secret-right')).toBe(false);
    const old = signWebhook(Math.floor(Date.now() / 1_000) - 301, body.toString(), 'webhook-secret-right');
    expect(isOurs(old, body, 'webhook-secret-right')).toBe(false);
  });

  it('is refused by its receiver when it is older than five minutes', async () => {
    server = await startFakeWebhook({ secret: 'webhook-secret-right', now });
    expect(await webhook.send(realNotice(), [], settings(), off(-301_000))).toMatchObject({ is: 'refused' });
    expect(await webhook.send(realNotice(), [], settings(), off(-299_000))).toMatchObject({ is: 'ok' });
  });
});
