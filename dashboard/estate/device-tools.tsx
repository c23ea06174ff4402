// What may be done with a registered device: another name, place or position; a new secret; removing it.
import { App, Button, Form } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { DeviceView, Place } from '../../gateway/web/contract.ts';
import { type Page, send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { StationFields, type StationFieldValues, stationBody } from '../transmission/station-fields.tsx';
import { useAnswer } from '../use-answer.ts';
import { DeviceFields, type DeviceFieldValues } from './device-fields.tsx';
import { useOwnPlace } from './own-place.ts';
import { pathNames, placesBelow } from './place-paths.ts';
import { changedPosition } from './position-fields.tsx';
import { ReissueSecret } from './reissue-secret.tsx';
import { ReplaceDevice } from './replace-device.tsx';

/** The button that removes wakes up so long after the dialog opened: a double click removes nothing. */
const CONSIDER_MS = 1_000;

interface Props {
  readonly device: DeviceView;
  readonly close: () => void;
}

interface EditValues extends DeviceFieldValues {
  readonly gb26875?: StationFieldValues;
}

export function DeviceTools({ device, again }: { readonly device: DeviceView; readonly again: () => void }) {
  const { t } = useWords();
  const [open, setOpen] = useState<'edit' | 'replace' | 'remove' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <Button onClick={() => setOpen('edit')} data-testid="device-edit">
        {t('button.edit')}
      </Button>
      {hasSecret(device) ? <ReissueSecret device={device.id} /> : null}
      {device.part === null && device.kind !== 'carrier' ? (
        <Button onClick={() => setOpen('replace')} data-testid="device-replace">
          {t('replace.button')}
        </Button>
      ) : null}
      <Button onClick={() => setOpen('remove')} data-testid="device-remove">
        {t('remove.button')}
      </Button>
      {open === 'edit' ? <EditDevice device={device} close={close} onSaved={again} /> : null}
      {open === 'replace' ? <ReplaceDevice device={device} close={close} /> : null}
      {open === 'remove' ? <RemoveDevice device={device} close={close} /> : null}
    </>
  );
}

/** A polled device has none (its address is a bus and a unit), nor has what comes by the wire of GB/T 26875.3. */
function hasSecret(device: DeviceView): boolean {
  return !device.address.includes('#') && device.station === null && device.part === null && device.kind !== 'carrier';
}

function EditDevice({ device, close, onSaved }: Props & { readonly onSaved: () => void }) {
  const { t } = useWords();
  const form = useFields<EditValues>();
  const { busy, problem, submit } = useSubmit(form);
  const own = useOwnPlace();
  const places = useAnswer<Page<Place>>('/places');
  const choices = useMemo(() => {
    const below = placesBelow(places.value?.items ?? [], own);
    return pathNames(places.value?.items ?? []).filter((choice) => below.has(choice.value));
  }, [places.value, own]);
  return (
    <Dialog
      title={t('device.edit-title', { device: device.name })}
      close={close}
      problem={problem ?? places.problem}
      okText={t('button.save')}
      confirmLoading={busy}
      okButtonProps={{ htmlType: 'submit', form: 'edit-device', 'data-testid': 'device-save' }}
    >
      <Form<EditValues>
        form={form}
        layout="vertical"
        name="edit-device"
        initialValues={{
          name: device.name,
          place: device.place.at(-1)?.id,
          longitude: device.longitude,
          latitude: device.latitude,
          ...(device.station === null ? {} : { gb26875: { ...device.station, network: device.station.network ?? '' } }),
        }}
        onFinish={({ name, place, gb26875, ...position }) =>
          submit(async () => {
            const station = gb26875 === undefined ? {} : { gb26875: stationBody(gb26875) };
            const body = { name, place, ...changedPosition(position), ...station };
            await send<DeviceView>('PATCH', `/devices/${encodeURIComponent(device.id)}`, body);
            onSaved();
            close();
          })
        }
      >
        {device.station === null ? null : <StationFields />}
        <DeviceFields places={choices} />
      </Form>
    </Dialog>
  );
}

function RemoveDevice({ device, close }: Props) {
  const { t } = useWords();
  const { message } = App.useApp();
  const go = useNavigate();
  const [awake, setAwake] = useState(false);
  const { busy, problem, submit } = useSubmit();
  useEffect(() => {
    const timer = setTimeout(() => setAwake(true), CONSIDER_MS);
    return () => clearTimeout(timer);
  }, []);

  const remove = (): Promise<void> =>
    submit(async () => {
      await send<unknown>('DELETE', `/devices/${encodeURIComponent(device.id)}`);
      message.success(t('remove.done', { device: device.name }));
      go('/estate');
    });

  return (
    <Dialog
      title={t('remove.title', { device: device.name })}
      close={close}
      problem={problem}
      onOk={remove}
      okText={t('remove.button')}
      confirmLoading={busy}
      okButtonProps={{ disabled: !awake, 'data-testid': 'remove-submit' }}
    >
      <ul className="stack bulleted">
        <li>{t('remove.history')}</li>
        <li>{t('remove.alarms')}</li>
        <li>{t('remove.secret')}</li>
      </ul>
    </Dialog>
  );
}
