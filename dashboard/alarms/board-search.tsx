// The search over the board: its field, reached with `/`, and the word on what it leaves out.
import { Button, Input, type InputRef } from 'antd';
import { useRef } from 'react';
import { useKeys } from '../keys.ts';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import type { Board } from './use-board.ts';
import type { Search } from './use-search.ts';

/** Escape empties it, and leaves it. */
export function SearchField({ search }: { readonly search: Search }) {
  const { t } = useWords();
  const phone = usePhone();
  const field = useRef<InputRef>(null);
  useKeys(['/', '、'], () => field.current?.focus({ cursor: 'all' }));
  return (
    <Input
      ref={field}
      className="board-search"
      value={search.text}
      onChange={({ target }) => search.change(target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        search.change('');
        field.current?.blur();
      }}
      placeholder={t(phone ? 'board.search-short' : 'board.search')}
      aria-label={t('board.search')}
      suffix={phone ? null : <kbd>/</kbd>}
      maxLength={60}
      autoComplete="off"
      data-testid="board-search"
    />
  );
}

/** What is not shown is said, and real fires among it loudly. */
export function SearchBar({ search, board }: { readonly search: Search; readonly board: Board }) {
  const { t } = useWords();
  if (search.finds === null) return null;
  const { all, fires } = board.hidden;
  return (
    <div className="board-bar" data-testid="search-bar" data-hidden={all}>
      <span className="numbers" role="status">
        {t('board.found', { n: board.listed.length, hidden: all })}{' '}
        {fires === 0 ? null : <strong className="chip loud">{t('board.hidden-fires', { n: fires })}</strong>}
      </span>
      <Button onClick={() => search.change('')} data-testid="search-end">
        {t('board.all')}
      </Button>
    </div>
  );
}
