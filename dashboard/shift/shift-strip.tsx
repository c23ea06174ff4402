// Says to the operator of a seat that nobody has come on duty there, until somebody has.
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { useWords } from '../language.ts';
import { useSession } from '../session.tsx';
import './shift.css';
import { StayAwake } from './stay-awake.tsx';
import { useShiftStart } from './use-shift-start.ts';

export function ShiftStrip() {
  const { standing } = useSession();
  const { pathname } = useLocation();
  const isSeat = standing.is === 'signed-in' && standing.session.person.role === 'operator';
  // On the page itself it would say the same twice.
  return isSeat ? <Strip isSaid={pathname !== '/shift'} /> : null;
}

function Strip({ isSaid }: { readonly isSaid: boolean }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const { value, again } = useShiftStart();
  const known = useRef(pathname);
  // On the page of the shift it may have begun or ended.
  useEffect(() => {
    if (known.current === '/shift' && pathname !== '/shift') again();
    known.current = pathname;
  }, [pathname, again]);
  if (value === null) return null;
  if (value.mine !== null) return <StayAwake />;
  if (!isSaid) return null;
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
