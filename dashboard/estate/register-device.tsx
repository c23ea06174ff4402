// Registering a device by hand: its secret is shown once; a polled one has a bus and a unit instead, a transmission device a station number.
import { App, AutoComplete, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { DeviceWithSecret, DriverView, Status } from '../../gateway/web/contract.ts';
import { type Page, send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { SecretOnce } from '../secret-once.tsx';
import { useMay } from '../session.tsx';
import { StationFields, type StationFieldValues, stationBody } from '../transmission/station-fields.tsx';
import { useAnswer } from '../use-answer.ts';
import { DeviceFields, type DeviceFieldValues } from './device-fields.tsx';
import { KINDS } from './kinds.ts';
import type { PlaceChoice } from './place-paths.ts';
import { knownPosition } from './position-fields.tsx';

/** What the gateway takes as a device's id: it becomes a part of its topics. */
export const ID_FORM = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
/** What the gateway makes by itself when it first hears of it: nobody registers these by hand. */
const MADE_BY_GATEWAY: ReadonlySet<string> = new Set(['gb26875/system', 'gb26875/part', 'gb26875/carrier']);
/** The link of a bus is called so on the status page. */
const BUS_LINK = 'modbus:';

interface Fields extends DeviceFieldValues {
  readonly id: string;
  readonly model: string;
  readonly modbus?: { readonly bus: string; readonly unit: number };
  readonly gb26875?: StationFieldValues;
}

interface Props {
  /** Where it stands unless the person says otherwise. */
  readonly place: string;
  readonly places: readonly PlaceChoice[];
  readonly close: () => void;
  readonly onRegistered: () => void;
}

export function RegisterDevice({ place, places, close, onRegistered }: Props) {
  const { t } = useWords();
  const { message } = App.useApp();
  const form = useFields<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const [registered, setRegistered] = useState<{ id: string; secret: string } | null>(null);
  const drivers = useAnswer<Page<DriverView>>('/drivers');
  const model = Form.useWatch('model', form);
  const protocol = drivers.value?.items.find((driver) => driver.model === model)?.protocol;
  const isPolled = protocol === 'modbus';
  const isStation = protocol === 'gb26875';

  function register({ id, name, model: chosen, place: where, modbus, gb26875, ...position }: Fields): Promise<void> {
    return submit(
      async () => {
        const polled = isPolled && modbus !== undefined ? { modbus } : {};
        const station = isStation && gb26875 !== undefined ? { gb26875: stationBody(gb26875) } : {};
        const body = { id, name, model: chosen, place: where, ...polled, ...station, ...knownPosition(position) };
        const { secret } = await send<DeviceWithSecret>('POST', '/devices', body);
        onRegistered();
        if (secret !== '') return setRegistered({ id, secret });
        message.success(t(isStation ? 'register.done-station' : 'register.done', { device: name }));
        close();
      },
      // The gateway says which id there is already, but not that it is a field's matter.
      (said) => said.code === 'conflict' && form.setFields([{ name: 'id', errors: [t('register.id-taken')] }]) === undefined,
    );
  }

  return (
    <>
      {registered === null ? (
        <Dialog
          title={t('register.title')}
          close={close}
          problem={problem ?? drivers.problem}
          okText={t('register.submit')}
          confirmLoading={busy}
          okButtonProps={{ htmlType: 'submit', form: 'register', 'data-testid': 'register-submit' }}
        >
          <Form<Fields> form={form} layout="vertical" name="register" initialValues={{ place }} onFinish={register}>
            <ModelField drivers={drivers.value?.items ?? []} loading={drivers.loading} />
            {isPolled ? <BusFields /> : null}
            {isStation ? <StationFields /> : null}
            <Form.Item
              name="id"
              label={t('device.id')}
              extra={t(isStation ? 'register.id-detail-station' : 'register.id-detail')}
              rules={[
                { required: true, message: t('field.missing', { field: t('device.id') }) },
                { pattern: ID_FORM, message: t('register.id-form') },
              ]}
            >
              <Input maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} data-testid="device-id" />
            </Form.Item>
            <DeviceFields places={places} />
          </Form>
        </Dialog>
      ) : null}
      <SecretOnce
        secret={registered?.secret ?? null}
        title={t('secret.title')}
        said={t('secret.once', { device: registered?.id ?? '' })}
        close={close}
      />
    </>
  );
}

/** Models under their kinds, in the order of the filter. */
function ModelField({ drivers, loading }: { readonly drivers: readonly DriverView[]; readonly loading: boolean }) {
  const { t, say, term } = useWords();
  const kinds = [...new Set([...KINDS, ...drivers.map((driver) => driver.kind)])];
  const groups = kinds.map((kind) => ({
    label: term('kind', kind),
    options: drivers
      .filter((driver) => driver.kind === kind && !MADE_BY_GATEWAY.has(driver.model))
      .map((driver) => ({ value: driver.model, label: `${say(driver.title)} · ${driver.model}` })),
  }));
  return (
    <Form.Item name="model" label={t('held.model')} rules={[{ required: true, message: t('field.missing', { field: t('held.model') }) }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        loading={loading}
        options={groups.filter((group) => group.options.length > 0)}
        data-testid="device-model"
      />
    </Form.Item>
  );
}

/** The buses that there are, for who may see them; another may know the name. */
export function BusFields() {
  const { t } = useWords();
  const may = useMay();
  const status = useAnswer<Status>(may('system.read') ? '/status' : null);
  const buses = (status.value?.links ?? [])
    .filter((link) => link.name.startsWith(BUS_LINK))
    .map((link) => ({ value: link.name.slice(BUS_LINK.length) }));
  return (
    <div className="position-fields">
      <Form.Item
        name={['modbus', 'bus']}
        label={t('register.bus')}
        extra={t('register.bus-detail')}
        rules={[
          { required: true, message: t('field.missing', { field: t('register.bus') }) },
          { pattern: /^[a-z0-9-]{1,32}$/, message: t('register.bus-form') },
        ]}
      >
        <AutoComplete options={buses} data-testid="device-bus" />
      </Form.Item>
      <Form.Item
        name={['modbus', 'unit']}
        label={t('register.unit')}
        rules={[
          { required: true, message: t('field.missing', { field: t('register.unit') }) },
          { type: 'integer', min: 0, max: 255, message: t('field.between', { lowest: 0, highest: 255, unit: '' }) },
        ]}
      >
        <InputNumber<number> className="wide-field" controls={false} inputMode="numeric" data-testid="device-unit" />
      </Form.Item>
    </div>
  );
}
