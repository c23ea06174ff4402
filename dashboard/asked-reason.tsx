// Asks why, in a dialog, before something is done that nobody does without a reason.
import { Form, Input } from 'antd';
import { Dialog } from './dialog.tsx';
import { useFields, useSubmit } from './form-problems.ts';
import { useWords } from './language.ts';

interface Props {
  /** The deed: the title, and the words of the button that does it. */
  readonly deed: string;
  /** What comes of it. */
  readonly detail: string;
  /** What the reason is called. */
  readonly label: string;
  /** Characters that the gateway takes. */
  readonly longest: number;
  /** Of the field; the button that does it adds `-do`. */
  readonly testId: string;
  /** Does it, with the reason as it was typed; what it throws stands in the dialog, which stays open. */
  readonly act: (reason: string) => Promise<void>;
  readonly close: () => void;
}

export function AskedReason({ deed, detail, label, longest, testId, act, close }: Props) {
  const { t } = useWords();
  const form = useFields<{ reason: string }>();
  const { busy, problem, submit } = useSubmit(form);
  return (
    <Dialog
      title={deed}
      close={close}
      problem={problem}
      onOk={form.submit}
      confirmLoading={busy}
      okText={deed}
      okButtonProps={{ 'data-testid': `${testId}-do` }}
    >
      <div className="stack">
        <p>{detail}</p>
        <Form form={form} layout="vertical" name={testId} onFinish={({ reason }) => submit(() => act(reason))}>
          <Form.Item
            name="reason"
            label={label}
            rules={[{ required: true, whitespace: true, message: t('field.missing', { field: label }) }]}
          >
            <Input.TextArea maxLength={longest} rows={3} autoFocus data-testid={`${testId}-reason`} />
          </Form.Item>
        </Form>
      </div>
    </Dialog>
  );
}
