// Incidents of which no alarm is open any more and that nobody has closed: a fire that was one waits for a person's word, in sight.
import { useMemo, useRef } from 'react';
import { Link } from 'react-router';
import { useWords } from '../language.ts';
import { ClassShape, shownAs } from '../marks.tsx';
import { usePaced } from '../paced.ts';
import { dateTime } from '../time.ts';
import { useLive } from '../use-live.ts';
import { placeLine, stateKey } from './alarm-words.ts';

/** Each look goes through all alarms, ten thousand in a storm; whoever closes incidents is not in such a hurry. */
const LOOK_EVERY_MS = 2_000;

/**
 * Nothing while there is none, or while the state is still coming: then an alarm of theirs may be among what is not told yet. While a
 * hand is on the list (`held`) it stays as it is: it stands above the rows and would move them.
 */
export function UnclosedIncidents({ held }: { readonly held: boolean }) {
  const { t } = useWords();
  const { incidents, alarms, coming } = usePaced(
    useLive((view) => view),
    LOOK_EVERY_MS,
  );
  const waiting = useMemo(() => {
    if (coming > 0) return [];
    const open = new Set<string>();
    for (const one of alarms.values()) if (!one.closed) open.add(one.incident);
    return [...incidents.values()].filter(({ id, closed }) => !closed && !open.has(id)).sort((a, b) => a.began - b.began);
  }, [incidents, alarms, coming]);
  const stood = useRef(waiting);
  if (!held) stood.current = waiting;
  const shown = stood.current;
  if (shown.length === 0) return null;
  return (
    <details className="board-bar unclosed" data-testid="unclosed">
      <summary>{t('unclosed.title', { n: shown.length })}</summary>
      <ul>
        {shown.map((one) => (
          <li key={one.id} className="row" data-class={shownAs(one)}>
            <ClassShape of={shownAs(one)} />
            <Link className="link big-link grow" to={`/incidents/${encodeURIComponent(one.id)}`} data-testid="unclosed-incident">
              {placeLine(one.place)}
            </Link>
            <span className="chip">{t(stateKey(one))}</span>
            <span className="quiet numbers">{dateTime(one.began)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
