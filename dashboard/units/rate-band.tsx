// How many of the district's high-rises are connected, as a bar against the target; who may set the target does so here.
import { Button, Form, InputNumber } from 'antd';
import { useState } from 'react';
import type { ConnectionRate } from '../../gateway/web/unit-contract.ts';
import { send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';

export function RateBand({
  rate,
  placeName,
  again,
}: {
  readonly rate: ConnectionRate;
  readonly placeName: string;
  readonly again: () => void;
}) {
  const { t } = useWords();
  const may = useMay();
  const [setting, setSetting] = useState(false);
  const { all, connected, lost, none, unknown, percent, target } = rate;
  const isBelow = percent !== null && target !== null && percent < target.percent;
  return (
    <section className="panel rate" data-testid="rate" data-below={isBelow}>
      <div className="rate-head">
        <h2>{t('rate.title')}</h2>
        <span className="rate-value">
          <b className="numbers" data-testid="rate-value">
            {percent === null ? '—' : `${percent.toFixed(0)}%`}
          </b>
          {isBelow ? <strong className="chip loud warn">{t('rate.below')}</strong> : null}
        </span>
        <span className="quiet numbers">
          {target === null ? t('rate.no-target') : t('rate.target', { percent: target.percent, place: target.place.name })}
        </span>
        {may('target.manage') ? (
          <Button onClick={() => setSetting(true)} data-testid="set-target">
            {t('rate.set')}
          </Button>
        ) : null}
      </div>
      <div className="rate-bar" role="img" aria-label={t('rate.of', { connected, all })}>
        <span className="rate-connected" style={{ width: `${all === 0 ? 0 : (100 * connected) / all}%` }} />
        <span className="rate-lost hatched" style={{ width: `${all === 0 ? 0 : (100 * lost) / all}%` }} />
        {target === null ? null : <span className="rate-target" style={{ left: `${target.percent}%` }} />}
      </div>
      <p className="rate-foot numbers">
        <span>{t('rate.of', { connected, all })}</span>
        <span>{t('rate.lost', { n: lost })}</span>
        <span>{t('rate.none', { n: none })}</span>
        {unknown === 0 ? null : <span className="chip loud">{t('rate.unknown', { n: unknown })}</span>}
      </p>
      {setting ? (
        <TargetForm
          rate={rate}
          placeName={placeName}
          again={again}
          close={() => setSetting(false)}
          onSaved={() => {
            setSetting(false);
            again();
          }}
        />
      ) : null}
    </section>
  );
}

interface FormProps {
  readonly rate: ConnectionRate;
  readonly placeName: string;
  readonly close: () => void;
  readonly onSaved: () => void;
  readonly again: () => void;
}

function TargetForm({ rate, placeName, close, onSaved, again }: FormProps) {
  const { t } = useWords();
  const form = useFields<{ percent?: number | null }>();
  const { busy, problem, submit } = useSubmit(form);
  // As it stood when the dialog opened: the page asks for newer figures meanwhile.
  const [{ place, targetVersion, target }] = useState(rate);
  /** Somebody else was first, and the person has heard so: the next save is over the newest. */
  const isBehind = problem?.code === 'changed-meanwhile';
  const version = isBehind ? rate.targetVersion : targetVersion;
  const own = target?.place.id === place ? target.percent : null;
  return (
    <Dialog
      title={t('rate.set-for', { place: placeName })}
      close={close}
      problem={problem}
      refusalDetail={
        isBehind ? (
          <span data-testid="target-meanwhile">
            {rate.target === null ? t('rate.no-target') : t('rate.target', { percent: rate.target.percent, place: rate.target.place.name })}
            {' · '}
            {t('rate.meanwhile')}
          </span>
        ) : null
      }
      okText={t('button.save')}
      confirmLoading={busy}
      okButtonProps={{ htmlType: 'submit', form: 'rate-target', 'data-testid': 'target-save' }}
    >
      <Form
        form={form}
        layout="vertical"
        name="rate-target"
        initialValues={{ percent: own }}
        onFinish={({ percent }) =>
          submit(async () => {
            try {
              await send('PUT', '/high-rises/target', { place, version, percent: percent ?? null });
            } catch (thrown) {
              again();
              throw thrown;
            }
            onSaved();
          })
        }
      >
        <Form.Item
          name="percent"
          label={t('rate.percent')}
          extra={t('rate.percent-detail')}
          rules={[{ type: 'number', min: 0, max: 100, message: t('field.between', { lowest: 0, highest: 100, unit: '%' }) }]}
        >
          <InputNumber<number> className="wide-field" controls={false} inputMode="decimal" suffix="%" data-testid="target-percent" />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
