// The alarm board: the home of the dashboard. List on one side, the chosen alarm's card on the other.
import { Button } from 'antd';
import { useEffect } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { CLASS_ORDER, worse } from '../alarm-classes.ts';
import { inAll } from '../alarm-tally.ts';
import { useKeys } from '../keys.ts';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { KeptList } from '../phone/kept-list.tsx';
import { usePhone, useWide } from '../screen.ts';
import { useMay, useSession } from '../session.tsx';
import { Denied, Loading, Nothing, Veil } from '../states.tsx';
import { clock } from '../time.ts';
import { useConnection, useGatewayNow, useLive } from '../use-live.ts';
import { WindowedList } from '../windowed-list.tsx';
import { AlarmCard } from './alarm-card.tsx';
import { AlarmRow } from './alarm-row.tsx';
import { FloodBar, FoldedRow } from './flood-rows.tsx';
import './alarms.css';
import { UnclosedIncidents } from './unclosed.tsx';
import { type Board, type BoardRow, isFolded, useBoard } from './use-board.ts';

/** Pixels of a row: three lines of text and air; on a phone the place takes two lines. */
const ROW = 96;
const PHONE_ROW = 136;

const keyOf = (row: BoardRow): string => (isFolded(row) ? row.key : row.id);

export function AlarmBoard() {
  const { t } = useWords();
  const { id } = useParams();
  const may = useMay();
  const wide = useWide();
  const [search] = useSearchParams();
  const only = onlyOf(search.get('class'));
  const board = useBoard(only);
  // On a screen with room for a card the most urgent alarm is opened where none is; it then stays until a person chooses.
  const go = useNavigate();
  const first = id === undefined && wide ? board.rows.find((row) => !isFolded(row)) : undefined;
  useEffect(() => {
    if (first !== undefined) go({ pathname: `/alarms/${encodeURIComponent(keyOf(first))}`, search: search.toString() }, { replace: true });
  }, [first, go, search]);
  useBoardKeys(board, id ?? null);
  if (!may('alarm.read')) return <Denied />;
  if (!wide) return id === undefined ? <BoardList board={board} only={only} chosen={null} /> : <LoneCard id={id} />;
  return (
    <Veil>
      <div className="board">
        <BoardList board={board} only={only} chosen={id ?? null} />
        <section className="board-card panel">
          {id === undefined ? <Nothing title={t('board.calm')} /> : <AlarmCard key={id} id={id} />}
        </section>
      </div>
    </Veil>
  );
}

/** Up and down through the rows, one class by its number, all with 0; the card is reached with Enter. */
function useBoardKeys({ rows }: Board, chosen: string | null): void {
  const go = useNavigate();
  const [search] = useSearchParams();
  const kept = search.toString();
  useKeys(['ArrowUp', 'ArrowDown'], (key) => {
    const ids = rows.flatMap((row) => (isFolded(row) ? [] : [row.id]));
    const at = chosen === null ? -1 : ids.indexOf(chosen);
    const next = ids[key === 'ArrowDown' ? Math.min(at + 1, ids.length - 1) : Math.max(at - 1, 0)];
    if (next !== undefined) go({ pathname: `/alarms/${encodeURIComponent(next)}`, search: kept });
  });
  useKeys(['0', '1', '2', '3', '4'], (key) => {
    const only = CLASS_ORDER[Number(key) - 1];
    go({ pathname: '/', search: only === undefined ? '' : `class=${only}` });
  });
}

function onlyOf(text: string | null): string | null {
  return text === 'drill' || CLASS_ORDER.some((each) => each === text) ? text : null;
}

function LoneCard({ id }: { readonly id: string }) {
  const { t } = useWords();
  const go = useNavigate();
  const [search] = useSearchParams();
  return (
    <Veil>
      <div className="lone">
        <Button type="text" onClick={() => go({ pathname: '/', search: search.toString() })} data-testid="back">
          ‹ {t('board.back')}
        </Button>
        <section className="board-card panel">
          <AlarmCard key={id} id={id} />
        </section>
      </div>
    </Veil>
  );
}

function BoardList({ board, only, chosen }: { readonly board: Board; readonly only: string | null; readonly chosen: string | null }) {
  const { t } = useWords();
  const wide = useWide();
  const phone = usePhone();
  const [search] = useSearchParams();
  const kept = search.toString() === '' ? '' : `?${search.toString()}`;
  const list = (
    <section className="board-list panel" aria-label={t('way.board')}>
      {only === null ? null : <OnlyBar only={only} />}
      {board.flood === null ? null : <FloodBar flood={board.flood} fold={board.fold} />}
      {only === null ? <UnclosedIncidents /> : null}
      <ListHead board={board} only={only} />
      {board.rows.length === 0 ? (
        <NoRows only={only} />
      ) : (
        <WindowedList items={board.rows} rowHeight={phone ? PHONE_ROW : ROW} keyOf={keyOf} label={t('way.board')} hand={board.hand}>
          {(row) =>
            isFolded(row) ? (
              <FoldedRow folded={row} open={board.opened.has(row.key)} turn={board.turn} />
            ) : (
              <AlarmRow alarm={row} to={`/alarms/${encodeURIComponent(row.id)}${kept}`} chosen={row.id === chosen} />
            )
          }
        </WindowedList>
      )}
    </section>
  );
  return wide ? list : <Veil>{list}</Veil>;
}

function OnlyBar({ only }: { readonly only: string }) {
  const { t } = useWords();
  const known = CLASS_ORDER.find((each) => each === only);
  return (
    <div className="board-bar">
      <span>{t('board.only', { word: known === undefined ? t('drill.word') : t(`class.${known}`) })}</span>
      <Link className="link big-link" to="/">
        {t('board.all')}
      </Link>
    </div>
  );
}

/**
 * How many stand here; and 3 条新警情 while a hand is on the list: they wait here until it is pressed or the hand leaves.
 * One bar of one height for both, so that the rows below do not move when it turns into the other.
 */
function ListHead({ board, only }: { readonly board: Board; readonly only: string | null }) {
  const { t } = useWords();
  const { rows, queued, release } = board;
  const all = useLive((view) => view.tally);
  const isWhole = useLive((view) => view.coming === 0);
  const isTold = useLive((view) => view.epoch > 0);
  if (!isTold) return null;
  if (queued.length === 0) {
    const { open, fresh } = only === null ? inAll(all) : standingIn(rows);
    return (
      <div className="board-bar quiet numbers">
        <span>{t('board.standing', { n: open })}</span>
        {isWhole ? null : <strong data-testid="coming">{t('board.coming')}</strong>}
        <span>{t('board.fresh', { n: fresh })}</span>
      </div>
    );
  }
  const worst = queued.reduce<AlarmView['class'] | null>((so, one) => worse(so, one.class), null);
  return (
    <button type="button" className="board-bar queue-bar" onClick={release} data-testid="queued" data-queued={queued.length}>
      <span>▲ {t('board.queued', { n: queued.length })}</span>
      {worst === null ? null : <ClassMark of={worst} />}
    </button>
  );
}

function standingIn(rows: readonly BoardRow[]): { readonly open: number; readonly fresh: number } {
  const open = rows.filter((row) => !isFolded(row) && !row.closed);
  return { open: open.length, fresh: open.filter((row) => !isFolded(row) && row.attention === 'new').length };
}

function NoRows({ only }: { readonly only: string | null }) {
  const { t } = useWords();
  const connection = useConnection();
  const { standing } = useSession();
  const isRemembered = standing.is === 'signed-in' && standing.remembered;
  const told = useLive((view) => view.epoch > 0 && view.coming === 0);
  const now = useGatewayNow();
  if (!told) return connection.is === 'offline' || isRemembered ? <KeptList /> : <Loading />;
  if (only !== null) return <Nothing title={t('board.none-of-these')} />;
  return (
    <Nothing title={t('board.none')}>
      <span className="numbers">{now === null ? null : t('board.none-as-of', { time: clock(now) })}</span>
    </Nothing>
  );
}
