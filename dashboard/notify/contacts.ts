// The ways to reach a person, as the address book names them: a telephone, a kind of channel, or one channel that is set up.
import type { ChannelFamily, ChannelKind, NotifyChannel } from '../../gateway/web/notify-contract.ts';
import type { BothWords } from '../values.ts';

/** Any channel that calls or writes to a telephone finds a number by itself, whatever its name. */
export const PHONE = 'phone';

/** Name in the address book → what a person calls it, in the order in which they are offered. */
export function contactTitles(
  kinds: readonly ChannelKind[],
  families: readonly ChannelFamily[],
  channels: readonly NotifyChannel[],
  phone: string,
  say: (both: BothWords) => string,
): ReadonlyMap<string, string> {
  const titles = new Map([[PHONE, phone]]);
  for (const { kind, title, recipient } of kinds) if (recipient !== 'phone') titles.set(kind, say(title));
  for (const { id, name } of channels) titles.set(id, name);
  // Not the first choice, and there all the same: whoever wrote the book by the API may have used them.
  for (const { name, title, kinds: members } of families) if (members.length > 0) titles.set(name, say(title));
  for (const { kind, title } of kinds) if (!titles.has(kind)) titles.set(kind, say(title));
  return titles;
}
