// A secret, shown once: the gateway keeps only its hash, so what is not copied now is lost.
import { Button } from 'antd';
import { useState } from 'react';
import { Dialog } from './dialog.tsx';
import { useWords } from './language.ts';

interface Props {
  /** Null: closed. */
  readonly secret: string | null;
  readonly title: string;
  /** What it is, and that it is shown this once. */
  readonly said: string;
  readonly close: () => void;
}

export function SecretOnce({ secret, ...rest }: Props) {
  return secret === null ? null : <Shown secret={secret} {...rest} />;
}

function Shown({ secret, title, said, close }: Props & { readonly secret: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');

  async function copy(): Promise<void> {
    // The clipboard exists only on https and on this machine itself; elsewhere a person copies by hand.
    const done = await navigator.clipboard?.writeText(secret).then(
      () => true,
      () => false,
    );
    setCopied(done === true ? 'yes' : 'refused');
  }

  return (
    <Dialog
      title={title}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      close={close}
      buttons={
        <Button size="large" type="primary" onClick={close} data-testid="secret-kept">
          {t('secret.kept')}
        </Button>
      }
    >
      <div className="stack">
        <p>{said}</p>
        <output className="secret mono" data-testid="secret">
          {secret}
        </output>
        <div className="row">
          <Button size="large" onClick={copy} data-testid="secret-copy">
            {t('secret.copy')}
          </Button>
          <span role="status">{copied === 'no' ? '' : t(`secret.copied-${copied}`)}</span>
        </div>
      </div>
    </Dialog>
  );
}
