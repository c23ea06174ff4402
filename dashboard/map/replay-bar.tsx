// The last 24 hours played back: a slider with every alarm on it, and the way back to what is now.
import { Button, Segmented, Slider } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import type { MapPast, PastAlarm } from '../../gateway/web/map-contract.ts';
import { rankOf } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { shownAs } from '../marks.tsx';
import { dateTime } from '../time.ts';
import { useLive } from '../use-live.ts';

const STEP_MS = 60_000;
/** Pictures a second. */
const TICK_MS = 250;
/** Minutes of then in a second of now. */
const SPEEDS = [5, 20, 60] as const;
type Speed = (typeof SPEEDS)[number];
/** Marks on the slider: more would be a bar. */
const MOST_MARKS = 400;

interface Props {
  readonly past: MapPast;
  readonly at: number;
  /** Alarms that stood open at that moment. */
  readonly count: number;
  /** Of what was drawn the oldest is kept no more. */
  readonly isCut: boolean;
  readonly go: (at: number) => void;
  readonly back: () => void;
}

export function ReplayBar({ past, at, count, isCut, go, back }: Props) {
  const { t } = useWords();
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(20);
  const fires = useLive((view) => view.open).filter((one) => one.class === 'fire' && !one.drill).length;
  const starts = useMemo(
    () => [...new Set(past.alarms.map(({ from }) => from))].filter((from) => from > past.from).sort((one, other) => one - other),
    [past],
  );
  const next = starts.find((from) => from > at);
  const previous = starts.findLast((from) => from < at);
  const isAtEnd = at >= past.to;

  useEffect(() => {
    if (!isPlaying || isAtEnd) return;
    const timer = setTimeout(() => go(Math.min(past.to, at + (speed * 60_000 * TICK_MS) / 1_000)), TICK_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, isAtEnd, at, speed, past.to, go]);

  return (
    <section className="replay panel" aria-label={t('map.replay')} data-testid="replay">
      <div className="row">
        <strong className="chip solid">{t('map.replaying')}</strong>
        <strong className="numbers" data-testid="replay-at">
          {dateTime(at)}
        </strong>
        <span className="quiet numbers" data-testid="replay-count">
          {t('map.replay-count', { n: count })}
        </span>
        <span className="grow" />
        <Button type="primary" onClick={back} data-testid="replay-back">
          {t('map.replay-back')}
        </Button>
      </div>
      {fires === 0 ? null : (
        <div className="replay-fire" role="alert" data-testid="replay-fire">
          {t('map.replay-fire', { n: fires })}
        </div>
      )}
      <div className="replay-track">
        <Marks past={past} />
        <Slider
          min={past.from}
          max={past.to}
          step={STEP_MS}
          value={at}
          onChange={(value) => {
            setPlaying(false);
            go(value);
          }}
          tooltip={{ open: false }}
          ariaLabelForHandle={t('map.replay-time')}
          ariaValueTextFormatterForHandle={(value) => dateTime(value ?? at)}
        />
      </div>
      <div className="row">
        <Button
          onClick={() => {
            if (isAtEnd) go(past.from);
            setPlaying(!isPlaying || isAtEnd);
          }}
          data-testid="replay-play"
        >
          {isPlaying && !isAtEnd ? t('map.replay-pause') : t('map.replay-play')}
        </Button>
        <Segmented<Speed>
          value={speed}
          onChange={setSpeed}
          options={SPEEDS.map((value) => ({ value, label: t('map.replay-speed', { n: value }) }))}
        />
        <Button disabled={previous === undefined} onClick={() => previous !== undefined && go(previous)}>
          {t('map.replay-previous')}
        </Button>
        <Button disabled={next === undefined} onClick={() => next !== undefined && go(next)} data-testid="replay-next">
          {t('map.replay-next')}
        </Button>
        <span className="quiet replay-limits">
          {past.cut ? t('map.replay-cut') : ''} {isCut ? t('map.replay-sketches-cut') : ''} {t('map.replay-limits')}
        </span>
      </div>
    </section>
  );
}

/** When alarms began: a stroke each, a fire taller; the words of each stand in the list and the drawer. */
function Marks({ past }: { readonly past: MapPast }) {
  const shown = useMemo(() => [...past.alarms].sort(byClass).slice(0, MOST_MARKS).reverse(), [past]);
  const span = past.to - past.from;
  return (
    <svg className="replay-marks" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">
      {shown.map((alarm) => {
        const x = (Math.max(0, alarm.from - past.from) / span) * 1_000;
        return <line key={alarm.id} data-class={shownAs(alarm)} x1={x} x2={x} y1={alarm.class === 'fire' ? 0 : 7} y2={16} />;
      })}
    </svg>
  );
}

function byClass(one: PastAlarm, other: PastAlarm): number {
  return rankOf(one.class) - rankOf(other.class) || other.from - one.from;
}
