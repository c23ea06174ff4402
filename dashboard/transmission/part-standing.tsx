// Where a part (or a system) stands: behind which transmission device, in which system, on which loop and point; and asking after it.
import { Link } from 'react-router';
import type { PartView } from '../../gateway/web/transmission-contract.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { AskPart } from './ask-part.tsx';
import './transmission.css';

export function PartStanding({ part }: { readonly part: PartView }) {
  const { t, say } = useWords();
  const may = useMay();
  const isSystem = part.partType === null;
  return (
    <section className="panel part-standing" aria-label={t('part.standing')} data-testid="part-standing">
      <dl className="link-facts">
        <div>
          <dt>{t('part.behind')}</dt>
          <dd>
            <Link className="link" to={`/devices/${encodeURIComponent(part.of.id)}`} data-testid="part-of">
              {part.of.name}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t('part.system')}</dt>
          <dd>
            {say(part.system)}{' '}
            <span className="quiet numbers">{t('part.system-code', { type: part.systemType, address: part.systemAddress })}</span>
          </dd>
        </div>
        {isSystem ? null : (
          <>
            {part.loop === null || part.point === null ? null : (
              <>
                <div>
                  <dt>{t('part.loop')}</dt>
                  <dd className="numbers">
                    <strong>{part.loop}</strong>
                  </dd>
                </div>
                <div>
                  <dt>{t('part.point')}</dt>
                  <dd className="numbers">
                    <strong>{part.point}</strong>
                  </dd>
                </div>
              </>
            )}
            <div>
              <dt>{t('part.type')}</dt>
              <dd>
                {say(part.type)} <span className="quiet numbers">({part.partType})</span>
              </dd>
            </div>
            <div>
              <dt>{t('part.address')}</dt>
              <dd className="mono">{part.partAddress ?? '—'}</dd>
            </div>
            <div>
              <dt>{t('part.description')}</dt>
              <dd>{part.description === '' ? <span className="quiet">{t('part.no-description')}</span> : part.description}</dd>
            </div>
          </>
        )}
      </dl>
      {may('device.command') ? <AskPart part={part} /> : null}
    </section>
  );
}
