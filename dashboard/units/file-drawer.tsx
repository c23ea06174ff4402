// The drawer in which a file is edited: saved whole or not at all, closed only when nothing typed would be lost by mistake.
import { Button, Drawer, Form, type FormInstance } from 'antd';
import { type ReactNode, useState } from 'react';
import { useBeforeLeaving } from '../before-leaving.ts';
import { useFocusBack } from '../dialog.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { FailedLine } from '../states.tsx';
import { MeanwhilePanel } from './meanwhile-panel.tsx';
import type { FileForm } from './use-file-form.ts';

interface Props<F extends object, V extends object> {
  readonly title: string;
  readonly form: FormInstance<V>;
  readonly edited: FileForm<F>;
  /** From what the form holds to the file, and back. */
  readonly fileOf: (values: V) => F;
  readonly valuesOf: (file: F) => V;
  readonly close: () => void;
  readonly onSaved: () => void;
  readonly children: ReactNode;
}

export function FileDrawer<F extends object, V extends object>({
  title,
  form,
  edited,
  fileOf,
  valuesOf,
  close,
  onSaved,
  children,
}: Props<F, V>) {
  const { t } = useWords();
  useFocusBack();
  const phone = usePhone();
  const [asks, setAsks] = useState(false);
  const { busy, problem, submit } = useSubmit(form, 'body.file.');
  const { initial, meanwhile, isChanged, save, takeOver, takeTheirs } = edited;
  const mine = (): F => fileOf(form.getFieldsValue(true) as V);

  useBeforeLeaving(() => isChanged(mine()));

  function leave(): void {
    if (isChanged(mine())) setAsks(true);
    else close();
  }

  return (
    <Drawer
      open
      onClose={leave}
      title={title}
      size={phone ? '100%' : 760}
      className="file-drawer"
      classNames={{ footer: 'drawer-foot' }}
      footer={
        // Keys of their own: else the button that goes on would become the one that saves while it is being pressed.
        asks ? (
          <div key="asks" className="row" role="alert" data-testid="unsaved">
            <strong className="grow">{t('file.unsaved')}</strong>
            <Button onClick={close} data-testid="discard">
              {t('file.discard')}
            </Button>
            <Button type="primary" onClick={() => setAsks(false)}>
              {t('file.go-on')}
            </Button>
          </div>
        ) : (
          <div key="saves">
            <FailedLine problem={problem} />
            <div className="row">
              <span className="grow" />
              <Button onClick={leave}>{t('button.cancel')}</Button>
              <Button type="primary" htmlType="submit" form="place-file" loading={busy} data-testid="file-save">
                {t('button.save')}
              </Button>
            </div>
          </div>
        )
      }
    >
      {meanwhile === null ? null : (
        <MeanwhilePanel
          meanwhile={meanwhile}
          takeOver={() => form.setFieldsValue(valuesOf(takeOver(mine())) as never)}
          takeTheirs={(clash) => form.setFieldsValue(valuesOf(takeTheirs(mine(), clash)) as never)}
        />
      )}
      <Form<V>
        form={form}
        layout="vertical"
        name="place-file"
        initialValues={valuesOf(initial)}
        onFinish={() =>
          submit(async () => {
            if (await save(mine())) onSaved();
          })
        }
      >
        {children}
      </Form>
    </Drawer>
  );
}
