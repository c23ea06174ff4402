// The workbench 处置 of one incident: its handling, checklist, notes and pictures, whom to call, its alarms, and who did what.
import { useParams } from 'react-router';
import type { IncidentStory } from '../../gateway/web/incident-contract.ts';
import type { IncidentWorkView } from '../../gateway/web/work-contract.ts';
import { useWords } from '../language.ts';
import { ClassShape, shownAs } from '../marks.tsx';
import { usePaced } from '../paced.ts';
import FieldPanel from '../phone/field-panel.tsx';
import { keptOf } from '../phone/kept-incidents.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Veil } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useLive } from '../use-live.ts';
import { placeLine, stateKey } from './alarm-words.ts';
import './alarms.css';
import './card.css';
import { Checklist } from '../workbench/checklist.tsx';
import { FieldNotes } from '../workbench/field-notes.tsx';
import { ExportEvidence } from './export-evidence.tsx';
import { IncidentAlarms } from './incident-alarms.tsx';
import { IncidentPanel } from './incident-panel.tsx';
import { PrintRecord } from './print-record.tsx';
import { Timeline } from './story.tsx';
import { ToldOf } from './told.tsx';
import { Who } from './who.tsx';

/** In a storm the incident changes with each alarm; its story is asked for once a second. */
const ASK_EVERY_MS = 1_000;

export default function IncidentPage() {
  return (
    <Veil>
      <OneIncident />
    </Veil>
  );
}

function OneIncident() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const may = useMay();
  const phone = usePhone();
  const change = usePaced(
    useLive((view) => view.incidents.get(id)?.change ?? 0),
    ASK_EVERY_MS,
  );
  const answer = useAnswer<IncidentStory>(may('alarm.read') ? `/incidents/${encodeURIComponent(id)}` : null, { seen: change });
  if (!may('alarm.read')) return <Denied />;
  return (
    <div className="page">
      <Answered answer={answer}>
        {({ incident, alarms, audit }) => (
          <>
            <header>
              <h1 className="row" data-class={shownAs(incident)}>
                <ClassShape of={shownAs(incident)} />
                {incident.drill ? `${t('drill.word')}·` : ''}
                {t(`class.${incident.class}`)} · {placeLine(incident.place)}
              </h1>
              <p className="row numbers">
                <span className="chip">{t(stateKey(incident))}</span>
                {t('incident.began', { time: dateTime(incident.began) })}
                {incident.closedAt === null ? null : t('incident.closed-at', { time: dateTime(incident.closedAt) })}
                {incident.verdict === null ? null : (
                  <span>
                    {t(`verdict.${incident.verdict.verdict}`)}
                    {incident.verdict.cause === null ? '' : ` · ${t(`cause.${incident.verdict.cause}`)}`} · {incident.verdict.name}
                  </span>
                )}
              </p>
              <PrintRecord incident={incident.id} />
              <ExportEvidence incident={incident.id} />
            </header>
            {phone ? <FieldPanel incident={keptOf(incident, alarms[0])} /> : null}
            <Workbench incident={incident} alarms={alarms} audit={audit} again={answer.again} />
          </>
        )}
      </Answered>
    </div>
  );
}

interface WorkbenchProps extends IncidentStory {
  readonly again: () => void;
}

/** On the left what is done, on the right what one must know for it. */
function Workbench({ incident, alarms, audit, again }: WorkbenchProps) {
  const work = useAnswer<IncidentWorkView>(`/incidents/${encodeURIComponent(incident.id)}/work`, { seen: incident.change });
  return (
    <div className="workbench">
      <div>
        <IncidentPanel id={incident.id} onDone={again} known={incident} />
        <Answered answer={work}>
          {(value) => (
            <>
              <Checklist incident={incident} work={value} again={work.again} />
              <FieldNotes incident={incident} work={value} again={work.again} />
            </>
          )}
        </Answered>
      </div>
      <div>
        <Who incident={incident.id} />
        <IncidentAlarms key={incident.id} incident={incident} first={alarms} />
        <ToldOf incident={incident.id} change={incident.change} closed={incident.closed} />
        <Timeline rows={audit} />
      </div>
    </div>
  );
}
