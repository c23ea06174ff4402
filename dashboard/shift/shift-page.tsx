// 上岗 and 交接班: read what was handed over, hear the fire's own sound, begin; and at the end leave a word for the next.
import { Button, Checkbox, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { IsolationList } from '../../gateway/web/incident-contract.ts';
import type { ShiftStart, ShiftView } from '../../gateway/web/shift-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { type Page, send } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { useSubmit } from '../form-problems.ts';
import { Limits } from '../judgement/limits.tsx';
import { useWords } from '../language.ts';
import { useMay, useSession } from '../session.tsx';
import { useSound } from '../sound/sound.tsx';
import { Answered, Denied, FailedLine, Veil } from '../states.tsx';
import { dateTime, elapsed } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow, useLive } from '../use-live.ts';
import { InHand } from '../workbench/in-hand.tsx';
import './shift.css';
import { useShiftStart } from './use-shift-start.ts';

const NOTE_LONGEST = 2_000;
const NAME_LONGEST = 40;

export default function ShiftPage() {
  return (
    <Veil>
      <OwnAndPast />
    </Veil>
  );
}

function OwnAndPast() {
  const { t } = useWords();
  const may = useMay();
  const answer = useShiftStart();
  if (!may('alarm.acknowledge')) return <Denied />;
  return (
    <div className="page">
      <header>
        <h1>{t('way.shift')}</h1>
        <p className="quiet wide">{t('shift.what')}</p>
      </header>
      <div className="shift-steps">
        <Answered answer={answer}>
          {(start) =>
            start.mine === null ? (
              <Begin start={start} again={answer.again} />
            ) : (
              <OnDuty mine={start.mine} start={start} again={answer.again} />
            )
          }
        </Answered>
      </div>
      <AnswerLimit />
      <Book />
    </div>
  );
}

function Step({
  nth,
  title,
  done,
  children,
}: {
  readonly nth: number;
  readonly title: string;
  readonly done: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className="panel shift-step" data-done={done}>
      <h2>
        <span className="step-number numbers" aria-hidden="true">
          {done ? '✓' : nth}
        </span>
        {title}
      </h2>
      <div className="stack">{children}</div>
    </section>
  );
}

function Begin({ start, again }: { readonly start: ShiftStart; readonly again: () => void }) {
  const { t } = useWords();
  const go = useNavigate();
  const { busy, problem, submit } = useSubmit();
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const [isHeard, setHeard] = useState<boolean | null>(null);
  const secondField = useId();
  const [second, setSecond] = useState('');
  const isRead = start.unread.every(({ id }) => read.has(id));
  const begin = () =>
    submit(async () => {
      await send<ShiftView>('POST', '/shifts', {
        ...(second.trim() === '' ? {} : { second: second.trim() }),
        isSoundHeard: isHeard === true,
        read: start.unread.map(({ id }) => id),
      });
      await takeTheSeat();
      again();
      go('/');
    });
  return (
    <div className="shift-steps">
      <Step nth={1} title={t('shift.read')} done={isRead}>
        {start.unread.length === 0 ? <p className="quiet">{t('shift.nothing-handed')}</p> : null}
        {start.unread.map((one) => (
          <article key={one.id} className="stack">
            <HandOver shift={one} />
            <Checkbox
              checked={read.has(one.id)}
              onChange={({ target }) =>
                setRead((before) => (target.checked ? new Set([...before, one.id]) : new Set([...before].filter((id) => id !== one.id))))
              }
              data-testid="hand-over-read"
            >
              {t('shift.i-read')}
            </Checkbox>
          </article>
        ))}
      </Step>
      <Step nth={2} title={t('shift.sound')} done={isHeard === true}>
        <SoundTest isHeard={isHeard} say={setHeard} />
      </Step>
      <Step nth={3} title={t('shift.today')} done>
        <Today />
      </Step>
      <div className="shift-second">
        <label htmlFor={secondField}>{t('shift.second')}</label>
        <Input
          id={secondField}
          value={second}
          maxLength={NAME_LONGEST}
          onChange={({ target }) => setSecond(target.value)}
          data-testid="second-person"
        />
      </div>
      <div className="row">
        <Button type="primary" size="large" disabled={!isRead || isHeard === null} loading={busy} onClick={begin} data-testid="begin-shift">
          {t('shift.begin')}
        </Button>
        <span className="quiet">{isRead ? (isHeard === null ? t('shift.needs-sound') : '') : t('shift.needs-reading')}</span>
        <FailedLine problem={problem} />
      </div>
      <Others others={start.others} />
    </div>
  );
}

/** The whole screen, where the browser gives that; the shift has begun either way. */
async function takeTheSeat(): Promise<void> {
  await document.documentElement.requestFullscreen?.().catch(() => undefined);
}

function SoundTest({ isHeard, say }: { readonly isHeard: boolean | null; readonly say: (heard: boolean | null) => void }) {
  const { t } = useWords();
  const { test } = useSound();
  const [state, setState] = useState<'before' | 'asked' | 'refused'>('before');
  const play = () =>
    test().then((has) => {
      setState(has ? 'asked' : 'refused');
      say(has ? null : false);
    });
  return (
    <>
      <div className="row">
        <Button onClick={play} data-testid="sound-test">
          {t('shift.play')}
        </Button>
        {state === 'asked' ? (
          <span className="row">
            <Button type={isHeard === true ? 'primary' : 'default'} onClick={() => say(true)} data-testid="sound-heard">
              {t('shift.heard')}
            </Button>
            <Button type={isHeard === false ? 'primary' : 'default'} onClick={() => say(false)} data-testid="sound-not-heard">
              {t('shift.not-heard')}
            </Button>
          </span>
        ) : null}
      </div>
      {isHeard === false ? (
        <p role="alert" className="field-problem" data-testid="no-sound">
          {t(state === 'refused' ? 'sound.refused' : 'shift.no-sound')}
        </p>
      ) : null}
    </>
  );
}

/** What stands now, each with the way to it. */
function Today() {
  const { t } = useWords();
  const open = useLive((view) => view.open);
  const troubles = useLive((view) => view.troubles.length);
  const isolations = useAnswer<IsolationList>('/isolations').value?.standing.length;
  const expiring = useAnswer<Page<unknown>>('/units', { state: 'expiring', limit: 1 }).value?.total;
  const unverified = open.filter((one) => one.class === 'fire' && !one.drill && one.verdict === 'unverified').length;
  const facts = [
    { to: '/?class=fire', title: t('shift.unverified'), n: unverified },
    { to: '/', title: t('shift.open'), n: open.filter((one) => !one.drill).length },
    { to: '/isolations', title: t('way.isolations'), n: isolations },
    { to: '/', title: t('shift.troubles'), n: troubles },
    { to: '/units?state=expiring', title: t('shift.expiring'), n: expiring },
  ];
  return (
    <ul className="shift-facts">
      {facts.map(({ to, title, n }) => (
        <li key={title}>
          <Link to={to}>
            <strong className="numbers">{n ?? '—'}</strong>
            {title}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Who sits there, both where there are two. */
function people({ began, second }: ShiftView): readonly string[] {
  return second === null ? [began.name] : [began.name, second];
}

function HandOver({ shift }: { readonly shift: ShiftView }) {
  const { t, list } = useWords();
  if (shift.ended === null) return null;
  return (
    <div>
      <p className="numbers">
        <strong>{list(people(shift))}</strong> <span className="nowrap">{dateTime(shift.began.at)}</span> –{' '}
        <span className="nowrap">{dateTime(shift.ended.at)}</span>
        {shift.ended.by === shift.began.by ? null : <span className="quiet"> · {t('shift.ended-by', { name: shift.ended.name })}</span>}
      </p>
      <div className="hand-over">{shift.ended.note}</div>
      {shift.ended.unverified.length === 0 ? null : (
        <p className="row">
          <strong>{t('shift.left-unverified', { n: shift.ended.unverified.length })}</strong>
          {shift.ended.unverified.map((id) => (
            <LeftOpen key={id} id={id} />
          ))}
        </p>
      )}
    </div>
  );
}

/** What and where it is; of one that is over by now, or not for this person, the number. */
function LeftOpen({ id }: { readonly id: string }) {
  const { t } = useWords();
  const one = useLive((view) => view.incidents.get(id));
  return (
    <Link className={one ? 'link' : 'link mono'} to={`/incidents/${encodeURIComponent(id)}`}>
      {one ? `${t(`class.${one.class}`)} · ${placeLine(one.place)}` : id}
    </Link>
  );
}

function OnDuty({ mine, start, again }: { readonly mine: ShiftView; readonly start: ShiftStart; readonly again: () => void }) {
  const { t } = useWords();
  const now = useGatewayNow();
  const { busy, problem, submit } = useSubmit();
  const { value: note, set: setNote, forget } = useDraft(`hand-over-note:${mine.id}`, '');
  const end = () =>
    submit(async () => {
      await send<ShiftView>('POST', `/shifts/${encodeURIComponent(mine.id)}/end`, { note: note.trim() });
      forget();
      if (document.fullscreenElement !== null) await document.exitFullscreen().catch(() => undefined);
      again();
    });
  return (
    <div className="shift-steps">
      <section className="panel shift-step stack" data-testid="on-duty">
        <h2>{t('shift.on-duty', { time: dateTime(mine.began.at) })}</h2>
        <p className="numbers quiet">
          {now === null ? '' : elapsed(now - mine.began.at)} · {t(mine.isSoundHeard ? 'shift.sound-heard' : 'shift.sound-not-heard')}
          {mine.second === null ? null : ` · ${t('shift.with', { name: mine.second })}`}
        </p>
        <Today />
      </section>
      <section className="panel shift-step stack">
        <h2>{t('shift.hand-over')}</h2>
        <InHand />
        <Input.TextArea
          aria-label={t('shift.note')}
          placeholder={t('shift.note')}
          rows={6}
          maxLength={NOTE_LONGEST}
          value={note}
          onChange={({ target }) => setNote(target.value)}
          data-testid="hand-over-note"
        />
        <div className="row">
          <Button type="primary" disabled={note.trim() === ''} loading={busy} onClick={end} data-testid="end-shift">
            {t('shift.end')}
          </Button>
          <FailedLine problem={problem} />
        </div>
      </section>
      <Others others={start.others} />
    </div>
  );
}

function Others({ others }: { readonly others: readonly ShiftView[] }) {
  const { t, list } = useWords();
  if (others.length === 0) return null;
  return <p className="quiet">{t('shift.others', { names: list(others.flatMap(people)) })}</p>;
}

/** How long an incident that is handed over may wait for its answer at the place of the person; other places have theirs beside their limits. */
function AnswerLimit() {
  const { t } = useWords();
  const may = useMay();
  const { standing } = useSession();
  if (standing.is !== 'signed-in' || !may('rule.read')) return null;
  return (
    <section className="shift-steps" data-testid="answer-limit">
      <h2>{t('shift.answer-limit')}</h2>
      <p className="quiet wide">
        {t('shift.answer-limit-what')}{' '}
        <Link className="link" to="/rules?tab=limits">
          {t('shift.answer-limit-places')}
        </Link>
      </p>
      <Limits scope={standing.session.person.place} only="handOverLimit" />
    </section>
  );
}

function Book() {
  const { t } = useWords();
  const answer = useAnswer<Page<ShiftView>>('/shifts', { limit: 20 }, 60_000);
  const past = answer.value?.items.filter(({ ended }) => ended !== null) ?? [];
  if (past.length === 0 && answer.problem === null) return null;
  return (
    <section className="shift-steps">
      <h2>{t('shift.book')}</h2>
      <FailedLine problem={answer.problem} again={answer.again} />
      {past.map((one) => (
        <article key={one.id} className="panel shift-step">
          <HandOver shift={one} />
          <p className="quiet numbers">
            {one.handedTo === null
              ? t('shift.nobody-yet')
              : t('shift.signed', { name: one.handedTo.name, time: dateTime(one.handedTo.at) })}
          </p>
        </article>
      ))}
    </section>
  );
}
