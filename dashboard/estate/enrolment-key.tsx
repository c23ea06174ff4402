// The key with which the devices of a site introduce themselves: what it is for, then the key itself, once.
import { Modal } from 'antd';
import { useState } from 'react';
import type { Place } from '../../gateway/web/contract.ts';
import { send } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { SecretOnce } from '../secret-once.tsx';
import { FailedLine } from '../states.tsx';

export function EnrolmentKey({ place, close }: { readonly place: Place; readonly close: () => void }) {
  const { t } = useWords();
  const [key, setKey] = useState<string | null>(null);
  const { busy, problem, submit } = useSubmit();

  const make = (): Promise<void> =>
    submit(async () => setKey((await send<{ key: string }>('POST', `/places/${encodeURIComponent(place.id)}/enrolment-key`)).key));

  return (
    <>
      <Modal
        open={key === null}
        title={t('key.title', { place: place.name })}
        onCancel={close}
        onOk={make}
        okText={t('key.make')}
        cancelText={t('button.cancel')}
        confirmLoading={busy}
        okButtonProps={{ 'data-testid': 'key-make' }}
      >
        <p>{t('key.detail', { place: place.name })}</p>
        <FailedLine problem={problem} />
      </Modal>
      <SecretOnce secret={key} title={t('key.title', { place: place.name })} said={t('key.once')} close={close} />
    </>
  );
}
