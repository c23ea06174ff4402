// How many things wait on a way of the dashboard for the person who looks at it.
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { useLive } from '../use-live.ts';

/** Nothing where nothing waits, or where somebody else must see to it. */
export function WayBadge({ to }: { readonly to: string }) {
  const { t } = useWords();
  const may = useMay();
  const held = useLive((view) => view.counts?.held ?? 0);
  const waiting = useLive((view) => view.judgement.waiting.length);
  const n = to === '/held' ? held : to === '/rules' && may('rule.approve') ? waiting : 0;
  if (n === 0) return null;
  return (
    <b className="badge numbers" data-testid={`badge-${to.slice(1)}`} {...(to === '/rules' ? { title: t('waiting.title') } : {})}>
      {n}
    </b>
  );
}
