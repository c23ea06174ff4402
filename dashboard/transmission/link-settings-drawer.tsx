// Settings of one device's link: what counts now and who says so, and what is set for this device alone.
import { App, Button, Drawer, Form, type FormInstance, InputNumber, Switch } from 'antd';
import { memo, useId, useState } from 'react';
import type { DeviceView, ParameterView } from '../../gateway/web/contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { fieldText } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { Answered, FailedLine } from '../states.tsx';
import { DurationField } from './duration-field.tsx';
import { type Inherited, type LinkSetting, minutesText, type SettingStanding } from './link-settings.ts';
import { useLinkSettings } from './use-link-settings.ts';

type Name = LinkSetting['name'];
/** `own`: set for this device; its value stands beside it, in seconds or times. */
type Fields = Partial<Record<Name, { readonly own?: boolean; readonly value?: number | null }>>;

/** Stands on a card that is drawn anew every second; its form need not be. */
export const LinkSettings = memo(({ device }: { readonly device: DeviceView }) => {
  const { t } = useWords();
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const formId = useId();
  const close = (): void => setOpen(false);
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
        footer={
          <div className="row">
            <Button type="primary" htmlType="submit" form={formId} loading={busy} data-testid="link-settings-save">
              {t('button.save')}
            </Button>
            <Button onClick={close}>{t('button.cancel')}</Button>
          </div>
        }
      >
        <Settings device={device} formId={formId} setBusy={setBusy} close={close} />
      </Drawer>
    </>
  );
});

interface SettingsProps {
  readonly device: DeviceView;
  readonly formId: string;
  readonly setBusy: (busy: boolean) => void;
  readonly close: () => void;
}

function Settings({ device, formId, setBusy, close }: SettingsProps) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const answer = useLinkSettings(device);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  /** One after the other: what the gateway refuses stays at its field, and what it took is kept. */
  async function save(standings: readonly SettingStanding[], fields: Fields): Promise<void> {
    setBusy(true);
    setProblem(null);
    let isWhole = true;
    for (const { setting, own } of standings) {
      const wanted = wantedOf(fields[setting.name]);
      if (wanted === own) continue;
      try {
        await send<{ items: ParameterView[] }>('PUT', '/parameters', { scope: device.id, name: setting.name, value: wanted });
      } catch (thrown) {
        isWhole = false;
        const said = asProblem(thrown);
        const field = wanted === null ? undefined : said.fields.find(({ path }) => path === 'body.value');
        if (field === undefined) setProblem(said);
        else form.setFields([{ name: [setting.name, 'value'], errors: [fieldText(field, say)] }]);
      }
    }
    setBusy(false);
    if (!isWhole) return answer.again();
    message.success(t('settings.saved'));
    close();
  }

  return (
    <Answered answer={answer}>
      {(standings) => (
        <Form<Fields>
          id={formId}
          form={form}
          layout="vertical"
          initialValues={Object.fromEntries(
            standings.map(({ setting, own, above }) => [setting.name, { own: own !== null, value: own ?? above.value }]),
          )}
          onFinish={(fields) => save(standings, fields)}
        >
          {standings.map((standing) => (
            <Setting key={standing.setting.name} form={form} standing={standing} />
          ))}
          <FailedLine problem={problem} />
        </Form>
      )}
    </Answered>
  );
}

/** Null takes it away. */
function wantedOf(field: Fields[Name]): number | null {
  return field?.own === true ? (field.value ?? null) : null;
}

function Setting({ form, standing }: { readonly form: FormInstance<Fields>; readonly standing: SettingStanding }) {
  const { t } = useWords();
  const id = useId();
  const { setting, own, above } = standing;
  const { name, lowest, highest, measure } = setting;
  const amount = useAmount(setting);
  const source = useSource();
  const isOwn: unknown = Form.useWatch([name, 'own'], form) ?? own !== null;
  const title = t(`link-setting.${name}`);
  return (
    <section className="link-setting" aria-label={title} data-testid={`setting-${name}`}>
      <h3>{title}</h3>
      <p className="quiet">{t(`link-setting.${name}-detail`)}</p>
      <p className="row">
        <span className="quiet">{t('settings.now')}</span>
        <strong className="link-setting-now numbers" data-testid={`setting-${name}-now`}>
          {amount(own ?? above.value)}
        </strong>
        <span className={own === null ? 'chip' : 'chip loud'} data-testid={`setting-${name}-from`}>
          {own === null ? source(above) : t('settings.from-device')}
        </span>
      </p>
      {own === null && above.unsure ? <p className="quiet">{t('settings.unsure')}</p> : null}
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
      ) : own === null ? null : (
        <p className="row">
          {t('settings.falls-back')} <strong className="numbers">{amount(above.value)}</strong>
          <span className="chip">{source(above)}</span>
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

function useSource(): (above: Inherited) => string {
  const { t } = useWords();
  return ({ from }) => (from === null ? t('settings.from-default') : t('settings.from-place', { place: from }));
}
