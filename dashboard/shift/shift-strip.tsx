// Says to the operator of a seat that nobody has come on duty there, until somebody has.
import { Link, useLocation } from 'react-router';
import { useWords } from '../language.ts';
import { useSession } from '../session.tsx';
import './shift.css';
import { useShiftStart } from './use-shift-start.ts';

export function ShiftStrip() {
  const { standing } = useSession();
  const { pathname } = useLocation();
  const isSeat = standing.is === 'signed-in' && standing.session.person.role === 'operator';
  // On the page itself it would say the same twice.
  return isSeat && pathname !== '/shift' ? <Strip /> : null;
}

function Strip() {
  const { t } = useWords();
  const { value } = useShiftStart();
  if (value === null || value.mine !== null) return null;
  return (
    <div className="shift-strip" data-testid="off-duty">
      <strong>{t('shift.off-duty')}</strong>
      {value.unread.length === 0 ? null : <span className="numbers">{t('shift.unread', { n: value.unread.length })}</span>}
      <Link className="band-button shift-link" to="/shift">
        {t('shift.come')}
      </Link>
    </div>
  );
}
