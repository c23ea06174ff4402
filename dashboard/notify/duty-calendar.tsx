// Who of a roster is on duty, day by day: one week, or four; what nobody covers is red and said in words.
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { DutyRoster, RosterDuty } from '../../gateway/web/notify-contract.ts';
import { useWords } from '../language.ts';
import { Answered } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow } from '../use-live.ts';
import './duty-calendar.css';
import { clockOf, type DutyDay, type DutySpan, dutyDays, gapEnds, shortDate, weekStart } from './duty-days.ts';

/** More lines of gaps than that are no list any more: the calendar shows them. */
const MOST_GAPS = 14;
const HOURS = [0, 6, 12, 18, 24] as const;

export function DutyCalendar({ roster }: { readonly roster: DutyRoster }) {
  const { t } = useWords();
  const now = useGatewayNow();
  const [weeks, setWeeks] = useState<1 | 4>(1);
  const [away, setAway] = useState(0);
  if (now === null) return null;
  const from = weekStart(now, away);
  const to = weekStart(now, away + weeks);
  return (
    <section className="stack" aria-label={t('roster.calendar')}>
      <div className="row duty-nav">
        <Button onClick={() => setAway(away - 1)} data-testid="calendar-back">
          {t('roster.week-before')}
        </Button>
        <strong className="numbers" data-testid="calendar-span">
          {shortDate(from)} – {shortDate(to - 1)}
        </strong>
        <Button onClick={() => setAway(away + 1)} data-testid="calendar-on">
          {t('roster.week-after')}
        </Button>
        {away === 0 ? null : <Button onClick={() => setAway(0)}>{t('roster.week-now')}</Button>}
        <span className="grow" />
        <Segmented<1 | 4>
          value={weeks}
          onChange={setWeeks}
          options={([1, 4] as const).map((n) => ({ value: n, label: t('roster.weeks', { n }) }))}
          data-testid="calendar-weeks"
        />
      </div>
      <Duty key={`${from} ${to}`} roster={roster} from={from} to={to} weeks={weeks} now={now} />
    </section>
  );
}

interface DutyProps {
  readonly roster: DutyRoster;
  readonly from: number;
  readonly to: number;
  readonly weeks: number;
  readonly now: number;
}

function Duty({ roster, from, to, weeks, now }: DutyProps) {
  const answer = useAnswer<RosterDuty>(`/rosters/${encodeURIComponent(roster.id)}/duty`, { from, to });
  return (
    <Answered answer={answer}>
      {({ items }) => (
        <>
          <OnDutyNow roster={roster} spans={items} now={now} />
          <Gaps spans={items} isLong={weeks > 1} />
          <Calendar roster={roster} days={dutyDays(items, from, weeks * 7)} now={now} />
        </>
      )}
    </Answered>
  );
}

function OnDutyNow({ roster, spans, now }: { readonly roster: DutyRoster; readonly spans: readonly DutySpan[]; readonly now: number }) {
  const { t } = useWords();
  const span = spans.find((one) => one.from <= now && now < one.to);
  if (span === undefined) return null;
  if (span.people.length === 0)
    return (
      <p className="gap-word" data-testid="on-duty-now">
        {t('roster.now-nobody')}
      </p>
    );
  return (
    <p data-testid="on-duty-now">
      <span className="quiet">{t('roster.now')}</span> <strong>{namesOf(roster, span.people)}</strong>
    </p>
  );
}

function Gaps({ spans, isLong }: { readonly spans: readonly DutySpan[]; readonly isLong: boolean }) {
  const { t } = useWords();
  const gaps = spans.filter(({ people }) => people.length === 0);
  if (gaps.length === 0)
    return (
      <p className="quiet" data-testid="no-gaps">
        {t('roster.no-gaps')}
      </p>
    );
  return (
    <ul className="duty-gaps" data-testid="gaps">
      {gaps.slice(0, MOST_GAPS).map((gap) => (
        <li key={gap.from} data-testid="gap">
          <Gap gap={gap} isLong={isLong} />
        </li>
      ))}
      {gaps.length > MOST_GAPS ? <li>{t('roster.more-gaps', { n: gaps.length - MOST_GAPS })}</li> : null}
    </ul>
  );
}

function Gap({ gap, isLong }: { readonly gap: DutySpan; readonly isLong: boolean }) {
  const { t } = useWords();
  const { first, last, isOneDay } = gapEnds(gap);
  const day = ({ weekday, date }: typeof first): string => `${t(`weekday.${weekday}`)}${isLong ? ` ${date}` : ''}`;
  const span = isOneDay
    ? `${day(first)} ${first.clock}–${last.clock}`
    : `${day(first)} ${first.clock} – ${day(last)}${isLong ? '' : ` ${last.date}`} ${last.clock}`;
  return t('roster.gap', { span });
}

interface CalendarProps {
  readonly roster: DutyRoster;
  readonly days: readonly DutyDay[];
  readonly now: number;
}

/** Each day a line of 24 hours. */
function Calendar({ roster, days, now }: CalendarProps) {
  const { t } = useWords();
  const tones = new Map<string, number>();
  const toneOf = ({ people }: DutySpan): number => {
    const who = people.join(' ');
    if (!tones.has(who)) tones.set(who, tones.size % 3);
    return tones.get(who) ?? 0;
  };
  return (
    <div className="duty-calendar" data-testid="calendar">
      <div className="duty-hours numbers quiet" aria-hidden="true">
        {HOURS.map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
      <ol>
        {days.map((day) => (
          <li key={day.at} className="duty-day" data-today={day.at <= now && now < day.end} data-testid="duty-day">
            <div className="duty-date">
              <strong>{t(`weekday.${day.weekday}`)}</strong> <span className="numbers quiet">{shortDate(day.at)}</span>
              <Changes roster={roster} date={day.date} />
            </div>
            <ul className="duty-line">
              {day.spans.map((span) => {
                const isGap = span.people.length === 0;
                const who = isGap ? t('roster.nobody') : namesOf(roster, span.people);
                const hours = `${clockOf(span.from, day.end)}–${clockOf(span.to, day.end)}`;
                return (
                  <li
                    key={span.from}
                    className="duty-span"
                    data-gap={isGap}
                    data-tone={isGap ? undefined : toneOf(span)}
                    style={{ flexGrow: (span.to - span.from) / 60_000 }}
                    title={`${hours} ${who}`}
                  >
                    <span className="duty-who">{who}</span>
                    <span className="numbers duty-clock-span">{hours}</span>
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What a date changes of the week. */
function Changes({ roster, date }: { readonly roster: DutyRoster; readonly date: string }) {
  const { t } = useWords();
  const name = (id: string): string => namesOf(roster, [id]);
  const said = roster.changes.flatMap((change) => {
    if (change.is === 'holiday') return change.date === date ? [change.name] : [];
    if (change.is === 'swap') return change.date === date ? [t('roster.swapped', { from: name(change.from), to: name(change.to) })] : [];
    return change.first <= date && date <= change.last ? [t('roster.away', { person: name(change.person) })] : [];
  });
  return said.map((text) => (
    <span key={text} className="chip duty-change">
      {text}
    </span>
  ));
}

function namesOf(roster: Pick<DutyRoster, 'people'>, ids: readonly string[]): string {
  return ids.map((id) => roster.people.find((one) => one.id === id)?.name ?? id).join(' · ');
}
