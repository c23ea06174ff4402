// The frame of whatever is edited here: what was kept from before, what is wrong, and the ways out.
import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { useBeforeLeaving } from '../before-leaving.ts';
import { useWords } from '../language.ts';
import { Faults, FaultsContext } from './field.tsx';
import type { Written } from './written.ts';

interface Props<T> {
  readonly title: string;
  readonly written: Written<T>;
  readonly save: () => void;
  readonly close: () => void;
  readonly children: ReactNode;
  /** It is for drills: striped, so that nobody takes it for the real thing. */
  readonly isDrill?: boolean;
  /** Somebody else has saved it since this was begun; `keepMine`: what is written here is to take its place. */
  readonly isBehind?: boolean;
  readonly keepMine?: () => void;
}

export function Editor<T>({ title, written, save, close, children, isDrill = false, isBehind = false, keepMine }: Props<T>) {
  const { t } = useWords();
  const { isChanged } = written;
  // What is kept is kept in the page.
  useBeforeLeaving(() => isChanged);
  const leave = (): void => {
    written.discard();
    close();
  };
  return (
    <FaultsContext value={written.fields}>
      <form
        className="panel written"
        data-drill={isDrill}
        data-testid="written"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <header className="row">
          <h2 className="grow">{title}</h2>
          {isDrill ? <span className="chip drill">{t('notify.drill')}</span> : null}
        </header>
        {written.wasKept ? (
          <p className="row written-kept" role="status" data-testid="written-kept">
            {t('written.kept')}
            <Button onClick={written.discard} data-testid="written-discard">
              {t('written.discard')}
            </Button>
          </p>
        ) : null}
        {children}
        <footer className="written-foot">
          <Faults of={written} />
          {isBehind ? (
            <div className="row written-behind" data-testid="written-behind">
              <p className="grow" role="status">
                {t('written.behind')}
              </p>
              <Button onClick={written.discard} data-testid="written-theirs">
                {t('written.theirs')}
              </Button>
              <Button onClick={keepMine} data-testid="written-mine">
                {t('written.mine')}
              </Button>
            </div>
          ) : null}
          <div className="row">
            <Button type="primary" htmlType="submit" loading={written.busy} data-testid="written-save">
              {t('button.save')}
            </Button>
            {isChanged ? (
              <Popconfirm
                title={t('written.leave')}
                okText={t('written.discard')}
                cancelText={t('written.stay')}
                okButtonProps={{ 'data-testid': 'written-leave' }}
                onConfirm={leave}
              >
                <Button data-testid="written-cancel">{t('button.cancel')}</Button>
              </Popconfirm>
            ) : (
              <Button onClick={leave} data-testid="written-cancel">
                {t('button.cancel')}
              </Button>
            )}
            {isChanged ? <span className="quiet">{t('written.unsaved')}</span> : null}
          </div>
        </footer>
      </form>
    </FaultsContext>
  );
}
