// The states of a part that are on, each with the outline and colour of its class, and what it measures.
import type { PartRow } from '../../gateway/web/transmission-contract.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { classOfState } from './part-words.ts';

export function PartStates({ row }: { readonly row: Pick<PartRow, 'on' | 'lastHeard'> }) {
  const { t, say, term } = useWords();
  if (row.on.length === 0) return <span className="quiet">{t(row.lastHeard === null ? 'heard.never' : 'parts.all-off')}</span>;
  return (
    <span className="part-states">
      {row.on.map(({ point, title }) => {
        const tone = classOfState(point);
        // The quantity is called 电源; that it is on says 电源故障.
        const word = term('part-state', point);
        return (
          <span key={point} className="chip state-chip" data-class={tone} data-testid={`part-state-${point}`}>
            <ClassShape of={tone} />
            {word === point ? say(title) : word}
          </span>
        );
      })}
    </span>
  );
}

export function PartMeasures({ row }: { readonly row: Pick<PartRow, 'measured'> }) {
  const { say } = useWords();
  return (
    <span className="part-measures numbers">
      {row.measured.map(({ point, title, value, unit }) => (
        <span key={point} className="nowrap">
          <span className="quiet">{say(title)}</span> {rounded(value)} {unit}
        </span>
      ))}
    </span>
  );
}

/** Without the tail that a division by ten leaves in a binary number. */
function rounded(value: number): string {
  return String(Number(value.toFixed(3)));
}
