// The alarm board: the home of the dashboard. List on one side, the chosen alarm's card on the other.
import { App, Button } from 'antd';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { Link, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { CLASS_ORDER, worse } from '../alarm-classes.ts';
import { inAll } from '../alarm-tally.ts';
import { useKeys } from '../keys.ts';
import { useWords } from '../language.ts';
import { later } from '../later.ts';
import { ClassMark } from '../marks.tsx';
import type { Folded } from '../open-alarms.ts';
import { KeptList } from '../phone/kept-list.tsx';
import { usePhone, useWide } from '../screen.ts';
import { openMapWindow } from '../second-window.ts';
import { useMay, useSession } from '../session.tsx';
import { Denied, Loading, Nothing, Veil } from '../states.tsx';
import { clock } from '../time.ts';
import { useConnection, useGatewayNow, useLive } from '../use-live.ts';
import { WindowedList } from '../windowed-list.tsx';
import { AlarmCard } from './alarm-card.tsx';
import { AlarmRow } from './alarm-row.tsx';
import { SearchBar, SearchField } from './board-search.tsx';
import { FloodBar, FoldedRow } from './flood-rows.tsx';
import './alarms.css';
import { UnclosedIncidents } from './unclosed.tsx';
import { type Board, type BoardRow, isFolded, useBoard } from './use-board.ts';
import { useMapWindow } from './use-map-window.ts';
import { type Search, useSearch } from './use-search.ts';

const Ticker = later(() => import('./ticker.tsx'));
const AcknowledgeTogether = later(() => import('./acknowledge-together.tsx'));

/** Pixels of a row: three lines of text and air; on a phone the place takes two lines. */
const ROW = 96;
const PHONE_ROW = 136;

const NOTHING_IN_SIGHT = (): readonly BoardRow[] => [];

/** It waits for somebody, and winks. */
const isWaiting = (row: BoardRow): boolean => !isFolded(row) && row.attention === 'new' && !row.closed && !row.drill;
const keyOf = (row: BoardRow): string => (isFolded(row) ? row.key : row.id);

export function AlarmBoard() {
  const { id } = useParams();
  const may = useMay();
  const wide = useWide();
  const [search] = useSearchParams();
  const only = onlyOf(search.get('class'));
  const searching = useSearch();
  const board = useBoard(only, searching.finds);
  // On a screen with room for a card the most urgent alarm is opened where none is; it then stays until a person chooses.
  const go = useNavigate();
  const first = id === undefined && wide ? board.rows.find((row) => !isFolded(row)) : undefined;
  const here = useLocation();
  useEffect(() => {
    // The address may be newer than what is drawn: whoever has gone on meanwhile is not taken back.
    const { pathname, search: asked } = window.location;
    if (first === undefined || pathname !== here.pathname || asked !== here.search) return;
    go({ pathname: `/alarms/${encodeURIComponent(keyOf(first))}`, search: asked }, { replace: true });
  }, [first, go, here]);
  useBoardKeys(board, id ?? null);
  const kept = search.toString();
  useMapWindow(
    id ?? null,
    useCallback((chosen) => go({ pathname: `/alarms/${encodeURIComponent(chosen)}`, search: kept }), [go, kept]),
  );
  if (!may('alarm.read')) return <Denied />;
  if (!wide) return id === undefined ? <BoardList board={board} searching={searching} only={only} chosen={null} /> : <LoneCard id={id} />;
  return (
    <Veil>
      <div className="board">
        <BoardList board={board} searching={searching} only={only} chosen={id ?? null} />
        <section className="board-card panel">
          {id === undefined ? <NoCard isNext={first !== undefined} isListed={board.rows.length > 0} /> : <AlarmCard key={id} id={id} />}
        </section>
        <Suspense fallback={<div className="ticker panel" />}>
          <Ticker />
        </Suspense>
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

/**
 * Where no alarm is chosen. That all is quiet is said where the whole state was told and nothing is open, and nowhere else.
 * `isNext`: one is about to be opened; `isListed`: there are rows to choose from.
 */
function NoCard({ isNext, isListed }: { readonly isNext: boolean; readonly isListed: boolean }) {
  const { t } = useWords();
  const isCalm = useLive((view) => view.epoch > 0 && view.coming === 0 && view.open.length === 0);
  if (isCalm) return <Nothing title={t('board.calm')} />;
  return isListed && !isNext ? <Nothing title={t('board.choose')} /> : null;
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

interface ListProps {
  readonly board: Board;
  readonly searching: Search;
  readonly only: string | null;
  readonly chosen: string | null;
}

function BoardList({ board, searching, only, chosen }: ListProps) {
  const { t } = useWords();
  const wide = useWide();
  const phone = usePhone();
  const [search] = useSearchParams();
  const kept = search.toString() === '' ? '' : `?${search.toString()}`;
  const [acknowledging, setTogether] = useState<readonly AlarmView[] | null>(null);
  const may = useMay();
  const mayTogether = may('alarm.acknowledge');
  const mayMap = may('device.read');
  const inSight = useRef<() => readonly BoardRow[]>(NOTHING_IN_SIGHT);
  const { behind } = board;
  const latest = useRef(behind);
  useEffect(() => {
    latest.current = behind;
  });
  // The same function always: rows that did not change are not drawn again.
  const together = useCallback((row: Folded) => setTogether(latest.current([row])), []);
  useKeys(['Shift+A'], mayTogether ? () => setTogether(behind(inSight.current())) : null);
  const list = (
    <section className="board-list panel" aria-label={t('way.board')}>
      {only === null ? null : <OnlyBar only={only} />}
      {board.flood === null ? null : (
        <FloodBar flood={board.flood} fold={board.fold} together={mayTogether ? () => setTogether(board.listed) : null} />
      )}
      {only === null ? <UnclosedIncidents held={board.held} /> : null}
      <div className="board-head">
        <ListHead board={board} only={only} />
        <SearchField search={searching} />
        {wide && mayMap ? <MapWindowButton /> : null}
      </div>
      <SearchBar search={searching} board={board} />
      {board.rows.length === 0 ? (
        <NoRows only={only} isSearching={searching.finds !== null} />
      ) : (
        <WindowedList
          items={board.rows}
          rowHeight={phone ? PHONE_ROW : ROW}
          keyOf={keyOf}
          isMarked={isWaiting}
          label={t('way.board')}
          hand={board.hand}
          sight={inSight}
        >
          {(row) =>
            isFolded(row) ? (
              <FoldedRow folded={row} open={board.opened.has(row.key)} turn={board.turn} together={mayTogether ? together : null} />
            ) : (
              <AlarmRow alarm={row} to={`/alarms/${encodeURIComponent(row.id)}${kept}`} chosen={row.id === chosen} />
            )
          }
        </WindowedList>
      )}
      {acknowledging === null ? null : (
        <Suspense fallback={null}>
          <AcknowledgeTogether alarms={acknowledging} close={() => setTogether(null)} />
        </Suspense>
      )}
    </section>
  );
  return wide ? list : <Veil>{list}</Veil>;
}

/** The map beside the board, on the other screen of a seat: both go where the other is pressed. */
function MapWindowButton() {
  const { t } = useWords();
  const { message } = App.useApp();
  return (
    <Button
      type="text"
      className="map-window"
      onClick={() => {
        if (!openMapWindow()) void message.warning(t('second-window.refused'));
      }}
      title={t('second-window.open')}
      aria-label={t('second-window.open')}
      data-testid="map-window"
    >
      <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 4h12v9H3zM8 16v4h13v-9h-3" fill="none" stroke="currentColor" strokeWidth="1.800" strokeLinejoin="round" />
      </svg>
    </Button>
  );
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
  const worst = queued.reduce<AlarmView['class'] | null>((so, one) => (one.drill ? so : worse(so, one.class)), null);
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

function NoRows({ only, isSearching }: { readonly only: string | null; readonly isSearching: boolean }) {
  const { t } = useWords();
  const connection = useConnection();
  const { standing } = useSession();
  const isRemembered = standing.is === 'signed-in' && standing.remembered;
  const told = useLive((view) => view.epoch > 0 && view.coming === 0);
  const now = useGatewayNow();
  if (!told) return connection.is === 'offline' || isRemembered ? <KeptList /> : <Loading />;
  if (isSearching) return <Nothing title={t('board.none-found')} />;
  if (only !== null) return <Nothing title={t('board.none-of-these')} />;
  return (
    <Nothing title={t('board.none')}>
      <span className="numbers">{now === null ? null : t('board.none-as-of', { time: clock(now) })}</span>
    </Nothing>
  );
}
