// Beside a curve or state bar: when another device took the place, and which one stood there before.
import { Link } from 'react-router';
import type { HistoryAnswer } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { clock } from '../time.ts';
import './replace-device.css';

export function ReplacedNote({ of }: { readonly of: HistoryAnswer['replaced'] }) {
  const { t } = useWords();
  return of.map(({ at, device }) => (
    <span key={at} className="replaced-note" data-testid="replaced-note">
      ┆ {t('trend.replaced', { time: clock(at) })}{' '}
      <Link className="link mono" to={`/devices/${encodeURIComponent(device)}`}>
        {device}
      </Link>
    </span>
  ));
}
