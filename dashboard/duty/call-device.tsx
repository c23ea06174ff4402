// 查岗 from the page of a transmission device: this one control room, and its answer in the same dialog.
import { Button, Form, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { DutyCheck } from '../../gateway/web/duty-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { CheckView } from './check-view.tsx';
import './duty.css';

const USUAL_MINUTES = 3;

export function CallDevice({ device }: { readonly device: DeviceView }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [minutes, setMinutes] = useState<number | null>(USUAL_MINUTES);
  const [check, setCheck] = useState<DutyCheck | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function call(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      setCheck(await send<DutyCheck>('POST', '/duty-checks', { devices: [device.id], minutes }));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Button
        type="primary"
        onClick={() => {
          setCheck(null);
          setProblem(null);
          setOpen(true);
        }}
        data-testid="duty-device"
      >
        {t('duty.device')}
      </Button>
      <Modal
        open={open}
        title={t('duty.device-title', { device: device.name })}
        onCancel={() => setOpen(false)}
        destroyOnHidden
        footer={
          check === null ? (
            <>
              <Button onClick={() => setOpen(false)}>{t('button.cancel')}</Button>
              <Button type="primary" loading={busy} disabled={minutes === null} onClick={call} data-testid="duty-device-call">
                {t('duty.call')}
              </Button>
            </>
          ) : (
            <Button onClick={() => setOpen(false)}>{t('import.close')}</Button>
          )
        }
      >
        {check === null ? (
          <Form.Item label={t('duty.minutes')} layout="vertical" htmlFor="duty-device-minutes" extra={t('duty.device-detail')}>
            <InputNumber<number>
              id="duty-device-minutes"
              min={1}
              max={60}
              precision={0}
              controls={false}
              inputMode="numeric"
              value={minutes}
              onChange={setMinutes}
              suffix={t('duty.minutes-unit')}
              data-testid="duty-device-minutes"
            />
          </Form.Item>
        ) : (
          <div className="stack">
            <CheckView known={check} />
            <Link className="link big-link" to="/duty">
              {t('duty.to-page')}
            </Link>
          </div>
        )}
        <FailedLine problem={problem} />
      </Modal>
    </>
  );
}
