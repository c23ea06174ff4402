// Taking a plan down, with the reason; and the plan that was taken down, which can be hung again.
import { Button, Form, Input, Modal } from 'antd';
import type { FloorPlan } from '../../gateway/web/plan-contract.ts';
import { send } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine, Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';

interface TakeDownProps {
  readonly place: string;
  readonly version: number;
  readonly done: (plan: FloorPlan) => void;
  readonly close: () => void;
}

export function TakeDown({ place, version, done, close }: TakeDownProps) {
  const { t } = useWords();
  const [form] = Form.useForm<{ reason: string }>();
  const { busy, problem, submit } = useSubmit(form);
  return (
    <Modal
      open
      title={t('floor-plan.take-down')}
      onCancel={close}
      onOk={form.submit}
      confirmLoading={busy}
      okText={t('floor-plan.take-down')}
      okButtonProps={{ 'data-testid': 'take-down-do' }}
      cancelText={t('button.cancel')}
    >
      <p>{t('floor-plan.take-down-detail')}</p>
      <Form
        form={form}
        layout="vertical"
        name="take-down"
        onFinish={({ reason }) =>
          submit(async () => done(await send<FloorPlan>('POST', `/plans/${encodeURIComponent(place)}/remove`, { version, reason })))
        }
      >
        <Form.Item
          name="reason"
          label={t('floor-plan.take-down-reason')}
          rules={[{ required: true, whitespace: true, message: t('field.missing', { field: t('floor-plan.take-down-reason') }) }]}
        >
          <Input maxLength={200} autoFocus data-testid="take-down-reason" />
        </Form.Item>
      </Form>
      <FailedLine problem={problem} />
    </Modal>
  );
}

interface TakenDownProps {
  readonly removed: NonNullable<FloorPlan['removed']>;
  readonly busy: boolean;
  /** Null for who may not. */
  readonly restore: (() => void) | null;
}

export function TakenDown({ removed, busy, restore }: TakenDownProps) {
  const { t } = useWords();
  return (
    <div data-testid="taken-down">
      <Nothing title={t('floor-plan.taken-down')}>
        <p>
          {removed.name} · <span className="numbers">{dateTime(removed.at)}</span>
        </p>
        <p>{t('floor-plan.taken-down-why', { reason: removed.reason })}</p>
        {restore === null ? null : (
          <>
            <p className="quiet">{t('floor-plan.restore-detail')}</p>
            <Button onClick={restore} loading={busy} data-testid="restore-plan">
              {t('floor-plan.restore')}
            </Button>
          </>
        )}
      </Nothing>
    </div>
  );
}
