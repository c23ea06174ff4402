// From the names of channels in a policy to the ways to one recipient: which set-up channels, and the address on each.
import { type Words, words } from '../../device-drivers/words.ts';
import type { ConfiguredChannel } from './channel-settings.ts';
import { channelOf } from './channels/catalogue.ts';
import { isPhone } from './channels/settings.ts';
import type { Route } from './legs.ts';
import type { NoticeRow } from './notice-rows.ts';
import type { Person } from './roster.ts';

/** The screens of the seat: no provider stands behind it. */
export const CONSOLE = 'console';
export const CONSOLE_TITLE = words('值班席页面', "the seat's screen");
const SEAT_ID = 'seat';

/** Names that a policy may use beside those of channels and kinds: a family of kinds, whoever provides it. */
export const CHANNEL_FAMILIES: Readonly<Record<string, { readonly title: Words; readonly kinds: readonly string[] }>> = {
  voice: { title: words('语音电话', 'telephone call'), kinds: ['aliyun-voice'] },
  sms: { title: words('短信', 'short message'), kinds: ['aliyun-sms', 'tencent-sms'] },
  app: { title: words('手机推送', 'push to a telephone'), kinds: ['bark', 'ntfy', 'web-push'] },
  sounder: { title: words('本地声光', 'sounders of our own'), kinds: ['estate'] },
};

/** What a person calls a name that a policy uses: the channel of that id, else the family, else the kind. */
export function viaTitle(name: string, channels: readonly Pick<ConfiguredChannel, 'id' | 'name'>[]): Words {
  const own = channels.find(({ id }) => id === name)?.name;
  if (own !== undefined) return words(own, own);
  if (name === CONSOLE) return CONSOLE_TITLE;
  return CHANNEL_FAMILIES[name]?.title ?? channelOf(name)?.title ?? words(name, name);
}

/** In the order of the policy. A name means the channel of that id, else those of that kind, else those of that family. */
export function waysTo(
  { recipient, via, path }: Pick<NoticeRow, 'recipient' | 'via' | 'path'>,
  channels: readonly ConfiguredChannel[],
): Route[] {
  // Whoever may set up channels for one building must not draw the notices of another to them.
  const near = channels.filter(({ place }) => path.includes(place));
  return via.flatMap((name): Route[] => {
    if (name === CONSOLE) return recipient.id === SEAT_ID ? [{ channel: CONSOLE, recipient: { name: recipient.name, to: SEAT_ID } }] : [];
    return named(name, near).flatMap((channel) => {
      const to = addressOf(recipient, name, channel);
      return to === undefined ? [] : [{ channel: channel.id, recipient: { name: recipient.name, to } }];
    });
  });
}

function named(name: string, channels: readonly ConfiguredChannel[]): readonly ConfiguredChannel[] {
  const own = channels.filter(({ id }) => id === name);
  if (own.length > 0) return own;
  const kinds = CHANNEL_FAMILIES[name]?.kinds ?? [name];
  return channels.filter(({ kind }) => kinds.includes(kind.id));
}

/** What stands beside the seat is a setting of the channel: the seat is nobody who has contacts. */
function besideSeat({ settings }: ConfiguredChannel): string | undefined {
  const device = settings['seat'];
  return typeof device === 'string' ? device : undefined;
}

/** A robot speaks to its group, whoever the recipient is, and mentions those whose telephone is known. */
function addressOf({ id: person, contacts }: Person, name: string, channel: ConfiguredChannel): string | undefined {
  const { id, kind } = channel;
  if (person === SEAT_ID && kind.id === 'estate') return besideSeat(channel);
  // A field that was emptied is no address.
  const own = contacts[id] || contacts[name] || contacts[kind.id] || undefined;
  const phone = Object.values(contacts).find(isPhone);
  if (kind.recipient === 'none') return own ?? phone ?? '';
  return kind.recipient === 'phone' ? (own ?? phone) : own;
}
