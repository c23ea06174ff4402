// The checklist of an incident: each step with its time, who did it, and what is in its way.
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import type { IncidentWorkView, WorkStep } from '../../gateway/web/work-contract.ts';
import { ReasonDialog } from '../alarms/deed-dialog.tsx';
import { type ApiProblem, refusal, send } from '../api.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { clock, elapsed } from '../time.ts';
import { useGatewayNow } from '../use-live.ts';
import './workbench.css';

type MarkState = NonNullable<WorkStep['mark']>['state'];

interface Props {
  readonly incident: IncidentView;
  readonly work: IncidentWorkView;
  readonly again: () => void;
}

export function Checklist({ incident, work, again }: Props) {
  const { t } = useWords();
  const may = useMay();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [asking, setAsking] = useState<{ readonly step: WorkStep; readonly state: MarkState } | null>(null);
  const mayMark = may('alarm.acknowledge') && !incident.closed;

  async function mark(step: WorkStep, state: MarkState | 'open', reason?: string): Promise<ApiProblem | null> {
    setBusy(step.id);
    setProblem(null);
    const path = `/incidents/${encodeURIComponent(incident.id)}/steps`;
    const refused = await refusal(send<IncidentWorkView>('POST', path, { step: step.id, state, reason }).then(again));
    setBusy(null);
    return refused;
  }
  const doing = (step: WorkStep, state: MarkState | 'open') => void mark(step, state).then(setProblem);
  const done = work.steps.filter(({ mark: one }) => one !== null).length;
  const last = incident.place.at(-1)?.id;
  return (
    <section className="panel work-part" data-testid="checklist">
      <header className="row">
        <h2>{t('work.checklist')}</h2>
        <span className="chip numbers" data-testid="checklist-count">
          {done}/{work.steps.length}
        </span>
        <span className="quiet">
          {work.list.place === null ? t('work.list-built-in') : t('work.list-of', { name: work.list.place.name })}
        </span>
        <span className="grow" />
        {may('unit.manage') && last !== undefined ? (
          <Link className="link" to={`/checklists/${encodeURIComponent(work.list.place?.id ?? last)}?class=${work.list.class}`}>
            {t('work.edit-list')}
          </Link>
        ) : null}
      </header>
      {work.steps.some(({ minute }) => minute !== null) ? (
        <Minutes began={incident.began} steps={work.steps} closedAt={incident.closedAt} />
      ) : null}
      <ol className="steps">
        {work.steps.map((step) => (
          <Step
            key={step.id}
            step={step}
            closed={incident.closed}
            busy={busy === step.id}
            mark={mayMark ? (state) => (state === 'done' || state === 'open' ? doing(step, state) : setAsking({ step, state })) : null}
          />
        ))}
      </ol>
      <FailedLine problem={problem} />
      {asking === null ? null : (
        <ReasonDialog
          title={t(asking.state === 'blocked' ? 'work.why-blocked' : 'work.why-not-applicable')}
          close={() => setAsking(null)}
          submit={(reason) => mark(asking.step, asking.state, reason)}
        />
      )}
    </section>
  );
}

interface StepProps {
  readonly step: WorkStep;
  readonly closed: boolean;
  readonly busy: boolean;
  /** Null where nothing can be marked. */
  readonly mark: ((state: MarkState | 'open') => void) | null;
}

function Step({ step, closed, busy, mark }: StepProps) {
  const { t, say } = useWords();
  const { mark: one, due } = step;
  const title = say(step.title);
  return (
    <li className="step" data-testid="step" data-step={step.id} data-state={one?.state ?? 'open'}>
      <span className="step-sign" aria-hidden="true">
        {one === null ? '' : SIGNS[one.state]}
      </span>
      <div className="step-main">
        <span className="step-title">{title}</span>
        {one === null ? (
          due === null || closed ? null : (
            <Due at={due} />
          )
        ) : (
          <span className="step-said">
            <strong>{t(`work.${one.state}`)}</strong> {one.name} <time className="numbers">{clock(one.at)}</time>
            {due !== null && one.at > due ? (
              <span className="chip faint numbers">{t('work.late', { time: elapsed(one.at - due) })}</span>
            ) : null}
            {one.reason === null ? null : <span className="step-reason">{one.reason}</span>}
          </span>
        )}
      </div>
      {mark === null ? null : one === null ? (
        <span className="step-deeds">
          <Button loading={busy} onClick={() => mark('done')} data-testid="step-done" aria-label={`${t('work.do-done')} ${title}`}>
            {t('work.do-done')}
          </Button>
          <Button
            type="text"
            onClick={() => mark('not-applicable')}
            data-testid="step-not-applicable"
            aria-label={`${t('work.not-applicable')} ${title}`}
          >
            {t('work.not-applicable')}
          </Button>
          <Button type="text" onClick={() => mark('blocked')} data-testid="step-blocked" aria-label={`${t('work.blocked')} ${title}`}>
            {t('work.blocked')}
          </Button>
        </span>
      ) : (
        <span className="step-deeds">
          {one.state === 'blocked' ? (
            <Button loading={busy} onClick={() => mark('done')} data-testid="step-done" aria-label={`${t('work.do-done')} ${title}`}>
              {t('work.do-done')}
            </Button>
          ) : null}
          <Button
            type="text"
            loading={busy && one.state !== 'blocked'}
            onClick={() => mark('open')}
            data-testid="step-undo"
            aria-label={`${t('work.undo')} ${title}`}
          >
            {t('work.undo')}
          </Button>
        </span>
      )}
    </li>
  );
}

const SIGNS: Readonly<Record<MarkState, string>> = { done: '✓', 'not-applicable': '–', blocked: '!' };

function Due({ at }: { readonly at: number }) {
  const { t } = useWords();
  const now = useGatewayNow();
  if (now === null) return null;
  const left = at - now;
  return left >= 0 ? (
    <span className="quiet numbers">{t('work.due-in', { time: elapsed(left) })}</span>
  ) : (
    <span className="step-late numbers">{t('work.overdue', { time: elapsed(-left) })}</span>
  );
}

const MARKS = [1, 3, 5] as const;

/** The minutes of the micro fire station: how far the clock is, and which of them somebody met. */
function Minutes({
  began,
  steps,
  closedAt,
}: {
  readonly began: number;
  readonly steps: readonly WorkStep[];
  readonly closedAt: number | null;
}) {
  const { t } = useWords();
  const now = useGatewayNow();
  const until = closedAt ?? now;
  const past = until === null ? 0 : until - began;
  return (
    <div className="minutes" data-testid="minutes">
      <strong className="numbers minutes-clock">{elapsed(past)}</strong>
      <ol>
        {MARKS.map((minute) => {
          const step = steps.find((one) => one.minute === minute);
          const met = step?.mark?.state === 'done' ? step.mark : null;
          const state = met !== null ? (met.at - began <= minute * 60_000 ? 'met' : 'late') : past > minute * 60_000 ? 'over' : 'ahead';
          return (
            <li key={minute} data-state={state} data-minute={minute}>
              <b className="numbers">{t('work.minute', { n: minute })}</b>
              <span>{t(`work.minute-${minute}`)}</span>
              <span className="numbers">
                {met === null
                  ? t(`work.minute-${state === 'over' ? 'over' : 'ahead'}`)
                  : `${elapsed(met.at - began)} ${state === 'late' ? t('work.minute-late') : '✓'}`}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
