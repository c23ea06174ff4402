// An incident for whoever is on the way to it, live or as the phone saw it last: what, where, whom to call, what to tell.
import { Link, useParams } from 'react-router';
import { placeLine } from '../alarms/alarm-words.ts';
import { Who } from '../alarms/who.tsx';
import { useWords } from '../language.ts';
import { ClassShape, shownAs } from '../marks.tsx';
import { Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useLive, useStaleness } from '../use-live.ts';
import FieldPanel from './field-panel.tsx';
import { type KeptIncident, keptOf, useKeptIncidents } from './kept-incidents.ts';
import { AsOf } from './kept-list.tsx';
import './phone.css';
import { Reports } from './reports.tsx';

export default function FieldPage() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const live = useLive((view) => view.incidents.get(id));
  const first = useLive((view) => (live === undefined ? undefined : view.alarms.get(live.firstOut)));
  const known = useKeptIncidents();
  const { old, asOf } = useStaleness();
  const before = known?.incidents.find((one) => one.id === id);
  const incident = live === undefined ? before : keptOf(live, first);
  const trueUntil = live === undefined ? (known?.asOf ?? null) : old ? asOf : null;
  return (
    <div className="page on-the-spot">
      <Link className="link big-link" to="/">
        ‹ {t('board.back')}
      </Link>
      {incident === undefined ? (
        <Nothing title={t('field.unknown')} />
      ) : (
        <>
          {trueUntil === null ? null : <AsOf at={trueUntil} />}
          <Head incident={incident} />
          <FieldPanel incident={incident} />
          <Reports reports={incident.reports} />
          <Who incident={id} />
        </>
      )}
    </div>
  );
}

function Head({ incident }: { readonly incident: KeptIncident }) {
  const { t, say } = useWords();
  const of = shownAs(incident);
  return (
    <header data-class={of} className="field-head">
      <h1 className="row">
        <ClassShape of={of} />
        {incident.drill ? `${t('drill.word')}·` : ''}
        {t(`class.${incident.class}`)}
        {incident.title === null ? '' : ` · ${say(incident.title)}`}
      </h1>
      <p className="field-place">{placeLine(incident.place)}</p>
      <p className="numbers">
        {incident.device ?? ''} <span className="quiet">{t('incident.began', { time: dateTime(incident.began) })}</span>
      </p>
    </header>
  );
}
