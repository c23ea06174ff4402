// The key with which the devices of a site introduce themselves: what it is for, then the key itself, once.
import { useState } from 'react';
import type { Place } from '../../gateway/web/contract.ts';
import { send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { SecretOnce } from '../secret-once.tsx';

export function EnrolmentKey({ place, close }: { readonly place: Place; readonly close: () => void }) {
  const { t } = useWords();
  const [key, setKey] = useState<string | null>(null);
  const { busy, problem, submit } = useSubmit();

  const make = (): Promise<void> =>
    submit(async () => setKey((await send<{ key: string }>('POST', `/places/${encodeURIComponent(place.id)}/enrolment-key`)).key));

  return (
    <>
      {key === null ? (
        <Dialog
          title={t('key.title', { place: place.name })}
          close={close}
          problem={problem}
          onOk={make}
          okText={t('key.make')}
          confirmLoading={busy}
          okButtonProps={{ 'data-testid': 'key-make' }}
        >
          <p>{t('key.detail', { place: place.name })}</p>
        </Dialog>
      ) : null}
      <SecretOnce secret={key} title={t('key.title', { place: place.name })} said={t('key.once')} close={close} />
    </>
  );
}
