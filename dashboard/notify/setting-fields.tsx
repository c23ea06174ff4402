// The fields of a channel's settings, made from what the gateway says that its kind needs.
import { Button, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useWords } from '../language.ts';
import type { Setting } from './channel-schema.ts';
import { Field, type FieldAttributes } from './field.tsx';
import { withAt, withoutAt } from './roster-draft.ts';
import { part } from './written.ts';

interface Props {
  readonly settings: readonly Setting[];
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of the secrets that are set already. */
  readonly known: readonly string[];
  readonly change: (name: string, value: unknown) => void;
}

export function SettingFields({ settings, values, known, change }: Props) {
  const { t } = useWords();
  const fields = (hidden: boolean) =>
    settings
      .filter(({ isHidden }) => isHidden === hidden)
      .map((setting) => (
        <OneSetting
          key={setting.name}
          setting={setting}
          value={values[setting.name]}
          isKept={known.includes(setting.name)}
          change={(value) => change(setting.name, value)}
        />
      ));
  return (
    <>
      <section className="written-grid">{fields(false)}</section>
      {settings.some(({ isHidden }) => isHidden) ? (
        <details className="written-more">
          <summary>{t('channel.more')}</summary>
          <section className="written-grid">{fields(true)}</section>
        </details>
      ) : null}
    </>
  );
}

interface OneProps {
  readonly setting: Setting;
  readonly value: unknown;
  /** A secret that stays where nothing is written. */
  readonly isKept: boolean;
  readonly change: (value: unknown) => void;
}

function OneSetting({ setting, value, isKept, change }: OneProps) {
  const { t, say } = useWords();
  const title = say(setting.title);
  const label = setting.isNeeded || setting.usual !== undefined ? title : t('channel.optional', { setting: title });
  return (
    <Field
      label={label}
      path={part('settings', setting.name)}
      {...(setting.isSecret ? { hint: t(isKept ? 'channel.secret-kept' : 'channel.secret-hint') } : {})}
    >
      {(attributes) => <Control setting={setting} value={value} isKept={isKept} change={change} attributes={attributes} />}
    </Field>
  );
}

function Control({ setting, value, isKept, change, attributes }: OneProps & { readonly attributes: FieldAttributes }) {
  const { t, term } = useWords();
  const testId = `setting-${setting.name}`;
  switch (setting.is) {
    case 'text': {
      const text = {
        ...attributes,
        value: typeof value === 'string' ? value : '',
        maxLength: setting.longest,
        onChange: ({ target }: { target: { value: string } }) => change(target.value),
        'data-testid': testId,
      };
      // Of any other page's password the browser must not think here.
      if (setting.isSecret)
        return <Input.Password {...text} autoComplete="new-password" placeholder={isKept ? t('channel.secret-placeholder') : ''} />;
      return <Input {...text} autoComplete="off" />;
    }
    case 'number':
      return (
        <InputNumber<number>
          {...attributes}
          className="number-field"
          value={typeof value === 'number' ? value : null}
          {...(setting.isWhole ? { precision: 0 } : {})}
          controls={false}
          onChange={change}
          data-testid={testId}
        />
      );
    case 'switch': {
      const { status: _status, ...rest } = attributes;
      return (
        <span>
          <Switch {...rest} checked={value === true} onChange={change} data-testid={testId} />
        </span>
      );
    }
    case 'choice':
      return (
        <Select
          {...attributes}
          value={value}
          onChange={change}
          allowClear={!setting.isNeeded && setting.usual === undefined}
          options={setting.among.map((one) => ({ value: one, label: term('setting-choice', one) }))}
          data-testid={testId}
        />
      );
    case 'list':
      return (
        <Select
          {...attributes}
          mode={setting.among === null ? 'tags' : 'multiple'}
          value={Array.isArray(value) ? value : []}
          onChange={change}
          tokenSeparators={[',', ' ', '，', '、']}
          options={(setting.among ?? []).map((one) => ({ value: one, label: term('setting-choice', one) }))}
          data-testid={testId}
        />
      );
    case 'pairs':
      return <Pairs setting={setting} value={value} change={change} />;
  }
}

interface PairsProps {
  readonly setting: Extract<Setting, { is: 'pairs' }>;
  readonly value: unknown;
  readonly change: (value: unknown) => void;
}

/** The names of a template's variables and what fills each. */
function Pairs({ setting, value, change }: PairsProps) {
  const { t, term } = useWords();
  const [rows, setRows] = useState<readonly (readonly [string, string])[]>([]);
  // A name that is half written may be that of another row for a moment: the rows are held, and what is sent is made of them.
  const isHeld = JSON.stringify(Object.fromEntries(rows)) === JSON.stringify(value ?? {});
  const pairs = isHeld ? rows : Object.entries((value ?? {}) as Record<string, string>);
  const put = (next: readonly (readonly [string, string])[]): void => {
    setRows(next);
    change(Object.fromEntries(next));
  };
  return (
    <div className="pairs">
      {pairs.map(([name, stands], n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its name is what is being written
        <div key={n} className="contact-row">
          <Input
            value={name}
            status={pairs.some(([other], at) => at !== n && other === name) ? 'error' : ''}
            aria-label={t('channel.variable')}
            maxLength={32}
            onChange={({ target }) => put(withAt(pairs, n, [target.value, stands]))}
          />
          <Select
            value={stands}
            aria-label={t('channel.stands-for', { name })}
            onChange={(next: string) => put(withAt(pairs, n, [name, next]))}
            options={(setting.among ?? [stands]).map((one) => ({ value: one, label: term('setting-choice', one) }))}
          />
          <Button onClick={() => put(withoutAt(pairs, n))} aria-label={`${t('remove.button')} ${name}`}>
            <span aria-hidden="true">✕</span>
          </Button>
        </div>
      ))}
      <Button type="dashed" onClick={() => put([...pairs, [`v${pairs.length + 1}`, setting.among?.[0] ?? '']])}>
        {t('channel.add-variable')}
      </Button>
    </div>
  );
}
