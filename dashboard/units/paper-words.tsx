// How long a certificate or contract still runs: said in days, loud when it is near its end or past it.
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { PaperView } from '../../gateway/web/unit-contract.ts';
import { type SpokenWords, useWords } from '../language.ts';
import { useGatewayNow } from '../use-live.ts';

/** Said loudly from so many days before its end, as it is told. */
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

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

/** Whether an alarm tells of a paper that runs out. */
export function isOfPaper({ quantity, value }: Pick<AlarmView, 'quantity' | 'value'>): boolean {
  return quantity === 'paper.daysLeft' && typeof value === 'number';
}

/** Days that the paper of an alarm still runs at gateway time `now`, below 0 when it is over: its value counts from when it was told. */
export function daysLeft(
  { value, occurredAt, closedAt }: Pick<AlarmView, 'value' | 'occurredAt' | 'closedAt'>,
  now: number | null,
): number {
  const until = closedAt ?? now ?? occurredAt;
  return Number(value) - Math.max(0, Math.floor((until - occurredAt) / DAY_MS));
}

/** On the row of such an alarm, in the place of its title, which says less. */
export function PaperWords({ alarm, title }: { readonly alarm: AlarmView; readonly title: string }) {
  const { t } = useWords();
  const days = daysLeft(alarm, useGatewayNow());
  return (
    <strong className="numbers alarm-value" title={title}>
      {days > 0 ? t('paper.runs-out', { n: days }) : daysText(days, t)}
    </strong>
  );
}

/** The days in words, on the card of such an alarm. */
export function PaperDays({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const now = useGatewayNow();
  return <>{daysText(daysLeft(alarm, now), t)}</>;
}
