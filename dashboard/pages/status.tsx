// How the gateway itself is: its links, its journal, its history, its counters.
import { Fragment } from 'react';
import type { Status } from '../../gateway/web/contract.ts';
import { Counters } from '../counters.tsx';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Veil } from '../states.tsx';
import { dateTime, elapsed } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { bytes } from '../values.ts';
import { Northbound } from './northbound.tsx';
import { PassedOver } from './passed-over.tsx';
import './pages.css';

const REFRESH_MS = 5_000;

export default function StatusPage() {
  const { t } = useWords();
  const may = useMay();
  const answer = useAnswer<Status>(may('system.read') ? '/status' : null, {}, REFRESH_MS);
  if (!may('system.read')) return <Denied />;
  return (
    <Veil>
      <div className="page">
        <header>
          <h1>{t('way.status')}</h1>
          {answer.value === null ? null : <Since status={answer.value} />}
        </header>
        {/* Asked for by itself: what may be a fire does not hang on whether the rest can be told. */}
        <PassedOver />
        <Northbound />
        <Answered answer={answer}>{(status) => <Told status={status} />}</Answered>
      </div>
    </Veil>
  );
}

function Since({ status: { version, startedAt, now } }: { readonly status: Status }) {
  const { t } = useWords();
  return (
    <span className="quiet numbers">
      Balefire {version} · {t('status.since', { time: dateTime(startedAt), span: elapsed(now - startedAt) })}
    </span>
  );
}

function Told({ status }: { readonly status: Status }) {
  const { t, say } = useWords();
  const { journal, history } = status;
  return (
    <>
      <section className="stack">
        <h2>{t('status.links')}</h2>
        <div className="tiles">
          {status.links.map((link) => (
            <article key={link.name} className="panel tile">
              <div className="row">
                <strong className="mono">{link.name}</strong>
                <span className={link.listening ? 'chip faint' : 'chip solid'}>
                  {t(link.listening ? 'status.listening' : 'status.not-listening')}
                </span>
                <span className="numbers">{t('status.connected', { n: link.connected })}</span>
              </div>
              {link.trouble === undefined ? null : <p className="problem-line">{say(link.trouble)}</p>}
              <Counted counters={link.counters} />
            </article>
          ))}
        </div>
      </section>
      <div className="tiles">
        <section className="panel tile">
          <h2>{t('status.journal')}</h2>
          <dl className="facts numbers">
            <dt>{t('status.entries')}</dt>
            <dd>{journal.entries.toLocaleString('en-US')}</dd>
            <dt>{t('status.waiting')}</dt>
            <dd>{journal.waiting.toLocaleString('en-US')}</dd>
            <dt>{t('status.bytes')}</dt>
            <dd>{bytes(journal.bytes)}</dd>
            <dt>{t('status.last-commit')}</dt>
            <dd>{journal.lastCommitMs.toFixed(1)} ms</dd>
            <dt>{t('status.days')}</dt>
            <dd>{journal.days}</dd>
          </dl>
        </section>
        <section className="panel tile">
          <h2>{t('status.history')}</h2>
          <dl className="facts numbers">
            <dt>{t('status.store')}</dt>
            <dd>{t(`status.store-${history.store}`)}</dd>
            <dt>{t('status.appended')}</dt>
            <dd>{history.appended.toLocaleString('en-US')}</dd>
            <dt>{t('status.waiting')}</dt>
            <dd>{history.waiting.toLocaleString('en-US')}</dd>
            <dt>{t('status.dropped')}</dt>
            <dd className={history.dropped > 0 ? 'worth' : ''}>{history.dropped.toLocaleString('en-US')}</dd>
          </dl>
        </section>
        <Evidence evidence={status.evidence} />
      </div>
      <section className="panel tile">
        <h2>{t('status.counters')}</h2>
        <Counted counters={status.counters} />
      </section>
    </>
  );
}

/** The chain of evidence and the places outside; without one it says what that means. */
function Evidence({ evidence: { records, places } }: { readonly evidence: Status['evidence'] }) {
  const { t } = useWords();
  return (
    <section className="panel tile" data-testid="status-evidence">
      <h2>{t('status.evidence')}</h2>
      {places.length === 0 ? <p className="worth">{t('status.not-outside')}</p> : null}
      <dl className="facts numbers">
        {records === null ? null : (
          <>
            <dt>{t('status.records')}</dt>
            <dd>{records.toLocaleString('en-US')}</dd>
          </>
        )}
        {places.map((place) => (
          <Fragment key={place.name}>
            <dt className="mono">{place.name === '' ? t('status.outside') : place.name}</dt>
            <dd className={place.trouble ? 'worth' : ''}>
              <Anchored place={place} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

function Anchored({ place: { at, number } }: { readonly place: Status['evidence']['places'][number] }) {
  const { t } = useWords();
  if (at === null) return t('status.not-anchored');
  const time = dateTime(at);
  return number === null ? t('status.anchored', { time }) : t('status.anchored-to', { time, n: number });
}

function Counted({ counters }: { readonly counters: Readonly<Record<string, number>> }) {
  const { t } = useWords();
  return Object.keys(counters).length === 0 ? <p className="quiet">{t('status.no-counters')}</p> : <Counters counters={counters} />;
}
