// How long a certificate or contract still runs: said in days, loud when it is near its end or past it.
import type { PaperView } from '../../gateway/web/unit-contract.ts';
import { type SpokenWords, useWords } from '../language.ts';

/** Said loudly from so many days before its end, as it is told. */
const SOON_DAYS = 30;

function daysText(days: number, t: SpokenWords['t']): string {
  if (days < 0) return t('paper.past', { n: -days });
  return days === 0 ? t('paper.today') : t('paper.left', { n: days });
}

export function PaperChip({ paper }: { readonly paper: Pick<PaperView, 'days'> }) {
  const { t } = useWords();
  const className = paper.days < 0 ? 'chip solid' : paper.days <= SOON_DAYS ? 'chip loud' : 'chip faint';
  return (
    <span className={`${className} numbers`} data-testid="paper-days" data-days={paper.days}>
      {daysText(paper.days, t)}
    </span>
  );
}
