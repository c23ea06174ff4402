// Saying what it was: real, false with its cause, test, undetermined; of one alarm or of a whole incident.
import { Input, Modal } from 'antd';
import { useEffect, useId, useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { ApiProblem } from '../api.ts';
import { Choices } from '../choices.tsx';
import { fieldText, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { verdictKey } from './alarm-words.ts';

export type Judgement = Exclude<AlarmView['verdict'], 'unverified'>;
export type Cause = NonNullable<NonNullable<AlarmView['judged']>['cause']>;
const JUDGEMENTS: readonly Judgement[] = ['real', 'false', 'test', 'undetermined'];
export const CAUSES: readonly Cause[] = ['smoking', 'steam', 'dust', 'works', 'mistake', 'device-fault', 'unannounced-test', 'other'];
/** Characters of a note (the contract's own bound). */
export const NOTE_LONGEST = 500;

interface JudgeProps {
  readonly title: string;
  readonly classOf: AlarmView['class'];
  readonly open: boolean;
  /** Chosen already where a key said it; the person still has to give it. */
  readonly preset?: Judgement | null;
  /** Of a false alarm: the cause that somebody on the spot told. */
  readonly presetCause?: Cause | null;
  readonly close: () => void;
  readonly judge: (body: { verdict: Judgement; cause?: Cause; note?: string }) => Promise<ApiProblem | null>;
}

/** Real, false with its cause, test, undetermined; what was typed stays where the gateway refuses. */
export function JudgeDialog({ title, classOf, open, preset = null, presetCause = null, close, judge }: JudgeProps) {
  const { t, say } = useWords();
  const { busy, problem, submit } = useSubmit();
  const noteId = useId();
  const [verdict, setVerdict] = useState<Judgement | null>(null);
  const [cause, setCause] = useState<Cause | null>(null);
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState<'verdict' | 'cause' | null>(null);
  useEffect(() => {
    if (open && preset !== null) setVerdict(preset);
    if (open && presetCause !== null) setCause(presetCause);
  }, [open, preset, presetCause]);

  async function give(): Promise<void> {
    if (verdict === null) return setMissing('verdict');
    if (verdict === 'false' && cause === null) return setMissing('cause');
    await submit(async () => {
      const refused = await judge({
        verdict,
        ...(verdict === 'false' && cause !== null ? { cause } : {}),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      });
      if (refused !== null) throw refused;
      setVerdict(null);
      setCause(null);
      setNote('');
      close();
    });
  }

  const refused = (name: string): string | undefined => {
    const field = problem?.fields.find((one) => one.path === `body.${name}`);
    return field === undefined ? undefined : fieldText(field, say);
  };
  return (
    <Modal
      open={open}
      title={title}
      onCancel={close}
      onOk={give}
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
          among={JUDGEMENTS.map((value) => ({ value, label: t(verdictKey({ verdict: value, class: classOf })) }))}
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
