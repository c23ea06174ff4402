// When the control room of a building was heard last, and when somebody in it last answered; what is isolated there.
import type { BuildingCard } from '../../gateway/web/unit-contract.ts';
import { useWords } from '../language.ts';
import { clockOrDate } from '../time.ts';
import { useGatewayNow } from '../use-live.ts';
import { Age } from './live-value.tsx';

export function ContactLine({ contact }: { readonly contact: BuildingCard['contact'] }) {
  const { t } = useWords();
  const now = useGatewayNow();
  const { state, device, lastHeard, duty } = contact;
  return (
    <div className={state === 'good' ? 'live-line' : 'live-line hatched'} data-state={state} data-testid="contact">
      <span className="live-title">{t('high.contact')}</span>
      <span className="live-word">
        <strong className={state === 'good' ? '' : 'chip loud'}>{t(`contact.${state}`)}</strong>
        <Age at={lastHeard} />
      </span>
      <span className="live-foot">
        {device === null ? null : <span>{device.name}</span>}
        {duty === null ? (
          <span className="quiet">{t('contact.no-duty')}</span>
        ) : (
          <span className="numbers">
            {t(duty.late ? 'contact.duty-late' : 'contact.duty', {
              // Date and time stay in one line, the words before them may stand above.
              time: clockOrDate(duty.at, now).replace(' ', '\u00a0'),
            })}
          </span>
        )}
      </span>
    </div>
  );
}

export function IsolatedLine({ isolated, full = false }: { readonly isolated: BuildingCard['isolated']; readonly full?: boolean }) {
  const { t } = useWords();
  const { points, systems, loops, ordered } = isolated;
  const none = points + systems + ordered === 0;
  return (
    <div className="live-line" data-testid="isolated" data-state={none ? 'good' : 'isolated'}>
      <span className="live-title">{t('high.isolated')}</span>
      <span className="live-word">
        {none ? (
          <span className="quiet">{t('isolated.none')}</span>
        ) : (
          <strong className="mark" data-class="isolation">
            {[
              systems > 0 ? t('isolated.systems', { n: systems }) : '',
              points > 0 ? t('isolated.points', { n: points }) : '',
              loops.length > 0 ? t('isolated.loops', { n: loops.length }) : '',
              ordered > 0 ? t('isolated.ordered', { n: ordered }) : '',
            ]
              .filter((text) => text !== '')
              .join(' · ')}
          </strong>
        )}
      </span>
      {full && loops.length > 0 ? (
        <ul className="live-foot">
          {loops.map(({ panel, loop, points: n }) => (
            <li key={`${panel} ${loop}`}>{t('isolated.loop', { panel, loop, n })}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
