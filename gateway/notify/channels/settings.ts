// Settings of channels: the kinds of fields that come again, each with what a person reads beside it.
import { z } from 'zod';
import { type Words, words } from '../../../device-drivers/words.ts';

/** What a form shows of a setting. */
export interface SettingLabel {
  readonly title: Words;
  /** Not in ordinary forms: the provider's own address, which only a proxy or a test changes. */
  readonly isHidden?: boolean;
}

/** The label of each setting; `z.toJSONSchema(form, { metadata: settingLabels })` puts both into one. */
export const settingLabels = z.registry<SettingLabel>();

/** Names a setting. To be put last, as a schema that is derived from it has no label. */
export function labelled<Field extends z.ZodType>(zh: string, en: string, field: Field, isHidden = false): Field {
  settingLabels.add(field, { title: words(zh, en), ...(isHidden ? { isHidden } : {}) });
  return field;
}

/** A message in both languages, Chinese first, as forms show it. */
export function must(zh: string, en: string): { error: string } {
  return { error: `${zh} / ${en}` };
}

export interface SettingProblem {
  readonly setting: string;
  readonly problem: Words;
}

const chinese = z.locales.zhCN().localeError;
const english = z.locales.en().localeError;

/** Settings as a person gave them, held to their form: with defaults filled in, or what is wrong with each in both languages. */
export function readSettings<Form extends z.ZodObject>(
  form: Form,
  given: unknown,
): { readonly settings: z.output<Form> } | { readonly problems: SettingProblem[] } {
  // Only what says nothing of its own is asked for its words here.
  const result = form.safeParse(given, { error: (issue) => `${textOf(chinese(issue))} / ${textOf(english(issue))}` });
  if (result.success) return { settings: result.data };
  return {
    problems: result.error.issues.slice(0, MOST_PROBLEMS).map((issue) => ({
      setting: issue.code === 'unrecognized_keys' ? issue.keys.join(', ').slice(0, 100) : issue.path.join('.'),
      problem: wordsOf(issue.message),
    })),
  };
}

/** Nobody reads past twenty. */
const MOST_PROBLEMS = 20;

function textOf(said: ReturnType<typeof chinese>): string {
  return (typeof said === 'string' ? said : said?.message) ?? '?';
}

function wordsOf(message: string): Words {
  const [zh = message, ...en] = message.slice(0, 600).split(' / ');
  return words(zh, en.length > 0 ? en.join(' / ') : zh);
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '';
}

/** An http or https URL without user, password and fragment. */
export const webAddress = z
  .string()
  .max(2_000)
  .refine(isWebAddress, must('应为 http(s) 网址，不含用户名、密码', 'must be an http(s) URL without user and password'));

/** Where the provider is. */
export function providerAt(address: string): z.ZodDefault<typeof webAddress> {
  return labelled('服务商地址', "The provider's address", webAddress.default(address), true);
}

/** A key or a secret as providers give it: no space, no control character. */
export function key(shortest: number, longest: number): z.ZodString {
  return z
    .string()
    .regex(/^[\x21-\x7e]*$/, must('不得含空格、中文或控制字符', 'must hold no space and nothing beyond ASCII'))
    .min(shortest, must(`至少 ${shortest} 个字符`, `at least ${shortest} characters`))
    .max(longest, must(`至多 ${longest} 个字符`, `at most ${longest} characters`));
}

/** One line that a person typed. */
export function line(longest: number): z.ZodString {
  return z
    .string()
    .regex(/^[^\p{Cc}]+$/u, must('必填，单行文字', 'is needed, a single line'))
    .max(longest, must(`至多 ${longest} 个字`, `at most ${longest} characters`));
}

/** Chinese mobile numbers, and others with their country. */
const PHONE = /^(?:1[3-9]\d{9}|\+[1-9]\d{6,14})$/;

export function isPhone(text: string): boolean {
  return PHONE.test(text);
}

export const phone = z.string().regex(PHONE, must('应为手机号，境外号码以 + 开头', 'must be a mobile number, foreign ones begin with +'));

/** In which language a message is told. */
export const language = labelled('语言', 'Language', z.enum(['both', 'zh', 'en']).default('both'));

/** A group robot is to call everybody. */
export const mentionAll = labelled('@所有人', 'Mention everybody', z.boolean().default(false));

export type Language = z.output<typeof language>;
