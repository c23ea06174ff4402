// The list of keys, opened with `?`.
import { Modal } from 'antd';
import { useState } from 'react';
import { KEYS, useKeys } from '../keys.ts';
import { useWords } from '../language.ts';

export function KeyHelp() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  useKeys(['?', '？'], () => setOpen(true));
  return (
    <Modal open={open} title={t('keys.title')} footer={null} onCancel={() => setOpen(false)}>
      <dl className="key-list" data-testid="key-help">
        {KEYS.map(({ keys, what }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
