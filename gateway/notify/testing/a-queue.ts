// A queue of notices and what is put into it, for tests.
import { words } from '../../../device-drivers/words.ts';
import type { AlarmClass } from '../../../rules/rule.ts';
import type { ChannelLimits, Sent } from '../channels/channel.ts';
import { type NoticeJob, NoticeQueue } from '../coalescing.ts';
import type { Route } from '../legs.ts';
import type { NoticePhase, RealNotice } from '../notice.ts';

const LIMITS: Readonly<Record<string, ChannelLimits>> = {
  robot: { perMinute: 10 },
  voice: { perRecipient: { perMinute: 1, perHour: 5, perDay: 20 } },
  feishu: { perMinute: 100, perSecond: 5 },
  console: {},
};
export const OK: Sent = { is: 'ok' };
export const RETRY: Sent = { is: 'retry', reason: words('HTTP 503', 'HTTP 503') };

/** Numbers from a seed, as good as the tests need them (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function aQueue(seed = 1): NoticeQueue<RealNotice> {
  return new NoticeQueue<RealNotice>({
    channel: (id) => ({ credential: id, limits: LIMITS[id] ?? {}, isGroup: id === 'robot' || id === 'feishu' }),
    random: chance(seed),
  });
}

export interface Said {
  readonly incident?: string;
  readonly class?: AlarmClass;
  readonly phase?: NoticePhase;
  readonly via?: readonly string[];
  readonly to?: string;
}

export function aJob(id: string, said: Said = {}): NoticeJob<RealNotice> {
  const { incident = 'i1', class: known = 'fault', phase = 'update', via = ['robot'], to = '' } = said;
  const notice: RealNotice = {
    id,
    incident,
    class: known,
    phase,
    title: words(`【${known}】`, `[${known}]`),
    lines: [words('三号楼', 'building 3')],
    place: '三号楼',
    at: 0,
    alarms: 1,
    url: null,
    isRepeated: false,
    drill: false,
  };
  return { id, notice, via: via.map((channel): Route => ({ channel, recipient: { name: to, to } })) };
}
