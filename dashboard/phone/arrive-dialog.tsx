// The check-in: where the phone is and how sure it is of that, before the person says so.
import { useEffect, useState } from 'react';
import { DeedDialog } from '../alarms/deed-dialog.tsx';
import { ApiProblem } from '../api.ts';
import { useWords } from '../language.ts';
import type { FieldTold, NoRoom } from './outgoing.ts';
import { type Locating, whereAmI } from './position.ts';

export interface TellProps {
  readonly close: () => void;
  readonly tell: (told: FieldTold) => Promise<NoRoom | null>;
}

export function ArriveDialog({ close, tell }: TellProps) {
  const { t } = useWords();
  const noRoom = useNoRoom();
  const [where, setWhere] = useState<Locating>({ is: 'looking' });
  useEffect(() => {
    let gone = false;
    void whereAmI().then((found) => {
      if (!gone) setWhere(found);
    });
    return () => {
      gone = true;
    };
  }, []);
  return (
    <DeedDialog
      title={t('field.arrive')}
      okText={t('field.arrive')}
      ready={where.is !== 'looking'}
      testId="arrive-submit"
      close={close}
      act={() => tell({ deed: 'arrive', body: { position: where.is === 'here' ? where.position : null } }).then(noRoom)}
    >
      <p role="status" data-testid="arrive-where" data-where={where.is}>
        {where.is === 'here' ? (
          <strong className="numbers">{t('field.here', { accuracy: where.position.accuracy })}</strong>
        ) : (
          t(`field.where-${where.is}`)
        )}
      </p>
      {where.is === 'here' || where.is === 'looking' ? null : <p className="quiet">{t('field.without-position')}</p>}
    </DeedDialog>
  );
}

/** Why it was not kept, as the dialog shows a refusal. */
export function useNoRoom(): (reason: NoRoom | null) => ApiProblem | null {
  const { t } = useWords();
  return (reason) => {
    if (reason === null) return null;
    const text = t(`outgoing.${reason}`);
    return new ApiProblem({ status: 0, code: reason, words: { zh: text, en: text } });
  };
}
