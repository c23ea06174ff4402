// A channel as it is written: its kind, its name, where it counts, and what its kind needs. Secrets go in and never come back.
import { Input, Select, Switch } from 'antd';
import type { ChannelKind, NotifyChannel } from '../../gateway/web/notify-contract.ts';
import { type FieldProblem, send } from '../api.ts';
import type { PlaceChoice } from '../estate/place-paths.ts';
import { useWords } from '../language.ts';
import { PlaceField } from './bound-fields.tsx';
import { sentSettings, settingsOf, settingValues } from './channel-schema.ts';
import { Editor } from './editor.tsx';
import { Field } from './field.tsx';
import { SettingFields } from './setting-fields.tsx';
import { isBehind, part, useWritten } from './written.ts';

interface Draft {
  readonly kind: string | null;
  readonly id: string;
  readonly name: string;
  readonly place: string | null;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The one from which it was made; 0: it is new. */
  readonly version: number;
}

interface Props {
  /** Null: a new one. */
  readonly channel: NotifyChannel | null;
  readonly kinds: readonly ChannelKind[];
  readonly places: readonly PlaceChoice[];
  readonly close: () => void;
  readonly onSaved: () => void;
  /** Somebody else was first: what stands now is to be asked for. */
  readonly onBehind: () => void;
}

const EMPTY: Draft = { kind: null, id: '', name: '', place: null, enabled: true, settings: {}, version: 0 };

export function ChannelEditor({ channel, kinds, places, close, onSaved, onBehind }: Props) {
  const { t, say } = useWords();
  const written = useWritten<Draft>(`channel ${channel?.id ?? 'new'}`, draftOf(channel, kinds), missingIn);
  const { value, change } = written;
  const kind = kinds.find((one) => one.kind === value.kind);

  function missingIn(draft: Draft): readonly FieldProblem[] {
    const missing = (path: string, field: string): FieldProblem => ({ path: `body.${path}`, message: t('field.missing', { field }) });
    return [
      ...(draft.kind === null ? [missing('kind', t('channel.kind'))] : []),
      ...(draft.name.trim() === '' ? [missing('name', t('channel.name'))] : []),
      ...(/^[a-z0-9][a-z0-9-]{0,39}$/.test(draft.id) ? [] : [{ path: 'body.id', message: t('channel.id-form') }]),
      ...(draft.place === null ? [missing('place', t('channel.place'))] : []),
      ...settingsOf(kinds.find((one) => one.kind === draft.kind) ?? { settings: {}, secrets: [] })
        .filter(({ name, isNeeded }) => isNeeded && channel?.secrets.includes(name) !== true && isEmpty(draft.settings[name]))
        .map(({ name, title }) => missing(part('settings', name), say(title))),
    ];
  }

  function save(): void {
    void written.save(async ({ id, settings, version, ...rest }) => {
      const body = { ...rest, settings: sentSettings(settings) };
      if (channel === null) await send<NotifyChannel>('POST', '/channels', { id, ...body });
      else await send<NotifyChannel>('PUT', `/channels/${encodeURIComponent(channel.id)}`, { ...body, version });
      onSaved();
    }, onBehind);
  }

  return (
    <Editor
      title={channel === null ? t('channel.new') : t('channel.edit', { channel: channel.name })}
      written={written}
      save={save}
      close={close}
      isBehind={isBehind(channel, value)}
      keepMine={() => change({ ...value, version: channel?.version ?? 0 })}
    >
      {channel?.locked === true ? <p className="gap-word">{t('channel.locked-detail')}</p> : null}
      <section className="written-grid">
        <Field label={t('channel.kind')} path="kind">
          {(attributes) => (
            <Select
              {...attributes}
              value={value.kind}
              disabled={channel !== null}
              onChange={(next: string) => change(withKind(value, next, kinds))}
              showSearch={{ optionFilterProp: 'label' }}
              options={kinds.map((one) => ({ value: one.kind, label: say(one.title) }))}
              data-testid="channel-kind"
            />
          )}
        </Field>
        <Field label={t('channel.name')} path="name">
          {(attributes) => (
            <Input
              {...attributes}
              value={value.name}
              maxLength={80}
              autoComplete="off"
              onChange={({ target }) => change({ ...value, name: target.value }, 'name')}
              data-testid="channel-name"
            />
          )}
        </Field>
        <Field label={t('channel.id')} path="id" hint={t('channel.id-detail')}>
          {(attributes) => (
            <Input
              {...attributes}
              value={value.id}
              maxLength={40}
              disabled={channel !== null}
              autoComplete="off"
              onChange={({ target }) => change({ ...value, id: target.value }, 'id')}
              data-testid="channel-id"
            />
          )}
        </Field>
        <PlaceField
          label={t('channel.place')}
          hint={t('channel.place-detail')}
          value={value.place}
          change={(place) => change({ ...value, place }, 'place')}
          places={places}
          testId="channel-place"
        />
      </section>
      {kind === undefined ? null : (
        <fieldset className="written-group">
          <legend>{t('channel.settings', { kind: say(kind.title) })}</legend>
          <SettingFields
            settings={settingsOf(kind)}
            values={value.settings}
            known={channel?.locked === true ? [] : (channel?.secrets ?? [])}
            change={(name, next) => change({ ...value, settings: { ...value.settings, [name]: next } }, part('settings', name))}
          />
        </fieldset>
      )}
      <span className="row switch-line">
        <Switch
          checked={value.enabled}
          onChange={(enabled) => change({ ...value, enabled }, 'enabled')}
          aria-label={t('channel.enabled')}
          data-testid="channel-enabled"
        />
        {t('channel.enabled')}
      </span>
    </Editor>
  );
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function draftOf(channel: NotifyChannel | null, kinds: readonly ChannelKind[]): Draft {
  if (channel === null) return EMPTY;
  const { id, kind, name, place, enabled, settings, version } = channel;
  const known = kinds.find((one) => one.kind === kind);
  return { id, kind, name, place, enabled, version, settings: known ? settingValues(settingsOf(known), settings) : settings };
}

/** Of another kind are other settings; the id is proposed, as long as nobody wrote one. */
function withKind(draft: Draft, next: string, kinds: readonly ChannelKind[]): Draft {
  const kind = kinds.find((one) => one.kind === next);
  const id = draft.id === '' || draft.id === draft.kind ? next : draft.id;
  return { ...draft, kind: next, id, settings: kind ? settingValues(settingsOf(kind), {}) : {} };
}
