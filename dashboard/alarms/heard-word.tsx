// That a point beside an alarm is not heard, in a word; nothing where it is.
import type { Neighbour } from '../../gateway/web/surroundings-contract.ts';
import { useWords } from '../language.ts';

export function HeardWord({ of: { silent, offline, lastHeard } }: { readonly of: Neighbour }) {
  const { t } = useWords();
  if (lastHeard === null) return <span className="chip">{t('heard.never')}</span>;
  if (silent) return <span className="chip loud">{t('heard.silent')}</span>;
  return offline ? <span className="chip loud">{t('heard.offline')}</span> : null;
}
