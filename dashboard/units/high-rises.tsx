// The high-rises of a district: how many are connected, and each as a card on a wall or a row of a table.
import { Button, Segmented, Select } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { Place } from '../../gateway/web/contract.ts';
import type { BuildingCard, HighRiseList } from '../../gateway/web/unit-contract.ts';
import type { Page } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { useOwnPlace } from '../estate/own-place.ts';
import { Paged, usePages } from '../estate/pager.tsx';
import { pathNames } from '../estate/place-paths.ts';
import { SearchField } from '../estate/search-field.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Denied, Nothing, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import '../estate/estate.css';
import '../pages/pages.css';
import { HighRiseCard, useSizeLine } from './high-rise-card.tsx';
import { Age, LiveChip, lasts } from './live-value.tsx';
import { OpenCounts } from './open-counts.tsx';
import { RateBand } from './rate-band.tsx';
import { SystemSign, SystemWord, unheard } from './system-cells.tsx';
import './units.css';

const REFRESH_MS = 5_000;
const ROWS = 24;
const STATES = ['all', 'alarm', 'water', 'unconnected'] as const;
const SORTS = ['worst', 'name', 'height', 'pressure', 'hours', 'contact'] as const;
/** Kinds of place that a supervisor chooses among: a floor has no high-rises. */
const CHOSEN_KINDS: ReadonlySet<string> = new Set(['region', 'unit']);
const NO_PLACES: readonly Place[] = [];
type View = 'wall' | 'table';

export default function HighRises() {
  const { t } = useWords();
  const may = useMay();
  const phone = usePhone();
  const own = useOwnPlace();
  const [search, setSearch] = useSearchParams();
  const filter = {
    place: search.get('place') ?? '',
    search: search.get('search') ?? '',
    state: search.get('state') ?? 'all',
    sort: search.get('sort') ?? 'worst',
  };
  const view: View = !phone && search.get('view') === 'table' ? 'table' : 'wall';
  const pages = usePages(JSON.stringify(filter));
  const places = useAnswer<Page<Place>>('/places').value?.items ?? NO_PLACES;
  const answer = useAnswer<HighRiseList>(
    may('device.read') ? '/high-rises' : null,
    { ...filter, after: pages.after, limit: ROWS },
    REFRESH_MS,
  );
  if (!may('device.read')) return <Denied />;

  function set(name: string, value: string, otherwise: string): void {
    const next = new URLSearchParams(search);
    if (value === otherwise) next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  }

  const sifted = filter.search !== '' || filter.state !== 'all';
  const place = places.find(({ id }) => id === (filter.place || own));
  return (
    <Veil>
      <div className="page high-rises" data-testid="high-rises">
        <header>
          <h1>{t('way.high-rises')}</h1>
          {phone ? null : (
            <Segmented<View>
              value={view}
              onChange={(next) => set('view', next, 'wall')}
              options={[
                { value: 'wall', label: t('high.wall') },
                { value: 'table', label: <span data-testid="view-table">{t('high.table')}</span> },
              ]}
            />
          )}
          <p className="quiet wide">{t('high.what')}</p>
        </header>
        <div className="filters flush">
          <Select
            className="filter place-filter"
            aria-label={t('high.place')}
            value={filter.place}
            onChange={(value) => set('place', value, '')}
            showSearch={{ optionFilterProp: 'label' }}
            options={[{ value: '', label: t('estate.everywhere') }, ...pathNames(places.filter(({ kind }) => CHOSEN_KINDS.has(kind)))]}
          />
          <SearchField label={t('units.search')} value={filter.search} change={(value) => set('search', value, '')} testId="high-search" />
          <Select
            className="filter"
            aria-label={t('high.filter')}
            value={filter.state}
            onChange={(value) => set('state', value, 'all')}
            options={STATES.map((state) => ({ value: state, label: t(`high.state-${state}`) }))}
          />
          <Select
            className="filter"
            aria-label={t('high.sort')}
            value={filter.sort}
            onChange={(value) => set('sort', value, 'worst')}
            options={SORTS.map((sort) => ({ value: sort, label: t(`high.sort-${sort}`) }))}
          />
        </div>
        <Paged answer={answer} pages={pages}>
          {({ items, rate }) => (
            <>
              <RateBand rate={rate} placeName={place?.name ?? t('estate.everywhere')} again={answer.again} />
              {items.length === 0 ? (
                sifted ? (
                  <Nothing title={t('high.none-of-these')}>
                    <Button onClick={() => setSearch({})}>{t('list.clear')}</Button>
                  </Nothing>
                ) : (
                  <Nothing title={t('high.none')}>
                    {t('high.none-detail')}
                    <Link className="link big-link" to="/units">
                      {t('way.units')} ›
                    </Link>
                  </Nothing>
                )
              ) : view === 'table' ? (
                <Rows rows={items} />
              ) : (
                <div className="wall">
                  {items.map((card) => (
                    <HighRiseCard key={card.id} card={card} />
                  ))}
                </div>
              )}
            </>
          )}
        </Paged>
      </div>
    </Veil>
  );
}

function Rows({ rows }: { readonly rows: readonly BuildingCard[] }) {
  const { t } = useWords();
  const size = useSizeLine();
  const columns: readonly Column<BuildingCard>[] = [
    { key: 'open', title: t('units.alarms'), cell: ({ open, drills }) => <OpenCounts open={open} drills={drills} /> },
    {
      key: 'name',
      title: t('high.building'),
      cell: (card) => (
        <>
          <Link className="link" to={`/buildings/${encodeURIComponent(card.id)}`} data-testid="high-rise-row">
            {card.name}
          </Link>
          <span className="part-line quiet">{size(card)}</span>
        </>
      ),
    },
    {
      key: 'pressure',
      title: `${t('high.pressure')} MPa`,
      cell: ({ topPressure: { state, value, receivedAt } }) => (
        <span className="row">
          <b className="numbers">{value?.toFixed(3) ?? '—'}</b>
          <LiveChip state={state} />
          <Age at={receivedAt} />
        </span>
      ),
    },
    {
      key: 'tanks',
      title: t('high.tanks'),
      cell: ({ tanks }) =>
        tanks.length === 0 ? (
          <span className="quiet">{t('high.no-tanks')}</span>
        ) : (
          tanks.map(({ id, name, hours, state }) => (
            <span key={id} className="tank-row">
              {name}{' '}
              <b className="numbers nowrap">
                {lasts(hours).value ?? '—'} {lasts(hours).unit}
              </b>{' '}
              <LiveChip state={state} />
            </span>
          ))
        ),
    },
    {
      key: 'contact',
      title: t('high.contact'),
      cell: ({ contact: { state, lastHeard } }) => (
        <span className="row">
          <span className={state === 'good' ? '' : 'chip loud'}>{t(`contact.${state}`)}</span>
          <Age at={lastHeard} />
        </span>
      ),
    },
    {
      key: 'isolated',
      title: t('high.isolated'),
      cell: ({ isolated: { points, systems, ordered } }) => <span className="numbers">{points + systems + ordered || '—'}</span>,
    },
    {
      key: 'systems',
      title: t('high.systems'),
      cell: ({ systems }) => (
        <span className="system-row">
          {systems
            .filter(({ state }) => state !== 'none')
            .map((system) => (
              <span key={system.system} className={unheard(system) > 0 ? 'system-mini hatched' : 'system-mini'}>
                <SystemSign of={system.system} />
                <span className="hidden-text">{t(`system.${system.system}`)}</span>
                <SystemWord system={system} />
              </span>
            ))}
        </span>
      ),
    },
  ];
  return <DataTable<BuildingCard> label={t('way.high-rises')} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}
