// While alarms flood: since when and how many, and the rows that stand for many alarms of one class and place.
import { Button } from 'antd';
import { memo } from 'react';
import { inAll } from '../alarm-tally.ts';
import type { Flood } from '../flood-watch.ts';
import { useWords } from '../language.ts';
import { ClassShape, shownAs } from '../marks.tsx';
import type { Folded } from '../open-alarms.ts';
import { clock } from '../time.ts';
import { useLive } from '../use-live.ts';
import './flood.css';
import { Sparkline } from './sparkline.tsx';

interface BarProps {
  readonly flood: Flood & { readonly isFolding: boolean };
  readonly fold: (folding: boolean) => void;
  /** Acknowledges what the list shows and is no fire; null: not this person. */
  readonly together: (() => void) | null;
}

/** Says that it is so, since when and how many; and lets a person see each alarm on a row of its own. */
export function FloodBar({ flood, fold, together }: BarProps) {
  const { t } = useWords();
  const standing = useLive((view) => inAll(view.tally).open);
  const own = useLive((view) => view.own.length);
  return (
    <div className="board-bar flood-bar" data-testid="flood" data-folding={flood.isFolding}>
      <span className="flood-words">
        <span>
          <i className="glyph" aria-hidden="true">
            ≋
          </i>{' '}
          {t('flood.title')}
        </span>
        <span className="quiet numbers">{t('flood.since', { time: clock(flood.since), n: flood.lately })}</span>
        <Sparkline of={null} />
        {flood.isFolding ? <span className="quiet numbers flood-folded">{t('flood.folded', { n: standing - own })}</span> : null}
      </span>
      {together === null ? null : (
        <Button onClick={together} data-testid="flood-together">
          {t('together.open')}
        </Button>
      )}
      <Button onClick={() => fold(!flood.isFolding)} data-testid="flood-fold">
        {t(flood.isFolding ? 'flood.leave' : 'flood.enter')}
      </Button>
    </div>
  );
}

interface RowProps {
  readonly folded: Folded;
  readonly open: boolean;
  readonly turn: (key: string) => void;
  /** Acknowledges what is folded into it; null: not this person. */
  readonly together: ((folded: Folded) => void) | null;
}

/** One row for many; pressed, they follow below it, and can be acknowledged together where none of them has to be looked at by itself. */
export const FoldedRow = memo(function FoldedRow({ folded, open, turn, together }: RowProps) {
  const { t } = useWords();
  const row = (
    <button
      type="button"
      className="alarm-row folded-row"
      onClick={() => turn(folded.key)}
      aria-expanded={open}
      data-testid="folded-row"
      data-class={folded.class}
      data-attention={folded.fresh > 0 ? 'new' : 'acknowledged'}
      data-closed="false"
      data-drill={folded.drill}
    >
      <ClassShape of={shownAs(folded)} />
      <span className="alarm-main">
        <span className="alarm-title">
          <strong className="alarm-class">
            {folded.drill ? `${t('drill.word')}·` : ''}
            {t(`class.${folded.class}`)}
          </strong>
          <strong className="numbers">{t('flood.count', { n: folded.count })}</strong>
          <Sparkline of={folded.key} />
        </span>
        <span className="alarm-place">
          <b>{folded.place}</b>
        </span>
        <span className="chips">
          {folded.fresh > 0 ? <span className="chip solid numbers">{t('board.fresh', { n: folded.fresh })}</span> : null}
        </span>
      </span>
      <span className="folded-turn">
        {t(open ? 'flood.close' : 'flood.open')}
        <i className="glyph" aria-hidden="true">
          {open ? '▾' : '▸'}
        </i>
      </span>
    </button>
  );
  if (!open || together === null || folded.fresh === 0 || folded.class === 'linkage') return row;
  return (
    <>
      {row}
      <Button size="small" className="folded-together" onClick={() => together(folded)} data-testid="folded-together">
        {t('together.of-row')}
      </Button>
    </>
  );
});
