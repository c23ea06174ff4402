// The lamp strip: how many alarms of each class are open, on every screen, in the order of a fire panel.
import { Link, useLocation, useSearchParams } from 'react-router';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { useLive, useStaleness } from '../use-live.ts';

/** A lamp is a way to the board that shows its class (and every fire); pressed again it shows all. */
export function LampStrip() {
  const { t } = useWords();
  const counts = useLive((view) => view.counts);
  const { lamps, drill } = useLive((view) => view.tally);
  const { old } = useStaleness();
  // Before the gateway was heard, or where only a memory is shown, nought would be a lie.
  const isTold = useLive((view) => view.epoch > 0);
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const only = pathname === '/' || pathname.startsWith('/alarms') ? search.get('class') : null;
  return (
    <nav className="lamps" aria-label={t('lamps.title')} data-testid="lamps" data-old={old}>
      {CLASS_ORDER.map((each) => {
        const lamp = lamps[each];
        const pressed = only === each;
        return (
          <Link
            key={each}
            to={pressed ? '/' : `/?class=${each}`}
            className="lamp"
            data-class={each}
            data-lit={lamp.open > 0}
            data-fresh={lamp.fresh > 0}
            data-testid={`lamp-${each}`}
            aria-current={pressed}
          >
            <ClassShape of={each} />
            <span>{t(`class.${each}`)}</span>
            <b className="numbers">{isTold ? lamp.open : '–'}</b>
            <span className="hidden-text">{isTold ? t('lamps.fresh', { n: lamp.fresh }) : t('lamps.unknown')}</span>
          </Link>
        );
      })}
      {drill.open > 0 ? (
        <Link
          to="/?class=drill"
          className="lamp"
          data-class="test"
          data-lit="true"
          data-testid="lamp-drill"
          aria-current={only === 'drill'}
        >
          <ClassShape of="test" />
          <span>{t('drill.word')}</span>
          <b className="numbers">{drill.open}</b>
        </Link>
      ) : null}
      {counts === null ? null : (
        <span className="lamp-counts quiet numbers">
          <span>{t('counts.online', { n: counts.online, of: counts.devices })}</span>
          <span data-some={counts.silent > 0}>{t('counts.silent', { n: counts.silent })}</span>
          <span data-some={counts.held > 0}>{t('counts.held', { n: counts.held })}</span>
        </span>
      )}
    </nav>
  );
}
