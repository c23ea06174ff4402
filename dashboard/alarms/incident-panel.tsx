// The handling of the incident an alarm belongs to: where it stands, who has it, what speaks for it, and what can be done next.
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { FieldReportView, IncidentView } from '../../gateway/web/incident-contract.ts';
import { type ApiProblem, refusal, send } from '../api.ts';
import { useKeys } from '../keys.ts';
import { useWords } from '../language.ts';
import { Reports } from '../phone/reports.tsx';
import { useMay, useSession } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useLive } from '../use-live.ts';
import { HandOver, Offered } from '../workbench/hand-over.tsx';
import { stateKey } from './alarm-words.ts';
import { Answers } from './answers.tsx';
import { ReasonDialog } from './deed-dialog.tsx';
import { incidentCan } from './incident-can.ts';
import { JudgeDialog, type Judgement } from './judge-dialog.tsx';
import { MergeSplit } from './merge-split.tsx';
import type { Cause } from './said-fields.tsx';

type Deed = 'take' | 'release' | 'verify' | 'find' | 'second' | 'move' | 'close' | 'reopen';

interface PanelProps {
  readonly id: string;
  /** What is known of it otherwise: one that is closed is told live no more. */
  readonly known?: IncidentView;
  readonly onDone: () => void;
}

export function IncidentPanel({ id, known, onDone }: PanelProps) {
  const { t } = useWords();
  const incident = useLive((view) => view.incidents.get(id)) ?? known;
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (incident === undefined) return null;

  async function act(deed: Deed, body?: unknown): Promise<ApiProblem | null> {
    setBusy(deed);
    setProblem(null);
    const refused = await refusal(send<IncidentView>('POST', `/incidents/${encodeURIComponent(id)}/${deed}`, body).then(onDone));
    setBusy(null);
    return refused;
  }
  return (
    <section className="incident" data-testid="incident" data-state={incident.state}>
      <h2>{t('incident.title')}</h2>
      <Offered incident={incident} />
      <p className="row">
        <span
          className={incident.state === 'new' ? 'chip solid' : incident.state === 'confirmed' ? 'chip loud' : 'chip'}
          data-testid="incident-state"
        >
          {t(stateKey(incident))}
        </span>
        {incident.taken === null ? (
          <span className="quiet">{t('incident.nobody')}</span>
        ) : (
          <span data-testid="incident-taken">{t('incident.taken', { name: incident.taken.name })}</span>
        )}
        {incident.reviewBy === null ? null : (
          <span className="chip loud">{t('incident.review-by', { time: dateTime(incident.reviewBy) })}</span>
        )}
      </p>
      <Evidence incident={incident} />
      <Answers answers={incident.answers} />
      {incident.proposed === null ? null : (
        <p className="incident-proposed" data-testid="incident-proposed">
          {t('incident.proposed', {
            name: incident.proposed.name,
            cause: incident.proposed.cause === null ? '' : t(`cause.${incident.proposed.cause}`),
          })}
        </p>
      )}
      {incident.follows === null ? null : <p className="quiet">{t('incident.follows')}</p>}
      <Deeds incident={incident} act={act} busy={busy} fail={setProblem} isOwnPage={known !== undefined} />
      <HandOver incident={incident} />
      <FailedLine problem={problem} />
    </section>
  );
}

/** How many points of which kinds, a hand, water, and how often the first of them cried wolf. */
function Evidence({ incident: { evidence } }: { readonly incident: IncidentView }) {
  const { t, term } = useWords();
  return (
    <p className="row evidence-strip" data-testid="incident-evidence" data-sure={evidence.sure}>
      <strong>{t(`incident.sure-${evidence.sure}`)}</strong>
      <span className="chip numbers">{t('incident.points', { n: evidence.points })}</span>
      <span className="chip">{evidence.kinds.map((kind) => term('kind', kind)).join(' + ')}</span>
      {evidence.callPoint ? <span className="chip loud">{t('incident.call-point')}</span> : null}
      {evidence.waterFlow ? <span className="chip loud">{t('incident.water-flow')}</span> : null}
      {evidence.falseBefore > 0 ? (
        <span className="chip faint numbers">{t('incident.false-before', { n: evidence.falseBefore })}</span>
      ) : null}
    </p>
  );
}

/** The keys of the verdicts: each opens the question with its answer chosen, and Enter gives it. */
const FOUND_BY: Readonly<Record<string, Judgement>> = { F2: 'real', F3: 'false', F6: 'test' };

interface DeedsProps {
  readonly incident: IncidentView;
  readonly act: (deed: Deed, body?: unknown) => Promise<ApiProblem | null>;
  readonly busy: string | null;
  readonly fail: (problem: ApiProblem | null) => void;
  readonly isOwnPage: boolean;
}

function Deeds({ incident, act, busy, fail, isOwnPage }: DeedsProps) {
  const { t } = useWords();
  const may = useMay();
  const { standing } = useSession();
  const me = standing.is === 'signed-in' ? standing.session.person.id : null;
  const [asking, setAsking] = useState<'find' | 'take' | 'reopen' | null>(null);
  const [preset, setPreset] = useState<Judgement | null>(null);
  const [cause, setCause] = useState<Cause | null>(null);
  const can = incidentCan(incident);
  const isMine = incident.taken?.by === me;
  const isOthers = incident.taken !== null && !isMine;
  const mayHandle = may('alarm.acknowledge');
  const maySay = may('alarm.verdict');
  const doing = (deed: Deed, body?: unknown) => void act(deed, body).then(fail);
  const find = (verdict: Judgement | null, told: Cause | null = null): void => {
    setPreset(verdict);
    setCause(told);
    setAsking('find');
  };
  const mayFind = can.find && maySay && !isOthers;
  useKeys(Object.keys(FOUND_BY), mayFind ? (key) => find(FOUND_BY[key] ?? null) : null);
  useKeys(['F4'], can.verify && mayHandle && !isOthers ? () => doing('verify') : null);
  const button = (is: boolean, testId: string, title: string, press: () => void, primary = false) =>
    is ? (
      <Button type={primary ? 'primary' : 'default'} loading={busy === testId} onClick={press} data-testid={`incident-${testId}`}>
        {title}
      </Button>
    ) : null;
  const adopt = ({ saw, cause: told }: FieldReportView): void => find(saw === 'real' ? 'real' : 'false', told);
  return (
    <>
      <Reports reports={incident.reports} adopt={mayFind && incident.verdict === null ? adopt : undefined} />
      <div className="row incident-deeds">
        {button(
          can.take && mayHandle && !isMine,
          'take',
          t('incident.take'),
          () => (isOthers ? setAsking('take') : doing('take', {})),
          incident.taken === null,
        )}
        {button(isMine && can.take, 'release', t('incident.release'), () => doing('release'))}
        {button(can.verify && mayHandle && !isOthers, 'verify', t('incident.verify'), () => doing('verify'))}
        {button(mayFind, 'find', t('incident.find'), () => find(null))}
        {button(can.second && maySay && incident.proposed?.by !== me, 'second', t('incident.second'), () => doing('second'), true)}
        {button(can.respond && maySay && !isOthers, 'respond', t('incident.respond'), () => doing('move', { to: 'responding' }))}
        {button(can.control && maySay && !isOthers, 'control', t('incident.control'), () => doing('move', { to: 'controlled' }))}
        {button(can.out && maySay && !isOthers, 'out', t('incident.out'), () => doing('move', { to: 'out' }))}
        {button(can.close && maySay && !isOthers && incident.verdict !== null, 'close', t('incident.close'), () => doing('close', {}))}
        {button(can.reopen && maySay, 'reopen', t('incident.reopen'), () => setAsking('reopen'))}
        {maySay && !incident.closed ? <MergeSplit incident={incident} fail={fail} /> : null}
        {isOwnPage ? null : (
          <>
            <Link className="link big-link" to={`/incidents/${encodeURIComponent(incident.id)}`} data-testid="workbench-link">
              {t('incident.story')}
            </Link>
            <Link className="link big-link" to={`/incidents/${encodeURIComponent(incident.id)}#told`} data-testid="told-link">
              {t('told.title')}
            </Link>
          </>
        )}
        <JudgeDialog
          title={t('incident.find-title', { n: incident.count })}
          classOf={incident.class}
          open={asking === 'find'}
          preset={preset}
          presetCause={cause}
          draft={`verdict:${incident.id}`}
          close={() => setAsking(null)}
          judge={(body) => act('find', body)}
        />
        {asking === 'take' || asking === 'reopen' ? (
          <ReasonDialog
            title={asking === 'take' ? t('incident.take-over', { name: incident.taken?.name ?? '' }) : t('incident.reopen')}
            okText={t(asking === 'take' ? 'incident.take' : 'incident.reopen')}
            close={() => setAsking(null)}
            submit={(reason) => act(asking, { reason })}
          />
        ) : null}
      </div>
    </>
  );
}
