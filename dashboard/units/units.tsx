// The units: the most urgent first, with how complete each file is and what runs out next.
import { Button, Select } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { UnitRow } from '../../gateway/web/unit-contract.ts';
import type { Page } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { Paged, usePages } from '../estate/pager.tsx';
import { SearchField } from '../estate/search-field.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Denied, Nothing, ToEstate, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import '../estate/estate.css';
import '../pages/pages.css';
import { OpenCounts } from './open-counts.tsx';
import { PaperChip } from './paper-words.tsx';
import './units.css';

const REFRESH_MS = 10_000;
const ROWS = 50;
const STATES = ['all', 'alarm', 'expiring', 'incomplete'] as const;

export default function Units() {
  const { t } = useWords();
  const may = useMay();
  const phone = usePhone();
  const [search, setSearch] = useSearchParams();
  const filter = { search: search.get('search') ?? '', state: search.get('state') ?? 'all' };
  const pages = usePages(JSON.stringify(filter));
  const answer = useAnswer<Page<UnitRow>>(may('device.read') ? '/units' : null, { ...filter, after: pages.after, limit: ROWS }, REFRESH_MS);
  if (!may('device.read')) return <Denied />;

  function set(name: 'search' | 'state', value: string): void {
    const next = new URLSearchParams(search);
    if (value === '' || value === 'all') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  }

  return (
    <Veil>
      <div className="page" data-testid="units">
        <header>
          <h1>{t('way.units')}</h1>
          {answer.value?.total === undefined ? null : <span className="quiet numbers">{t('list.total', { n: answer.value.total })}</span>}
          <p className="quiet wide">{t('units.what')}</p>
        </header>
        <div className="filters flush">
          <SearchField label={t('units.search')} value={filter.search} change={(value) => set('search', value)} testId="unit-search" />
          <Select
            className="filter"
            aria-label={t('high.filter')}
            value={filter.state}
            onChange={(value) => set('state', value)}
            options={STATES.map((state) => ({ value: state, label: t(`units.state-${state}`) }))}
          />
        </div>
        <Paged answer={answer} pages={pages}>
          {({ items }) =>
            items.length === 0 ? (
              filter.search !== '' || filter.state !== 'all' ? (
                <Nothing title={t('units.none-of-these')}>
                  <Button onClick={() => setSearch({})}>{t('list.clear')}</Button>
                </Nothing>
              ) : (
                <Nothing title={t('units.none')}>
                  {t('units.none-detail')}
                  <ToEstate />
                </Nothing>
              )
            ) : phone ? (
              <Cards rows={items} />
            ) : (
              <Rows rows={items} />
            )
          }
        </Paged>
      </div>
    </Veil>
  );
}

function NameLink({ row }: { readonly row: UnitRow }) {
  const { t } = useWords();
  return (
    <span className="row">
      <Link className="link" to={`/units/${encodeURIComponent(row.id)}`} data-testid="unit-link" data-unit={row.id}>
        {row.name}
      </Link>
      {row.isKeyUnit ? <span className="chip">{t('units.key')}</span> : null}
    </span>
  );
}

function Rows({ rows }: { readonly rows: readonly UnitRow[] }) {
  const { t } = useWords();
  const columns: readonly Column<UnitRow>[] = [
    { key: 'open', title: t('units.alarms'), cell: ({ open }) => <OpenCounts open={open} /> },
    {
      key: 'name',
      title: t('units.name'),
      cell: (row) => (
        <>
          <NameLink row={row} />
          {row.legalName === null || row.legalName === row.name ? null : <span className="part-line quiet">{row.legalName}</span>}
        </>
      ),
    },
    {
      key: 'buildings',
      title: t('units.buildings'),
      cell: ({ buildings, highRises }) => (
        <span className="numbers nowrap">{t('units.buildings-of', { n: buildings, high: highRises })}</span>
      ),
    },
    {
      key: 'devices',
      title: t('units.devices'),
      cell: ({ devices, silent }) => (
        <span className="numbers row">
          {devices}
          {silent === 0 ? null : <span className="chip loud hatched">{t('units.silent', { n: silent })}</span>}
        </span>
      ),
    },
    { key: 'complete', title: t('units.complete'), cell: ({ complete }) => <Complete of={complete} /> },
    {
      key: 'papers',
      title: t('units.papers'),
      cell: ({ firstPaper }) =>
        firstPaper === null ? (
          <span className="quiet">{t('paper.none')}</span>
        ) : (
          <span className="row">
            <PaperChip paper={firstPaper} />
            <span>{firstPaper.name}</span>
          </span>
        ),
    },
  ];
  return <DataTable<UnitRow> label={t('way.units')} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}

function Cards({ rows }: { readonly rows: readonly UnitRow[] }) {
  const { t } = useWords();
  return (
    <ul className="panel cards">
      {rows.map((row) => (
        <li key={row.id} className="person-card" data-testid="unit-row">
          <NameLink row={row} />
          <OpenCounts open={row.open} />
          <span className="quiet numbers">
            {t('units.buildings')} {t('units.buildings-of', { n: row.buildings, high: row.highRises })} · {t('units.devices')} {row.devices}
          </span>
          <span className="row">
            {row.silent === 0 ? null : <span className="chip loud hatched">{t('units.silent', { n: row.silent })}</span>}
            {row.firstPaper === null ? null : (
              <>
                <PaperChip paper={row.firstPaper} /> {row.firstPaper.name}
              </>
            )}
          </span>
          <span className="row">
            <span className="quiet">{t('units.complete')}</span>
            <Complete of={row.complete} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A bar and its number. */
export function Complete({ of }: { readonly of: number }) {
  const { t } = useWords();
  return (
    <span className="complete numbers" role="img" aria-label={`${t('units.complete')} ${of}%`}>
      <span className="complete-bar">
        <span style={{ width: `${of}%` }} />
      </span>
      {of}%
    </span>
  );
}
