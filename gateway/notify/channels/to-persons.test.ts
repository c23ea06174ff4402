// Channels that speak to persons and to devices: short messages, calls, pushes, mail, and the estate's own voices.
import type { Words } from '../../../device-drivers/words.ts';
import type { PersonRecord } from '../../acts.ts';
import { openDatabase } from '../../sqlite.ts';
import { Browsers, type Subscription } from '../browsers.ts';
import { AROUND, IMPATIENT, openRig } from '../testing/channel-rigs.ts';
import { startFakeAliyun } from '../testing/fake-aliyun.ts';
import type { FakePushService } from '../testing/fake-push-service.ts';
import type { FakeServer } from '../testing/fake-server.ts';
import { type FakeSmtp, type MailFailure, startFakeSmtp } from '../testing/fake-smtp.ts';
import { drillNotice, realNotice, SOME_TIME } from '../testing/some-notice.ts';
import { aliyunSms } from './aliyun-sms.ts';
import { aliyunVoice } from './aliyun-voice.ts';
import { email } from './email.ts';
import { estate } from './estate.ts';
import type { EstateVoices } from './estate-voices.ts';
import { tencentSms } from './tencent-sms.ts';
import { webPush } from './web-push.ts';

const ZHANG = { name: '张工', to: '13800001234' };

describe('Aliyun', () => {
  const account = { accessKeyId: 'LTAI0123', accessKeySecret: 'aliyun-secret-1', template: 'T_1', variables: ['class', 'place'] };
  const open = (more = {}) => startFakeAliyun({ ...account, now: () => SOME_TIME, ...more });
  const settings = (base: string) => ({
    base,
    accessKeyId: 'LTAI0123',
    accessKeySecret: 'aliyun-secret-1',
    template: 'T_1',
    signName: '烽燧',
  });

  let server: FakeServer;
  afterEach(() => server.close());

  it('keeps the number of the message, and waits a day when the day is full', async () => {
    server = await open({ perNumber: 1 });
    expect(await aliyunSms.send(realNotice(), [ZHANG], settings(server.address), AROUND)).toMatchObject({
      is: 'ok',
      receipt: expect.stringMatching(/^B-/),
    });
    expect(await aliyunSms.send(realNotice(), [ZHANG], settings(server.address), AROUND)).toMatchObject({
      is: 'retry',
      afterMs: 86_400_000,
    });
  });

  it('calls and reads the template aloud twice', async () => {
    server = await open();
    const { signName: _, ...given } = settings(server.address);
    expect(await aliyunVoice.send(realNotice(), [ZHANG], given, AROUND)).toMatchObject({ is: 'ok', receipt: expect.any(String) });
    expect(server.requests[0]?.url.searchParams.get('PlayTimes')).toBe('2');
    expect(server.taken[0]).toEqual({ to: ['13800001234'], text: '火警 阳光小区 3号楼 12层' });
  });

  it('sends nothing to what is no number, and names the person among several', async () => {
    server = await open();
    const sent = await aliyunSms.send(realNotice(), [ZHANG, { name: '李工', to: '12345' }], settings(server.address), AROUND);
    expect(sent).toMatchObject({ is: 'refused', reason: { zh: '李工：手机号不合法' } });
    expect(server.taken.map(({ to }) => to)).toEqual([['13800001234']]);
  });

  it('says that the clock is off by more than fifteen minutes', async () => {
    server = await open();
    const late = { ...AROUND, now: () => SOME_TIME - 901_000 };
    expect(await aliyunSms.send(realNotice(), [ZHANG], settings(server.address), late)).toMatchObject({
      is: 'refused',
      reason: { en: expect.stringContaining('clock') },
    });
  });
});

it('Tencent refuses the same words to one number within 30 seconds, and is asked again after them', async () => {
  const { provider, settings } = await openRig('tencent-sms');
  expect(await tencentSms.send(realNotice(), [ZHANG], settings, AROUND)).toMatchObject({ is: 'ok', receipt: 'S-1' });
  expect(await tencentSms.send(realNotice(), [ZHANG], settings, AROUND)).toMatchObject({ is: 'retry', afterMs: 30_000 });
  expect(await tencentSms.send(realNotice(), [ZHANG], { ...settings, template: '43' }, AROUND)).toMatchObject({ is: 'refused' });
  await provider.close();
});

describe('web push', () => {
  const nobody = [{ name: '李工', to: 'li' }];

  it('forgets a browser that has unsubscribed, and says in words where a person has none', async () => {
    const { provider, settings, recipients } = await openRig('web-push');
    const { subscription } = provider as FakePushService;
    const browsers = new Browsers(openDatabase(':memory:', 'normal'), { byLogin: accountOf('zhang', false) });
    const around = { ...AROUND, browsers };
    browsers.keep('p-zhang', JSON.parse(subscription) as Subscription, settings['publicKey'] as string, 'Chrome', 1);
    const zhang = [{ name: '张工', to: 'zhang' }];
    expect(await webPush.send(realNotice(), zhang, settings, around)).toMatchObject({ is: 'ok' });
    (provider as FakePushService).unsubscribe();
    expect(await webPush.send(realNotice(), zhang, settings, around)).toMatchObject({
      is: 'refused',
      reason: { en: expect.stringContaining('ended') },
    });
    expect(browsers.list('p-zhang')).toEqual([]);
    for (const to of [zhang, nobody, recipients.map((one) => ({ ...one, to: 'x' }))])
      expect(await webPush.send(realNotice(), to, settings, around)).toMatchObject({
        is: 'refused',
        reason: { zh: expect.stringContaining('没有开启推送的浏览器') },
      });
    await provider.close();
  });

  it('goes to every browser of the person and is told once one of them took it', async () => {
    const { provider, settings } = await openRig('web-push');
    const browsers = new Browsers(openDatabase(':memory:', 'normal'), { byLogin: accountOf('zhang', false) });
    const known = JSON.parse((provider as FakePushService).subscription) as Subscription;
    const key = settings['publicKey'] as string;
    browsers.keep('p-zhang', { ...known, endpoint: 'http://127.0.0.1:1/away' }, key, 'Firefox', 2);
    browsers.keep('p-zhang', known, key, 'Chrome', 1);
    const sent = await webPush.send(realNotice(), [{ name: '张工', to: 'zhang' }], settings, { ...AROUND, browsers });
    expect(sent).toMatchObject({ is: 'ok' });
    await provider.close();
  });

  it('reaches no account that is switched off, and no browser that subscribed to another key', () => {
    const off = new Browsers(openDatabase(':memory:', 'normal'), { byLogin: accountOf('zhang', true) });
    const on = new Browsers(openDatabase(':memory:', 'normal'), { byLogin: accountOf('zhang', false) });
    const some = { endpoint: 'https://push.example.org/1', keys: { p256dh: 'p', auth: 'a' } };
    for (const browsers of [off, on]) browsers.keep('p-zhang', some, 'key-1', 'Chrome', 1);
    expect(off.of('zhang', 'key-1')).toEqual([]);
    expect([on.of('zhang', 'key-1'), on.of('zhang', 'key-2')]).toEqual([[some], []]);
  });

  it('keeps the ten newest browsers of a person, and one that another signs in on is the other’s', () => {
    const browsers = new Browsers(openDatabase(':memory:', 'normal'), { byLogin: accountOf('zhang', false) });
    const at = (n: number) => ({ endpoint: `https://push.example.org/${n}`, keys: { p256dh: 'p', auth: 'a' } });
    for (let n = 0; n < 12; n += 1) browsers.keep('p-zhang', at(n), 'key-1', `browser ${n}`, n);
    expect(browsers.list('p-zhang').map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, n) => `browser ${11 - n}`));
    const { id } = browsers.keep('p-li', at(11), 'key-1', 'browser 11', 20);
    expect([browsers.list('p-zhang').length, browsers.list('p-li').length]).toEqual([9, 1]);
    browsers.remove('p-zhang', id);
    expect(browsers.list('p-li')).toHaveLength(1);
    browsers.remove('p-li', id);
    expect(browsers.list('p-li')).toEqual([]);
  });
});

function accountOf(login: string, disabled: boolean): (asked: string) => PersonRecord | undefined {
  return (asked) => (asked === login ? { id: `p-${login}`, login, name: login, role: 'operator', place: 'root', disabled } : undefined);
}

describe('mail', () => {
  const account = { user: 'duty@example.org', password: 'right-password' };
  const to = [{ name: '张工', to: 'zhang@example.org' }];
  let server: FakeSmtp;
  const settings = (more = {}) => ({
    host: '127.0.0.1',
    port: server.port,
    security: 'none',
    from: 'duty@example.org',
    ...account,
    ...more,
  });

  beforeEach(async () => {
    server = await startFakeSmtp(account);
  });
  afterEach(() => server.close());

  it('tells a fire with its title as the subject', async () => {
    expect(await email.send(realNotice(), to, settings(), AROUND)).toMatchObject({ is: 'ok', receipt: expect.stringContaining('4711') });
    expect(server.taken).toHaveLength(1);
    expect(server.taken[0]).toMatchObject({
      to: ['zhang@example.org'],
      headers: expect.stringContaining('Auto-Submitted: auto-generated'),
    });
    expect(server.taken[0]?.text).toMatch(/^【火警】阳光小区3号楼12层\n【火警】阳光小区3号楼12层\n烟感/);
    expect(server.taken[0]?.text).toContain('https://fire.example.org/a/abc');
  });

  it('tells a drill as a drill', async () => {
    await email.send(drillNotice(), to, settings(), AROUND);
    expect(server.taken[0]?.text).toMatch(/^【演练】/);
  });

  it('goes to each person by itself, and is the same mail when it is repeated', async () => {
    await email.send(realNotice(), [...to, { name: '李工', to: 'li@example.org' }], settings(), AROUND);
    await email.send(realNotice({ isRepeated: true }), to, settings(), AROUND);
    expect(server.taken.map((mail) => mail.to)).toEqual([['zhang@example.org'], ['li@example.org'], ['zhang@example.org']]);
    const [first, second, third] = server.taken.map(({ headers }) => /^Message-ID: (.*)$/m.exec(headers)?.[1]);
    expect(first).toBe(third);
    expect(first).not.toBe(second);
  });

  it('control: with a wrong password the server refuses, and the reason does not hold it', async () => {
    const sent = await email.send(realNotice(), to, settings({ password: 'wrong-password' }), AROUND);
    expect(sent).toMatchObject({ is: 'refused', reason: { zh: expect.stringContaining('密码') } });
    expect(JSON.stringify(sent)).not.toContain('wrong-password');
    expect(server.taken).toHaveLength(0);
  });

  it.each([
    ['busy', 'retry'],
    ['greylist', 'retry'],
    ['close', 'retry'],
    ['gibberish', 'retry'],
    ['early', 'retry'],
    ['no-such-person', 'refused'],
    ['spam', 'refused'],
  ] satisfies [MailFailure, string][])('when the server is %s comes to %s', async (failure, is) => {
    server.fail(failure);
    const sent = await email.send(realNotice(), to, settings(), AROUND);
    expect(sent).toMatchObject({ is });
    expect(JSON.stringify(sent)).not.toContain('zhang@example.org');
    expect(server.taken).toHaveLength(0);
  });

  it('does not wait for a server that says nothing', async () => {
    server.fail('hang');
    expect(await email.send(realNotice(), to, settings(), IMPATIENT)).toMatchObject({
      is: 'retry',
      reason: { en: expect.stringContaining('in time') },
    });
  });

  it('tries again when nobody is there', async () => {
    expect(await email.send(realNotice(), to, settings({ port: 1 }), AROUND)).toMatchObject({ is: 'retry' });
  });

  it('is not sent in the open where encryption was asked for', async () => {
    expect(await email.send(realNotice(), to, settings({ security: 'starttls' }), AROUND)).toMatchObject({ is: 'refused' });
    expect((await email.send(realNotice(), to, settings({ security: 'tls' }), AROUND)).is).not.toBe('ok');
    expect(server.taken).toHaveLength(0);
  });

  it('goes to no server inside our own network unless it is allowed', async () => {
    expect(await email.send(realNotice(), to, settings({ host: '10.255.255.1' }), AROUND)).toMatchObject({ is: 'refused' });
  });

  it.each(['zhang@example.org\r\nBcc: all@example.org', 'a b@example.org', '"x"@example.org', 'zhang', 'x@example.org, y@example.org'])(
    'is not sent to %p',
    async (address) => {
      expect(await email.send(realNotice(), [{ name: 'x', to: address }], settings(), AROUND)).toMatchObject({ is: 'refused' });
      expect(server.taken).toHaveLength(0);
    },
  );
});

describe('the estate', () => {
  type Order = Parameters<EstateVoices['give']>[0];
  const KNOWN: Record<string, string[]> = { post: ['play', 'stop'], sounder: ['sound', 'silence'], hydrant: [] };
  function voices(answer: 'given' | Words | Error = 'given', elsewhere: readonly string[] = []): { estate: EstateVoices; orders: Order[] } {
    const orders: Order[] = [];
    const give = async (order: Order) => {
      orders.push(order);
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return {
      orders,
      estate: { commandsOf: (device) => KNOWN[device], isCalledElsewhere: (but) => elsewhere.some((one) => one !== but.incident), give },
    };
  }
  const tell = (device: string, notice: Parameters<typeof estate.send>[0], given: EstateVoices) =>
    estate.send(notice, [{ name: '东门', to: device }], {}, { ...AROUND, estate: given });

  it('speaks where a device can speak', async () => {
    const { estate: given, orders } = voices();
    expect(await tell('post', realNotice(), given)).toEqual({ is: 'ok' });
    expect(orders).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        device: 'post',
        command: 'play',
        arguments: { text: '火警 阳光小区3号楼12层。烟感 1-12-07 报火警。自 23:41 起；请立即核实', repeat: 3, volume: 80 },
      },
    ]);
  });

  it('sounds where it cannot, and is silent again when it is over', async () => {
    const { estate: given, orders } = voices();
    await tell('sounder', realNotice(), given);
    await tell('sounder', realNotice({ phase: 'resolved' }), given);
    expect(orders.map(({ command }) => command)).toEqual(['sound', 'silence']);
    await tell('sounder', realNotice({ isRepeated: true }), given);
    expect(orders[2]?.id).toBe(orders[0]?.id);
  });

  it('sounds on at the end of one incident while another waits for somebody', async () => {
    const { estate: given, orders } = voices('given', [realNotice().incident, 'another']);
    expect(await tell('sounder', realNotice({ phase: 'resolved' }), given)).toMatchObject({ is: 'refused', isOfRecipient: true });
    expect(orders).toEqual([]);
    const alone = voices('given', [realNotice().incident]);
    expect(await tell('sounder', realNotice({ phase: 'resolved' }), alone.estate)).toEqual({ is: 'ok' });
  });

  it('says of a drill that it is one, and sounds for none', async () => {
    const { estate: given, orders } = voices();
    await tell('post', drillNotice(), given);
    expect(await tell('sounder', drillNotice(), given)).toMatchObject({ is: 'refused', isOfRecipient: true });
    expect(orders.map(({ arguments: { text } }) => text)).toEqual([expect.stringMatching(/^演练/)]);
  });

  it('says what is missing: the device, its voice, the estate', async () => {
    expect(await tell('nothing', realNotice(), voices().estate)).toMatchObject({ is: 'refused' });
    expect(await tell('hydrant', realNotice(), voices().estate)).toMatchObject({ is: 'refused' });
    expect(await estate.send(realNotice(), [{ name: '东门', to: 'post' }], {}, AROUND)).toMatchObject({ is: 'refused' });
  });

  it('tries again when the command was not taken, even when it was thrown back', async () => {
    expect(await tell('post', realNotice(), voices({ zh: '排队过多', en: 'Too many wait' }).estate)).toMatchObject({
      is: 'retry',
      reason: { zh: '排队过多' },
    });
    expect(await tell('post', realNotice(), voices(new Error('secret')).estate)).toMatchObject({ is: 'retry' });
  });
});
