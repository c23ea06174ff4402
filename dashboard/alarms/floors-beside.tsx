// The floor of an alarm and the floors above and below it, one over the other as they are built, each with what stands on it.
import { useState } from 'react';
import { Link } from 'react-router';
import type { Level, OnFloor, Surroundings } from '../../gateway/web/surroundings-contract.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { shownLine } from '../values.ts';
import { HeardWord } from './heard-word.tsx';

/** Points shown before somebody asks for all that were told. */
const FIRST = { above: 2, here: 6, below: 2 } as const;
type Where = keyof typeof FIRST;

interface Props {
  readonly around: Surroundings;
  /** Id of the device that raised the alarm. */
  readonly device: string;
}

export function FloorsBeside({ around, device }: Props) {
  const { t } = useWords();
  const isFloor = around.here.place.kind === 'floor';
  return (
    <section className="beside-part" data-testid="beside-floors">
      <h3>{t(isFloor ? 'beside.floors' : 'beside.place')}</h3>
      {(['above', 'here', 'below'] as const).map((where) => {
        const level = around[where];
        if (level !== null) return <OneLevel key={where} where={where} level={level} device={device} isFloor={isFloor} />;
        return isFloor ? (
          <p key={where} className="quiet beside-none">
            {t(where === 'above' ? 'beside.none-above' : 'beside.none-below')}
          </p>
        ) : null;
      })}
    </section>
  );
}

interface LevelProps {
  readonly where: Where;
  readonly level: Level;
  readonly device: string;
  readonly isFloor: boolean;
}

function OneLevel({ where, level, device, isFloor }: LevelProps) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const { place, points, total, alarms, silent } = level;
  const shown = all ? points : points.slice(0, FIRST[where]);
  const id = encodeURIComponent(place.id);
  const home = level.hasPlan ? `/plans/${id}${where === 'here' ? `?device=${encodeURIComponent(device)}` : ''}` : `/estate?place=${id}`;
  return (
    <div className="beside-level" data-where={where} data-testid={`level-${where}`}>
      <h4>
        <Link className="link big-link" to={home}>
          {place.name} {level.hasPlan ? <span className="quiet">{t('floor-plan.title')}</span> : null}
        </Link>
        {isFloor ? <span className="quiet">{t(`beside.${where}`)}</span> : null}
        <span className="line-end row numbers">
          {alarms === 0 ? null : <strong className="chip loud">{t('beside.alarms', { n: alarms })}</strong>}
          {silent === 0 ? null : <span className="chip loud hatched">{t('beside.silent', { n: silent })}</span>}
          {points.length <= FIRST[where] ? (
            <span className="quiet">{t('beside.points', { n: total })}</span>
          ) : (
            <button type="button" className="beside-button" aria-expanded={all} onClick={() => setAll(!all)} data-testid={`more-${where}`}>
              {t('beside.points', { n: total })} {all ? '▴' : '▾'}
            </button>
          )}
        </span>
      </h4>
      <ul className="beside-points">
        {shown.map((point) => (
          <Point key={point.id} point={point} isOwn={point.id === device} />
        ))}
      </ul>
      {total === 0 ? <p className="quiet beside-none">{t('beside.none-there')}</p> : null}
      {all && total > points.length ? (
        <Link className="link big-link" to={`/estate?place=${id}`}>
          {t('beside.all', { n: total })}
        </Link>
      ) : null}
    </div>
  );
}

function Point({ point, isOwn }: { readonly point: OnFloor; readonly isOwn: boolean }) {
  const { t, term, language } = useWords();
  const { id, name, kind, number, worst, silent, value } = point;
  const isOld = silent || value?.stale === true || value?.quality === 'bad';
  return (
    <li>
      <Link
        className={isOld ? 'beside-point hatched' : 'beside-point'}
        to={`/devices/${encodeURIComponent(id)}`}
        data-testid="beside-point"
        data-device-id={id}
        aria-current={isOwn ? 'true' : undefined}
        title={`${term('kind', kind)} ${name}`}
      >
        <ClassShape of={worst ?? 'normal'} />
        <span className="hidden-text">{worst === null ? t('class.none') : t(`class.${worst}`)}</span>
        <span className="grow beside-name">
          {name} {number === null ? null : <span className="quiet mono">{number}</span>}
        </span>
        <HeardWord of={point} />
        {value === null ? null : <span className="numbers nowrap">{shownLine(value.quantity, value.value, language)}</span>}
      </Link>
    </li>
  );
}
