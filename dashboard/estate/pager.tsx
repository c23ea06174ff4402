// Paging by the gateway's cursors: forward by the one it gave, back by those that were used.
import { Button } from 'antd';
import { useState } from 'react';
import { useWords } from '../language.ts';

export interface Pages {
  /** The cursor of the page that is shown; undefined for the first. */
  readonly after: string | undefined;
  readonly number: number;
  readonly forward: (next: string) => void;
  readonly back: () => void;
}

/** `question`: a new one begins at the first page again. */
export function usePages(question: string): Pages {
  const [held, setHeld] = useState<{ question: string; cursors: readonly string[] }>({ question, cursors: [] });
  const cursors = held.question === question ? held.cursors : [];
  return {
    after: cursors.at(-1),
    number: cursors.length + 1,
    forward: (next) => setHeld({ question, cursors: [...cursors, next] }),
    back: () => setHeld({ question, cursors: cursors.slice(0, -1) }),
  };
}

export function Pager({ pages, next }: { readonly pages: Pages; readonly next: string | null }) {
  const { t } = useWords();
  if (next === null && pages.number === 1) return null;
  return (
    <nav className="pager" aria-label={t('pager.title')}>
      <Button disabled={pages.number === 1} onClick={pages.back}>
        ‹ {t('pager.back')}
      </Button>
      <span className="numbers">{t('pager.page', { n: pages.number })}</span>
      <Button
        disabled={next === null}
        onClick={() => {
          if (next !== null) pages.forward(next);
        }}
      >
        {t('pager.forward')} ›
      </Button>
    </nav>
  );
}
