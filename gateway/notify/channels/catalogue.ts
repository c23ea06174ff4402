// Every channel there is, in the order in which a person is offered them.
import { aliyunSms } from './aliyun-sms.ts';
import { aliyunVoice } from './aliyun-voice.ts';
import { bark } from './bark.ts';
import type { Channel } from './channel.ts';
import { dingtalk } from './dingtalk.ts';
import { email } from './email.ts';
import { estate } from './estate.ts';
import { feishu } from './feishu.ts';
import { ntfy } from './ntfy.ts';
import { tencentSms } from './tencent-sms.ts';
import { webPush } from './web-push.ts';
import { webhook } from './webhook.ts';
import { wecom } from './wecom.ts';

export const CHANNELS: readonly Channel[] = [
  aliyunVoice,
  aliyunSms,
  tencentSms,
  wecom,
  dingtalk,
  feishu,
  estate,
  bark,
  ntfy,
  webPush,
  email,
  webhook,
];

/** A channel by its id. */
export function channelOf(id: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.id === id);
}
