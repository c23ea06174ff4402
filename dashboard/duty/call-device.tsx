// 查岗 from the page of a transmission device: this one control room, and its answer in the same dialog.
import { Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { DutyCheck } from '../../gateway/web/duty-contract.ts';
import { send } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { CheckView } from './check-view.tsx';
import { MinutesField, type MinutesValue, USUAL_MINUTES } from './minutes-field.tsx';
import './duty.css';

export function CallDevice({ device }: { readonly device: DeviceView }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [check, setCheck] = useState<DutyCheck | null>(null);
  const { busy, problem, submit, forget } = useSubmit();

  const call = ({ minutes }: MinutesValue): Promise<void> =>
    submit(async () => setCheck(await send<DutyCheck>('POST', '/duty-checks', { devices: [device.id], minutes })));

  return (
    <>
      <Button
        type="primary"
        onClick={() => {
          setCheck(null);
          forget();
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
              <Button type="primary" loading={busy} htmlType="submit" form="duty-device" data-testid="duty-device-call">
                {t('duty.call')}
              </Button>
            </>
          ) : (
            <Button onClick={() => setOpen(false)}>{t('import.close')}</Button>
          )
        }
      >
        {check === null ? (
          <Form<MinutesValue> name="duty-device" layout="vertical" requiredMark={false} initialValues={USUAL_MINUTES} onFinish={call}>
            <MinutesField testId="duty-device-minutes" />
            <p className="quiet">{t('duty.device-detail')}</p>
          </Form>
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
