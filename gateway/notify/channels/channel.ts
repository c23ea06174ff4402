// What every channel is: its name, its settings, its bounds, and one way to send that never throws and never loops.
import type { z } from 'zod';
import { type Words, words } from '../../../device-drivers/words.ts';
import type { SubscribedBrowsers } from '../browsers.ts';
import type { Notice } from '../notice.ts';
import type { Outgoing } from '../outgoing.ts';
import type { EstateVoices } from './estate-voices.ts';
import { readSettings, type SettingProblem } from './settings.ts';

/** What one try came to. */
export type Sent =
  /** The provider took it; `receipt` is its own number for it. */
  | { readonly is: 'ok'; readonly receipt?: string }
  /** May go through later; `afterMs`: not before so long. `isUnsure`: no answer came, so the other side may have it. */
  | { readonly is: 'retry'; readonly reason: Words; readonly afterMs?: number; readonly isUnsure?: boolean }
  /** Will not go through as it is: a wrong key, a number that is none. `isOfRecipient`: it says nothing of the channel, which works for others. */
  | { readonly is: 'refused'; readonly reason: Words; readonly isOfRecipient?: true };

/** What a queue keeps to: the provider's own bounds, or a little below where to overstep them is punished. */
export interface ChannelLimits {
  readonly perMinute?: number;
  readonly perSecond?: number;
  /** To one recipient. */
  readonly perRecipient?: { readonly perMinute?: number; readonly perHour?: number; readonly perDay?: number };
}

/** To whom: a phone number, a user's name in a chat, an address; empty for a robot, which speaks to its group. */
export interface Recipient {
  readonly name: string;
  readonly to: string;
}

/** What a channel is handed beside its settings. */
export interface ChannelAround {
  readonly outgoing: Outgoing;
  /** ms since 1970. */
  now(): number;
  /** The site's, IANA: a short message tells the local time. */
  readonly timeZone: string;
  /** Sounders, broadcasts and voice posts of our own; left out: there are none. */
  readonly estate?: EstateVoices;
  /** Browsers in which people have switched notices on; left out: there are none. */
  readonly browsers?: SubscribedBrowsers;
}

/** A channel as it is written: settings are known by their form. */
interface ChannelForm<Form extends z.ZodObject> {
  readonly id: string;
  readonly title: Words;
  /** What a person fills in, checked. What each setting is called stands in `settings.ts`. */
  readonly settings: Form;
  /** Names of settings that are never shown again. */
  readonly secrets: readonly (keyof z.output<Form> & string)[];
  /**
   * What `Recipient.to` is; `none`: the channel speaks to a group, and recipients are whom it mentions there;
   * `browser`: the login of an account, whose browsers have subscribed.
   */
  readonly recipient: 'none' | 'phone' | 'e-mail' | 'user' | 'device' | 'browser';
  readonly limits: ChannelLimits;
  send(notice: Notice, recipients: readonly Recipient[], settings: z.output<Form>, around: ChannelAround): Promise<Sent>;
}

/** A channel as the house uses it. */
export interface Channel {
  readonly id: string;
  readonly title: Words;
  readonly settings: z.ZodObject;
  readonly secrets: readonly string[];
  readonly recipient: ChannelForm<z.ZodObject>['recipient'];
  readonly limits: ChannelLimits;
  /**
   * One try. Resolves always; the words of a reason name no secret and no address of a recipient. `settings` are checked
   * here again, as they may come from a store. A channel that speaks to persons is best handed one at a time: for several
   * the answer is that of the worst.
   */
  send(notice: Notice, recipients: readonly Recipient[], settings: unknown, around: ChannelAround): Promise<Sent>;
}

/** Writes a channel, and holds it to what all of them promise. */
export function defineChannel<Form extends z.ZodObject>(form: ChannelForm<Form>): Channel {
  return {
    ...form,
    async send(notice, recipients, settings, around) {
      const read = readSettings(form.settings, settings);
      if ('problems' in read) return { is: 'refused', reason: wrongSettings(read.problems) };
      const given = read.settings;
      const sent = await tried(() => form.send(notice, recipients, given, around));
      if (sent.is === 'ok') return sent;
      const secrets = form.secrets.flatMap((name) => textsIn(given[name]));
      return { ...sent, reason: without(sent.reason, secrets, recipients) };
    },
  };
}

function wrongSettings(problems: readonly SettingProblem[]): Words {
  const told = (language: 'zh' | 'en'): string => problems.map(({ setting, problem }) => `${setting} ${problem[language]}`).join('; ');
  return words(`通道设置有误：${told('zh')}`, `The channel's settings are not right: ${told('en')}`);
}

async function tried(send: () => Promise<Sent>): Promise<Sent> {
  try {
    return await send();
  } catch (error) {
    const name = nameOf(error);
    return { is: 'retry', reason: words(`发送时内部出错（${name}）`, `An error of our own while sending (${name})`) };
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Shorter than this is no secret, and to strike it out would spoil ordinary words. */
const SHORTEST_SECRET = 6;

/** A provider may repeat in its message what it was sent. */
function without(reason: Words, secrets: readonly string[], recipients: readonly Recipient[]): Words {
  const strike = (text: string): string => {
    let clean = text;
    for (const secret of secrets)
      for (const form of [secret, new URLSearchParams([['', secret]]).toString().slice(1)]) clean = replaceAll(clean, form, '***');
    for (const { name, to } of recipients) clean = replaceAll(clean, to, name);
    return clean;
  };
  return words(strike(reason.zh), strike(reason.en));
}

function replaceAll(text: string, what: string, by: string): string {
  return what.length < SHORTEST_SECRET ? text : text.split(what).join(by);
}
