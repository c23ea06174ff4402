// At the end of a shift: what this person still has in hand, and what waits to be taken over.
import { Link } from 'react-router';
import { placeLine } from '../alarms/alarm-words.ts';
import { useWords } from '../language.ts';
import { useLive } from '../use-live.ts';
import { HandOverMark, useMe } from './hand-over.tsx';
import './workbench.css';

export function InHand() {
  const { t } = useWords();
  const me = useMe();
  const incidents = useLive((view) => view.incidents);
  const mine = [...incidents.values()].filter(
    (one) => !one.closed && (one.taken?.by === me || (one.handOver !== null && one.handOver.answer === null && one.handOver.to.id === me)),
  );
  if (mine.length === 0) return null;
  return (
    <div className="stack" data-testid="in-hand">
      <strong>{t('hand.in-hand', { n: mine.length })}</strong>
      <ul className="in-hand">
        {mine.map((one) => (
          <li key={one.id} className="row">
            <Link className="link" to={`/incidents/${encodeURIComponent(one.id)}`}>
              {t(`class.${one.class}`)} · {placeLine(one.place)}
            </Link>
            <HandOverMark incident={one.id} />
          </li>
        ))}
      </ul>
    </div>
  );
}
