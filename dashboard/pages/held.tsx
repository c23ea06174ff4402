// Devices that sent frames with an enrolment key and that nobody has placed yet: 待登记.
import { App, Button, Form, Input, Popconfirm, Select } from 'antd';
import { useMemo, useState } from 'react';
import type { DeviceView, DriverView, HeldDevice, Place, RawFrame } from '../../gateway/web/contract.ts';
import { type Page, send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { LastHeard } from '../estate/device-state.tsx';
import { pathNames } from '../estate/place-paths.ts';
import { RawFrames } from '../estate/raw-frames.tsx';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { SecretOnce } from '../secret-once.tsx';
import { useMay } from '../session.tsx';
import { Answered, Denied, FailedLine, Nothing, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { useLive } from '../use-live.ts';
import './pages.css';

/** The list is asked for anew so often: a technician stands beside the device and waits for it. */
const REFRESH_MS = 5_000;

const TRANSMISSION_DEVICE = 'gb26875/transmission-device';

export default function Held() {
  return (
    <Veil>
      <Waiting />
    </Veil>
  );
}

function Waiting() {
  const { t } = useWords();
  const may = useMay();
  const answer = useAnswer<Page<HeldDevice>>(may('device.manage') ? '/held' : null, {}, REFRESH_MS);
  const [placing, setPlacing] = useState<HeldDevice | null>(null);
  const [placed, setPlaced] = useState<{ device: string; secret: string } | null>(null);
  const waiting = useLive((view) => view.counts?.held);
  const { message } = App.useApp();
  if (!may('device.manage')) return <Denied />;
  return (
    <div className="page">
      <header>
        <h1>{t('way.held')}</h1>
        {waiting === undefined ? null : <span className="quiet numbers">{t('list.total', { n: waiting })}</span>}
        <p className="quiet wide">{t('held.what')}</p>
      </header>
      <Answered answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('held.none')}>{t('held.none-detail')}</Nothing>
          ) : (
            <ul className="stack">
              {items.map((device) => (
                <HeldCard key={device.id} device={device} place={() => setPlacing(device)} again={answer.again} />
              ))}
            </ul>
          )
        }
      </Answered>
      {placing === null ? null : (
        <PlaceDialog
          device={placing}
          close={() => setPlacing(null)}
          onPlaced={(secret) => {
            // What comes by the wire of GB/T 26875.3 has no secret to be kept.
            if (secret === '') message.success(t('held.placed', { device: placing.id }));
            else setPlaced({ device: placing.id, secret });
            setPlacing(null);
            answer.again();
          }}
        />
      )}
      <SecretOnce
        secret={placed?.secret ?? null}
        title={t('secret.title')}
        said={t('secret.once', { device: placed?.device ?? '' })}
        close={() => setPlaced(null)}
      />
    </div>
  );
}

function HeldCard({ device, place, again }: { readonly device: HeldDevice; readonly place: () => void; readonly again: () => void }) {
  const { t, term } = useWords();
  const [open, setOpen] = useState(false);
  const { problem, submit } = useSubmit();
  const dismiss = (): Promise<void> =>
    submit(async () => {
      await send<unknown>('DELETE', `/held/${encodeURIComponent(device.id)}`);
      again();
    });

  return (
    <li className="panel held" data-testid="held-row" data-device-id={device.id}>
      <div className="row">
        <strong className="mono held-id">{device.id}</strong>
        <span className="chip loud">{t('stamp.unregistered')}</span>
        <span className="grow" />
        <Button type="primary" onClick={place} data-testid="held-place">
          {t('held.place')}
        </Button>
        <Button onClick={() => setOpen(!open)} aria-expanded={open}>
          {open ? t('frames.close') : t('frames.open')}
        </Button>
        <Popconfirm
          title={t('held.dismiss')}
          description={t('held.dismiss-detail')}
          onConfirm={dismiss}
          okText={t('held.dismiss')}
          cancelText={t('button.cancel')}
        >
          <Button>{t('held.dismiss')}</Button>
        </Popconfirm>
      </div>
      <FailedLine problem={problem} />
      <dl className="facts held-facts">
        <dt>{t('held.site')}</dt>
        <dd>{device.site}</dd>
        <dt>{t('held.model')}</dt>
        <dd>
          {device.model === TRANSMISSION_DEVICE ? term('kind', 'transmission') : null}{' '}
          {device.model === null ? t('held.model-unknown') : <span className="mono">{device.model}</span>}
        </dd>
        <dt>{t('held.frames')}</dt>
        <dd className="numbers">{device.frames}</dd>
        <dt>{t('device.last-heard')}</dt>
        <dd>
          <LastHeard at={device.lastHeard} />
        </dd>
        <dt>{t('held.peer')}</dt>
        <dd className="mono">{device.peer}</dd>
      </dl>
      {open ? <HeldFrames id={device.id} /> : null}
    </li>
  );
}

function HeldFrames({ id }: { readonly id: string }) {
  const { t } = useWords();
  const answer = useAnswer<Page<RawFrame>>(`/held/${encodeURIComponent(id)}/frames`, {}, REFRESH_MS);
  return (
    <Answered answer={answer}>
      {({ items }) => (items.length === 0 ? <Nothing title={t('frames.none')} /> : <RawFrames frames={items} />)}
    </Answered>
  );
}

interface Placing {
  readonly name: string;
  readonly model: string;
  readonly place: string;
}

function PlaceDialog({
  device,
  close,
  onPlaced,
}: {
  readonly device: HeldDevice;
  readonly close: () => void;
  readonly onPlaced: (secret: string) => void;
}) {
  const { t, say } = useWords();
  // It spoke the protocol of a transmission device, so there is nothing to choose.
  const isStation = device.model === TRANSMISSION_DEVICE;
  const form = useFields<Placing>();
  const { busy, problem, submit } = useSubmit(form);
  const drivers = useAnswer<Page<DriverView>>('/drivers');
  const places = useAnswer<Page<Place>>('/places');
  const names = useMemo(() => pathNames(places.value?.items ?? []), [places.value]);

  const put = (values: Placing): Promise<void> =>
    submit(async () => {
      const { secret } = await send<{ device: DeviceView; secret: string }>('POST', `/held/${encodeURIComponent(device.id)}/place`, values);
      onPlaced(secret);
    });

  return (
    <Dialog
      title={t('held.place-title', { device: device.id })}
      close={close}
      problem={problem ?? drivers.problem ?? places.problem}
      onOk={() => form.submit()}
      okText={t('held.place')}
      confirmLoading={busy}
      okButtonProps={{ 'data-testid': 'held-place-submit' }}
    >
      <Form<Placing>
        form={form}
        layout="vertical"
        name="held"
        onFinish={put}
        {...(device.model === null ? {} : { initialValues: { model: device.model } })}
      >
        <Form.Item
          name="name"
          label={t('device.name')}
          rules={[{ required: true, whitespace: true, message: t('field.missing', { field: t('device.name') }) }]}
        >
          <Input maxLength={64} data-testid="held-name" />
        </Form.Item>
        <Form.Item
          name="model"
          label={t('held.model')}
          extra={isStation ? t('held.model-fixed') : null}
          rules={[{ required: true, message: t('field.missing', { field: t('held.model') }) }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={drivers.loading}
            disabled={isStation}
            options={(drivers.value?.items ?? []).map((driver) => ({
              value: driver.model,
              label: `${say(driver.title)} · ${driver.model}`,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="place"
          label={t('device.place')}
          rules={[{ required: true, message: t('field.missing', { field: t('device.place') }) }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={places.loading}
            options={[...names]}
            data-testid="held-place-select"
          />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
