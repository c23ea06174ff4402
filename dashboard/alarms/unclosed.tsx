// Incidents of which no alarm is open any more and that nobody has closed: a fire that was one waits for a person's word, in sight.
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { dateTime } from '../time.ts';
import { useLive } from '../use-live.ts';
import { placeLine } from './alarm-words.ts';

/** Nothing while there is none, or while the state is still coming: then an alarm of theirs may be among what is not told yet. */
export function UnclosedIncidents() {
  const { t } = useWords();
  const incidents = useLive((view) => view.incidents);
  const alarms = useLive((view) => view.alarms);
  const isWhole = useLive((view) => view.coming === 0);
  const waiting = useMemo(() => {
    if (!isWhole) return [];
    const open = new Set<string>();
    for (const one of alarms.values()) if (!one.closed) open.add(one.incident);
    return [...incidents.values()].filter(({ id, closed }) => !closed && !open.has(id)).sort((a, b) => a.began - b.began);
  }, [incidents, alarms, isWhole]);
  if (waiting.length === 0) return null;
  return (
    <details className="board-bar unclosed" data-testid="unclosed">
      <summary>{t('unclosed.title', { n: waiting.length })}</summary>
      <ul>
        {waiting.map((one) => (
          <li key={one.id} className="row" data-class={one.drill ? 'test' : one.class}>
            <ClassShape of={one.drill ? 'test' : one.class} />
            <Link className="link big-link grow" to={`/incidents/${encodeURIComponent(one.id)}`} data-testid="unclosed-incident">
              {placeLine(one.place)}
            </Link>
            <span className="chip">{t(`incident.state-${one.state}`)}</span>
            <span className="quiet numbers">{dateTime(one.began)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
