// The incidents as this phone saw them last, where nothing is live: hatched, with their hour, so that nobody takes them for now.
import { Link } from 'react-router';
import { placeLine } from '../alarms/alarm-words.ts';
import { useWords } from '../language.ts';
import { ClassShape, shownAs } from '../marks.tsx';
import { Nothing } from '../states.tsx';
import { clock, dateTime } from '../time.ts';
import { useKeptIncidents } from './kept-incidents.ts';
import './phone.css';

export function KeptList() {
  const { t, say } = useWords();
  const known = useKeptIncidents();
  if (known === null) return <Nothing title={t('board.never-heard')} />;
  return (
    <div className="kept hatched" data-testid="kept">
      <AsOf at={known.asOf} />
      {known.incidents.length === 0 ? <p>{t('field.none-then')}</p> : null}
      <ul>
        {known.incidents.map((one) => (
          <li key={one.id} data-class={shownAs(one)}>
            <Link to={`/field/${encodeURIComponent(one.id)}`} data-testid="kept-incident">
              <ClassShape of={shownAs(one)} />
              <span className="grow">
                <strong>{placeLine(one.place)}</strong>
                <br />
                {one.title === null ? t(`class.${one.class}`) : say(one.title)} <span className="numbers">{clock(one.began)}</span>
              </span>
              <span aria-hidden="true">›</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Up to when it was true. */
export function AsOf({ at }: { readonly at: number }) {
  const { t } = useWords();
  return (
    <p className="veil-word" role="status" data-testid="as-of">
      {t('field.offline')} <span className="numbers">{t('veil.as-of', { time: dateTime(at).slice(5) })}</span>
    </p>
  );
}
