// What a link or the house has counted, each by its name in words; a name that no table knows stands as it is.
import { useWords } from './language.ts';
import './pages/pages.css';

/** The name in the metrics is shown where the pointer rests. */
export function Counters({ counters }: { readonly counters: Readonly<Record<string, number>> }) {
  const { term } = useWords();
  return (
    <dl className="facts counters numbers">
      {Object.entries(counters).map(([name, count]) => {
        const words = term('counter', name);
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
