// One control room of a duty check: called, counted down, answered after so long, or absent so loudly that nobody misses it.
import { Link } from 'react-router';
import type { DutyTarget } from '../../gateway/web/duty-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { useWords } from '../language.ts';
import { clock, elapsed } from '../time.ts';
import { useGatewayNow } from '../use-live.ts';
import { answeredAfter, type DutyState, dueAt } from './duty-order.ts';

/** Strokes of each state's sign in a box of 24; a state is known without its colour. */
const SIGNS: Readonly<Record<DutyState, string>> = {
  calling: 'M4 9v6h4l6 5V4L8 9zM17.500 8.500a5 5 0 0 1 0 7',
  waiting: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.500 2',
  present: 'M4 12.500 10 18.500 20.500 6',
  late: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.500l3 3 5-6.500',
  absent: 'M5 5 19 19M19 5 5 19',
  unreachable: 'M4 4 20 20M9 5.500A10 10 0 0 1 21 10M3 10a10 10 0 0 1 3-2M6.500 14a6 6 0 0 1 4-2.200M12 19h.01',
  skipped: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12h8',
};

export function DutySign({ of }: { readonly of: DutyState }) {
  return (
    <svg className="duty-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SIGNS[of]} fill="none" stroke="currentColor" strokeWidth="2.600" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

interface Props {
  readonly target: DutyTarget;
  readonly minutes: number;
}

export function DutyTile({ target, minutes }: Props) {
  const { t, term } = useWords();
  const after = answeredAfter(target);
  const isOpen = target.state === 'calling' || target.state === 'waiting';
  return (
    <li className="duty-tile" data-state={target.state} data-testid="duty-tile" data-device-id={target.device}>
      <span className="duty-word">
        <DutySign of={target.state} />
        <strong>{t(`duty-state.${target.state}`)}</strong>
        {isOpen ? <Countdown until={dueAt(target, minutes)} from={target.confirmedAt ?? target.calledAt} /> : null}
        {after === null ? null : <b className="numbers duty-clock">{elapsed(after)}</b>}
      </span>
      <Link className="link duty-name" to={`/devices/${encodeURIComponent(target.device)}`}>
        {target.name}
      </Link>
      <span className="duty-place">{placeLine(target.place)}</span>
      <span className="duty-foot numbers">
        {target.operator === null ? null : <span>{t('duty.operator', { n: target.operator })}</span>}
        {target.answeredAt === null ? null : <span>{t('duty.answered-at', { time: clock(target.answeredAt) })}</span>}
        {target.state === 'calling' ? <span>{t('duty.not-confirmed')}</span> : null}
        {target.reason === null ? null : <span>{term('command-reason', target.reason)}</span>}
      </span>
    </li>
  );
}

/** Minutes and seconds that are left, and the same as a bar; at the end it stands at zero and waits for the gateway's word. */
function Countdown({ until, from }: { readonly until: number; readonly from: number }) {
  const { t } = useWords();
  const now = useGatewayNow();
  if (now === null) return null;
  const left = Math.max(0, until - now);
  const share = Math.min(1, left / Math.max(1, until - from));
  return (
    <>
      <b className="numbers duty-clock" role="timer" aria-label={t('duty.left')} data-testid="duty-left">
        {elapsed(left)}
      </b>
      <span className="duty-bar" aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
      </span>
    </>
  );
}
