// What a rule would have raised in the last 7 days: how often, when and where, and what the trial could not see.
import type { RuleTrial } from '../../gateway/web/rule-contract.ts';
import { useWords } from '../language.ts';
import { dateTime, span } from '../time.ts';
import { timesADay } from './trial-days.ts';

interface Props {
  readonly result: RuleTrial;
  /** The rule was changed since. */
  readonly isOld: boolean;
}

export function TrialResult({ result, isOld }: Props) {
  const { t, say } = useWords();
  const { alarms, raised, devices, readings, blind } = result;
  const perDay = timesADay(result);
  const most = Math.max(1, ...perDay.map(({ n }) => n ?? 0));
  return (
    <section className={isOld ? 'trial hatched' : 'trial'} role="status" data-testid="trial-result">
      <p className="row">
        <strong className="trial-count numbers">{t('trial.raised', { n: raised })}</strong>
        <span className="quiet numbers">{t('trial.over', { devices, readings: readings.toLocaleString('en-US') })}</span>
        {isOld ? <span className="chip loud">{t('trial.old')}</span> : null}
      </p>
      {blind.map((one) => (
        <p key={one} className="quiet">
          ⚠ {t(`trial.blind-${one}`)}
        </p>
      ))}
      {raised === 0 ? null : (
        <>
          <ol className="trial-days" aria-label={t('trial.days')}>
            {perDay.map(({ day, n }) => (
              <li key={day}>
                <span className="numbers">{n ?? '–'}</span>
                <span className={n === null ? 'trial-bar hatched' : 'trial-bar'} style={{ height: `${((n ?? 0) / most) * 48}px` }} />
                <span className="quiet numbers">{day.slice(5)}</span>
              </li>
            ))}
          </ol>
          <ul className="trial-alarms">
            {alarms.slice(0, 50).map((one) => (
              <li key={`${one.device} ${one.point} ${one.at}`}>
                <span className="numbers">{dateTime(one.at)}</span> <strong>{one.name}</strong> {say(one.because)}
                <span className="quiet numbers"> · {one.ended === null ? t('trial.stands') : span(one.ended - one.at)}</span>
              </li>
            ))}
          </ul>
          {raised > 50 ? <p className="quiet">{t('trial.more', { n: raised - 50 })}</p> : null}
        </>
      )}
    </section>
  );
}
