// A fire on the wall: what, where, since when, how sure, in letters that are read across a hall. Several take turns.
import type { WallFire, WallState } from '../../gateway/web/wall-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { elapsed } from '../time.ts';
import { siteClock } from './site-clock.ts';
import { useFit } from './use-fit.ts';

/** Each of several fires has the wall for so long. */
const TURN_MS = 8_000;
/** Fires listed beside the one whose turn it is; of more their number is said. */
const LISTED = 10;
/** Places of one fire that are named. */
const PLACES = 4;

interface Props {
  /** Not empty; all real, or all drills. */
  readonly fires: readonly WallFire[];
  readonly more: number;
  /** Gateway time, ms. */
  readonly now: number;
  readonly offset: number;
  readonly lamps: WallState['lamps'];
}

/** Whose turn it is. Pure. */
function turnOf(count: number, now: number): number {
  return count === 0 ? 0 : Math.floor(now / TURN_MS) % count;
}

export function FireTakeover({ fires, more, now, offset, lamps }: Props) {
  const { t } = useWords();
  const turn = turnOf(fires.length, now);
  const fire = fires[turn];
  if (fire === undefined) return null;
  const count = fires.length + more;
  const from = Math.max(0, Math.min(turn - 3, fires.length - LISTED));
  const listed = fires.slice(from, from + LISTED);
  return (
    <main className="fire" data-drill={fire.drill} data-testid="wall-fire" role="alert">
      <FireCard fire={fire} now={now} offset={offset} place={count > 1 ? t('wall.turn', { nth: turn + 1, count }) : ''} />
      {count > 1 ? (
        <aside className="fire-list" data-testid="wall-fire-list">
          <h2>{t(fire.drill ? 'wall.all-drills' : 'wall.all-fires', { n: count })}</h2>
          <ol>
            {listed.map((one) => (
              <li key={one.incident} data-turn={one === fire}>
                <Where of={one} />
                <span className="numbers">{elapsed(now - one.began)}</span>
              </li>
            ))}
          </ol>
          {count > listed.length ? <p className="quiet">{t('wall.more-fires', { n: count - listed.length })}</p> : null}
        </aside>
      ) : null}
      <footer className="fire-lamps">
        {CLASS_ORDER.filter((one) => lamps[one].open > 0).map((one) => (
          <span key={one} data-class={one}>
            <ClassShape of={one} /> {t(`class.${one}`)} <b className="numbers">{lamps[one].open}</b>
          </span>
        ))}
      </footer>
    </main>
  );
}

/** A line for the unit and one for where in it, whatever they are called: the list holds as many as it says. */
function Where({ of: { where } }: { readonly of: WallFire }) {
  const [unit, ...rest] = where;
  return (
    <span className="fire-list-where">
      {rest.length === 0 ? null : <span className="quiet">{unit}</span>}
      <strong>{rest.length === 0 ? unit : rest.join(' › ')}</strong>
    </span>
  );
}

interface CardProps {
  readonly fire: WallFire;
  readonly now: number;
  readonly offset: number;
  readonly place: string;
}

function FireCard({ fire, now, offset, place }: CardProps) {
  const { t, say, term } = useWords();
  const whereBox = useFit<HTMLDivElement>();
  const [unit, ...rest] = fire.where;
  const point = [fire.loop === null ? '' : t('wall.loop', { n: fire.loop }), fire.point === null ? '' : t('wall.point', { n: fire.point })];
  return (
    <section className="fire-card">
      <div className="fire-what">
        <ClassShape of={fire.drill ? 'test' : 'fire'} />
        <strong data-testid="wall-fire-what">{t(fire.drill ? 'wall.drill-fire' : 'class.fire')}</strong>
        <span className="fire-kind">{say(fire.title)}</span>
        <span className="numbers fire-turn">{place}</span>
      </div>
      {fire.drill ? <p className="fire-drill">{t('drill.band')}</p> : null}
      <div ref={whereBox} className="fire-where" data-testid="wall-fire-where">
        <span>{unit}</span>
        {rest.length === 0 ? null : <strong>{rest.join(' › ')}</strong>}
        <em className="numbers">{point.filter((one) => one !== '').join(' ')}</em>
      </div>
      <dl className="fire-facts">
        <div>
          <dt>{t('wall.elapsed')}</dt>
          <dd className="numbers" data-testid="wall-fire-elapsed">
            {elapsed(now - fire.began)}
          </dd>
          <dd className="quiet numbers">
            {t('stamp.first-out')} {siteClock(fire.began, offset)}
          </dd>
        </div>
        <div>
          <dt>{t('wall.evidence')}</dt>
          <dd>{t(`wall-sure.${fire.evidence.sure}`)}</dd>
          <dd className="quiet">{evidenceLine(fire, t, term)}</dd>
        </div>
        <div>
          <dt>{t('wall.attention')}</dt>
          <dd>{t(fire.acknowledged ? 'wall.acknowledged' : 'wall.waiting')}</dd>
          <dd className="quiet">{t('wall.alarms-of', { n: fire.alarms })}</dd>
        </div>
      </dl>
      {fire.places.length > 1 ? (
        <ul className="fire-places">
          {fire.places.slice(0, PLACES).map((where) => (
            <li key={where.join('›')}>{where.join(' › ')}</li>
          ))}
          {fire.places.length > PLACES ? <li>{t('wall.more-places', { n: fire.places.length - PLACES })}</li> : null}
        </ul>
      ) : null}
    </section>
  );
}

type Words = ReturnType<typeof useWords>;

function evidenceLine({ evidence }: WallFire, t: Words['t'], term: Words['term']): string {
  const { points, kinds, falseBefore } = evidence;
  const told = [t('wall.points', { n: points }), kinds.map((kind) => term('kind', kind)).join(' + ')];
  if (falseBefore > 0) told.push(t('wall.false-before', { n: falseBefore }));
  return told.filter((one) => one !== '').join(' · ');
}
