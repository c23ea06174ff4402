// The state bar of a flag or state over the span: grey where all is well, strong where it is not, hatched where nobody knows.
import type { HistoryAnswer } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { clock, span } from '../time.ts';
import { isNormal, shownLine } from '../values.ts';
import { ReplacedNote } from './replaced-note.tsx';
import { type Stretch, stretchesOf } from './trend-data.ts';

export function StateBar({ history, gapAfter }: { readonly history: HistoryAnswer; readonly gapAfter: number }) {
  const { t, language } = useWords();
  const stretches = stretchesOf(history, gapAfter);
  const whole = history.to - history.from;
  const word = (value: Stretch['value']): string => (value === null ? t('trend.unknown') : shownLine(history.quantity, value, language));
  const totals = new Map<string, number>();
  for (const one of stretches) totals.set(word(one.value), (totals.get(word(one.value)) ?? 0) + one.to - one.from);
  return (
    <div>
      <div className="state-bar" aria-hidden="true">
        {stretches.map((one) => (
          <span
            key={one.from}
            className={one.value === null ? 'stretch hatched' : isNormal(history.quantity, one.value) === false ? 'stretch odd' : 'stretch'}
            style={{ width: `${(100 * (one.to - one.from)) / whole}%` }}
            title={`${clock(one.from)}–${clock(one.to)} ${word(one.value)}`}
          />
        ))}
        {history.replaced.map(({ at }) => (
          <i key={at} className="replaced-mark" style={{ left: `${(100 * (at - history.from)) / whole}%` }} />
        ))}
      </div>
      <p className="state-totals quiet numbers">
        {[...totals].map(([name, ms]) => (
          <span key={name}>
            {name} {span(ms)}
          </span>
        ))}
        <ReplacedNote of={history.replaced} />
      </p>
    </div>
  );
}
