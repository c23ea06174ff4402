// Saying what it was: real, false with its cause, test, undetermined; of one alarm or of a whole incident.
import { useEffect, useRef, useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { ApiProblem } from '../api.ts';
import { Choices } from '../choices.tsx';
import { Dialog } from '../dialog.tsx';
import { useDraft } from '../drafts.ts';
import { fieldText, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { verdictKey } from './alarm-words.ts';
import { type Cause, CauseField, NoteField } from './said-fields.tsx';

export type Judgement = Exclude<AlarmView['verdict'], 'unverified'>;
const JUDGEMENTS: readonly Judgement[] = ['real', 'false', 'test', 'undetermined'];

/** What is chosen and typed so far. */
interface Said {
  readonly verdict: Judgement | null;
  readonly cause: Cause | null;
  readonly note: string;
}
const NOTHING_SAID: Said = { verdict: null, cause: null, note: '' };

interface JudgeProps {
  readonly title: string;
  readonly classOf: AlarmView['class'];
  readonly open: boolean;
  /** Chosen already where a key said it; the person still has to give it. */
  readonly preset?: Judgement | null;
  /** Of a false alarm: the cause that somebody on the spot told. */
  readonly presetCause?: Cause | null;
  /** Under what name it is kept while it is not given yet; left out: it is not. */
  readonly draft?: string;
  readonly close: () => void;
  readonly judge: (body: { verdict: Judgement; cause?: Cause; note?: string }) => Promise<ApiProblem | null>;
}

/** Real, false with its cause, test, undetermined; what was typed stays where the gateway refuses. */
export function JudgeDialog({ title, classOf, open, preset = null, presetCause = null, draft, close, judge }: JudgeProps) {
  const { t, say } = useWords();
  const { busy, problem, submit, forget: forgetProblem } = useSubmit();
  const { value, set, forget, isRestored } = useDraft<Said>(draft ?? null, NOTHING_SAID);
  const { verdict, cause, note } = value;
  const [missing, setMissing] = useState<'verdict' | 'cause' | null>(null);
  /** A key says what it was; what else was typed stays. */
  const presetIt = useRef<(said: Judgement, because: Cause | null) => void>(() => undefined);
  presetIt.current = (said, because) => set({ ...value, verdict: said, cause: because ?? cause });
  /** What a key said is chosen before anything is shown: the keyboard begins there. */
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (open && preset !== null) presetIt.current(preset, presetCause);
    setAsked(open);
  }, [open, preset, presetCause]);

  /** What was typed stays for the next time, what it was refused with does not. */
  function leave(): void {
    forgetProblem();
    setMissing(null);
    close();
  }

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
      forget();
      leave();
    });
  }

  const placed = verdict === 'false' ? ['body.cause', 'body.note'] : ['body.note'];
  /** All of it stands at its field. */
  const isPlaced = problem !== null && problem.fields.length > 0 && problem.fields.every(({ path }) => placed.includes(path));
  const refused = (name: string): string | undefined => {
    const field = problem?.fields.find((one) => one.path === `body.${name}`);
    return field === undefined ? undefined : fieldText(field, say);
  };
  if (!open || !isAsked) return null;
  return (
    <Dialog
      title={title}
      width={640}
      close={leave}
      problem={isPlaced ? null : problem}
      give={give}
      okText={t('judge.submit')}
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
          choose={(chosen) => set({ ...value, verdict: chosen })}
          problem={missing === 'verdict' && verdict === null ? t('judge.verdict-missing') : null}
        />
        {verdict === 'false' ? (
          <CauseField
            testId="cause"
            chosen={cause}
            choose={(chosen) => set({ ...value, cause: chosen })}
            problem={refused('cause') ?? (missing === 'cause' && cause === null ? t('judge.cause-missing') : null)}
          />
        ) : null}
        <NoteField value={note} change={(typed) => set({ ...value, note: typed })} testId="judge-note" problem={refused('note')} />
        {isRestored ? <p className="quiet">{t('work.restored')}</p> : null}
      </div>
    </Dialog>
  );
}
