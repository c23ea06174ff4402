// The fields with which somebody says what an alarm was: the cause of a false one, and a note.
import { Input } from 'antd';
import { useId } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { Choices } from '../choices.tsx';
import { intoSight } from '../into-sight.ts';
import { useWords } from '../language.ts';

export type Cause = NonNullable<NonNullable<AlarmView['judged']>['cause']>;
const CAUSES: readonly Cause[] = ['smoking', 'steam', 'dust', 'works', 'mistake', 'device-fault', 'unannounced-test', 'other'];
/** Characters of a note (the contract's own bound). */
const NOTE_LONGEST = 500;

interface CauseProps {
  readonly chosen: Cause | null;
  readonly choose: (cause: Cause) => void;
  readonly testId: string;
  readonly problem?: string | null;
}

export function CauseField({ chosen, choose, testId, problem = null }: CauseProps) {
  const { t } = useWords();
  const among = CAUSES.map((value) => ({ value, label: t(`cause.${value}`) }));
  return <Choices title={t('judge.cause')} testId={testId} among={among} chosen={chosen} choose={choose} problem={problem} />;
}

interface NoteProps {
  readonly value: string;
  readonly change: (note: string) => void;
  readonly testId: string;
  readonly problem?: string | undefined;
}

export function NoteField({ value, change, testId, problem }: NoteProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="labelled">
      <label htmlFor={id}>{t('judge.note')}</label>
      <Input.TextArea
        id={id}
        rows={3}
        maxLength={NOTE_LONGEST}
        value={value}
        onChange={(event) => change(event.target.value)}
        status={problem === undefined ? '' : 'error'}
        aria-invalid={problem !== undefined}
        {...(problem === undefined ? {} : { 'aria-describedby': `${id}-problem` })}
        data-testid={testId}
      />
      {problem === undefined ? null : (
        <span ref={intoSight} id={`${id}-problem`} role="alert" className="field-problem">
          {problem}
        </span>
      )}
    </div>
  );
}
