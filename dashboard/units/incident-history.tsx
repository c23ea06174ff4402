// 警情记录: the incidents of a unit or a building, the last changed first, page by page: when, where, what it was found to be.
import { Link } from 'react-router';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { placeLine, stateKey } from '../alarms/alarm-words.ts';
import type { Page } from '../api.ts';
import { Paged, usePages } from '../estate/pager.tsx';
import { useWords } from '../language.ts';
import { AlarmMark } from '../marks.tsx';
import { Nothing } from '../states.tsx';
import { dateTime, span } from '../time.ts';
import { useAnswer } from '../use-answer.ts';

const ROWS = 30;

export function IncidentHistory({ place }: { readonly place: string }) {
  const { t } = useWords();
  const pages = usePages(place);
  const answer = useAnswer<Page<IncidentView>>('/incidents', { place, after: pages.after, limit: ROWS });
  return (
    <Paged answer={answer} pages={pages}>
      {({ items, next }) =>
        items.length === 0 && pages.number === 1 && (next ?? null) === null ? (
          <Nothing title={t('unit.no-incidents')} />
        ) : (
          <ul className="panel cards">
            {items.map((incident) => (
              <li key={incident.id}>
                <OneIncident incident={incident} />
              </li>
            ))}
          </ul>
        )
      }
    </Paged>
  );
}

function OneIncident({ incident }: { readonly incident: IncidentView }) {
  const { t } = useWords();
  const { id, began, closedAt, verdict } = incident;
  return (
    <Link className="incident-line" to={`/incidents/${encodeURIComponent(id)}`} data-testid="past-incident">
      <span className="row">
        <AlarmMark of={incident} />
        <span className={closedAt === null ? 'chip solid' : 'chip'}>{t(stateKey(incident))}</span>
        {verdict === null ? null : (
          <span>
            {t(`verdict.${verdict.verdict}`)}
            {verdict.cause === null ? '' : ` · ${t(`cause.${verdict.cause}`)}`}
          </span>
        )}
      </span>
      <strong>{placeLine(incident.place)}</strong>
      <span className="quiet numbers">
        {dateTime(began)}
        {closedAt === null ? '' : ` · ${t('unit.lasted', { time: span(closedAt - began) })}`}
      </span>
    </Link>
  );
}
