// One high-rise as a supervisor asks for it, all of it live.
import { Link } from 'react-router';
import type { BuildingCard } from '../../gateway/web/unit-contract.ts';
import { useWords } from '../language.ts';
import { ContactLine, IsolatedLine } from './contact-line.tsx';
import { PressureLine, TankLine } from './live-value.tsx';
import { OpenCounts } from './open-counts.tsx';
import { SystemCells } from './system-cells.tsx';

/** `118 m · 地上30层 · 地下2层`. */
export function useSizeLine(): (card: Pick<BuildingCard, 'heightM' | 'floorsAbove' | 'floorsBelow' | 'use'>) => string {
  const { t } = useWords();
  return ({ heightM, floorsAbove, floorsBelow, use }) =>
    [
      use === null ? '' : t(`use.${use}`),
      heightM === null ? t('high.no-height') : `${heightM} m`,
      floorsAbove === null ? '' : t('high.above', { n: floorsAbove }),
      floorsBelow === null || floorsBelow === 0 ? '' : t('high.below', { n: floorsBelow }),
    ]
      .filter((text) => text !== '')
      .join(' · ');
}

export function HighRiseCard({ card }: { readonly card: BuildingCard }) {
  const { t } = useWords();
  const size = useSizeLine();
  return (
    <article className="panel high-rise" data-class={card.worst ?? 'normal'} data-testid="high-rise" data-building={card.id}>
      <header>
        <h2>
          <Link className="link" to={`/buildings/${encodeURIComponent(card.id)}`}>
            {card.name}
          </Link>
        </h2>
        <OpenCounts open={card.open} drills={card.drills} />
        <p className="quiet">
          {card.unit === null ? '' : `${card.unit.name} · `}
          {size(card)}
        </p>
      </header>
      {card.lacksRefugeFloor ? <p className="chip loud">{t('high.lacks-refuge')}</p> : null}
      <PressureLine of={card.topPressure} />
      {card.tanks.length === 0 ? (
        <div className="live-line hatched" data-testid="tank" data-state="not-set">
          <span className="live-title">{t('high.tanks')}</span>
          <span className="live-word">
            <strong className="chip loud">{t('high.no-tanks')}</strong>
          </span>
        </div>
      ) : (
        card.tanks.map((tank) => <TankLine key={tank.id} of={tank} />)
      )}
      <ContactLine contact={card.contact} />
      <IsolatedLine isolated={card.isolated} />
      <SystemCells systems={card.systems} />
    </article>
  );
}
