// What a policy says, for a person to read: spans of time, whom, and by what.
import type { ChannelFamily, ChannelKind, NotifyChannel, NotifyPolicy } from '../../gateway/web/notify-contract.ts';
import type { SpokenWords } from '../language.ts';

export type Whom = NotifyPolicy['steps'][number]['whom'];
type Say = SpokenWords['say'];
type Translate = SpokenWords['t'];

/** 90 s, 3 min, 8 h: the largest unit that says it whole. */
export function secondsText(seconds: number, t: Translate): string {
  if (seconds >= 3_600 && seconds % 3_600 === 0) return t('span.hours', { n: seconds / 3_600 });
  if (seconds >= 60 && seconds % 60 === 0) return t('span.minutes', { n: seconds / 60 });
  return t('span.seconds', { n: seconds });
}

export function whomText(whom: Whom, nameOf: (person: string) => string, t: Translate): string {
  if (whom === 'seat') return t('policy.seat');
  return 'role' in whom ? t(`duty-role.${whom.role}`) : nameOf(whom.person);
}

/** Names that lead nowhere now, as no channel that is switched on and open stands behind them. */
export function viasWithout(
  kinds: readonly ChannelKind[],
  families: readonly ChannelFamily[],
  channels: readonly NotifyChannel[],
): ReadonlySet<string> {
  const usable = channels.filter(({ enabled, locked }) => enabled && !locked);
  const ids = new Set(channels.map(({ id }) => id));
  const stands = (members: readonly string[]): boolean => usable.some(({ kind }) => members.includes(kind));
  return new Set([
    ...families.filter((family) => !ids.has(family.name) && family.kinds.length > 0 && !stands(family.kinds)).map(({ name }) => name),
    ...kinds.filter(({ kind }) => !ids.has(kind) && !stands([kind])).map(({ kind }) => kind),
    ...channels.filter((one) => !usable.includes(one)).map(({ id }) => id),
  ]);
}

/** Every name that a step may use → what a person calls it: families first, channels that are set up, and kinds. */
export function viaTitles(
  kinds: readonly ChannelKind[],
  families: readonly ChannelFamily[],
  channels: readonly NotifyChannel[],
  say: Say,
): ReadonlyMap<string, string> {
  const titles = new Map(families.map(({ name, title }) => [name, say(title)]));
  for (const { id, name } of channels) titles.set(id, name);
  for (const { kind, title } of kinds) if (!titles.has(kind)) titles.set(kind, say(title));
  return titles;
}
