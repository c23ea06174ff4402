// One duty check: who asked, how it stands in numbers, and each control room as a tile. A running one is followed.
import { useState } from 'react';
import type { DutyCheck } from '../../gateway/web/duty-contract.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { type DutyState, dutyCounts, inOrder } from './duty-order.ts';
import { DutySign, DutyTile } from './duty-tile.tsx';

/** While somebody waits for an answer it is asked for so often. */
const CHECK_MS = 2_000;

interface Props {
  /** As it stood when the list was fetched. */
  readonly known: DutyCheck;
}

export function CheckView({ known }: Props) {
  const { t } = useWords();
  const path = `/duty-checks/${encodeURIComponent(known.id)}`;
  const [isOver, setIsOver] = useState(!known.open);
  const answer = useAnswer<DutyCheck>(known.open ? path : null, {}, isOver ? undefined : CHECK_MS);
  const check = answer.value ?? known;
  // Somebody who was absent may still press: asked for again only when a person looks anew.
  if (!isOver && !check.open) setIsOver(true);
  const [only, setOnly] = useState<DutyState | null>(null);
  const counts = dutyCounts(check.targets);
  // A reader hears of the absent as they come and of the end; all the counts every two seconds would be a din.
  const [wasRunning] = useState(known.open);
  const countOf = (state: DutyState): number => counts.find((one) => one.state === state)?.count ?? 0;
  const [absent, unreachable] = [countOf('absent'), countOf('unreachable')];
  const saidOpen = absent === 0 ? '' : t('duty.said-absent', { n: absent });
  const said = check.open ? saidOpen : t('duty.said-over', { n: check.targets.length, absent, unreachable });
  const chosen = counts.some(({ state }) => state === only) ? only : null;
  const shown = inOrder(check).filter((one) => chosen === null || one.state === chosen);
  return (
    <section className="panel duty-check" data-testid="duty-check" data-open={check.open} data-check-id={check.id}>
      <header className="row">
        <h2>{t(check.open ? 'duty.running' : 'duty.finished')}</h2>
        <span className="chip">{t(`duty-mode.${check.mode}`)}</span>
        <span className="quiet numbers">
          {dateTime(check.at)} · {check.name} · {t('duty.within', { n: check.minutes })}
        </span>
      </header>
      <FailedLine problem={answer.problem} again={answer.again} />
      {wasRunning ? (
        <p className="hidden-text" role="status" data-testid="duty-said">
          {said}
        </p>
      ) : null}
      <div className="duty-counts">
        {counts.map(({ state, count }) => (
          <button
            key={state}
            type="button"
            className="duty-count"
            data-state={state}
            data-testid={`duty-count-${state}`}
            aria-pressed={chosen === state}
            onClick={() => setOnly(chosen === state ? null : state)}
          >
            <DutySign of={state} />
            {t(`duty-state.${state}`)} <b className="numbers">{count}</b>
          </button>
        ))}
        <span className="quiet numbers">{t('duty.rooms', { n: check.targets.length })}</span>
      </div>
      <ul className={answer.problem === null ? 'duty-tiles' : 'duty-tiles hatched'}>
        {shown.map((target) => (
          <DutyTile key={target.device} target={target} minutes={check.minutes} />
        ))}
      </ul>
    </section>
  );
}
