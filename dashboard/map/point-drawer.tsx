// What is known of one point: its state, its open alarms, where it lies in each coordinate system, and what is near.
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { MapPoint, Nearby } from '../../gateway/web/map-contract.ts';
import { rankOf } from '../alarm-classes.ts';
import { Elapsed } from '../alarms/alarm-row.tsx';
import { useWords } from '../language.ts';
import { AlarmMark, shownAs } from '../marks.tsx';
import { dateTime } from '../time.ts';
import type { Answer } from '../use-answer.ts';
import { type Around, AroundPanel } from './around.tsx';
import { SYSTEM_NAMES, turned, written } from './coordinates.ts';
import './drawer.css';
import { SignMark, StateMark } from './sign-mark.tsx';
import { signOf } from './signs.ts';
import type { PointState, Standing } from './standing.ts';

const SYSTEMS = ['wgs84', 'gcj02', 'bd09'] as const;

interface Props {
  readonly point: MapPoint | null;
  readonly state: PointState;
  /** Open alarms of it and of all that stands below it. */
  readonly alarms: readonly Standing[];
  /** The moment that is played back; null for now. */
  readonly at: number | null;
  readonly around: Around | null;
  readonly near: Answer<Nearby>;
  readonly lookAround: (() => void) | null;
  readonly choose: (key: string) => void;
  readonly close: () => void;
}

export function PointDrawer({ point, state, alarms, at, around, near, lookAround, choose, close }: Props) {
  const { t, term } = useWords();
  const title = useRef<HTMLHeadingElement>(null);
  const key = point === null ? 'spot' : `${point.of}:${point.id}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever chose another point reads on there.
  useEffect(() => title.current?.focus({ preventScroll: true }), [key]);
  return (
    <aside
      className="map-drawer panel"
      aria-labelledby="map-drawer-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
      data-testid="map-drawer"
    >
      <header className="map-drawer-head">
        <h2 id="map-drawer-title" ref={title} tabIndex={-1}>
          {point?.name ?? (around?.name || t('map.around-spot'))}
        </h2>
        <Button onClick={close} data-testid="map-drawer-close">
          {t('map.close')}
        </Button>
      </header>
      <div className="map-drawer-body">
        {point === null ? null : (
          <>
            <div className="row">
              <StateMark of={state} />
              <span className="chip faint">
                <SignMark of={signOf(point)} /> {point.of === 'place' ? t(`place-kind.${point.kind as 'unit'}`) : term('kind', point.kind)}
              </span>
            </div>
            {point.where === '' ? null : <p className="quiet">{point.where}</p>}
            <div className="row">
              <Link
                className="link big-link"
                to={point.of === 'device' ? `/devices/${encodeURIComponent(point.id)}` : `/estate?place=${encodeURIComponent(point.id)}`}
              >
                {point.of === 'device' ? t('map.point-device') : t('map.point-place')} ›
              </Link>
              {lookAround === null ? null : (
                <Button onClick={lookAround} data-testid="map-look-around">
                  {t('map.around')}
                </Button>
              )}
            </div>
          </>
        )}
        {around === null ? null : <AroundPanel around={around} near={near} choose={choose} />}
        {point === null ? null : <PointAlarms alarms={alarms} at={at} />}
        {point === null ? null : (
          <section aria-label={t('map.point-position')}>
            <h3>{t('map.point-position')}</h3>
            <dl className="facts">
              {SYSTEMS.map((system) => (
                <div key={system} className="map-degrees">
                  <dt>{SYSTEM_NAMES[system]}</dt>
                  <dd className="mono">{written(turned([point.longitude, point.latitude], 'wgs84', system))}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </aside>
  );
}

function PointAlarms({ alarms, at }: { readonly alarms: readonly Standing[]; readonly at: number | null }) {
  const { t, say } = useWords();
  if (alarms.length === 0) return <p className="quiet">{t('map.point-well')}</p>;
  return (
    <section aria-label={t('map.point-alarms')}>
      <h3>{t('map.point-alarms')}</h3>
      <ul className="map-alarms">
        {[...alarms].sort(byUrgency).map((alarm) => (
          <li key={alarm.id}>
            <Link className="other" data-class={shownAs(alarm)} to={`/alarms/${encodeURIComponent(alarm.id)}`} data-testid="map-alarm">
              <AlarmMark of={alarm} />
              <span className="grow">
                {say(alarm.title)} <span className="quiet">{alarm.name}</span>
              </span>
              {at === null ? <Elapsed from={alarm.from} to={null} /> : <span className="numbers quiet">{dateTime(alarm.from)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function byUrgency(one: Standing, other: Standing): number {
  return rankOf(one.class) - rankOf(other.class) || Number(one.drill) - Number(other.drill) || other.from - one.from;
}
