// What is to be seen on the spot: a fire, a false alarm with its cause, or nothing. It is a proposal: the seat decides.
import { DeedDialog } from '../alarms/deed-dialog.tsx';
import { type Cause, CauseField, NoteField } from '../alarms/said-fields.tsx';
import { Choices } from '../choices.tsx';
import { useDraft } from '../drafts.ts';
import { useWords } from '../language.ts';
import { type TellProps, useNoRoom } from './arrive-dialog.tsx';

const SEEN = ['real', 'false', 'nothing'] as const;
type Seen = (typeof SEEN)[number];

/** What is chosen and typed so far; it survives a session that ends, and a page that is closed. */
interface Said {
  readonly saw: Seen | null;
  readonly cause: Cause | null;
  readonly note: string;
}
const NOTHING_SAID: Said = { saw: null, cause: null, note: '' };

export function DescribeDialog({ close, tell, incident }: TellProps & { readonly incident: string }) {
  const { t } = useWords();
  const noRoom = useNoRoom();
  const { value, set, forget, isRestored } = useDraft<Said>(`describe:${incident}`, NOTHING_SAID);
  const { saw, cause, note } = value;
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
        const refused = await tell({ deed: 'describe', body });
        if (refused === null) forget();
        return noRoom(refused);
      }}
    >
      <Choices
        title={t('field.saw')}
        testId="saw"
        among={SEEN.map((value) => ({ value, label: t(`field.saw-${value}`) }))}
        chosen={saw}
        choose={(chosen) => set({ ...value, saw: chosen })}
        problem={null}
      />
      {saw === 'false' ? <CauseField testId="saw-cause" chosen={cause} choose={(chosen) => set({ ...value, cause: chosen })} /> : null}
      <NoteField value={note} change={(typed) => set({ ...value, note: typed })} testId="saw-note" />
      {isRestored ? <p className="quiet">{t('work.restored')}</p> : null}
      <p className="quiet">{t('field.seat-decides')}</p>
    </DeedDialog>
  );
}
