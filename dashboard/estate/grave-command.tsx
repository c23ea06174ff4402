// A grave command (初始化): why it is given, and a second yes to what will be done, before anything is sent.
import { Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import type { CommandSpecView, DeviceView } from '../../gateway/web/contract.ts';
import type { ApiProblem } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useFields } from '../form-problems.ts';
import { useWords } from '../language.ts';

/** The button that gives it wakes up so long after the second question came: a double click initialises nothing. */
const CONSIDER_MS = 1_000;
/** The gateway's own bound for a reason, characters. */
const LONGEST_REASON = 500;

interface Props {
  readonly device: DeviceView;
  readonly spec: CommandSpecView;
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
  readonly give: (reason: string) => void;
  readonly close: () => void;
}

export function GraveCommand({ device, spec, busy, problem, give, close }: Props) {
  const { t, say } = useWords();
  const form = useFields<{ readonly reason: string }>();
  const [reason, setReason] = useState<string | null>(null);
  const isAwake = useAwake(reason !== null);
  const command = say(spec.title);
  return (
    <Dialog
      title={t('grave.title', { command, device: device.name })}
      close={close}
      problem={problem}
      mask={{ closable: false }}
      okText={reason === null ? t('grave.next') : t('grave.give', { command })}
      confirmLoading={busy}
      okButtonProps={
        reason === null
          ? { htmlType: 'submit', form: 'grave', 'data-testid': 'grave-next' }
          : { disabled: !isAwake, 'data-testid': 'grave-give' }
      }
      onOk={() => {
        if (reason !== null) give(reason);
      }}
    >
      {reason === null ? (
        <Form<{ readonly reason: string }>
          form={form}
          layout="vertical"
          name="grave"
          onFinish={(values) => setReason(values.reason.trim())}
        >
          <p className="grave-what">{t('grave.detail')}</p>
          <Form.Item
            name="reason"
            label={t('grave.reason')}
            extra={t('grave.reason-detail')}
            rules={[{ required: true, whitespace: true, message: t('field.missing', { field: t('grave.reason') }) }]}
          >
            <Input.TextArea rows={3} maxLength={LONGEST_REASON} showCount autoFocus data-testid="grave-reason" />
          </Form.Item>
        </Form>
      ) : (
        <div className="stack" data-testid="grave-second">
          <strong>{t('grave.sure')}</strong>
          <dl className="facts">
            <dt>{t('device.name')}</dt>
            <dd>{device.name}</dd>
            <dt>{t('grave.command')}</dt>
            <dd>{command}</dd>
            <dt>{t('grave.reason')}</dt>
            <dd>{reason}</dd>
          </dl>
        </div>
      )}
    </Dialog>
  );
}

function useAwake(asked: boolean): boolean {
  const [awake, setAwake] = useState(false);
  useEffect(() => {
    if (!asked) return;
    const timer = setTimeout(() => setAwake(true), CONSIDER_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  return awake;
}
