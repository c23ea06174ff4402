// A new secret for a device: the old one stops working at once, so it is asked twice.
import { App, Button } from 'antd';
import { useState } from 'react';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { useWords } from '../language.ts';
import { SecretOnce } from '../secret-once.tsx';
import { FailedLine } from '../states.tsx';

export function ReissueSecret({ device }: { readonly device: string }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function reissue(): Promise<void> {
    setProblem(null);
    try {
      setSecret((await send<{ secret: string }>('POST', `/devices/${encodeURIComponent(device)}/secret`)).secret);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  }

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
