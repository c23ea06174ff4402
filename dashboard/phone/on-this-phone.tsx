// What is kept on this device, how large it is, and the way to let go of it.
import { App, Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useWords } from '../language.ts';
import './phone.css';
import { emptyPocket } from './pocket.ts';
import { sizeText } from './size-text.ts';
import { outgoing, useOutgoing } from './use-outgoing.ts';

/** What the browser says that this site takes; null where it does not say. */
async function usedBytes(): Promise<number | null> {
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  return estimate?.usage ?? null;
}

export function OnThisPhone() {
  const { t } = useWords();
  const { modal, message } = App.useApp();
  const { waiting, refused } = useOutgoing();
  const [bytes, setBytes] = useState<number | null>(null);
  const look = useCallback(() => void usedBytes().then(setBytes), []);
  useEffect(look, [look]);
  const unsent = waiting.length + refused.length;

  function wipe(): void {
    void modal.confirm({
      title: t('app.wipe'),
      content: unsent > 0 ? t('outgoing.lost', { n: unsent }) : t('app.wipe-what'),
      okText: t('app.wipe-do'),
      okButtonProps: { danger: unsent > 0, 'data-testid': 'wipe-sure' },
      cancelText: t('button.cancel'),
      onOk: async () => {
        await outgoing.wipe();
        await emptyPocket();
        look();
        void message.success(t('app.wiped'));
      },
    });
  }
  return (
    <section className="panel tile stack" aria-labelledby="on-this-phone" data-testid="on-this-phone">
      <h2 id="on-this-phone">{t('app.kept')}</h2>
      <dl className="facts numbers">
        <dt>{t('outgoing.title')}</dt>
        <dd>{t('app.reports-n', { n: unsent })}</dd>
        <dt>{t('app.size')}</dt>
        <dd data-testid="kept-size">{bytes === null ? t('app.size-unknown') : sizeText(bytes)}</dd>
      </dl>
      <p className="quiet">{t(isSecureContext ? 'app.opens-offline' : 'app.insecure')}</p>
      <Button size="large" onClick={wipe} data-testid="wipe">
        {t('app.wipe')}
      </Button>
    </section>
  );
}
