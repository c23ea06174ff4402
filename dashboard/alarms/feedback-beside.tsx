// What answers to a fire in the building: lifts, doors, fans, pumps, valves and modules; those at rest in one line each.
import { Link } from 'react-router';
import type { Feedback } from '../../gateway/web/surroundings-contract.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { shownLine } from '../values.ts';
import { HeardWord } from './heard-word.tsx';

export function FeedbackBeside({ feedback }: { readonly feedback: readonly Feedback[] }) {
  const { t } = useWords();
  return (
    <section className="beside-part" data-testid="beside-feedback">
      <h3>{t('beside.feedback')}</h3>
      {feedback.length === 0 ? <p className="quiet">{t('beside.no-feedback')}</p> : null}
      {feedback.map((one) => (
        <Group key={one.group} of={one} />
      ))}
    </section>
  );
}

function Group({ of: { group, total, silent, moved, points } }: { readonly of: Feedback }) {
  const { t, say, language } = useWords();
  return (
    <div className="beside-group" data-testid={`feedback-${group}`}>
      <p className="row">
        <strong>{t(`feedback.${group}`)}</strong>
        <span className={moved === 0 ? 'quiet numbers' : 'chip loud numbers'}>
          {moved === 0 ? t('beside.at-rest', { n: total }) : t('beside.moved', { n: moved, all: total })}
        </span>
        {silent === 0 ? null : <span className="chip loud hatched numbers">{t('beside.silent', { n: silent })}</span>}
      </p>
      <ul className="beside-points">
        {points.map((point) => (
          <li key={point.id}>
            <Link
              className={point.silent ? 'beside-point hatched' : 'beside-point'}
              to={`/devices/${encodeURIComponent(point.id)}`}
              data-testid="feedback-point"
              data-device-id={point.id}
            >
              {point.worst === null ? null : (
                <>
                  <ClassShape of={point.worst} />
                  <span className="hidden-text">{t(`class.${point.worst}`)}</span>
                </>
              )}
              <span className="grow beside-name">
                {point.name} {point.number === null ? null : <span className="quiet mono">{point.number}</span>}
              </span>
              <HeardWord of={point} />
              <span className="beside-values">
                {point.values.map((value) => (
                  <strong key={value.point} className="nowrap">
                    {/* 启动 says what 启动 启动 says; which pump of a controller runs, only its title does. */}
                    {value.quantity.startsWith('state.') ? '' : `${say(value.title)} `}
                    {shownLine(value.quantity, value.value, language)}
                  </strong>
                ))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {moved > points.length ? <p className="quiet">{t('beside.more-moved', { n: moved - points.length })}</p> : null}
    </div>
  );
}
