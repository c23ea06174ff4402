// The quiet line below the board: the last things that happened and are no alarm, the newest first. Nothing of it blinks or calls.
import { useWords } from '../language.ts';
import { clock, dateTime } from '../time.ts';
import { useGatewayNow, useLive } from '../use-live.ts';

const DAY_MS = 86_400_000;

export default function Ticker() {
  const { t } = useWords();
  const happenings = useLive((view) => view.happenings);
  const isTold = useLive((view) => view.epoch > 0);
  return (
    <section className="ticker panel" aria-label={t('ticker.title')} data-testid="ticker">
      {isTold && happenings.length === 0 ? <span className="quiet">{t('ticker.none')}</span> : null}
      <ul>
        {happenings.map(({ number, at, kind, what, place }) => (
          <li key={number} data-happened={kind} title={`${dateTime(at)} ${place}`}>
            {/* Of the whole site no place is named. */}
            <When at={at} /> {t(`ticker.${kind}`, { what, place }).replace(/ · $/, '')}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The time of day; of another day the date too. */
function When({ at }: { readonly at: number }) {
  const now = useGatewayNow();
  const isOld = now !== null && now - at > DAY_MS;
  return <time className="quiet numbers">{isOld ? dateTime(at).slice(5, 16) : clock(at)}</time>;
}
