// The houses that alarms are passed on to: what waits for each, whether the way is cut off, and what it refused for good.
import { Button } from 'antd';
import { Link } from 'react-router';
import type { NorthboundTarget } from '../../gateway/web/northbound-contract.ts';
import { send } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay, useSession } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';

const REFRESH_MS = 5_000;

/** Nothing where no other house is told; where it cannot be known, that. */
export function Northbound() {
  const { t } = useWords();
  const answer = useAnswer<{ readonly items: readonly NorthboundTarget[] }>('/northbound', {}, REFRESH_MS);
  const { items = [] } = answer.value ?? {};
  if (items.length === 0 && answer.problem === null) return null;
  return (
    <section className="stack" data-testid="northbound">
      <h2>{t('northbound.title')}</h2>
      <FailedLine problem={answer.problem} again={answer.again} />
      <ul className="tiles">
        {items.map((one) => (
          <Target key={one.target} target={one} again={answer.again} />
        ))}
      </ul>
    </section>
  );
}

function Target({
  target: { target, waiting, cutOff, givenUp },
  again,
}: {
  readonly target: NorthboundTarget;
  readonly again: () => void;
}) {
  const { t } = useWords();
  return (
    <li className="panel tile" data-testid="northbound-target" data-target={target}>
      <div className="row">
        <strong className="grow">
          {target.startsWith('cap:') ? `CAP ${target.slice(4)}` : t(target === 'dc09' ? 'northbound.dc09' : 'northbound.terminal')}
        </strong>
        <span className={cutOff ? 'chip solid' : 'chip faint'}>{t(cutOff ? 'northbound.cut-off' : 'northbound.open')}</span>
        <span className="numbers">{t('northbound.waiting', { n: waiting })}</span>
      </div>
      {givenUp.length === 0 ? null : <GivenUp target={target} all={givenUp} again={again} />}
    </li>
  );
}

/** It is not sent again by itself: whoever has seen it says so, and the trouble on every screen ends. */
function GivenUp({
  target,
  all,
  again,
}: {
  readonly target: string;
  readonly all: NorthboundTarget['givenUp'];
  readonly again: () => void;
}) {
  const { t } = useWords();
  const may = useMay();
  const { standing } = useSession();
  const { busy, problem, submit } = useSubmit();
  const seen = (): Promise<void> =>
    submit(async () => {
      if (standing.is !== 'signed-in') return;
      const upTo = Math.max(...all.map(({ number }) => number));
      await send<unknown>('POST', '/northbound/seen', { target, upTo, place: standing.session.person.place });
      again();
    });

  return (
    <>
      <p className="worth">{t('northbound.given-up', { n: all.length })}</p>
      <ul className="stack refused">
        {all.map(({ number, about, at, why }) => (
          <li key={number} className="row refused-one">
            <time className="numbers nowrap">{dateTime(at)}</time>
            {about.startsWith('i') ? (
              <Link className="link mono" to={`/incidents/${encodeURIComponent(about)}`}>
                {about}
              </Link>
            ) : (
              <span className="mono">{about}</span>
            )}
            <span className="refused-why">{why}</span>
          </li>
        ))}
      </ul>
      {may('alarm.verdict') ? (
        <div className="row">
          <Button onClick={seen} loading={busy} data-testid="northbound-seen">
            {t('northbound.seen')}
          </Button>
        </div>
      ) : null}
      <FailedLine problem={problem} />
    </>
  );
}
