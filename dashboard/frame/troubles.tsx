// What is wrong with Balefire itself: a band on every screen until it ends.
import { useState } from 'react';
import type { Trouble } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { elapsed } from '../time.ts';
import { useGatewayNow, useLive, useStaleness } from '../use-live.ts';

const URGENCY: Readonly<Record<Trouble['class'], number>> = { fire: 0, fault: 1, notice: 2 };

/** The most urgent trouble, and the others behind one press. Nothing while nothing is wrong. */
export function TroubleBands() {
  const { t } = useWords();
  const troubles = useLive((view) => view.troubles);
  const { old } = useStaleness();
  const [all, setAll] = useState(false);
  if (troubles.length === 0) return null;
  const sorted = [...troubles].sort((one, other) => URGENCY[one.class] - URGENCY[other.class] || one.since - other.since);
  const standing = all ? sorted : sorted.slice(0, 1);
  return (
    <section className="troubles" aria-label={t('trouble.title')} data-old={old}>
      {standing.map((trouble, place) => (
        <TroubleBand key={trouble.id} trouble={trouble}>
          {place === 0 && sorted.length > 1 ? (
            <button type="button" className="band-button" onClick={() => setAll(!all)} aria-expanded={all}>
              {all ? t('trouble.fewer') : t('trouble.more', { n: sorted.length - 1 })}
            </button>
          ) : null}
        </TroubleBand>
      ))}
    </section>
  );
}

function TroubleBand({ trouble, children }: { readonly trouble: Trouble; readonly children: React.ReactNode }) {
  const { t, say } = useWords();
  const now = useGatewayNow();
  const { old } = useStaleness();
  return (
    <div className="band" data-band={trouble.class} data-testid="trouble" data-trouble-id={trouble.id}>
      <strong className="nowrap">{t(`trouble.${trouble.class}`)}</strong>
      {/* Not the whole band: its time, which goes on, would be read out every second. */}
      <span className="grow" role="alert">
        <strong>{say(trouble.title)}</strong> {say(trouble.detail)}
      </span>
      {old ? <strong className="nowrap">{t('trouble.old')}</strong> : null}
      <span className="numbers nowrap">{now === null ? '' : t('trouble.since', { time: elapsed(now - trouble.since) })}</span>
      {children}
    </div>
  );
}
