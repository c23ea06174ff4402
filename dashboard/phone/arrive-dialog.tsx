// The check-in: where the phone is and how sure it is of that, before the person says so.
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { DeedDialog } from '../alarms/deed-dialog.tsx';
import { ApiProblem } from '../api.ts';
import { useWords } from '../language.ts';
import type { FieldTold, NoRoom } from './outgoing.ts';
import { type NoPhoto, photoOf } from './photo.ts';
import { type Locating, whereAmI } from './position.ts';
import { sizeText } from './size-text.ts';

export interface TellProps {
  readonly close: () => void;
  readonly tell: (told: FieldTold) => Promise<NoRoom | null>;
}

export function ArriveDialog({ close, tell }: TellProps) {
  const { t } = useWords();
  const noRoom = useNoRoom();
  const [where, setWhere] = useState<Locating>({ is: 'looking' });
  const [photo, setPhoto] = useState<Blob | NoPhoto | null>(null);
  /** The check-in is kept; where its photo was not, another try is of the photo alone. */
  const isToldOf = useRef(false);
  useEffect(() => {
    let gone = false;
    void whereAmI().then((found) => {
      if (!gone) setWhere(found);
    });
    return () => {
      gone = true;
    };
  }, []);
  async function take({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = target.files?.[0];
    target.value = '';
    if (file !== undefined) setPhoto(await photoOf(file));
  }
  return (
    <DeedDialog
      title={t('field.arrive')}
      okText={t('field.arrive')}
      ready={where.is !== 'looking'}
      testId="arrive-submit"
      close={close}
      act={async () => {
        if (!isToldOf.current) {
          const refused = await tell({ deed: 'arrive', body: { position: where.is === 'here' ? where.position : null } });
          if (refused !== null) return noRoom(refused);
          isToldOf.current = true;
        }
        if (!(photo instanceof Blob)) return null;
        return noRoom(await tell({ deed: 'photo', body: { caption: t('field.arrive') }, photo }));
      }}
    >
      <p role="status" data-testid="arrive-where" data-where={where.is}>
        {where.is === 'here' ? (
          <strong className="numbers">{t('field.here', { accuracy: where.position.accuracy })}</strong>
        ) : (
          t(`field.where-${where.is}`)
        )}
      </p>
      {where.is === 'here' || where.is === 'looking' ? null : <p className="quiet">{t('field.without-position')}</p>}
      <label className="photo-button">
        <input type="file" accept="image/*" capture="environment" className="hidden-text" onChange={take} data-testid="arrive-photo" />
        {photo instanceof Blob ? t('field.photo-taken', { size: sizeText(photo.size) }) : t('field.photo')}
      </label>
      {photo === null || photo instanceof Blob ? null : (
        <p className="problem-line" role="alert" data-testid="photo-problem">
          {t(`field.photo-${photo}`)}
        </p>
      )}
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
