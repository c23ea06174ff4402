// My shift, on the page 我的: whether I am on duty and since when, and the way to come or to hand over.
import { Link } from 'react-router';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { dateTime } from '../time.ts';
import './shift.css';
import { useShiftStart } from './use-shift-start.ts';

export function OwnShift() {
  const { t } = useWords();
  const may = useMay();
  const { value } = useShiftStart();
  if (!may('alarm.acknowledge')) return null;
  const mine = value?.mine ?? null;
  return (
    <section className="panel tile row" data-testid="own-shift">
      <span className="grow">
        {t('way.shift')} ·{' '}
        <strong className="numbers">
          {value === null ? '…' : mine === null ? t('shift.off-duty') : t('shift.on-duty', { time: dateTime(mine.began.at) })}
        </strong>
      </span>
      <Link className="band-button shift-link" to="/shift">
        {t(mine === null ? 'shift.come' : 'shift.hand-over')}
      </Link>
    </section>
  );
}
