// A new secret for a device: the old one stops working at once, so it is asked twice.
import { App, Button } from 'antd';
import { useState } from 'react';
import { send } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { SecretOnce } from '../secret-once.tsx';
import { FailedLine } from '../states.tsx';

export function ReissueSecret({ device }: { readonly device: string }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  const [secret, setSecret] = useState<string | null>(null);
  const { problem, submit } = useSubmit();

  const reissue = (): Promise<void> =>
    submit(async () => setSecret((await send<{ secret: string }>('POST', `/devices/${encodeURIComponent(device)}/secret`)).secret));

  return (
    <>
      <FailedLine problem={problem} />
      <Button
        data-testid="reissue-secret"
        onClick={() =>
          modal.confirm({
            title: t('secret.reissue'),
            content: t('secret.reissue-detail'),
            okText: t('secret.reissue'),
            cancelText: t('button.cancel'),
            onOk: reissue,
          })
        }
      >
        {t('secret.reissue')}
      </Button>
      <SecretOnce secret={secret} title={t('secret.title')} said={t('secret.once', { device })} close={() => setSecret(null)} />
    </>
  );
}
