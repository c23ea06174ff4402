// Settings of one device's link: what counts now and who says so, and what is set for this device alone.
import { App, Button, Drawer, Form, type FormInstance, InputNumber, Switch } from 'antd';
import { memo, useId, useState } from 'react';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { ParameterView } from '../../gateway/web/rule-contract.ts';
import type { LinkSettingView, StationLink } from '../../gateway/web/transmission-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { fieldText, useFields } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { Answered, FailedLine } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { DurationField } from './duration-field.tsx';
import { LINK_SETTINGS, type LinkSetting, minutesText } from './link-settings.ts';

type Name = LinkSetting['name'];
/** `own`: set for this device; its value stands beside it, in seconds or times. */
type Fields = Partial<Record<Name, { readonly own?: boolean; readonly value?: number | null }>>;

/** Stands on a card that is drawn anew every second; its form need not be. */
export const LinkSettings = memo(({ device }: { readonly device: DeviceView }) => {
  const { t } = useWords();
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const formId = useId();
  const close = (): void => {
    setOpen(false);
    setProblem(null);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)} data-testid="link-settings">
        {t('settings.button')}
      </Button>
      <Drawer
        open={open}
        onClose={close}
        title={t('settings.title', { device: device.name })}
        placement={phone ? 'bottom' : 'right'}
        size={phone ? '92%' : 480}
        destroyOnHidden
        classNames={{ footer: 'drawer-foot' }}
        footer={
          <>
            <FailedLine problem={problem} />
            <div className="row">
              <Button type="primary" htmlType="submit" form={formId} loading={busy} data-testid="link-settings-save">
                {t('button.save')}
              </Button>
              <Button onClick={close}>{t('button.cancel')}</Button>
            </div>
          </>
        }
      >
        <Settings device={device} formId={formId} setBusy={setBusy} setProblem={setProblem} close={close} />
      </Drawer>
    </>
  );
});

interface SettingsProps {
  readonly device: DeviceView;
  readonly formId: string;
  readonly setBusy: (busy: boolean) => void;
  /** What no field was refused with: it stands above the buttons. */
  readonly setProblem: (problem: ApiProblem | null) => void;
  readonly close: () => void;
}

function Settings({ device, formId, setBusy, setProblem, close }: SettingsProps) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const form = useFields<Fields>();
  const answer = useAnswer<StationLink>(`/devices/${encodeURIComponent(device.id)}/link`);

  /** One after the other: what the gateway refuses stays at its field, and what it took is kept. */
  async function save(settings: readonly LinkSettingView[], fields: Fields): Promise<void> {
    setBusy(true);
    setProblem(null);
    let isWhole = true;
    for (const view of settings) {
      const { name } = view;
      const wanted = wantedOf(fields[name]);
      if (wanted === ownOf(view)) continue;
      try {
        await send<{ items: ParameterView[] }>('PUT', '/parameters', { scope: device.id, name, value: wanted });
      } catch (thrown) {
        isWhole = false;
        const said = asProblem(thrown);
        const field = wanted === null ? undefined : said.fields.find(({ path }) => path === 'body.value');
        if (field === undefined) setProblem(said);
        else form.setFields([{ name: [name, 'value'], errors: [fieldText(field, say)] }]);
      }
    }
    setBusy(false);
    if (!isWhole) return answer.again();
    message.success(t('settings.saved'));
    close();
  }

  return (
    <Answered answer={answer}>
      {({ settings }) => (
        <Form<Fields>
          id={formId}
          form={form}
          layout="vertical"
          initialValues={Object.fromEntries(settings.map((view) => [view.name, { own: view.source === 'device', value: view.value }]))}
          onFinish={(fields) => save(settings, fields)}
        >
          {LINK_SETTINGS.flatMap((setting) => {
            const view = settings.find(({ name }) => name === setting.name);
            return view === undefined ? [] : <Setting key={setting.name} form={form} setting={setting} view={view} />;
          })}
        </Form>
      )}
    </Answered>
  );
}

/** Set for this device; null where it is not. */
function ownOf({ source, value }: LinkSettingView): number | null {
  return source === 'device' ? value : null;
}

/** Null takes it away. */
function wantedOf(field: Fields[Name]): number | null {
  return field?.own === true ? (field.value ?? null) : null;
}

interface SettingProps {
  readonly form: FormInstance<Fields>;
  readonly setting: LinkSetting;
  readonly view: LinkSettingView;
}

function Setting({ form, setting, view }: SettingProps) {
  const { t } = useWords();
  const id = useId();
  const { name, lowest, highest, measure } = setting;
  const amount = useAmount(setting);
  const source = useSource();
  const isOwn: unknown = Form.useWatch([name, 'own'], form) ?? view.source === 'device';
  const title = t(`link-setting.${name}`);
  return (
    <section className="link-setting" aria-label={title} data-testid={`setting-${name}`}>
      <h3>{title}</h3>
      <p className="quiet">{t(`link-setting.${name}-detail`)}</p>
      <p className="row">
        <span className="quiet">{t('settings.now')}</span>
        <strong className="link-setting-now numbers" data-testid={`setting-${name}-now`}>
          {amount(view.value)}
        </strong>
        <span className={view.source === 'device' ? 'chip loud' : 'chip'} data-testid={`setting-${name}-from`}>
          {source(view)}
        </span>
      </p>
      <div className="row switch">
        <Form.Item name={[name, 'own']} valuePropName="checked" noStyle>
          <Switch id={id} data-testid={`setting-${name}-own`} />
        </Form.Item>
        <label htmlFor={id}>{t('settings.own')}</label>
      </div>
      {isOwn === true ? (
        <Form.Item
          name={[name, 'value']}
          extra={t('field.between', { lowest: amount(lowest), highest: amount(highest), unit: '' })}
          rules={[
            { required: true, message: t('field.missing', { field: title }) },
            {
              type: 'integer',
              min: lowest,
              max: highest,
              message: t('settings.beyond'),
            },
          ]}
        >
          {measure === 'minutes' ? (
            <DurationField label={title} testId={`setting-${name}-value`} />
          ) : (
            <InputNumber<number>
              className="wide-field"
              aria-label={title}
              precision={0}
              controls={false}
              inputMode="numeric"
              suffix={measure === 'seconds' ? 's' : t('settings.times-unit')}
              data-testid={`setting-${name}-value`}
            />
          )}
        </Form.Item>
      ) : view.source !== 'device' ? null : (
        <p className="row">
          {t('settings.falls-back')} <strong className="numbers">{amount(view.fallback.value)}</strong>
          <span className="chip">{source(view.fallback)}</span>
        </p>
      )}
    </section>
  );
}

/** A value as a person says it. */
function useAmount({ measure }: LinkSetting): (value: number) => string {
  const { t } = useWords();
  if (measure === 'minutes') return minutesText;
  return (value) => (measure === 'seconds' ? `${value} s` : t('settings.times', { n: value }));
}

function useSource(): (of: LinkSettingView['fallback']) => string {
  const { t } = useWords();
  return ({ source, place }) =>
    source === 'place' && place !== null ? t('settings.from-place', { place: place.name }) : t(`settings.from-${source}`);
}
