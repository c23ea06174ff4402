// A table of any number of devices: only the rows in sight stand in the page, and only they are watched live.
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { DeviceRow } from '../../gateway/web/contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { useWords } from '../language.ts';
import { WorstMark } from '../marks.tsx';
import { FailedLine } from '../states.tsx';
import { useHeight } from '../use-height.ts';
import { useLive, useWatch } from '../use-live.ts';
import './device-table.css';
import { HeardChip, LastHeard } from './device-state.tsx';
import { PartLine } from './part-line.tsx';
import type { DeviceRows } from './use-device-rows.ts';

const ROW_PX = 52;
/** Steps of the way to a place that a row has room for. */
const NEAR_STEPS = 2;
/** Rows kept beyond each end of what is in sight, so that a quick scroll shows no gap. */
const BEYOND = 6;
/** The next page is asked for when so many rows are left below. */
const AHEAD = 40;
/** Weaker than this is worth a look before it falls silent. */
const WEAK = { battery: 20, signal: -105 };

interface Sorting {
  readonly by: string;
  readonly order: 'up' | 'down';
  readonly choose: (by: string) => void;
}

interface Props {
  readonly rows: DeviceRows;
  readonly total: number;
  readonly sorting: Sorting;
}

const COLUMNS = [
  { key: 'worst', title: 'device.alarm', sort: 'worst' },
  { key: 'heard', title: 'device.heard', sort: null },
  { key: 'name', title: 'device.name', sort: 'name' },
  { key: 'kind', title: 'estate.kind', sort: 'kind' },
  { key: 'place', title: 'device.place', sort: 'place' },
  { key: 'last', title: 'device.last-heard', sort: 'heard' },
  { key: 'power', title: 'estate.power', sort: null },
  { key: 'id', title: 'device.id', sort: 'id' },
] as const;

export function DeviceTable({ rows: { rows, isMore, problem, more }, total, sorting }: Props) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const height = useHeight(box, 800);
  const wanted = useRef<number | null>(null);
  const [, setMoves] = useState(0);
  const from = Math.max(0, Math.floor(top / ROW_PX) - BEYOND);
  const to = Math.min(rows.length, Math.ceil((top + height) / ROW_PX) + BEYOND);
  const shown = useMemo(() => rows.slice(from, to), [rows, from, to]);
  const ids = useMemo(() => shown.map(({ id }) => id), [shown]);
  useWatch(ids);
  const live = useLive((view) => view.devices);

  useEffect(() => {
    if (isMore && problem === null && to > rows.length - AHEAD) more();
  }, [isMore, problem, to, rows.length, more]);

  useEffect(() => {
    if (wanted.current === null) return;
    const link = box.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent): void {
    const here = (event.target as HTMLElement).closest('[data-index]')?.getAttribute('data-index');
    if (here === null || here === undefined) return;
    const screen = Math.max(1, Math.floor(height / ROW_PX) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: screen,
      PageUp: -screen,
      Home: -rows.length,
      End: rows.length,
    };
    const step = steps[event.key];
    const element = box.current;
    if (step === undefined || element === null) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(rows.length - 1, Number(here) + step));
    wanted.current = next;
    const above = next * ROW_PX;
    // The header covers the first row's height.
    if (above < element.scrollTop) element.scrollTop = above;
    else if (above + 2 * ROW_PX > element.scrollTop + element.clientHeight) element.scrollTop = above + 2 * ROW_PX - element.clientHeight;
    setTop(element.scrollTop);
    setMoves((before) => before + 1);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are not in the page cannot stand in a table element
    <div
      ref={box}
      role="table"
      className="device-table"
      aria-label={t('way.estate')}
      aria-rowcount={total + 1}
      onScroll={() => setTop(Math.floor((box.current?.scrollTop ?? 0) / ROW_PX) * ROW_PX)}
      onKeyDown={onKeyDown}
      data-testid="device-table"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="row" className="device-table-head" aria-rowindex={1} tabIndex={-1}>
        {COLUMNS.map(({ key, title, sort }) => (
          <Heading key={key} title={t(title)} sort={sort} sorting={sorting} />
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className="device-table-body" style={{ height: rows.length * ROW_PX }}>
        {shown.map((row, nth) => (
          <Row key={row.id} row={live.get(row.id) ?? row} index={from + nth} />
        ))}
      </div>
      {problem === null ? null : <FailedLine problem={problem} again={more} />}
      {isMore && problem === null ? <p className="device-table-more quiet">{t('estate.more')}</p> : null}
    </div>
  );
}

function Heading({ title, sort, sorting }: { readonly title: string; readonly sort: string | null; readonly sorting: Sorting }) {
  const isChosen = sort !== null && sorting.by === sort;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <span
      role="columnheader"
      tabIndex={-1}
      {...(isChosen ? { 'aria-sort': sorting.order === 'up' ? ('ascending' as const) : ('descending' as const) } : {})}
    >
      {sort === null ? (
        title
      ) : (
        <button type="button" className="sort" onClick={() => sorting.choose(sort)} data-testid={`sort-${sort}`}>
          {title} <i aria-hidden="true">{isChosen ? (sorting.order === 'up' ? '▲' : '▼') : '↕'}</i>
        </button>
      )}
    </span>
  );
}

function Row({ row, index }: { readonly row: DeviceRow; readonly index: number }) {
  const { term } = useWords();
  const place = placeLine(row.place);
  // The way down to it is longer than the column: where it ends is what tells it from its neighbour.
  const near = row.place.length > NEAR_STEPS ? placeLine(row.place.slice(-NEAR_STEPS)) : place;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <div
      role="row"
      tabIndex={-1}
      className={row.stale || row.online === false ? 'device-table-row row-stale' : 'device-table-row'}
      aria-rowindex={index + 2}
      data-index={index}
      style={{ transform: `translateY(${index * ROW_PX}px)` }}
    >
      <Cell>
        <WorstMark of={row.worst} />
      </Cell>
      <Cell>
        <HeardChip device={row} />
      </Cell>
      <Cell>
        <Link
          className="link"
          to={`/devices/${encodeURIComponent(row.id)}`}
          data-testid="device-link"
          data-device-id={row.id}
          title={row.name}
        >
          {row.name}
        </Link>
        <PartLine row={row} />
      </Cell>
      <Cell title={term('kind', row.kind)}>{term('kind', row.kind)}</Cell>
      <Cell title={place}>{near}</Cell>
      <Cell>
        <LastHeard at={row.lastHeard} />
      </Cell>
      <Cell>
        <Power row={row} />
      </Cell>
      {/* A part's id is put together of where it stands, which its own line says better. */}
      <Cell title={row.id}>{row.part === null ? <span className="mono">{row.id}</span> : null}</Cell>
    </div>
  );
}

function Cell({ children, title }: { readonly children: React.ReactNode; readonly title?: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <span role="cell" {...(title === undefined ? {} : { title })}>
      {children}
    </span>
  );
}

/** Battery and signal, where it reports them; a weak one is written loud. */
function Power({ row: { battery, signal } }: { readonly row: DeviceRow }) {
  const { t } = useWords();
  if (battery === undefined && signal === undefined) return <>—</>;
  return (
    <span className="numbers nowrap">
      {battery === undefined ? null : (
        <span className={battery < WEAK.battery ? 'weak' : ''} title={t('estate.battery')}>
          {t('estate.battery-short', { n: battery })}
        </span>
      )}{' '}
      {signal === undefined ? null : (
        <span className={signal < WEAK.signal ? 'weak' : 'quiet'} title={t('estate.signal')}>
          {signal} dBm
        </span>
      )}
    </span>
  );
}
