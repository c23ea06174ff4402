// The dialog that asks what belongs to a deed before it is done; what was typed stays where the gateway refuses.
import { type ReactNode, useState } from 'react';
import type { ApiProblem } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { TextField } from './quiet-fields.tsx';

/** What a deed was refused with; null when it is done. */
type Answer = Promise<ApiProblem | null>;

interface DeedProps {
  readonly title: string;
  /** The words of the button that does it: those of saving, unless told otherwise. */
  readonly okText?: string;
  /** Whether all that is needed is there. */
  readonly ready: boolean;
  /** Of the button that does it. */
  readonly testId: string;
  readonly close: () => void;
  readonly act: () => Answer;
  readonly children: ReactNode;
}

/** Busy while the deed is under way, closed by itself after it, and open with the reason where it was refused. */
export function DeedDialog({ title, okText, ready, testId, close, act, children }: DeedProps) {
  const { t } = useWords();
  const { busy, problem, submit } = useSubmit();
  return (
    <Dialog
      title={title}
      close={close}
      problem={problem}
      give={() =>
        submit(async () => {
          const refused = await act();
          if (refused !== null) throw refused;
          close();
        })
      }
      okText={okText ?? t('button.save')}
      confirmLoading={busy}
      okButtonProps={{ disabled: !ready, 'data-testid': testId }}
    >
      <div className="stack">{children}</div>
    </Dialog>
  );
}

interface ReasonProps {
  readonly title: string;
  /** As of `DeedDialog`. */
  readonly okText?: string;
  /** As of `TextField`. */
  readonly longest?: number;
  readonly close: () => void;
  readonly submit: (reason: string) => Answer;
}

/** Asks for nothing but the reason. */
export function ReasonDialog({ title, okText, longest, close, submit }: ReasonProps) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  return (
    <DeedDialog
      title={title}
      {...(okText === undefined ? {} : { okText })}
      ready={reason.trim() !== ''}
      testId="reason-submit"
      close={close}
      act={() => submit(reason.trim())}
    >
      <TextField
        title={t('quiet.reason')}
        value={reason}
        change={setReason}
        {...(longest === undefined ? {} : { longest })}
        testId="reason"
      />
    </DeedDialog>
  );
}
