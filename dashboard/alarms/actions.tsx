// What a person does with an alarm: acknowledge, judge, reset. A button that can not be pressed says why.
import { Button, Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import type { AlarmCan, AlarmView } from '../../gateway/web/contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { Choices } from '../choices.tsx';
import { fieldText } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { useLine } from '../use-live.ts';
import { alarmTitle, verdictKey } from './alarm-words.ts';
import { hindrance } from './can.ts';

type Judgement = Exclude<AlarmView['verdict'], 'unverified'>;
type Cause = NonNullable<NonNullable<AlarmView['judged']>['cause']>;
const JUDGEMENTS: readonly Judgement[] = ['real', 'false', 'test', 'undetermined'];
const CAUSES: readonly Cause[] = ['smoking', 'steam', 'dust', 'works', 'mistake', 'device-fault', 'other'];
/** Characters of a note (the contract's own bound). */
const NOTE_LONGEST = 500;

/** The three deeds. `onDone` hears the alarm as it stands after one of them. */
export function AlarmActions({ alarm, onDone }: { readonly alarm: AlarmView; readonly onDone: (alarm: AlarmView) => void }) {
  const { t } = useWords();
  const may = useMay();
  const { store } = useLine();
  const [busy, setBusy] = useState<keyof AlarmCan | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [judging, setJudging] = useState(false);

  async function act(deed: keyof AlarmCan, body: unknown): Promise<ApiProblem | null> {
    setBusy(deed);
    setProblem(null);
    try {
      const after = await send<AlarmView>('POST', `/alarms/${encodeURIComponent(alarm.id)}/${deed}`, body);
      store.learn(after);
      onDone(after);
      return null;
    } catch (thrown) {
      return asProblem(thrown);
    } finally {
      setBusy(null);
    }
  }

  const why = {
    acknowledge: hindrance('acknowledge', alarm, may),
    judge: hindrance('judge', alarm, may),
    reset: hindrance('reset', alarm, may),
  };
  return (
    <div className="deeds">
      <FailedLine problem={problem} />
      <div className="deed-row">
        <Deed why={why.acknowledge}>
          <Button
            block
            size="large"
            type={why.acknowledge === null ? 'primary' : 'default'}
            data-testid="acknowledge"
            disabled={why.acknowledge !== null}
            loading={busy === 'acknowledge'}
            onClick={() => act('acknowledge', {}).then(setProblem)}
          >
            {t('deed.acknowledge')}
          </Button>
        </Deed>
        <Deed why={why.judge}>
          <Button block size="large" data-testid="judge" disabled={why.judge !== null} onClick={() => setJudging(true)}>
            {t('deed.judge')}
          </Button>
        </Deed>
        <Deed why={why.reset}>
          <Button
            block
            size="large"
            data-testid="reset"
            disabled={why.reset !== null}
            loading={busy === 'reset'}
            onClick={() => act('reset', {}).then(setProblem)}
          >
            {t('deed.reset')}
          </Button>
        </Deed>
      </div>
      <JudgeDialog alarm={alarm} open={judging} close={() => setJudging(false)} judge={(body) => act('judge', body)} />
    </div>
  );
}

function Deed({ why, children }: { readonly why: ReturnType<typeof hindrance>; readonly children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="deed">
      {children}
      {why === null ? null : <span className="quiet deed-why">{t(why)}</span>}
    </div>
  );
}

interface JudgeProps {
  readonly alarm: AlarmView;
  readonly open: boolean;
  readonly close: () => void;
  readonly judge: (body: { verdict: Judgement; cause?: Cause; note?: string }) => Promise<ApiProblem | null>;
}

/** Real, false with its cause, test, undetermined; what was typed stays where the gateway refuses. */
function JudgeDialog({ alarm, open, close, judge }: JudgeProps) {
  const words = useWords();
  const { t, say } = words;
  const noteId = useId();
  const [verdict, setVerdict] = useState<Judgement | null>(null);
  const [cause, setCause] = useState<Cause | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState<'verdict' | 'cause' | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function submit(): Promise<void> {
    if (verdict === null) return setMissing('verdict');
    if (verdict === 'false' && cause === null) return setMissing('cause');
    setBusy(true);
    const answer = await judge({
      verdict,
      ...(verdict === 'false' && cause !== null ? { cause } : {}),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
    setBusy(false);
    setProblem(answer);
    if (answer !== null) return;
    setVerdict(null);
    setCause(null);
    setNote('');
    close();
  }

  const refused = (name: string): string | undefined => {
    const field = problem?.fields.find((one) => one.path === `body.${name}`);
    return field === undefined ? undefined : fieldText(field, say);
  };
  return (
    <Modal
      open={open}
      title={`${t('deed.judge')} · ${t(`class.${alarm.class}`)} ${alarmTitle(alarm, words)}`}
      onCancel={close}
      onOk={submit}
      okText={t('judge.submit')}
      cancelText={t('button.cancel')}
      confirmLoading={busy}
      okButtonProps={{ size: 'large', 'data-testid': 'judge-submit' }}
      cancelButtonProps={{ size: 'large' }}
    >
      <div className="stack">
        <Choices
          title={t('judge.verdict')}
          testId="verdict"
          among={JUDGEMENTS.map((value) => ({ value, label: t(verdictKey({ verdict: value, class: alarm.class })) }))}
          chosen={verdict}
          choose={setVerdict}
          problem={missing === 'verdict' && verdict === null ? t('judge.verdict-missing') : null}
        />
        {verdict === 'false' ? (
          <Choices
            title={t('judge.cause')}
            testId="cause"
            among={CAUSES.map((value) => ({ value, label: t(`cause.${value}`) }))}
            chosen={cause}
            choose={setCause}
            problem={refused('cause') ?? (missing === 'cause' && cause === null ? t('judge.cause-missing') : null)}
          />
        ) : null}
        <div className="stack">
          <label htmlFor={noteId}>{t('judge.note')}</label>
          <Input.TextArea
            id={noteId}
            rows={3}
            maxLength={NOTE_LONGEST}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            data-testid="judge-note"
          />
          {refused('note') === undefined ? null : (
            <span role="alert" className="field-problem">
              {refused('note')}
            </span>
          )}
        </div>
        <FailedLine problem={problem} />
      </div>
    </Modal>
  );
}
