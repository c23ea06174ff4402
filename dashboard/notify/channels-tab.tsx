// 通道: what carries a notice to people, whether it works, and a test of it.
import { App, Button, Popconfirm, Switch } from 'antd';
import { useState } from 'react';
import type { ChannelFamily, ChannelKind, NotifyChannel } from '../../gateway/web/notify-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { useWords } from '../language.ts';
import { Answered, FailedLine, Nothing } from '../states.tsx';
import { dateTime, elapsed } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow } from '../use-live.ts';
import { ChannelEditor } from './channel-editor.tsx';
import { settingsOf } from './channel-schema.ts';
import { ChannelTrial } from './channel-trial.tsx';
import { placeName, type TabProps } from './tab.ts';

/** What begins to fail, or works again, is seen within this time. */
const REFRESH_MS = 10_000;

export function ChannelsTab({ places, editing, edit }: TabProps) {
  const { t } = useWords();
  const kinds = useAnswer<{ items: ChannelKind[]; families: ChannelFamily[] }>('/channel-kinds');
  const channels = useAnswer<{ items: NotifyChannel[] }>('/channels', {}, REFRESH_MS);
  return (
    <Answered answer={kinds}>
      {({ items: known }) => (
        <Answered answer={channels}>
          {({ items }) => {
            const edited = items.find(({ id }) => id === editing) ?? null;
            if (editing !== null && (editing === 'new' || edited !== null))
              return (
                <ChannelEditor
                  key={editing}
                  channel={edited}
                  kinds={known}
                  places={places}
                  close={() => edit(null)}
                  onSaved={() => {
                    channels.again();
                    edit(null);
                  }}
                  onBehind={channels.again}
                />
              );
            return (
              <>
                <div className="row">
                  <Button type="primary" onClick={() => edit('new')} data-testid="channel-new">
                    {t('channel.new')}
                  </Button>
                </div>
                {items.length === 0 ? (
                  <Nothing title={t('channel.none')}>{t('channel.none-detail')}</Nothing>
                ) : (
                  <ul className="policies">
                    {items.map((channel) => (
                      <ChannelCard
                        key={channel.id}
                        channel={channel}
                        kind={known.find(({ kind }) => kind === channel.kind)}
                        place={placeName(places, channel.place)}
                        edit={() => edit(channel.id)}
                        onChanged={channels.again}
                      />
                    ))}
                  </ul>
                )}
              </>
            );
          }}
        </Answered>
      )}
    </Answered>
  );
}

interface CardProps {
  readonly channel: NotifyChannel;
  readonly kind: ChannelKind | undefined;
  readonly place: string;
  readonly edit: () => void;
  readonly onChanged: () => void;
}

function ChannelCard({ channel, kind, place, edit, onChanged }: CardProps) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const path = `/channels/${encodeURIComponent(channel.id)}`;

  async function change(work: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      onChanged();
    } catch (thrown) {
      const said = asProblem(thrown);
      setProblem(said);
      // What stands now is shown, and whoever pressed sees what they would switch.
      if (said.code === 'changed-meanwhile') onChanged();
    } finally {
      setBusy(false);
    }
  }

  const { name, settings, enabled, kind: kindId, place: at, version } = channel;
  const secrets = kind === undefined ? [] : settingsOf(kind).filter(({ isSecret }) => isSecret);
  return (
    <li className="panel notify-card" data-testid="channel" data-channel={channel.id} data-enabled={enabled}>
      <header className="row">
        <h2 className="grow">{name}</h2>
        <span className={enabled ? '' : 'quiet'}>{t(enabled ? 'channel.on' : 'channel.off')}</span>
        <Switch
          checked={enabled}
          loading={busy}
          aria-label={t('channel.enable', { channel: name })}
          onChange={(on) => change(() => send('PUT', path, { kind: kindId, name, place: at, enabled: on, settings, version }))}
          data-testid="channel-switch"
        />
      </header>
      <p>
        {kind === undefined ? channel.kind : say(kind.title)} <span className="mono quiet">{channel.id}</span>
      </p>
      <p className="quiet">{place}</p>
      <State channel={channel} />
      {secrets.length === 0 || channel.locked ? null : (
        <p className="row" data-testid="channel-secrets">
          {secrets.map((secret) => {
            const isSet = channel.secrets.includes(secret.name);
            return (
              <span key={secret.name} className={isSet ? 'chip' : 'chip faint'}>
                {t(isSet ? 'channel.secret-set' : 'channel.secret-not-set', { secret: say(secret.title) })}
              </span>
            );
          })}
        </p>
      )}
      <FailedLine problem={problem} />
      <div className="row card-foot">
        <Button
          onClick={() => setTried(!isTried)}
          aria-expanded={isTried}
          aria-label={`${t('channel.test')} ${name}`}
          data-testid="channel-test"
        >
          {t('channel.test')}
        </Button>
        <Button onClick={edit} aria-label={`${t('button.edit')} ${name}`} data-testid="channel-edit">
          {t('button.edit')}
        </Button>
        <Popconfirm
          title={t('channel.remove-title', { channel: name })}
          description={t('channel.remove-detail')}
          okText={t('remove.button')}
          cancelText={t('button.cancel')}
          okButtonProps={{ 'data-testid': 'channel-remove-submit' }}
          onConfirm={() =>
            change(async () => {
              await send('DELETE', path);
              message.success(t('channel.removed', { channel: name }));
            })
          }
        >
          <Button aria-label={`${t('remove.button')} ${name}`} data-testid="channel-remove">
            {t('remove.button')}
          </Button>
        </Popconfirm>
      </div>
      {isTried ? <ChannelTrial channel={channel} recipient={kind?.recipient ?? 'none'} /> : null}
    </li>
  );
}

/** Locked before all: nothing of it goes out. */
function State({ channel: { locked, enabled, failing } }: { readonly channel: NotifyChannel }) {
  const { t, say } = useWords();
  const now = useGatewayNow();
  if (locked)
    return (
      <p className="gap-word" data-testid="channel-state" data-state="locked">
        {t('channel.locked')}
      </p>
    );
  if (!enabled)
    return (
      <p className="quiet" data-testid="channel-state" data-state="off">
        {t('channel.off-detail')}
      </p>
    );
  if (failing !== null)
    return (
      <p className="channel-failing" data-testid="channel-state" data-state="failing">
        <strong>
          {now === null
            ? t('channel.failing-since', { time: dateTime(failing.since) })
            : t('channel.failing', { time: elapsed(now - failing.since) })}
        </strong>{' '}
        {say(failing.reason)}
      </p>
    );
  return (
    <p className="quiet" data-testid="channel-state" data-state="well">
      {t('channel.well')}
    </p>
  );
}
