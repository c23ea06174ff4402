// Who was told of an incident: each person, by what, when, what became of it and every try; failures first in the eye.
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import type { ToldNotices as Told, ToldNoticeView } from '../../gateway/web/notify-contract.ts';
import { type SpokenWords, useWords } from '../language.ts';
import { Answered } from '../states.tsx';
import { clock, dateTime, span } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import './told.css';

/** A try comes back after a second or after minutes; who watches an open incident sees it soon. */
const EVERY_MS = 3_000;

/** `change`: of the incident; `closed`: nothing more is told but its end. */
export function ToldOf({ incident, change, closed }: { readonly incident: string; readonly change: number; readonly closed: boolean }) {
  const { t } = useWords();
  const place = useRef<HTMLElement>(null);
  const { hash } = useLocation();
  const answer = useAnswer<Told>(`/incidents/${encodeURIComponent(incident)}/notices`, { seen: change }, closed ? EVERY_MS * 10 : EVERY_MS);
  const isThere = answer.value !== null;
  useEffect(() => {
    if (isThere && hash === '#told') place.current?.scrollIntoView({ block: 'start' });
  }, [isThere, hash]);
  return (
    <section ref={place} id="told" className="panel told" aria-labelledby="told-title" data-testid="told">
      <h2 id="told-title">{t('told.title')}</h2>
      <Answered answer={answer}>{(told) => <ToldPeople told={told} />}</Answered>
    </section>
  );
}

function ToldPeople({ told }: { readonly told: Told }) {
  const { t } = useWords();
  const { items, counts } = told;
  if (items.length === 0) return <p className="quiet">{t('told.nobody')}</p>;
  const failed = counts.failed + counts.refused;
  const more = Object.values(counts).reduce((sum, count) => sum + count, 0) - items.length;
  const people = [...new Set(items.map(personOf))];
  return (
    <>
      <p className="row numbers" data-testid="told-counts">
        <span className="chip">{t('told.sent', { n: counts.sent })}</span>
        {counts.folded > 0 ? <span className="chip faint">{t('told.folded', { n: counts.folded })}</span> : null}
        {counts['under-way'] > 0 ? <span className="chip loud">{t('told.under-way', { n: counts['under-way'] })}</span> : null}
        {failed > 0 ? <span className="chip told-failed">✕ {t('told.failed', { n: failed })}</span> : null}
      </p>
      {more > 0 ? (
        <p className="quiet" data-testid="told-more">
          {t('told.more', { n: more })}
        </p>
      ) : null}
      <ul className="told-people">
        {people.map((person) => {
          const notices = items.filter((one) => personOf(one) === person);
          return <Person key={person} name={notices[0]?.recipient ?? ''} notices={notices} told={told} />;
        })}
      </ul>
    </>
  );
}

interface PersonProps {
  readonly name: string;
  readonly notices: readonly ToldNoticeView[];
  readonly told: Told;
}

function Person({ name, notices, told }: PersonProps) {
  const { t } = useWords();
  const isNeverReached = notices.every(isFailed);
  return (
    <li data-testid="told-person" data-name={name}>
      <h3 className="row">
        {notices.every(isToSeat) ? t('told.seat') : name}
        {isNeverReached ? <span className="chip told-failed">✕ {t('told.not-reached')}</span> : null}
      </h3>
      <ol className="told-notices">
        {notices.map((notice) => (
          <Notice key={notice.id} notice={notice} told={told} />
        ))}
      </ol>
    </li>
  );
}

function Notice({ notice, told }: { readonly notice: ToldNoticeView; readonly told: Told }) {
  const words = useWords();
  const { t, say } = words;
  const { attempts, dueAt, phase, drill, outcome, reason } = notice;
  return (
    <li data-testid="told-notice" data-outcome={outcome}>
      <div className="told-line">
        <time className="numbers nowrap" dateTime={new Date(dueAt).toISOString()} title={dateTime(dueAt)}>
          {clock(dueAt)}
        </time>
        <span className="told-phase">
          {t(`told.phase-${phase}`)}
          {drill ? <span className="chip drill">{t('drill.word')}</span> : null}
        </span>
        <span className={isFailed(notice) ? 'told-outcome told-failed' : 'told-outcome'}>{outcomeOf(notice, told, words)}</span>
      </div>
      {reason === null ? null : <p className="told-reason told-failed">{say(reason)}</p>}
      {attempts.length === 0 || (attempts.length === 1 && outcome === 'sent') ? null : (
        <details>
          <summary>{t('told.tries', { n: attempts.length })}</summary>
          <ol className="told-tries">
            {attempts.map((one, nth) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: tries are only ever added behind
              <li key={nth} className={one.outcome === 'ok' ? '' : 'told-failed'}>
                <time className="numbers nowrap">{clock(one.at)}</time>
                <span>
                  {nameOf(one.channel, told, words)} · {t(`told.try-${one.outcome}`)} · <span className="numbers">{span(one.tookMs)}</span>
                  {one.reason === null ? null : ` · ${say(one.reason)}`}
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}

/** By what it came and how long after it was due; into which it was folded; or that it did not come. */
function outcomeOf(notice: ToldNoticeView, told: Told, words: SpokenWords): string {
  const { t } = words;
  const { outcome, channel, into, attempts, dueAt, via } = notice;
  switch (outcome) {
    case 'sent': {
      const last = attempts.filter((one) => one.outcome === 'ok').at(-1);
      const by = channel === null ? '' : nameOf(channel, told, words);
      return last === undefined ? `✓ ${by}` : `✓ ${by} · ${t('told.after', { time: span(Math.max(0, last.at - dueAt)) })}`;
    }
    case 'folded': {
      const whole = told.items.find(({ id }) => id === into);
      return whole === undefined ? t('told.folded-away') : t('told.folded-into', { time: clock(whole.dueAt) });
    }
    case 'under-way':
      return `… ${t('told.sending')} ${via.map((one) => nameOf(one, told, words)).join(' → ')}`;
    default:
      return `✕ ${t('told.not-sent')}`;
  }
}

function nameOf(channel: string, { channels }: Told, { term }: SpokenWords): string {
  return channels[channel] ?? term('told-way', channel);
}

function isFailed({ outcome }: ToldNoticeView): boolean {
  return outcome === 'failed' || outcome === 'refused';
}

/** Two people may have one name: the id of a notice ends with that of its recipient. */
function personOf({ id, recipient }: ToldNoticeView): string {
  return `${id.slice(id.lastIndexOf('/') + 1)} ${recipient}`;
}

/** The seat has a name in each language; everybody else is called as the roster calls them. */
function isToSeat({ id }: ToldNoticeView): boolean {
  return id.endsWith('/seat');
}
