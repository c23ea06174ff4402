// What is to be seen on the spot: a fire, a false alarm with its cause, or nothing. It is a proposal: the seat decides.
import { Input } from 'antd';
import { useId, useState } from 'react';
import { DeedDialog } from '../alarms/deed-dialog.tsx';
import { CAUSES, type Cause, NOTE_LONGEST } from '../alarms/judge-dialog.tsx';
import { Choices } from '../choices.tsx';
import { useWords } from '../language.ts';
import { type TellProps, useNoRoom } from './arrive-dialog.tsx';

const SEEN = ['real', 'false', 'nothing'] as const;
type Seen = (typeof SEEN)[number];

export function DescribeDialog({ close, tell }: TellProps) {
  const { t } = useWords();
  const noRoom = useNoRoom();
  const noteId = useId();
  const [saw, setSaw] = useState<Seen | null>(null);
  const [cause, setCause] = useState<Cause | null>(null);
  const [note, setNote] = useState('');
  const text = note.trim();
  return (
    <DeedDialog
      title={t('field.describe')}
      okText={t('field.describe-submit')}
      ready={saw !== null && (saw !== 'false' || cause !== null)}
      testId="describe-submit"
      close={close}
      act={async () => {
        if (saw === null) return null;
        const body = { saw, ...(saw === 'false' && cause !== null ? { cause } : {}), ...(text === '' ? {} : { note: text }) };
        return noRoom(await tell({ deed: 'describe', body }));
      }}
    >
      <Choices
        title={t('field.saw')}
        testId="saw"
        among={SEEN.map((value) => ({ value, label: t(`field.saw-${value}`) }))}
        chosen={saw}
        choose={setSaw}
        problem={null}
      />
      {saw === 'false' ? (
        <Choices
          title={t('judge.cause')}
          testId="saw-cause"
          among={CAUSES.map((value) => ({ value, label: t(`cause.${value}`) }))}
          chosen={cause}
          choose={setCause}
          problem={null}
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
          data-testid="saw-note"
        />
      </div>
      <p className="quiet">{t('field.seat-decides')}</p>
    </DeedDialog>
  );
}
