// A band on every screen while a walk test goes on, and for a while after a fire or its time ended one.
import { Link } from 'react-router';
import type { GoingWalkTest, GoingWalkTests } from '../../gateway/web/walk-test-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { useWords } from '../language.ts';
import { usePaced } from '../paced.ts';
import { useMay } from '../session.tsx';
import { elapsed } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow, useLive, useStaleness } from '../use-live.ts';
import './walk-test.css';

/** Others begin tests too; one that a fire ends is told at once by the alarm that it raises. */
const REFRESH_MS = 10_000;
/** Every screen asks this: not with each of five pictures a second while alarms flood. */
const PACE_MS = 2_000;

export function WalkTestBands() {
  const { t } = useWords();
  const may = useMay();
  const seen = usePaced(
    useLive((view) => view.happened),
    PACE_MS,
  );
  const { value } = useAnswer<GoingWalkTests>(may('alarm.read') ? '/walk-tests/going' : null, { seen }, REFRESH_MS);
  const { old } = useStaleness();
  if (value === null || value.items.length === 0) return null;
  return (
    <section className="troubles" aria-label={t('walk-test.bands')} data-old={old}>
      {value.items.map((one) => (
        <Band key={one.id} one={one} old={old} />
      ))}
    </section>
  );
}

function Band({ one, old }: { readonly one: GoingWalkTest; readonly old: boolean }) {
  const { t } = useWords();
  const now = useGatewayNow();
  const place = placeLine(one.place);
  const isOver = one.ended !== null;
  return (
    <div
      className="band walk-test-band"
      data-testid="walk-test-band"
      {...(isOver ? { 'data-band': one.ended?.why === 'time' ? 'fault' : 'fire', role: 'alert' } : {})}
    >
      <strong className="nowrap">{t('walk-test.band')}</strong>
      <span className="grow">
        {one.ended === null ? (
          t('walk-test.band-text', { place, name: one.begun.name })
        ) : (
          <>
            <strong>{t(`walk-test.ended-${one.ended.why}`)}</strong> {place} · {t('walk-test.band-over')}
          </>
        )}
      </span>
      {old ? <strong className="nowrap">{t('trouble.old')}</strong> : null}
      {isOver ? null : <span className="numbers nowrap">{now === null || old ? '--:--' : elapsed(one.until - now)}</span>}
      <Link to="/walk-test" className="band-button walk-test-link">
        {t('walk-test.open')}
      </Link>
    </div>
  );
}
