// The last value of one point: unit, freshness, quality. A value that is old or bad never looks live.
import type { PointValue } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { clockOrDate, elapsed } from '../time.ts';
import { useGatewayNow } from '../use-live.ts';
import { isNormal, shown } from '../values.ts';

/** `silent`: the whole device is not heard of, so none of its values is live whatever they say of themselves. */
export function PointCard({ value, silent }: { readonly value: PointValue; readonly silent: boolean }) {
  const { t, say, term, language } = useWords();
  const now = useGatewayNow();
  const { text, unit } = shown(value.quantity, value.value, language);
  const stale = value.stale || silent;
  const dead = stale || value.quality === 'bad';
  const odd = isNormal(value.quantity, value.value) === false;
  return (
    <div
      className={dead ? 'point hatched' : 'point'}
      data-testid={`device-value-${value.point}`}
      data-stale={stale}
      data-quality={value.quality}
      data-value={value.value === null ? '' : String(value.value)}
    >
      <span className="quiet">{say(value.title)}</span>
      <span className={odd ? 'point-value odd' : 'point-value'}>
        <b className="numbers">{text}</b> {unit}
      </span>
      <span className="point-foot numbers">
        <span className="quiet">{clockOrDate(value.at, now)}</span>
        {now === null ? null : <span className="quiet">{t('point.ago', { time: elapsed(now - value.receivedAt) })}</span>}
        {stale ? <strong className="chip loud">{t('point.stale')}</strong> : null}
        {value.quality === 'good' ? null : (
          <strong className="chip loud">
            {t(`quality.${value.quality}`)}
            {value.why === undefined ? '' : ` · ${term('reading-fault', value.why)}`}
          </strong>
        )}
      </span>
    </div>
  );
}
