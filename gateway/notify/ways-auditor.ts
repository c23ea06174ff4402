// Proves that no fire waited for a channel that hangs: from what each notice was sent by and when, and the text of the policies.
import { type Words, words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';

interface OfNotice {
  readonly job: string;
  /** ms. */
  readonly at: number;
}

/** Handed to the channels; `besideAfter`: of its policy, seconds. */
interface Put extends OfNotice {
  readonly is: 'put';
  readonly class: AlarmClass;
  readonly via: readonly string[];
  readonly besideAfter?: number | undefined;
}

interface Tried extends OfNotice {
  readonly is: 'tried';
  readonly channel: string;
  readonly isMarked: boolean;
}

interface Answered extends OfNotice {
  readonly is: 'answered';
  readonly channel: string;
  readonly sent: 'ok' | 'retry' | 'refused';
}

/** It has its outcome. */
interface Ended extends OfNotice {
  readonly is: 'ended';
}

/** What was done with notices, in order. */
export type WayEntry = Put | Tried | Answered | Ended;

export type WayFaultKind = 'held up' | 'beside too soon' | 'beside below fire' | 'out of order' | 'not marked' | 'given up';

export interface WayFault {
  readonly is: WayFaultKind;
  readonly job: string;
  readonly at: number;
  readonly words: Words;
}

const KIND_WORDS: Readonly<Record<WayFaultKind, Words>> = {
  'held up': words('火警等候无答复的方式', 'a fire waited for a channel that brought nothing'),
  'beside too soon': words('过早另启下一方式', 'the next channel was taken beside one whose time was not over'),
  'beside below fire': words('非火警同时走两种方式', 'below fire, two channels at once'),
  'out of order': words('方式顺序不符', 'not the next channel of its policy'),
  'not marked': words('未注明可能重复', 'told twice at once without a mark'),
  'given up': words('尚有方式未试即放弃', 'given up though there were channels left'),
};

/** As the policies say of a span that they leave out. */
const USUAL_S = 5;

interface Story {
  readonly class: AlarmClass;
  readonly via: readonly string[];
  readonly besideMs: number;
  /** The channels that were taken, in order, with the first try on each. */
  readonly taken: { readonly channel: string; readonly at: number }[];
  /** Without an answer yet. */
  readonly away: Set<string>;
  /** The last one taken said no for good, then. */
  refusedAt: number | null;
  /** One of them took it. */
  isBrought: boolean;
  /** Said already that it waits too long. */
  isHeldUp: boolean;
}

/**
 * Every fault of a log of channels that have no bounds, in its order: what waits for a token is the queue's own matter.
 * `lateBy`: the next channel may be taken so long after it is due, ms. A fire's next channel is due as soon as the last one
 * refused it or has brought nothing for the time of its policy, whether that one hangs or is between two tries; it may be
 * taken sooner where the last one is known to fail.
 */
export function auditWays(log: readonly WayEntry[], lateBy: number): WayFault[] {
  const stories = new Map<string, Story>();
  const faults: WayFault[] = [];
  const fault = (is: WayFaultKind, { job, at }: WayEntry): void => void faults.push({ is, job, at, words: KIND_WORDS[is] });
  for (const entry of log) {
    if (entry.is === 'put') {
      const { class: known, via, besideAfter = USUAL_S } = entry;
      const besideMs = besideAfter * 1_000;
      const begun = { taken: [], away: new Set<string>(), refusedAt: null, isBrought: false, isHeldUp: false };
      stories.set(entry.job, { class: known, via, besideMs, ...begun });
      continue;
    }
    const story = stories.get(entry.job);
    if (!story) continue;
    const due = dueAt(story);
    if (due !== null && entry.at > due + lateBy && !story.isHeldUp) {
      story.isHeldUp = true;
      fault('held up', entry);
    }
    if (entry.is === 'ended') {
      if (isGivenUp(story)) fault('given up', entry);
      stories.delete(entry.job);
    } else if (entry.is === 'answered') {
      story.away.delete(entry.channel);
      if (entry.sent === 'ok') story.isBrought = true;
      if (entry.sent === 'refused' && entry.channel === story.taken.at(-1)?.channel) story.refusedAt = entry.at;
    } else {
      for (const is of faultsOfTry(story, entry, due)) fault(is, entry);
      if (!story.taken.some(({ channel }) => channel === entry.channel)) {
        story.taken.push({ channel: entry.channel, at: entry.at });
        story.refusedAt = null;
        story.isHeldUp = false;
      }
      story.away.add(entry.channel);
    }
  }
  return faults;
}

/** When a fire takes its next channel at the latest; null: it has none, or is not one. */
function dueAt({ class: known, via, besideMs, taken, refusedAt }: Story): number | null {
  const last = taken.at(-1);
  if (known !== 'fire' || !last || taken.length === via.length) return null;
  return Math.min(last.at + besideMs, refusedAt ?? Number.POSITIVE_INFINITY);
}

/** It was begun and nobody brought it, though there was somebody left to try. What was folded into another was never begun. */
function isGivenUp({ via, taken, isBrought }: Story): boolean {
  return taken.length > 0 && !isBrought && taken.length < via.length;
}

function faultsOfTry({ class: known, via, taken, away }: Story, entry: Tried, due: number | null): WayFaultKind[] {
  const faults: WayFaultKind[] = [];
  const isNew = !taken.some(({ channel }) => channel === entry.channel);
  if (isNew && via[taken.length] !== entry.channel) faults.push('out of order');
  if (away.size === 0) return faults;
  if (known !== 'fire') faults.push('beside below fire');
  else if (isNew && due !== null && entry.at < due && away.has(taken.at(-1)?.channel ?? '')) faults.push('beside too soon');
  if (!entry.isMarked) faults.push('not marked');
  return faults;
}
