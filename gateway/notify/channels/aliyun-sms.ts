// Short messages by Aliyun 阿里云短信: an approved template, filled with short words.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { ALIYUN_KEY, callAliyun, filled, notAPhone, templateVariables } from './aliyun.ts';
import { toEach } from './answer.ts';
import { defineChannel } from './channel.ts';
import { variablesOf } from './message.ts';
import { isPhone, key, labelled, line, providerAt } from './settings.ts';

const settings = z.strictObject({
  base: providerAt('https://dysmsapi.aliyuncs.com'),
  ...ALIYUN_KEY,
  signName: labelled('短信签名', 'Signature of the message', line(30)),
  template: labelled('模板编号', 'Number of the template', key(3, 40)),
  variables: templateVariables,
});

/** One number a request. Source: Aliyun Dysmsapi 2017-05-25, SendSms; 50 notices a day to one number of one template. */
export const aliyunSms = defineChannel({
  id: 'aliyun-sms',
  title: words('阿里云短信', 'Aliyun short message'),
  settings,
  secrets: ['accessKeySecret'],
  recipient: 'phone',
  limits: { perSecond: 20, perRecipient: { perDay: 50 } },
  send: (notice, recipients, given, around) =>
    toEach(recipients, async ({ to }) => {
      if (!isPhone(to)) return notAPhone();
      const query = {
        // Foreign numbers are written with their country and without the plus.
        PhoneNumbers: to.replace(/^\+(86)?/, ''),
        SignName: given.signName,
        TemplateCode: given.template,
        TemplateParam: filled(given.variables, variablesOf(notice, around.timeZone)),
        OutId: notice.id,
      };
      return callAliyun({ base: given.base, action: 'SendSms', query, receipt: 'BizId' }, given, around);
    }),
});
