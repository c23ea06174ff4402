// The devices of a place: searched, filtered and paged by the gateway, their state live.
import { Button, Select } from 'antd';
import { useEffect, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { DeviceRow } from '../../gateway/web/contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import type { Page } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { useWords } from '../language.ts';
import { WorstMark } from '../marks.tsx';
import { usePhone } from '../screen.ts';
import { Answered, Nothing } from '../states.tsx';
import { partNumber, partType } from '../transmission/part-words.ts';
import { useAnswer } from '../use-answer.ts';
import { useLive, useWatch } from '../use-live.ts';
import { DeviceCards } from './device-cards.tsx';
import { HeardChip, LastHeard } from './device-state.tsx';
import { KINDS } from './kinds.ts';
import { type Deed, FirstSteps } from './manage.tsx';
import { Pager, usePages } from './pager.tsx';
import { SearchField } from './search-field.tsx';

/** Rows of a page: all of them are watched live, and a screen may watch 200 devices. */
const ROWS = 50;
const STATES = ['all', 'alarm', 'silent'] as const;
const NO_ROWS: readonly DeviceRow[] = [];

interface Props {
  readonly place: string | null;
  readonly placeName: string | null;
  readonly leavePlace: () => void;
  /** Counts up when devices may be others than those that were fetched. */
  readonly changes: number;
  /** For who may change the estate here. */
  readonly begin?: (deed: Deed) => void;
  readonly hasPlaces?: boolean;
}

export function DeviceList({ place, placeName, leavePlace, changes, begin, hasPlaces = false }: Props) {
  const { t, term } = useWords();
  const phone = usePhone();
  const [search, setSearch] = useSearchParams();
  const filter = { search: search.get('search') ?? '', kind: search.get('kind') ?? '', state: search.get('state') ?? 'all' };
  const pages = usePages(JSON.stringify([place, filter]));
  const answer = useAnswer<Page<DeviceRow>>('/devices', {
    place: place ?? undefined,
    kind: filter.kind,
    search: filter.search,
    state: filter.state,
    after: pages.after,
    limit: ROWS,
  });
  const { again } = answer;
  useEffect(() => {
    if (changes > 0) again();
  }, [changes, again]);
  const items = answer.value?.items ?? NO_ROWS;
  const rows = useLiveRows(items);

  function set(name: 'search' | 'kind' | 'state', value: string): void {
    const next = new URLSearchParams(search);
    if (value === '' || value === 'all') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  }

  const sifted = filter.search !== '' || filter.kind !== '' || filter.state !== 'all';
  return (
    <section className="panel device-list">
      <header className="filters">
        <h1>
          {placeName ?? t('way.estate')}{' '}
          {answer.value?.total === undefined ? null : <span className="quiet numbers">{t('list.total', { n: answer.value.total })}</span>}
        </h1>
        {begin === undefined ? null : (
          <>
            <Button onClick={() => begin('register-device')} data-testid="register-device">
              {t('manage.register-device')}
            </Button>
            <span className="line-end" />
          </>
        )}
        <SearchField label={t('estate.search')} value={filter.search} change={(value) => set('search', value)} testId="device-search" />
        <Select
          className="filter"
          aria-label={t('estate.kind')}
          value={filter.kind}
          onChange={(value) => set('kind', value)}
          options={[{ value: '', label: t('estate.any-kind') }, ...KINDS.map((kind) => ({ value: kind, label: term('kind', kind) }))]}
        />
        <Select
          className="filter"
          aria-label={t('estate.state')}
          value={filter.state}
          onChange={(value) => set('state', value)}
          options={STATES.map((state) => ({ value: state, label: t(`estate.state-${state}`) }))}
        />
      </header>
      <Answered answer={answer}>
        {({ next }) => (
          <>
            {rows.length === 0 ? (
              <NoDevices
                sifted={sifted}
                within={place !== null}
                hasPlaces={hasPlaces}
                {...(begin === undefined ? {} : { begin })}
                clear={() => {
                  setSearch(new URLSearchParams());
                  if (place !== null) leavePlace();
                }}
              />
            ) : phone ? (
              <Cards rows={rows} />
            ) : (
              <Rows rows={rows} loading={answer.loading} />
            )}
            <Pager pages={pages} next={next ?? null} />
          </>
        )}
      </Answered>
    </section>
  );
}

interface NoDevicesProps {
  readonly sifted: boolean;
  readonly within: boolean;
  readonly hasPlaces: boolean;
  readonly begin?: (deed: Deed) => void;
  readonly clear: () => void;
}

/** Why there is nothing, and the way on: another filter, or the first steps of who may take them. */
function NoDevices({ sifted, within, hasPlaces, begin, clear }: NoDevicesProps) {
  const { t } = useWords();
  const clearButton = <Button onClick={clear}>{t('list.clear')}</Button>;
  if (sifted) return <Nothing title={t('estate.none-of-these')}>{clearButton}</Nothing>;
  const title = t(within ? 'estate.none-here' : 'estate.none');
  if (begin !== undefined)
    return (
      <Nothing title={title}>
        <FirstSteps begin={begin} hasPlaces={hasPlaces} within={within} />
      </Nothing>
    );
  return <Nothing title={title}>{within ? clearButton : t('estate.none-detail')}</Nothing>;
}

/** The rows as the live state knows them, newer than the page that was fetched. */
function useLiveRows(items: readonly DeviceRow[]): readonly DeviceRow[] {
  const ids = useMemo(() => items.map((item) => item.id), [items]);
  useWatch(ids);
  const live = useLive((view) => view.devices);
  return useMemo(() => items.map((item) => live.get(item.id) ?? item), [items, live]);
}

function Rows({ rows, loading }: { readonly rows: readonly DeviceRow[]; readonly loading: boolean }) {
  const { t, term } = useWords();
  const columns: readonly Column<DeviceRow>[] = [
    { key: 'worst', title: t('device.alarm'), cell: (row) => <WorstMark of={row.worst} /> },
    { key: 'heard', title: t('device.heard'), cell: (row) => <HeardChip device={row} /> },
    {
      key: 'name',
      title: t('device.name'),
      cell: (row) => (
        <>
          <Link className="link" to={`/devices/${encodeURIComponent(row.id)}`} data-testid="device-link" data-device-id={row.id}>
            {row.name}
          </Link>
          <PartLine row={row} />
        </>
      ),
    },
    { key: 'kind', title: t('estate.kind'), cell: (row) => <span className="nowrap">{term('kind', row.kind)}</span> },
    { key: 'place', title: t('device.place'), cell: (row) => placeLine(row.place) },
    { key: 'last', title: t('device.last-heard'), cell: (row) => <LastHeard at={row.lastHeard} /> },
    {
      key: 'id',
      title: t('device.id'),
      // A part's id is put together of where it stands, which its own line says better.
      cell: (row) => (row.part === null ? <span className="mono">{row.id}</span> : null),
    },
  ];
  return (
    <DataTable<DeviceRow>
      label={t('way.estate')}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.id}
      busy={loading}
      rowClass={(row) => (row.stale || row.online === false ? 'row-stale' : '')}
    />
  );
}

/** Of a part behind a transmission device: loop and point, and what it is. */
function PartLine({ row }: { readonly row: DeviceRow }) {
  const { say } = useWords();
  if (row.part === null) return null;
  const number = partNumber(row.part);
  return (
    <span className="part-line quiet" data-testid="part-line">
      {number === '' ? null : <span className="numbers">{number} · </span>}
      {say(partType(row.part))}
    </span>
  );
}

function Cards({ rows }: { readonly rows: readonly DeviceRow[] }) {
  const { term } = useWords();
  return (
    <DeviceCards
      rows={rows}
      of="device"
      card={(row) => (
        <>
          <span className="row">
            <strong className="grow">{row.name}</strong>
            <WorstMark of={row.worst} />
          </span>
          <PartLine row={row} />
          <span className="quiet">
            {term('kind', row.kind)} · {placeLine(row.place)}
          </span>
          <span className="row">
            <HeardChip device={row} /> <LastHeard at={row.lastHeard} />
          </span>
        </>
      )}
    />
  );
}
