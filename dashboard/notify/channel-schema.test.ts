// The form of every kind of channel, made from the schema that the gateway tells of it.
import { z } from 'zod';
import { CHANNELS } from '../../gateway/notify/channels/catalogue.ts';
import { readSettings, settingLabels } from '../../gateway/notify/channels/settings.ts';
import { type Setting, sentSettings, settingsOf, settingValues } from './channel-schema.ts';

const FORMS = CHANNELS.map((channel) => {
  const schema = z.toJSONSchema(channel.settings, { io: 'input', metadata: settingLabels, unrepresentable: 'any' });
  return [channel.id, settingsOf({ settings: schema as Record<string, unknown>, secrets: [...channel.secrets] }), channel] as const;
});
const formOf = (id: string): readonly Setting[] => FORMS.find(([kind]) => kind === id)?.[1] ?? [];
const said = (id: string): string[] => formOf(id).map(({ name, is }) => `${name} ${is}`);

it.each(FORMS)('%s has a field for every setting, named in both languages', (_, form, channel) => {
  expect(form.map(({ name }) => name)).toEqual(Object.keys(channel.settings.shape));
  for (const { name, title } of form) expect([name, title.zh === '', title.en === '']).toEqual([name, false, false]);
  expect(form.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual(
    form.map(({ name }) => name).filter((name) => channel.secrets.includes(name)),
  );
});

it.each(FORMS)('what the form of %s begins with, the gateway takes but for what a person must write', (_, form, channel) => {
  const read = readSettings(channel.settings, sentSettings(settingValues(form, {})));
  const missing = 'problems' in read ? read.problems.map(({ setting }) => setting) : [];
  expect(missing.sort()).toEqual(
    form
      .filter(({ isNeeded }) => isNeeded)
      .map(({ name }) => name)
      .sort(),
  );
});

it('knows texts, numbers, switches, choices, lists and pairs', () => {
  expect(said('dingtalk')).toEqual(['base text', 'token text', 'secret text', 'mention list', 'mentionAll switch', 'language choice']);
  expect(said('estate')).toEqual(['seat text', 'repeat number', 'volume number', 'seconds number']);
  expect(said('aliyun-sms')).toContain('variables pairs');
  expect(formOf('tencent-sms').find(({ name }) => name === 'variables')).toMatchObject({
    is: 'list',
    among: ['class', 'place', 'time', 'alarms'],
  });
  expect(formOf('dingtalk').find(({ name }) => name === 'base')?.isHidden).toBe(true);
});

it('sends no secret that was left empty, so that it stays', () => {
  const form = formOf('webhook');
  expect(sentSettings({ ...settingValues(form, { url: 'never shown' }), secret: '' })).toEqual({});
});
