// Walk tests 测试: the technician under the detector reads at a glance that it came; what is left, and the end.
import { Button, Popconfirm } from 'antd';
import type { WalkTestList, WalkTestView } from '../../gateway/web/walk-test-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { send } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { usePaced } from '../paced.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, FailedLine, Veil } from '../states.tsx';
import { clock, dateTime, elapsed } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow, useLive } from '../use-live.ts';
import { shownLine } from '../values.ts';
import { BeginWalkTest } from './begin-walk-test.tsx';
import './walk-test.css';

/** Beside each change of an alarm: a second point of the same detector changes no alarm that is open already. */
const REFRESH_MS = 3_000;
/** What a technician waits for under a detector; in a storm every change would ask otherwise. */
const PACE_MS = 500;

export default function WalkTests() {
  const { t } = useWords();
  const may = useMay();
  const seen = usePaced(
    useLive((view) => view.happened),
    PACE_MS,
  );
  const answer = useAnswer<WalkTestList>(may('alarm.read') ? '/walk-tests' : null, { seen }, REFRESH_MS);
  if (!may('alarm.read')) return <Denied />;
  return (
    <Veil>
      <div className="page">
        <header>
          <h1>{t('way.walk-test')}</h1>
        </header>
        <Answered answer={answer}>
          {({ standing, past }) => (
            <>
              {standing.map((one) => (
                <GoingTest key={one.id} one={one} again={answer.again} />
              ))}
              {/* Who stands under a detector knows; what came last must be first. */}
              <p className="quiet">{t('walk-test.what')}</p>
              {may('test.run') ? <BeginWalkTest onBegun={answer.again} /> : null}
              {past.length === 0 ? null : <Past past={past} />}
            </>
          )}
        </Answered>
      </div>
    </Veil>
  );
}

function GoingTest({ one, again }: { readonly one: WalkTestView; readonly again: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const now = useGatewayNow();
  const { busy, problem, submit } = useSubmit();

  const end = (): Promise<void> =>
    submit(async () => void (await send<WalkTestView>('POST', `/walk-tests/${encodeURIComponent(one.id)}/end`))).then(again);
  return (
    <section className="panel walk-test stack" data-testid="walk-test" data-walk-test-id={one.id}>
      <div className="row walk-test-head">
        <strong className="grow walk-test-place">{placeLine(one.place)}</strong>
        <span className="walk-test-left">
          <span className="quiet">{t('walk-test.left')}</span>{' '}
          <b className="numbers" data-testid="walk-test-left">
            {now === null ? '--:--' : elapsed(one.until - now)}
          </b>
        </span>
        {may('test.run') ? (
          <Popconfirm title={t('walk-test.end-sure')} okText={t('walk-test.end')} cancelText={t('button.cancel')} onConfirm={end}>
            <Button size="large" loading={busy} data-testid="walk-test-end">
              {t('walk-test.end')}
            </Button>
          </Popconfirm>
        ) : null}
      </div>
      <p className="quiet numbers">{t('walk-test.by', { name: one.begun.name, time: clock(one.begun.at) })}</p>
      <FailedLine problem={problem} />
      <Tested one={one} />
      <Untested one={one} />
    </section>
  );
}

function Tested({ one }: { readonly one: WalkTestView }) {
  const { t, say, language } = useWords();
  const [latest, ...before] = one.tested;
  return (
    <div className="stack">
      <h2>{t('walk-test.tested-n', { n: one.tested.length })}</h2>
      <div className="walk-test-latest" role="status" data-testid="walk-test-latest">
        {latest === undefined ? (
          <>
            <strong>{t('walk-test.waiting')}</strong>
            <span className="quiet">{t('walk-test.waiting-what')}</span>
          </>
        ) : (
          <>
            <span className="quiet">
              {t('walk-test.latest')} · <span className="numbers">{clock(latest.at)}</span>
            </span>
            <strong>{latest.device.name}</strong>
            <span>
              {say(latest.title)} · {shownLine(latest.quantity, latest.value, language)}
            </span>
            <span className="quiet">{placeLine(latest.device.place)}</span>
          </>
        )}
      </div>
      <ul className="walk-test-list">
        {before.map((point) => (
          <li key={`${point.device.id} ${point.point}`} data-testid="walk-test-tested">
            <span aria-hidden="true">✓</span>
            <strong>{point.device.name}</strong>
            <span className="grow">
              {say(point.title)} <span className="nowrap">· {shownLine(point.quantity, point.value, language)}</span>
            </span>
            <span className="numbers quiet">{clock(point.at)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Untested({ one }: { readonly one: WalkTestView }) {
  const { t } = useWords();
  const floors = byFloor(one);
  if (floors.size === 0) return <p>{t('walk-test.all-tested')}</p>;
  return (
    <div className="stack">
      <h2>{t('walk-test.untested-n', { n: one.untested.length })}</h2>
      <div className="walk-test-floors">
        {[...floors].map(([floor, devices]) => (
          <details key={floor} data-testid="walk-test-floor">
            <summary>
              <strong>{floor}</strong> <span className="numbers quiet">{devices.length}</span>
            </summary>
            <ul className="walk-test-names">
              {devices.map((device) => (
                <li key={device.id}>{device.name}</li>
              ))}
            </ul>
          </details>
        ))}
      </div>
    </div>
  );
}

/** By the way from the tested place down, in the order of the numbers of floors. */
function byFloor({ untested, place }: WalkTestView): ReadonlyMap<string, WalkTestView['untested']> {
  const floors = new Map<string, WalkTestView['untested']>();
  for (const device of untested) {
    const below = device.place.slice(place.length);
    const floor = (below.length > 0 ? below : device.place.slice(-1)).map((step) => step.name).join(' › ');
    floors.set(floor, [...(floors.get(floor) ?? []), device]);
  }
  return new Map([...floors].sort(([a], [b]) => a.localeCompare(b, 'zh-CN', { numeric: true })));
}

function Past({ past }: { readonly past: readonly WalkTestView[] }) {
  const { t } = useWords();
  return (
    <section className="stack">
      <h2>{t('walk-test.past')}</h2>
      <ul className="stack">
        {past.map((one) => (
          <li key={one.id} className="panel walk-test" data-testid="walk-test-past">
            <div className="row">
              <strong>{placeLine(one.place)}</strong>
              <span className={isByFire(one) ? 'walk-test-fire' : 'chip'}>{t(`walk-test.ended-${one.ended?.why ?? 'by-hand'}`)}</span>
            </div>
            <p className="quiet numbers">
              {t('walk-test.summary', {
                from: dateTime(one.begun.at),
                to: clock(one.ended?.at ?? one.until),
                name: one.begun.name,
                tested: one.tested.length,
                untested: one.untested.length,
              })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function isByFire({ ended }: WalkTestView): boolean {
  return ended !== null && ended.why !== 'by-hand' && ended.why !== 'time';
}
