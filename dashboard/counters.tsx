// What a link or the house has counted, each by its name in words; a name that no table knows stands as it is.
import { type SpokenWords, useWords } from './language.ts';
import './pages/pages.css';

/** The name in the metrics is shown where the pointer rests. */
export function Counters({ counters }: { readonly counters: Readonly<Record<string, number>> }) {
  const spoken = useWords();
  return (
    <dl className="facts counters numbers">
      {Object.entries(counters).map(([name, count]) => {
        const words = wordsOf(name, spoken);
        return (
          <div key={name} className="counter" title={name} data-counter={name}>
            <dt className={words === name ? 'mono' : ''}>{words}</dt>
            <dd>{count.toLocaleString('en-US')}</dd>
          </div>
        );
      })}
    </dl>
  );
}

/** What was wrong with a frame or a reading has its words where frames are shown. */
function wordsOf(name: string, { t, term }: SpokenWords): string {
  const [, of, fault = ''] = /^(faults|readings)\.(.+)$/.exec(name) ?? [];
  const known = of === undefined ? '' : term(of === 'faults' ? 'frame-fault' : 'reading-fault', fault);
  if (known === fault) return term('counter', name);
  return t(of === 'faults' ? 'counter.of-frame' : 'counter.of-reading', { fault: known });
}
