// What happened to an alarm, and the frames it rests on.
import type { AuditRow, RawFrame } from '../../gateway/web/contract.ts';
import { RawFrames } from '../estate/raw-frames.tsx';
import { useWords } from '../language.ts';
import { dateTime } from '../time.ts';
import { AuditDetail } from './audit-detail.tsx';

/** The audit rows, the first deed first. */
export function Timeline({ rows }: { readonly rows: readonly AuditRow[] }) {
  const { t, say } = useWords();
  const sorted = [...rows].sort((one, other) => one.number - other.number);
  return (
    <section>
      <h2>{t('card.timeline')}</h2>
      {sorted.length === 0 ? <p className="quiet">{t('card.no-timeline')}</p> : null}
      <ol className="timeline">
        {sorted.map((row) => (
          <li key={row.number}>
            <time className="numbers nowrap">{dateTime(row.at)}</time>
            <span>
              <strong>{say(row.title)}</strong> {row.name} {row.from === '' ? null : <span className="quiet mono">{row.from}</span>}{' '}
              <AuditDetail detail={row.detail} about={row.about} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Evidence({ frames }: { readonly frames: readonly RawFrame[] }) {
  const { t } = useWords();
  return (
    <section>
      <h2>{t('card.evidence')}</h2>
      {frames.length === 0 ? <p className="quiet">{t('card.no-evidence')}</p> : <RawFrames frames={frames} />}
    </section>
  );
}
