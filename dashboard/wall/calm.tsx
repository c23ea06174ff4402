// A wall while nothing burns: what is open, what came, what is heard, what stands by, and the map of it all.
import { Suspense, useState } from 'react';
import type { WallEvents, WallFigures, WallSketch, WallState } from '../../gateway/web/wall-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { later } from '../later.ts';
import { hasWebGl } from '../map/webgl.ts';
import { ClassShape, shownAs } from '../marks.tsx';
import { Buildings, Devices, Rate, Water } from './figures.tsx';
import { siteClock } from './site-clock.ts';
import { Trend } from './trend.tsx';

const WallMap = later(() => import('./wall-map.tsx'));

interface Props {
  readonly wall: Parameters<WallEvents['wall']>[0];
  readonly state: WallState;
  /** Null before they were first counted. */
  readonly figures: WallFigures | null;
  readonly sketches: readonly WallSketch[];
  readonly offset: number;
}

export function Calm({ wall, state, figures, sketches, offset }: Props) {
  const { t } = useWords();
  const [canDraw, setCanDraw] = useState(hasWebGl);
  const [isDrawn, setDrawn] = useState(false);
  const hasMap = canDraw && wall.places.length > 0;
  return (
    <main className="calm" data-testid="wall-calm">
      <div className="lamp-strip" data-testid="wall-lamps">
        {CLASS_ORDER.map((one) => (
          <span key={one} data-class={one} data-lit={state.lamps[one].open > 0}>
            <ClassShape of={one} />
            <span className="clip">{t(`class.${one}`)}</span>
            <span className="lamp-count">
              <b className="numbers">{state.lamps[one].open}</b>
              {state.lamps[one].waiting > 0 ? <em>{t('wall.waiting-n', { n: state.lamps[one].waiting })}</em> : null}
            </span>
          </span>
        ))}
        {state.drills > 0 ? (
          <span data-class="test" data-lit="true">
            <ClassShape of="test" />
            <span className="clip">{t('drill.word')}</span>
            <span className="lamp-count">
              <b className="numbers">{state.drills}</b>
            </span>
          </span>
        ) : null}
      </div>
      <div className="side left">
        <Panel title={t('wall.trend')}>{figures === null ? <Counting /> : <Trend days={figures.days} today={figures.today} />}</Panel>
        <Panel title={t('wall.devices')}>{figures === null ? <Counting /> : <Devices devices={figures.devices} />}</Panel>
        <Panel title={t('wall.units')}>
          <Units units={state.units} />
        </Panel>
      </div>
      <div className="middle" data-map={hasMap && isDrawn}>
        {/* What is known stands there until the map is drawn: on a slow machine that takes seconds. */}
        {hasMap && isDrawn ? null : figures === null ? <Counting /> : <Buildings buildings={figures.buildings} worst={state.worst} />}
        {hasMap ? (
          <Suspense fallback={null}>
            <WallMap
              wall={wall}
              worst={state.worst}
              sketches={sketches}
              isDrawn={isDrawn}
              onDrawn={() => setDrawn(true)}
              onLost={() => {
                setCanDraw(false);
                setDrawn(false);
              }}
            />
          </Suspense>
        ) : null}
      </div>
      <div className="side right">
        <Panel title={t('wall.rate')}>{figures === null ? <Counting /> : <Rate rate={figures.rate} />}</Panel>
        <Panel title={t('wall.water')}>{figures === null ? <Counting /> : <Water water={figures.water} />}</Panel>
        <Panel title={t('wall.standing')}>
          {figures === null ? (
            <Counting />
          ) : (
            <div className="pair">
              <Count label={t('wall.isolations')} value={figures.isolations} of="isolation" />
              <Count label={t('wall.troubles')} value={figures.troubles} of="fault" />
            </div>
          )}
        </Panel>
      </div>
      <Ticker state={state} offset={offset} />
    </main>
  );
}

function Panel({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className="wall-panel">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Counting() {
  const { t } = useWords();
  return <p className="nothing">{t('wall.counting')}</p>;
}

function Count({ label, value, of }: { readonly label: string; readonly value: number; readonly of: 'isolation' | 'fault' }) {
  return (
    <div className="figure" data-class={value > 0 ? of : 'none'}>
      <b className="numbers">{value}</b>
      <span>{label}</span>
    </div>
  );
}

function Units({ units }: Pick<WallState, 'units'>) {
  const { t } = useWords();
  if (units.length === 0) return <p className="nothing">{t('wall.units-none')}</p>;
  return (
    <ol className="rows" data-testid="wall-units">
      {units.map((unit) => (
        <li key={unit.id} data-class={unit.worst}>
          <ClassShape of={unit.worst} />
          <span className="clip">{unit.name}</span>
          <b className="numbers">{unit.open}</b>
        </li>
      ))}
    </ol>
  );
}

function Ticker({ state, offset }: { readonly state: WallState; readonly offset: number }) {
  const { t, say } = useWords();
  return (
    <footer className="ticker" data-testid="wall-ticker">
      {state.alarms.length === 0 ? (
        <span className="quiet">{t('wall.ticker-none')}</span>
      ) : (
        state.alarms.slice(0, 6).map((one) => (
          <span key={one.id} data-class={shownAs(one)}>
            <ClassShape of={shownAs(one)} />
            <span className="numbers">{siteClock(one.at, offset).slice(0, 5)}</span>
            <span className="clip">
              {one.drill ? `${t('drill.word')} · ` : ''}
              {say(one.title)} · {one.where.join(' › ')}
            </span>
          </span>
        ))
      )}
    </footer>
  );
}
