// The commands of a device, each as it stands now: as fetched, as just given here, and as told live.
import { useMemo, useState } from 'react';
import type { CommandView } from '../../gateway/web/contract.ts';
import type { Page } from '../api.ts';
import { type Answer, useAnswer } from '../use-answer.ts';
import { useLive } from '../use-live.ts';

/** Given here and kept at most; older ones stand in what is fetched. */
const KEPT = 30;

interface Commands {
  readonly given: Answer<Page<CommandView>>;
  /** The last first. */
  readonly commands: readonly CommandView[];
  /** One that was given here. */
  readonly add: (command: CommandView) => void;
}

export function useCommands(device: string): Commands {
  const given = useAnswer<Page<CommandView>>(`/devices/${encodeURIComponent(device)}/commands`);
  const live = useLive((view) => view.commands);
  const [ours, setOurs] = useState<readonly CommandView[]>([]);
  const commands = useMemo(() => {
    const all = new Map<string, CommandView>();
    for (const one of [...(given.value?.items ?? []), ...ours, ...live.values()]) {
      const held = all.get(one.id);
      if (one.device === device && (held === undefined || held.changedAt <= one.changedAt)) all.set(one.id, one);
    }
    return [...all.values()].sort((one, other) => other.at - one.at);
  }, [given.value, ours, live, device]);
  return { given, commands, add: (command) => setOurs((before) => [command, ...before].slice(0, KEPT)) };
}
