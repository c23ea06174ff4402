// 待上传: what this phone has not sent yet, and what the gateway refused, to be sent again or discarded.
import { App, Button } from 'antd';
import { useWords } from '../language.ts';
import { Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { MOST_BYTES, MOST_WAITING, type Waiting } from './outgoing.ts';
import './phone.css';
import { sizeText } from './size-text.ts';
import { outgoing, useOutgoing } from './use-outgoing.ts';

export default function WaitingPage() {
  const { t } = useWords();
  const { waiting, refused, bytes } = useOutgoing();
  return (
    <div className="page">
      <header>
        <h1>{t('outgoing.title')}</h1>
        <p className="quiet numbers">
          {t('outgoing.room', {
            n: waiting.length + refused.length,
            most: MOST_WAITING,
            size: sizeText(bytes),
            mostSize: sizeText(MOST_BYTES),
          })}
        </p>
      </header>
      {waiting.length + refused.length === 0 ? <Nothing title={t('outgoing.none')}>{t('outgoing.none-detail')}</Nothing> : null}
      <ul className="stack">
        {[...refused, ...waiting].map((one) => (
          <Report key={one.id} one={one} />
        ))}
      </ul>
      {waiting.length === 0 ? null : (
        <Button size="large" onClick={() => outgoing.nudge()} data-testid="send-now">
          {t('outgoing.send-now')}
        </Button>
      )}
    </div>
  );
}

function Report({ one }: { readonly one: Waiting }) {
  const { t, say } = useWords();
  const { modal } = App.useApp();
  const discard = (): void =>
    void modal.confirm({
      title: t('outgoing.discard-sure'),
      okText: t('outgoing.discard'),
      cancelText: t('button.cancel'),
      onOk: () => outgoing.discard(one.id),
    });
  return (
    <li className="panel tile stack" data-testid="waiting" data-refused={one.refused !== null}>
      <div>
        <strong>{t(`outgoing.deed-${one.deed}`)}</strong> {one.place}
        <br />
        <span className="quiet numbers">{dateTime(outgoing.madeAt(one))}</span>
      </div>
      {one.refused === null ? (
        <span>{t('outgoing.on-its-way')}</span>
      ) : (
        <p className="problem-line" role="alert">
          {say(one.refused.words)}
        </p>
      )}
      <div className="row">
        {one.refused === null ? null : (
          <Button size="large" type="primary" onClick={() => void outgoing.sendAgain(one.id)} data-testid="send-again">
            {t('outgoing.send-again')}
          </Button>
        )}
        <Button size="large" onClick={discard} data-testid="discard">
          {t('outgoing.discard')}
        </Button>
      </div>
    </li>
  );
}
