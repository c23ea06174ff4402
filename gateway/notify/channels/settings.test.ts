// Settings of channels: what a person may type, and what he is told when it is not right.
import { channelOf } from './catalogue.ts';
import { readSettings } from './settings.ts';

const KEYS = { accessKeyId: 'LTAI0123', accessKeySecret: 'aliyun-secret-1', template: 'SMS_1', signName: '烽燧' };

function problemsOf(id: string, settings: object): Record<string, { zh: string; en: string }> {
  const channel = channelOf(id);
  if (!channel) throw new Error(id);
  const read = readSettings(channel.settings, settings);
  return 'problems' in read ? Object.fromEntries(read.problems.map(({ setting, problem }) => [setting, problem])) : {};
}

it.each([
  ['dingtalk', { token: 'token-of-dingtalk', secret: 'wrong' }, 'secret', '加签密钥以 SEC 开头'],
  ['dingtalk', { token: 'with space' }, 'token', '不得含空格、中文或控制字符'],
  ['dingtalk', { token: 'token-of-dingtalk', mention: ['12345'] }, 'mention.0', '应为手机号，境外号码以 + 开头'],
  ['feishu', { token: '../../admin' }, 'token', '只含字母、数字、- 和 _'],
  ['webhook', { url: 'ftp://x.example.org/', secret: '0123456789abcdef' }, 'url', '应为 http(s) 网址，不含用户名、密码'],
  ['webhook', { url: 'https://user:pass@x.example.org/', secret: '0123456789abcdef' }, 'url', '应为 http(s) 网址，不含用户名、密码'],
  ['webhook', { url: 'https://x.example.org/', secret: 'short' }, 'secret', '至少 16 个字符'],
  ['ntfy', { topic: 'a/b' }, 'topic', '1 至 64 个字母、数字、- 或 _'],
  ['aliyun-sms', { ...KEYS, variables: { place: 'url' } }, 'variables.place', '应为 class、place、time、alarms 之一'],
  ['aliyun-voice', { ...KEYS, playTimes: 4 }, 'playTimes', '1 至 3 遍'],
  ['email', { host: 'mail.example.org', from: 'duty@example.org', user: 'duty' }, 'password', '用户名与密码须同时填写'],
  ['email', { host: 'mail.example.org', from: 'duty@example.org\r\nBcc: x@example.org' }, 'from', '应为邮箱地址'],
  ['email', { host: 'mail.example.org:25/x', from: 'duty@example.org' }, 'host', '应为主机名或 IP'],
  ['web-push', { publicKey: 'x', privateKey: 'y', contact: 'duty' }, 'contact', '应为 mailto: 或 https: 地址'],
  ['estate', { repeat: 21 }, 'repeat', '1 至 20 遍'],
])('%s with %j says of %s: %s', (id, settings, setting, zh) => {
  expect(problemsOf(id, settings)[setting]?.zh).toBe(zh);
});

it('a setting that nobody knows is named', () => {
  expect(problemsOf('ntfy', { topic: 'fire', tokn: 'x' })).toEqual({
    tokn: { zh: expect.stringContaining('tokn'), en: expect.stringContaining('tokn') },
  });
});

it('control: settings that are right have no problem, and get their defaults', () => {
  const channel = channelOf('dingtalk');
  expect(channel && readSettings(channel.settings, { token: 'token-of-dingtalk' })).toEqual({
    settings: {
      base: 'https://oapi.dingtalk.com/robot/send',
      token: 'token-of-dingtalk',
      mention: [],
      mentionAll: false,
      language: 'both',
    },
  });
});
