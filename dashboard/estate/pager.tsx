// Paging by the gateway's cursors: forward by the one it gave, back by those that were used.
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useWords } from '../language.ts';
import { Answered, Failed, Former } from '../states.tsx';
import type { Answer } from '../use-answer.ts';

export interface Pages {
  /** What the pages are of: another has pages of its own. */
  readonly question: string;
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
    question,
    after: cursors.at(-1),
    number: cursors.length + 1,
    forward: (next) => setHeld({ question, cursors: [...cursors, next] }),
    back: () => setHeld({ question, cursors: cursors.slice(0, -1) }),
  };
}

interface PagedProps<T> {
  readonly answer: Answer<T>;
  readonly pages: Pages;
  readonly children: (value: T) => ReactNode;
}

/**
 * One page of a list and the way to its neighbours. While another is on its way what is shown is dimmed, and it is read from its
 * first line; where a further one did not come, there is a way back to the one before.
 */
export function Paged<T extends { readonly next?: string | null }>({ answer, pages, children }: PagedProps<T>) {
  const { t } = useWords();
  const { isFormer } = answer;
  const list = useRef<HTMLDivElement>(null);
  const { question, number } = pages;
  const shown = useRef({ question, number });
  // Whoever pages on stands at the end of the page before; whoever asks something else, at the filter.
  useEffect(() => {
    const before = shown.current;
    if (isFormer || (before.question === question && before.number === number)) return;
    shown.current = { question, number };
    if (before.question === question) list.current?.scrollIntoView({ block: 'start' });
  }, [isFormer, question, number]);
  if (answer.value === null && answer.problem !== null && number > 1) {
    return (
      <Failed problem={answer.problem} again={answer.again}>
        <Button onClick={pages.back} data-testid="page-before">
          ‹ {t('pager.before')}
        </Button>
      </Failed>
    );
  }
  return (
    <Answered answer={answer}>
      {(value) => (
        <Former is={isFormer} ref={list}>
          {children(value)}
          <Pager pages={pages} next={value.next ?? null} isFormer={isFormer} />
        </Former>
      )}
    </Answered>
  );
}

interface PagerProps {
  readonly pages: Pages;
  readonly next: string | null;
  /** `next` follows a page that is left already: pressed again it would lead to the same one twice. */
  readonly isFormer: boolean;
}

function Pager({ pages, next, isFormer }: PagerProps) {
  const { t } = useWords();
  if (next === null && pages.number === 1) return null;
  return (
    <nav className="pager" aria-label={t('pager.title')}>
      <Button disabled={pages.number === 1} onClick={pages.back} data-testid="page-back">
        ‹ {t('pager.back')}
      </Button>
      <span className="numbers">{t('pager.page', { n: pages.number })}</span>
      <Button
        disabled={next === null}
        aria-disabled={isFormer}
        onClick={() => {
          if (next !== null && !isFormer) pages.forward(next);
        }}
        data-testid="page-forward"
      >
        {t('pager.forward')} ›
      </Button>
    </nav>
  );
}
