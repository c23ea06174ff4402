// From the names of channels in a policy to the ways to one recipient: which set-up channels, and the address on each.
import type { ConfiguredChannel } from './channel-settings.ts';
import { isPhone } from './channels/settings.ts';
import type { Route } from './coalescing.ts';
import type { NoticeRow } from './notice-rows.ts';
import type { Person } from './roster.ts';

/** The screens of the seat: no provider stands behind it. */
export const CONSOLE = 'console';
const SEAT_ID = 'seat';

/** What the house's own policies call a kind of channel, whoever provides it. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  voice: ['aliyun-voice'],
  sms: ['aliyun-sms', 'tencent-sms'],
  app: ['bark', 'ntfy', 'web-push'],
  sounder: ['estate'],
};

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
  const kinds = FAMILIES[name] ?? [name];
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
  const own = contacts[id] ?? contacts[name] ?? contacts[kind.id];
  const phone = Object.values(contacts).find(isPhone);
  if (kind.recipient === 'none') return own ?? phone ?? '';
  return kind.recipient === 'phone' ? (own ?? phone) : own;
}
