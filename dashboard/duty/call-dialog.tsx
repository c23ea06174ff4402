// The dialog that calls named control rooms now, and then shows how they answer.
import { Button, Form } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { DutyCheck } from '../../gateway/web/duty-contract.ts';
import { send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { CheckView } from './check-view.tsx';
import { MinutesField, type MinutesValue, USUAL_MINUTES } from './minutes-field.tsx';
import './duty.css';

interface Props {
  readonly title: string;
  /** Ids of the transmission devices. */
  readonly devices: readonly string[];
  readonly close: () => void;
}

export function CallDialog({ title, devices, close }: Props) {
  const { t } = useWords();
  const [check, setCheck] = useState<DutyCheck | null>(null);
  const { busy, problem, submit } = useSubmit();

  const call = ({ minutes }: MinutesValue): Promise<void> =>
    submit(async () => setCheck(await send<DutyCheck>('POST', '/duty-checks', { devices, minutes })));

  return (
    <Dialog
      title={title}
      close={close}
      problem={problem}
      buttons={
        check === null ? (
          <>
            <Button onClick={close}>{t('button.cancel')}</Button>
            <Button type="primary" loading={busy} htmlType="submit" form="duty-device" data-testid="duty-device-call">
              {t('duty.call')}
            </Button>
          </>
        ) : (
          <Button onClick={close}>{t('import.close')}</Button>
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
    </Dialog>
  );
}
