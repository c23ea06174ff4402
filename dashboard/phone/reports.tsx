// What people told of an incident from the spot, for the seat and for everybody who sees the incident.
import { Button } from 'antd';
import type { FieldReportView, IncidentView } from '../../gateway/web/incident-contract.ts';
import { useWords } from '../language.ts';
import { clock, dateTime } from '../time.ts';
import './phone.css';

/** A report that came so much later than it was made is marked with both times, ms. */
const LATE_MS = 60_000;

interface Props {
  readonly reports: IncidentView['reports'];
  /** Opens the seat's own question with what this person saw chosen; left out: it is not for this person to say, or was said. */
  readonly adopt?: ((report: FieldReportView) => void) | undefined;
}

export function Reports({ reports, adopt }: Props) {
  const { t } = useWords();
  if (reports.length === 0) return null;
  return (
    <section aria-label={t('field.reports')}>
      <h2>{t('field.reports')}</h2>
      <ol className="field-reports" data-testid="field-reports">
        {reports.map((one) => (
          <Report key={`${one.by} ${one.id}`} report={one} adopt={adopt} />
        ))}
      </ol>
    </section>
  );
}

function Report({ report, adopt }: { readonly report: FieldReportView; readonly adopt: Props['adopt'] }) {
  const { t } = useWords();
  const { is, saw, cause, note, position, distance, far, captured, at, name } = report;
  const isLate = at - captured >= LATE_MS;
  return (
    <li className="field-report" data-is={is} data-saw={saw} data-testid="field-report">
      <time className="numbers quiet">{clock(captured)}</time>
      <span className="grow">
        <strong>{name}</strong>{' '}
        <span className={saw === 'real' ? 'chip solid' : is === 'saw' ? 'chip loud' : 'chip'}>
          {is === 'saw' && saw !== null ? t(`field.saw-${saw}`) : t(is === 'going' ? 'field.is-going' : 'field.is-arrived')}
          {cause === null ? '' : ` · ${t(`cause.${cause}`)}`}
        </span>{' '}
        {is === 'arrived' ? (
          <span className={far ? 'chip loud' : 'quiet numbers'} data-testid={far ? 'field-far' : undefined}>
            {position === null
              ? t('field.no-position')
              : distance === null
                ? t('field.unplaced', { accuracy: Math.round(position.accuracy) })
                : t(far ? 'field.far' : 'field.distance', { distance, accuracy: Math.round(position.accuracy) })}
          </span>
        ) : null}
        {note === null ? null : <span className="field-note">“{note}”</span>}
        {isLate ? <span className="chip faint numbers">{t('field.late', { time: dateTime(at) })}</span> : null}
      </span>
      {is === 'saw' && saw !== 'nothing' && adopt !== undefined ? (
        <Button onClick={() => adopt(report)} data-testid="field-adopt">
          {t('field.adopt')}
        </Button>
      ) : null}
    </li>
  );
}
