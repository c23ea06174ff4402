// What is looked after every minute: the clock, the rules, the channels, the history and the old days of the journal.
import type { RuleEngine } from '../rules/engine.ts';
import type { GatewayClock } from './clock.ts';
import type { History } from './history/history.ts';
import type { Journal } from './journal/journal.ts';
import type { Log } from './log.ts';
import type { ChannelSettings } from './notify/channel-settings.ts';
import type { Troubles } from './troubles.ts';

interface Kept {
  readonly clock: GatewayClock;
  readonly troubles: Troubles;
  readonly engine: RuleEngine;
  readonly channels: ChannelSettings;
  readonly history: History;
  readonly journal: Journal;
  readonly log: Log;
  /** The last entry of the journal that the saved memories hold. */
  readonly keepFrom: () => number;
}

/** What is to be done each minute. */
export function housekeeping({ clock, troubles, engine, channels, history, journal, log, keepFrom }: Kept): () => void {
  return () => {
    const skew = clock.skew();
    if (skew === 0) troubles.clear('clock');
    else
      troubles.raise(
        'clock',
        'fault',
        { zh: '系统时钟被调慢', en: 'The system clock was set back' },
        { zh: '时间按单调时钟继续', en: 'Time goes on by the monotonic clock' },
      );
    const faulty = new Set(engine.faulty().map((rule) => `rule:${rule.id}`));
    for (const { id } of troubles.all()) if (id.startsWith('rule:') && !faulty.has(id)) troubles.clear(id);
    // Of a channel that was removed or switched off nobody waits to hear that it works again.
    for (const { id } of troubles.all()) if (id.startsWith('channel:') && !channels.get(id.slice('channel:'.length))) troubles.clear(id);
    const trouble = history.state().trouble;
    if (trouble) troubles.raise('history', 'fault', { zh: '历史库异常', en: 'The history store has trouble' }, trouble);
    else troubles.clear('history');
    journal
      .housekeep(Math.min(keepFrom(), history.position()) + 1)
      .catch((error: unknown) => log.error({ err: error }, 'old days of the journal could not be dropped'));
  };
}
