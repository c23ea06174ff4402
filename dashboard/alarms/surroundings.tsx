// What stands around an alarm, as a rail beside its card or a section of it: second glance, asked for when it is shown.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { Surroundings as Told } from '../../gateway/web/surroundings-contract.ts';
import { useWords } from '../language.ts';
import { lengthText } from '../map/measure.ts';
import { usePaced } from '../paced.ts';
import { Answered } from '../states.tsx';
import { clock } from '../time.ts';
import { PressureLine, TankLine } from '../units/live-value.tsx';
import '../units/units.css';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow, useLive } from '../use-live.ts';
import { FeedbackBeside } from './feedback-beside.tsx';
import { FloorsBeside } from './floors-beside.tsx';
import './surroundings.css';

const EVERY_MS = 10_000;
/** An incident changes with each of its alarms; in a storm it is asked for no oftener than a person can read. */
const PACE_MS = 2_000;
/** Three questions without an answer: what is shown may be old. */
const OLD_AFTER_MS = 35_000;
/** A section with less room below its title than this, pixels, stays folded. */
const ROOM = 220;
const HEADINGS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

interface Props {
  readonly alarm: AlarmView;
  /** Beside the card; else a section of it. */
  readonly docked: boolean;
}

export default function Surroundings({ alarm, docked }: Props) {
  const { t } = useWords();
  if (!docked) return <Section alarm={alarm} />;
  return (
    <aside className="beside" aria-label={t('beside.title')} data-testid="surroundings">
      <h2>{t('beside.title')}</h2>
      <Asked alarm={alarm} />
    </aside>
  );
}

/** What a person chose last holds for the next card too. */
let chosen: boolean | null = null;

function Section({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const box = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(chosen ?? false);
  useLayoutEffect(() => {
    const scroll = box.current?.closest('.card-scroll')?.getBoundingClientRect();
    const own = box.current?.getBoundingClientRect();
    if (chosen === null && scroll && own) setOpen(scroll.bottom - own.top > ROOM);
  }, []);
  return (
    <details ref={box} className="beside-section" open={open} data-testid="surroundings">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is the button of its details */}
      <summary
        onClick={(event) => {
          event.preventDefault();
          chosen = !open;
          setOpen(!open);
        }}
      >
        {t('beside.title')} <span className="quiet">{t('beside.what')}</span>
      </summary>
      {open ? <Asked alarm={alarm} /> : null}
    </details>
  );
}

function Asked({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const change = usePaced(
    useLive((view) => view.incidents.get(alarm.incident)?.change ?? 0),
    PACE_MS,
  );
  const answer = useAnswer<Told>(`/incidents/${encodeURIComponent(alarm.incident)}/surroundings`, { alarm: alarm.id }, EVERY_MS);
  const { again, value } = answer;
  const told = useRef(change);
  useEffect(() => {
    if (told.current === change) return;
    told.current = change;
    again();
  }, [change, again]);
  const now = useGatewayNow();
  const isOld = value !== null && (answer.problem !== null || (now !== null && now - value.now > OLD_AFTER_MS));
  return (
    <div className={isOld ? 'beside-body hatched' : 'beside-body'} data-old={isOld} data-testid="surroundings-body">
      {value === null ? null : (
        <p className="quiet numbers" role={isOld ? 'status' : undefined}>
          {isOld ? <strong className="chip loud">{t('beside.old')}</strong> : null} {t('veil.as-of', { time: clock(value.now) })}
        </p>
      )}
      <Answered answer={answer}>
        {(around) => (
          <>
            <FloorsBeside around={around} device={alarm.device.id} />
            <Water around={around} />
            {around.building === null ? null : <FeedbackBeside feedback={around.feedback} />}
            <Near nearest={around.nearest} />
          </>
        )}
      </Answered>
    </div>
  );
}

function Water({ around: { water, building } }: { readonly around: Told }) {
  const { t } = useWords();
  if (water === null || building === null) return null;
  return (
    <section className="beside-part" data-testid="beside-water">
      <h3>
        <Link className="link big-link" to={`/buildings/${encodeURIComponent(building.id)}`}>
          {t('beside.water')} · {building.name}
        </Link>
      </h3>
      <PressureLine of={water.topPressure} full />
      {water.tanks.map((tank) => (
        <TankLine key={tank.id} of={tank} full />
      ))}
      {water.tanks.length === 0 ? <p className="quiet">{t('high.no-tanks')}</p> : null}
    </section>
  );
}

function Near({ nearest }: { readonly nearest: Told['nearest'] }) {
  const { t } = useWords();
  return (
    <section className="beside-part" data-testid="beside-near">
      <h3>
        {t('beside.near')} <span className="quiet">{t('beside.straight')}</span>
      </h3>
      {nearest === null ? <p className="quiet">{t('beside.no-spot')}</p> : null}
      {nearest !== null && nearest.items.length === 0 ? (
        <p className="quiet">{t('beside.near-none', { km: nearest.within / 1_000 })}</p>
      ) : null}
      <ul className="beside-points">
        {(nearest?.items ?? []).map((one) => (
          <li key={`${one.of}:${one.id}`}>
            <Link
              className="beside-point"
              to={one.of === 'device' ? `/devices/${encodeURIComponent(one.id)}` : `/map?point=${encodeURIComponent(`place:${one.id}`)}`}
            >
              <span className="quiet nowrap">{t(`resource.${one.resource}`)}</span>
              <span className="grow beside-name">{one.name}</span>
              <span className="numbers nowrap">
                {t(`heading.${HEADINGS[Math.round(one.bearing / 45) % 8] ?? 0}`)} {lengthText(one.metres)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
