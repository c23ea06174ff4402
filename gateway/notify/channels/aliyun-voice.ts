// Calls by Aliyun 阿里云语音: a voice reads an approved template, filled with short words.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { ALIYUN_KEY, callAliyun, filled, notAPhone, templateVariables } from './aliyun.ts';
import { toEach } from './answer.ts';
import { defineChannel } from './channel.ts';
import { variablesOf } from './message.ts';
import { isPhone, key, labelled, must, providerAt } from './settings.ts';

const settings = z.strictObject({
  base: providerAt('https://dyvmsapi.aliyuncs.com'),
  ...ALIYUN_KEY,
  template: labelled('语音模板编号', 'Number of the voice template', key(3, 40)),
  variables: templateVariables,
  playTimes: labelled('播放遍数', 'How many times it is read', z.number().int().min(1).max(3, must('1 至 3 遍', 'from 1 to 3')).default(2)),
  calledShowNumber: labelled('主叫号码（专属模式）', 'Number that is shown (dedicated mode)', key(3, 20).optional()),
});

/** One number a request. Source: Aliyun Dyvmsapi 2017-05-25, SingleCallByTts; 1 a minute, 5 an hour, 20 a day to one number. */
export const aliyunVoice = defineChannel({
  id: 'aliyun-voice',
  title: words('阿里云语音电话', 'Aliyun voice call'),
  settings,
  secrets: ['accessKeySecret'],
  recipient: 'phone',
  limits: { perSecond: 10, perRecipient: { perMinute: 1, perHour: 5, perDay: 20 } },
  send: (notice, recipients, given, around) =>
    toEach(recipients, async ({ to }) => {
      if (!isPhone(to)) return notAPhone();
      const query = {
        CalledNumber: to.replace(/^\+(86)?/, ''),
        TtsCode: given.template,
        TtsParam: filled(given.variables, variablesOf(notice, around.timeZone)),
        PlayTimes: String(given.playTimes),
        // The provider takes 15 characters at most.
        OutId: notice.id.slice(0, 15),
        ...(given.calledShowNumber === undefined ? {} : { CalledShowNumber: given.calledShowNumber }),
      };
      return callAliyun({ base: given.base, action: 'SingleCallByTts', query, receipt: 'CallId' }, given, around);
    }),
});
