// Changing one's own secret: the old one is asked for, and one's other sessions end.
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { send } from '../api.ts';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';

interface Fields {
  readonly old: string;
  readonly secret: string;
}

export function OwnSecret() {
  const { t } = useWords();
  const form = useFields<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const [changed, setChanged] = useState(false);

  const change = (fields: Fields): Promise<void> =>
    submit(async () => {
      setChanged(false);
      await send<unknown>('PUT', '/session/secret', fields);
      form.resetFields();
      setChanged(true);
    });

  return (
    <Form<Fields> form={form} layout="vertical" name="own-secret" className="panel tile own-secret" requiredMark={false} onFinish={change}>
      <h2>{t('me.secret')}</h2>
      <Form.Item
        name="old"
        label={t('me.secret-old')}
        rules={[{ required: true, message: t('field.missing', { field: t('me.secret-old') }) }]}
      >
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="secret"
        label={t('person.new-secret')}
        rules={[{ required: true, message: t('field.missing', { field: t('person.new-secret') }) }]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <FailedLine problem={problem} />
      <div className="row">
        <Button htmlType="submit" loading={busy}>
          {t('me.secret')}
        </Button>
        <span role="status">{changed ? t('me.secret-changed') : ''}</span>
      </div>
    </Form>
  );
}
