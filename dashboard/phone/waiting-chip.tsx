// 待上传 3: in the frame as long as the gateway has not got everything, and louder where it refused something.
import { Link } from 'react-router';
import { useWords } from '../language.ts';
import './phone.css';
import { useOutgoing } from './use-outgoing.ts';

export function WaitingChip() {
  const { t } = useWords();
  const { waiting, refused } = useOutgoing();
  if (waiting.length + refused.length === 0) return null;
  return (
    <Link to="/waiting" className="waiting-chip numbers" data-refused={refused.length > 0} data-testid="waiting-chip" role="status">
      {waiting.length > 0 ? t('outgoing.waiting-n', { n: waiting.length }) : null}
      {refused.length > 0 ? <strong>{t('outgoing.refused-n', { n: refused.length })}</strong> : null}
    </Link>
  );
}
