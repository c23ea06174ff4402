// The list of keys, opened with `?`.
import { useState } from 'react';
import { Dialog } from '../dialog.tsx';
import { KEYS, useKeys } from '../keys.ts';
import { useWords } from '../language.ts';

export function KeyHelp() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  useKeys(['?', '？'], () => setOpen(true));
  if (!open) return null;
  return (
    <Dialog title={t('keys.title')} buttons={null} close={() => setOpen(false)}>
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
    </Dialog>
  );
}
