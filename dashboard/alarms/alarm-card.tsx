// The card of one alarm: what, where, when, how sure, what to do; below it all that happened and the frames it rests on.
import { Suspense, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { AlarmStory, AlarmView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { ClassShape, shownAs } from '../marks.tsx';
import { keptOf } from '../phone/kept-incidents.ts';
import { usePhone, useRoomy } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered, Failed, Loading } from '../states.tsx';
import { dateTime, span } from '../time.ts';
import { isOfPaper, PaperDays } from '../units/paper-words.tsx';
import { type Answer, useAnswer } from '../use-answer.ts';
import { useLive } from '../use-live.ts';
import { shownLine } from '../values.ts';
import { AlarmActions } from './actions.tsx';
import { Elapsed } from './alarm-row.tsx';
import { alarmTitle, homeOf, isLate, isPart, placeLine, surenessKey } from './alarm-words.ts';
import { Call119Band } from './call-119.tsx';
import './card.css';
import { later } from '../later.ts';
import { QuietLine, Stamps, StateChips } from './chips.tsx';
import { ExportEvidence } from './export-evidence.tsx';
import { IncidentPanel } from './incident-panel.tsx';
import { PartOfAlarm } from './part-of-alarm.tsx';
import { Evidence, Timeline } from './story.tsx';
import { WaysOfAlarm } from './ways-of-alarm.tsx';
import { Who } from './who.tsx';

const FieldPanel = later(() => import('../phone/field-panel.tsx'));
const PlanOfAlarm = later(() => import('../plans/plan-of-alarm.tsx'));
const Surroundings = later(() => import('./surroundings.tsx'));

/** The alarm of that id: live where the live state knows it, else as the gateway keeps it. */
export function AlarmCard({ id }: { readonly id: string }) {
  const live = useLive((view) => view.alarms.get(id));
  const story = useAnswer<AlarmStory>(`/alarms/${encodeURIComponent(id)}`);
  const change = live?.change;
  const told = useRef(change);
  const { again } = story;
  useEffect(() => {
    if (told.current === change) return;
    told.current = change;
    again();
  }, [change, again]);
  const kept = story.value?.alarm;
  const alarm = live !== undefined && (kept === undefined || live.change >= kept.change) ? live : kept;
  if (alarm === undefined) return story.problem === null ? <Loading /> : <Failed problem={story.problem} again={story.again} />;
  return <Card alarm={alarm} story={story} />;
}

function Card({ alarm, story }: { readonly alarm: AlarmView; readonly story: Answer<AlarmStory> }) {
  const words = useWords();
  const { t, say, language } = words;
  const may = useMay();
  const roomy = useRoomy();
  const around = may('device.read') ? (
    <Suspense fallback={roomy ? <aside className="beside-waits" /> : null}>
      <Surroundings key={alarm.incident} alarm={alarm} docked={roomy} />
    </Suspense>
  ) : null;
  return (
    <div className="card-and-beside">
      <article className="card" data-class={shownAs(alarm)} data-closed={alarm.closed} data-testid="alarm-card" data-alarm-id={alarm.id}>
        <div className="card-scroll">
          {alarm.drill ? <div className="drill-band">{t('drill.band')}</div> : null}
          <Call119Band alarm={alarm} />
          <header className="card-head">
            <ClassShape of={shownAs(alarm)} />
            <span className="card-class">
              {alarm.drill ? `${t('drill.word')}·` : ''}
              {t(`class.${alarm.class}`)}
            </span>
            <Stamps alarm={alarm} />
            <span className="grow" />
            <span className="card-age">
              <Elapsed from={alarm.occurredAt} to={alarm.closedAt} />
            </span>
          </header>
          <h1>{alarmTitle(alarm, words)}</h1>
          <p className="card-place">{placeLine(alarm.place)}</p>
          <p className="row">
            {may('device.read') ? (
              <Link className="link big-link" to={homeOf(alarm.device)}>
                {alarm.device.name}
              </Link>
            ) : (
              alarm.device.name
            )}
            {isPart(alarm.device) || alarm.device.name === alarm.device.id ? null : <span className="quiet mono">{alarm.device.id}</span>}
            {alarm.value === null ? null : (
              <strong className="numbers">
                {isOfPaper(alarm) ? (
                  <PaperDays alarm={alarm} />
                ) : (
                  `${say(alarm.pointTitle)} ${shownLine(alarm.quantity, alarm.value, language)}`
                )}
              </strong>
            )}
            <WaysOfAlarm alarm={alarm} />
          </p>
          {alarm.device.part === null ? null : <PartOfAlarm device={alarm.device.id} part={alarm.device.part} />}
          <FieldOf alarm={alarm} />
          <StateChips alarm={alarm} />
          <QuietLine alarm={alarm} />
          <IncidentPanel id={alarm.incident} onDone={story.again} />
          <div className="glance">
            <section className="advice">
              <h2>{t('card.advice')}</h2>
              <p>{say(alarm.advice)}</p>
            </section>
            <Who incident={alarm.incident} />
            <Suspense fallback={null}>{may('device.read') ? <PlanOfAlarm alarm={alarm} /> : null}</Suspense>
          </div>
          <div className="card-columns">
            <HowSure alarm={alarm} />
            <When alarm={alarm} />
          </div>
          {roomy ? null : around}
          <section>
            <h2>{t('card.why')}</h2>
            <p>{say(alarm.because)}</p>
            <p className="quiet">
              {alarm.clause === null ? t('card.no-clause') : t('card.clause', { text: alarm.clause.text })}
              {alarm.clause === null ? null : <ClauseSure sure={alarm.clause.sure} />}
            </p>
            <p className="quiet mono">{t('card.rule', { id: alarm.rule.id, version: alarm.rule.version })}</p>
          </section>
          <Answered answer={story}>
            {({ audit, evidence }) => (
              <>
                <Timeline rows={audit} />
                <Evidence frames={evidence} />
                <ExportEvidence incident={alarm.incident} />
              </>
            )}
          </Answered>
        </div>
        <AlarmActions key={alarm.id} alarm={alarm} onDone={story.again} />
      </article>
      {roomy ? around : null}
    </div>
  );
}

/** On a phone, what whoever stands there does. */
function FieldOf({ alarm }: { readonly alarm: AlarmView }) {
  const phone = usePhone();
  const incident = useLive((view) => view.incidents.get(alarm.incident));
  if (!phone || incident === undefined) return null;
  return (
    <Suspense fallback={null}>
      <FieldPanel incident={keptOf(incident, alarm)} />
    </Suspense>
  );
}

function ClauseSure({ sure }: { readonly sure: string }) {
  const { term } = useWords();
  return <span className="chip faint">{term('clause-sure', sure)}</span>;
}

function HowSure({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const incident = useLive((view) => view.incidents.get(alarm.incident));
  const alarms = useLive((view) => view.alarms);
  const others = (incident?.alarms ?? []).flatMap((id) => (id === alarm.id ? [] : (alarms.get(id) ?? [])));
  return (
    <section>
      <h2>{t('card.how-sure')}</h2>
      <p>
        <strong>{t(surenessKey(alarm, incident))}</strong>
      </p>
      {others.length === 0 ? null : (
        <ul className="others">
          {others.slice(0, 6).map((other) => (
            <li key={other.id}>
              <Link className="other" to={`/alarms/${encodeURIComponent(other.id)}`}>
                <ClassShape of={shownAs(other)} />
                <span className="grow">
                  {other.device.name} {other.firstOut ? `· ${t('stamp.first-out')}` : ''}
                </span>
                <Elapsed from={other.occurredAt} to={other.closedAt} />
              </Link>
            </li>
          ))}
          {(incident?.count ?? 0) > 7 ? <li className="quiet">{t('card.more-others', { n: (incident?.count ?? 0) - 7 })}</li> : null}
        </ul>
      )}
    </section>
  );
}

function When({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  return (
    <section>
      <h2>{t('card.when')}</h2>
      <dl className="facts numbers">
        <dt>{t('card.occurred')}</dt>
        <dd>{dateTime(alarm.occurredAt)}</dd>
        <dt>{t('card.received')}</dt>
        <dd>{dateTime(alarm.receivedAt)}</dd>
        <dt>{t('card.delay')}</dt>
        <dd>
          {span(alarm.receivedAt - alarm.occurredAt)} {isLate(alarm) ? <span className="chip loud">{t('card.late')}</span> : null}
        </dd>
        {alarm.restoredAt === null ? null : (
          <>
            <dt>{t('card.restored')}</dt>
            <dd>{dateTime(alarm.restoredAt)}</dd>
          </>
        )}
        {alarm.closedAt === null ? null : (
          <>
            <dt>{t('card.closed')}</dt>
            <dd>{dateTime(alarm.closedAt)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
