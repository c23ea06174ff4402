// The water system: every pressure and level point, the worst first, counted by state, sifted and paged by the gateway.
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Place } from '../../gateway/web/contract.ts';
import type { WaterKind, WaterPoint, WaterPoints } from '../../gateway/web/water-contract.ts';
import type { Page } from '../api.ts';
import { Paged, usePages } from '../estate/pager.tsx';
import { pathNames } from '../estate/place-paths.ts';
import { SearchField } from '../estate/search-field.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Denied, Nothing, ToEstate, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import '../estate/estate.css';
import '../pages/pages.css';
import '../units/units.css';
import { LimitDrawer } from './limit-drawer.tsx';
import './water.css';
import { WaterCards, WaterTable } from './water-rows.tsx';

/** Such devices tell every few minutes, and at once when something moves; a page of a whole city costs the gateway a tenth of a second. */
const REFRESH_MS = 10_000;
const ROWS = 50;
const KINDS: readonly WaterKind[] = ['hydrant', 'pipe', 'sprinkler', 'tank', 'forest-tank', 'pump'];
/** The order in which a tired eye wants them; pressed, they are the filter. */
const COUNTS = ['all', 'low', 'high', 'bad', 'stale', 'never', 'isolated', 'good'] as const;
/** Kinds of place that water is looked at by. */
const CHOSEN_KINDS: ReadonlySet<string> = new Set(['region', 'unit', 'building', 'farm']);
const NO_PLACES: readonly Place[] = [];

export default function Water() {
  const { t, term } = useWords();
  const may = useMay();
  const phone = usePhone();
  const [search, setSearch] = useSearchParams();
  const [limitsOf, setLimitsOf] = useState<WaterPoint | null>(null);
  const filter = {
    place: search.get('place') ?? undefined,
    kind: search.get('kind') ?? undefined,
    search: search.get('search') ?? '',
    state: search.get('state') ?? 'all',
  };
  const pages = usePages(JSON.stringify(filter));
  const places = useAnswer<Page<Place>>('/places').value?.items ?? NO_PLACES;
  const answer = useAnswer<WaterPoints>(
    may('device.read') ? '/water/points' : null,
    { ...filter, after: pages.after, limit: ROWS },
    REFRESH_MS,
  );
  if (!may('device.read')) return <Denied />;

  function set(name: string, value: string, otherwise = ''): void {
    const next = new URLSearchParams(search);
    if (value === otherwise) next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  }

  const counts = answer.value?.counts;
  const sifted = search.size > 0;
  const Rows = phone ? WaterCards : WaterTable;
  return (
    <Veil>
      <div className="page water" data-testid="water">
        <header>
          <h1>{t('way.water')}</h1>
          <p className="quiet wide">{t('water.what')}</p>
        </header>
        <div className="filters flush">
          <Select
            className="filter place-filter"
            aria-label={t('water.place')}
            value={filter.place ?? ''}
            onChange={(value) => set('place', value)}
            showSearch={{ optionFilterProp: 'label' }}
            options={[{ value: '', label: t('estate.everywhere') }, ...pathNames(places.filter(({ kind }) => CHOSEN_KINDS.has(kind)))]}
          />
          <Select
            className="filter"
            aria-label={t('water.kind')}
            value={filter.kind ?? ''}
            onChange={(value) => set('kind', value)}
            options={[{ value: '', label: t('water.any-kind') }, ...KINDS.map((kind) => ({ value: kind, label: term('kind', kind) }))]}
          />
          <SearchField label={t('water.search')} value={filter.search} change={(value) => set('search', value)} testId="water-search" />
        </div>
        <fieldset className="water-counts" aria-label={t('water.counts')}>
          {COUNTS.map((state) => (
            <button
              key={state}
              type="button"
              className="water-count"
              aria-pressed={filter.state === state}
              data-state={state}
              data-any={(counts?.[state] ?? 0) > 0}
              data-testid={`water-count-${state}`}
              onClick={() => set('state', state, 'all')}
            >
              <span>{t(`water.count-${state}`)}</span>
              <b className="numbers">{counts === undefined ? '–' : (counts[state] ?? 0)}</b>
            </button>
          ))}
        </fieldset>
        <Paged answer={answer} pages={pages}>
          {({ items }) => (
            <>
              {answer.problem === null ? null : <p className="chip loud">{t('water.old')}</p>}
              {items.length === 0 ? (
                sifted ? (
                  <Nothing title={t('water.none-of-these')}>
                    <Button onClick={() => setSearch({})}>{t('list.clear')}</Button>
                  </Nothing>
                ) : (
                  <Nothing title={t('water.none')}>
                    {t('water.none-detail')}
                    <ToEstate />
                  </Nothing>
                )
              ) : (
                <div className={answer.problem === null ? undefined : 'hatched'}>
                  <Rows rows={items} limitsOf={setLimitsOf} />
                </div>
              )}
            </>
          )}
        </Paged>
        <LimitDrawer point={limitsOf} close={() => setLimitsOf(null)} onSaved={answer.again} />
      </div>
    </Veil>
  );
}
