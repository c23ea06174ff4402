// Another device takes the place of this one 更换: what goes over is said first, and what is still open.
import { Form, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { DeviceView, DeviceWithSecret, DriverView } from '../../gateway/web/contract.ts';
import { type Page, send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { SecretOnce } from '../secret-once.tsx';
import { StationFields, type StationFieldValues, stationBody } from '../transmission/station-fields.tsx';
import { useAnswer } from '../use-answer.ts';
import { useLive } from '../use-live.ts';
import { BusFields, ID_FORM } from './register-device.tsx';
import './replace-device.css';

interface Fields {
  readonly id: string;
  readonly model: string;
  readonly serial?: string;
  readonly reason: string;
  readonly modbus?: { readonly bus: string; readonly unit: number };
  readonly gb26875?: StationFieldValues;
}

export function ReplaceDevice({ device, close }: { readonly device: DeviceView; readonly close: () => void }) {
  const { t, say } = useWords();
  const go = useNavigate();
  const form = useFields<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const [issued, setIssued] = useState<{ readonly id: string; readonly secret: string } | null>(null);
  const drivers = useAnswer<Page<DriverView>>('/drivers');
  const among = useMemo(() => (drivers.value?.items ?? []).filter(({ kind }) => kind === device.kind), [drivers.value, device.kind]);
  const model = Form.useWatch('model', form);
  const protocol = among.find((driver) => driver.model === model)?.protocol;
  const open = useLive((view) => view.open);
  const ours = useMemo(() => open.filter((alarm) => alarm.device.id === device.id), [open, device.id]);
  const leave = (id: string): void => {
    close();
    go(`/devices/${encodeURIComponent(id)}`);
  };

  const replace = ({ id, model: chosen, serial, reason, modbus, gb26875 }: Fields): Promise<void> =>
    submit(async () => {
      const body = {
        id,
        model: chosen,
        reason,
        ...(serial ? { serial } : {}),
        ...(protocol === 'modbus' && modbus !== undefined ? { modbus } : {}),
        ...(protocol === 'gb26875' && gb26875 !== undefined ? { gb26875: stationBody(gb26875) } : {}),
      };
      const { secret } = await send<DeviceWithSecret>('POST', `/devices/${encodeURIComponent(device.id)}/replace`, body);
      if (secret === '') leave(id);
      else setIssued({ id, secret });
    });

  return (
    <>
      {issued === null ? (
        <Dialog
          title={t('replace.title', { device: device.name })}
          close={close}
          problem={problem ?? drivers.problem}
          okText={t('replace.submit')}
          confirmLoading={busy}
          okButtonProps={{ htmlType: 'submit', form: 'replace-device', 'data-testid': 'replace-submit' }}
        >
          <div className="stack">
            <ul className="bulleted">
              <li>{t('replace.goes-over')}</li>
              <li>{t('replace.stays')}</li>
              <li>{t('replace.secret')}</li>
            </ul>
            {ours.length === 0 ? null : (
              <section className="replace-open" role="alert">
                <strong>{t('replace.open', { n: ours.length })}</strong>
                <ul>
                  {ours.slice(0, 5).map((alarm) => (
                    <li key={alarm.id}>
                      {t(`class.${alarm.class}`)} · {say(alarm.title)}
                    </li>
                  ))}
                </ul>
                <p>{t('replace.open-detail')}</p>
              </section>
            )}
            <Form<Fields>
              form={form}
              layout="vertical"
              name="replace-device"
              initialValues={{
                model: device.model,
                ...(device.station === null ? {} : { gb26875: { ...device.station, network: device.station.network ?? '' } }),
              }}
              onFinish={replace}
            >
              <Form.Item
                name="id"
                label={t('replace.id')}
                extra={t('replace.id-detail', { old: device.id })}
                rules={[
                  { required: true, message: t('field.missing', { field: t('replace.id') }) },
                  { pattern: ID_FORM, message: t('register.id-form') },
                ]}
              >
                <Input maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} data-testid="replace-id" />
              </Form.Item>
              <Form.Item
                name="model"
                label={t('estate.model')}
                rules={[{ required: true, message: t('field.missing', { field: t('estate.model') }) }]}
              >
                <Select
                  showSearch={{ optionFilterProp: 'label' }}
                  options={among.map((driver) => ({ value: driver.model, label: `${say(driver.title)} · ${driver.model}` }))}
                  data-testid="replace-model"
                />
              </Form.Item>
              {protocol === 'modbus' ? <BusFields /> : null}
              {protocol === 'gb26875' ? <StationFields /> : null}
              <Form.Item name="serial" label={t('device.serial')}>
                <Input maxLength={80} autoComplete="off" data-testid="replace-serial" />
              </Form.Item>
              <Form.Item
                name="reason"
                label={t('replace.reason')}
                rules={[{ required: true, whitespace: true, message: t('field.missing', { field: t('replace.reason') }) }]}
              >
                <Input maxLength={80} data-testid="replace-reason" />
              </Form.Item>
            </Form>
          </div>
        </Dialog>
      ) : null}
      <SecretOnce
        secret={issued?.secret ?? null}
        title={t('secret.title')}
        said={t('secret.once', { device: issued?.id ?? '' })}
        close={() => leave(issued?.id ?? device.id)}
      />
    </>
  );
}
