// Every channel that speaks HTTP beside its provider on loopback, with right settings and with a wrong secret.
import { Networks } from '../../networks.ts';
import type { Subscription } from '../browsers.ts';
import { channelOf } from '../channels/catalogue.ts';
import type { Channel, ChannelAround, Recipient } from '../channels/channel.ts';
import { newPushKeys } from '../channels/push-encryption.ts';
import { PinnedOutgoing } from '../outgoing.ts';
import { startFakeAliyun } from './fake-aliyun.ts';
import { startFakeDingtalk } from './fake-dingtalk.ts';
import { startFakeFeishu } from './fake-feishu.ts';
import { startFakeBark, startFakeNtfy } from './fake-push.ts';
import { startFakePushService } from './fake-push-service.ts';
import type { FakeServer } from './fake-server.ts';
import { startFakeTencent } from './fake-tencent.ts';
import { startFakeWebhook } from './fake-webhook.ts';
import { startFakeWecom } from './fake-wecom.ts';
import { SOME_TIME } from './some-notice.ts';

const now = (): number => SOME_TIME;

const LOOPBACK = new Networks(['127.0.0.0/8']);

export const AROUND: ChannelAround = {
  outgoing: new PinnedOutgoing(LOOPBACK),
  now,
  timeZone: 'Asia/Shanghai',
  // Here the login of an account is the subscription of its one browser.
  browsers: { of: (login) => (login.startsWith('{') ? [JSON.parse(login) as Subscription] : []), gone: () => undefined },
};

/** For providers that hang: a tenth of a second, and no answer that is to come may depend on it. */
export const IMPATIENT: ChannelAround = { ...AROUND, outgoing: new PinnedOutgoing(LOOPBACK, { patienceMs: 100 }) };

export interface ChannelRig {
  readonly channel: Channel;
  readonly provider: FakeServer;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly recipients: readonly Recipient[];
  /** The same with what proves us to the provider gone wrong. */
  readonly wrong: { readonly settings: Readonly<Record<string, unknown>>; readonly recipients: readonly Recipient[] };
}

type Opened = Omit<ChannelRig, 'channel'>;

const NOBODY: readonly Recipient[] = [{ name: '值班群', to: '' }];
const PHONE: readonly Recipient[] = [{ name: '张工', to: '13800001234' }];

function rig(provider: FakeServer, settings: Record<string, unknown>, wrong: Record<string, unknown>, recipients = NOBODY): Opened {
  return { provider, settings, recipients, wrong: { settings: { ...settings, ...wrong }, recipients } };
}

const ALIYUN = { accessKeyId: 'LTAI0123', accessKeySecret: 'aliyun-secret-1' };

async function aliyun(more: Record<string, unknown>): Promise<Opened> {
  const provider = await startFakeAliyun({ ...ALIYUN, template: 'T_1', variables: ['class', 'place', 'time'], now });
  return rig(provider, { base: provider.address, ...ALIYUN, template: 'T_1', ...more }, { accessKeySecret: 'aliyun-secret-2' }, PHONE);
}

const OPEN: Readonly<Record<string, () => Promise<Opened>>> = {
  async dingtalk() {
    const provider = await startFakeDingtalk({ token: 'token-of-dingtalk', secret: 'SECright', keyword: '火警', now });
    const settings = { base: `${provider.address}/robot/send`, token: 'token-of-dingtalk', secret: 'SECright' };
    return rig(provider, settings, { secret: 'SECwrong' });
  },
  async wecom() {
    const provider = await startFakeWecom({ key: 'key-of-wecom-right' });
    return rig(provider, { base: `${provider.address}/cgi-bin/webhook/send`, key: 'key-of-wecom-right' }, { key: 'key-of-wecom-wrong' });
  },
  async feishu() {
    const provider = await startFakeFeishu({ token: 'token-of-feishu', secret: 'feishu-right', now });
    const settings = { base: `${provider.address}/open-apis/bot/v2/hook`, token: 'token-of-feishu', secret: 'feishu-right' };
    return rig(provider, settings, { secret: 'feishu-wrong' });
  },
  async webhook() {
    const provider = await startFakeWebhook({ secret: 'webhook-secret-right', now });
    return rig(
      provider,
      { url: `${provider.address}/hook?key=long-key-in-the-address`, secret: 'webhook-secret-right' },
      { secret: 'webhook-secret-wrong' },
    );
  },
  'aliyun-sms': () => aliyun({ signName: '烽燧' }),
  'aliyun-voice': () => aliyun({}),
  async 'tencent-sms'() {
    const provider = await startFakeTencent({ secretId: 'AKID0123', secretKey: 'tencent-secret-1', template: '42', variables: 3, now });
    const settings = {
      base: provider.address,
      secretId: 'AKID0123',
      secretKey: 'tencent-secret-1',
      sdkAppId: '1400',
      signName: '烽燧',
      template: '42',
    };
    return rig(provider, settings, { secretKey: 'tencent-secret-2' }, PHONE);
  },
  async ntfy() {
    const provider = await startFakeNtfy({ topic: 'fire-of-the-district', token: 'tk_right_token' });
    return rig(provider, { base: provider.address, topic: 'fire-of-the-district', token: 'tk_right_token' }, { token: 'tk_wrong_token' });
  },
  async bark() {
    const provider = await startFakeBark({ keys: ['bark-key-of-zhang'] });
    const opened = rig(provider, { base: provider.address }, {}, [{ name: '张工', to: 'bark-key-of-zhang' }]);
    return { ...opened, wrong: { settings: opened.settings, recipients: [{ name: '李工', to: 'bark-key-of-nobody' }] } };
  },
  async 'web-push'() {
    const keys = newPushKeys();
    const provider = await startFakePushService({ publicKey: keys.publicKey, now });
    const contact = 'mailto:duty@example.org';
    return rig(provider, { ...keys, contact }, newPushKeys() as object as Record<string, unknown>, [
      { name: '值班员', to: provider.subscription },
    ]);
  },
};

export const RIGGED = Object.keys(OPEN);

/** Starts the provider of a channel. `provider.close()` ends it. */
export async function openRig(id: string): Promise<ChannelRig> {
  const channel = channelOf(id);
  const open = OPEN[id];
  if (!channel || !open) throw new Error(`no rig for ${id}`);
  return { channel, ...(await open()) };
}

/** The rig's settings and recipients with the provider at a port where nobody listens. */
export function nobodyThere({ settings, recipients, provider }: ChannelRig): { settings: unknown; recipients: readonly Recipient[] } {
  const moved = <T>(what: T): T => JSON.parse(JSON.stringify(what).replaceAll(provider.address, 'http://127.0.0.1:1')) as T;
  return { settings: moved(settings), recipients: moved(recipients) };
}
