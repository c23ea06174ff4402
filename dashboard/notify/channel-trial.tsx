// A test of a channel: to whom, what came of it, how long it took, and what was sent.
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import type { ChannelKind, ChannelTest, NotifyChannel } from '../../gateway/web/notify-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { intoSight } from '../into-sight.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { span } from '../time.ts';

interface Props {
  readonly channel: NotifyChannel;
  readonly recipient: ChannelKind['recipient'];
}

export function ChannelTrial({ channel, recipient }: Props) {
  const { t, say } = useWords();
  const id = useId();
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [came, setCame] = useState<ChannelTest | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const asks = recipient !== 'none';

  async function go(): Promise<void> {
    setMissing(asks && to.trim() === '');
    if (asks && to.trim() === '') return;
    setBusy(true);
    setCame(null);
    setProblem(null);
    try {
      setCame(await send<ChannelTest>('POST', `/channels/${encodeURIComponent(channel.id)}/test`, { to: to.trim() }));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      className="trial stack"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
      data-testid="trial"
    >
      <p className="quiet">{t('channel.test-detail')}</p>
      <div className="row">
        {asks ? (
          <div className="written-field grow">
            <label htmlFor={id}>{t(`channel.to-${recipient}`)}</label>
            <Input
              id={id}
              value={to}
              maxLength={4_000}
              autoComplete="off"
              status={isMissing ? 'error' : ''}
              aria-invalid={isMissing}
              onChange={({ target }) => setTo(target.value)}
              data-testid="trial-to"
            />
            {isMissing ? <span className="field-problem">{t('field.missing', { field: t(`channel.to-${recipient}`) })}</span> : null}
          </div>
        ) : null}
        <Button type="primary" htmlType="submit" loading={busy} data-testid="trial-send">
          {t('channel.test-send')}
        </Button>
      </div>
      <FailedLine problem={problem} />
      <div role="status">
        {came === null ? null : (
          <div ref={intoSight} className="trial-came" data-outcome={came.outcome} data-testid="trial-came">
            <p>
              <strong>{t(`channel.came-${came.outcome}`)}</strong> <span className="quiet numbers">{span(came.tookMs)}</span>
            </p>
            {came.reason === null ? null : <p>{say(came.reason)}</p>}
            <blockquote className="trial-sent">
              {came.preview.to === '' ? null : (
                <p className="quiet mono">
                  {t('channel.sent-to')} {came.preview.to}
                </p>
              )}
              <p>
                <strong>{say(came.preview.title)}</strong>
              </p>
              {came.preview.lines.map((line) => (
                <p key={line.zh}>{say(line)}</p>
              ))}
            </blockquote>
          </div>
        )}
      </div>
    </form>
  );
}
