// The devices of a place: searched, filtered, ordered and paged by the gateway, their state live.
import { Button, Select } from 'antd';
import { useEffect, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { DeviceRow, DriverView } from '../../gateway/web/contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { WorstMark } from '../marks.tsx';
import { usePhone } from '../screen.ts';
import { Answered, FailedLine, Former, Nothing } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { useLive, useWatch } from '../use-live.ts';
import { DeviceCards } from './device-cards.tsx';
import { DeviceFiles } from './device-files.tsx';
import { HeardChip, LastHeard } from './device-state.tsx';
import { DeviceTable } from './device-table.tsx';
import { KINDS } from './kinds.ts';
import { type Deed, FirstSteps } from './manage.tsx';
import { PartLine } from './part-line.tsx';
import { SearchField } from './search-field.tsx';
import { useDeviceRows } from './use-device-rows.ts';

const STATES = ['all', 'alarm', 'fault', 'silent', 'offline', 'never', 'isolated'] as const;
/** A screen may watch 200 devices; of the cards of a phone the last are in sight. */
const WATCHED = 150;
type Filter = 'search' | 'kind' | 'model' | 'state' | 'sort' | 'order';
/** What stands in no address, because it is what one sees anyhow. */
const USUAL: ReadonlySet<string> = new Set(['', 'all']);

interface Props {
  readonly place: string | null;
  readonly placeName: string | null;
  readonly leavePlace: () => void;
  /** Counts up when devices may be others than those that were fetched. */
  readonly changes: number;
  /** A list was brought in: places may be others too. */
  readonly onImported: () => void;
  /** For who may change the estate here. */
  readonly begin?: (deed: Deed) => void;
  readonly hasPlaces?: boolean;
}

export function DeviceList({ place, placeName, leavePlace, changes, onImported, begin, hasPlaces = false }: Props) {
  const { t, term } = useWords();
  const phone = usePhone();
  const [search, setSearch] = useSearchParams();
  const filter = {
    search: search.get('search') ?? '',
    kind: search.get('kind') ?? '',
    model: search.get('model') ?? '',
    state: search.get('state') ?? 'all',
    sort: search.get('sort') ?? 'id',
    order: search.get('order') === 'down' ? ('down' as const) : ('up' as const),
  };
  const query = { place: place ?? undefined, ...filter };
  const found = useDeviceRows(query);
  const { again } = found.first;
  useEffect(() => {
    if (changes > 0) again();
  }, [changes, again]);

  function set(changed: Partial<Record<Filter, string>>): void {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changed)) {
      if (USUAL.has(value)) next.delete(name);
      else next.set(name, value);
    }
    setSearch(next, { replace: true });
  }

  const sifted = filter.search !== '' || filter.kind !== '' || filter.model !== '' || filter.state !== 'all';
  const total = found.first.value?.total;
  return (
    <section className="panel device-list">
      <header className="filters">
        <h1>
          {placeName ?? t('way.estate')}{' '}
          {total === undefined ? null : <span className="quiet numbers">{t('list.total', { n: total })}</span>}
        </h1>
        {begin === undefined ? null : (
          <Button onClick={() => begin('register-device')} data-testid="register-device">
            {t('manage.register-device')}
          </Button>
        )}
        <DeviceFiles query={query} {...(begin === undefined ? {} : { onImported })} />
        <span className="line-end" />
        <SearchField label={t('estate.search')} value={filter.search} change={(value) => set({ search: value })} testId="device-search" />
        <Select
          className="filter"
          aria-label={t('estate.kind')}
          value={filter.kind}
          // A model of another kind would find nothing.
          onChange={(value) => set({ kind: value, model: '' })}
          options={[{ value: '', label: t('estate.any-kind') }, ...KINDS.map((kind) => ({ value: kind, label: term('kind', kind) }))]}
        />
        <Select
          className="filter"
          aria-label={t('estate.state')}
          value={filter.state}
          onChange={(value) => set({ state: value })}
          options={STATES.map((state) => ({ value: state, label: t(`estate.state-${state}`) }))}
          data-testid="device-state"
        />
        <ModelFilter value={filter.model} kind={filter.kind} change={(value) => set({ model: value })} />
      </header>
      <Answered answer={found.first}>
        {() => (
          <Former is={found.first.isFormer}>
            {found.rows.length === 0 ? (
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
              <>
                <Cards rows={found.rows} />
                <FailedLine problem={found.problem} />
                {found.isMore ? (
                  <Button className="device-cards-more" onClick={found.more} data-testid="device-more">
                    {t('estate.show-more')}
                  </Button>
                ) : null}
              </>
            ) : (
              <DeviceTable
                key={JSON.stringify(query)}
                rows={found}
                total={total ?? found.rows.length}
                sorting={{
                  by: filter.sort,
                  order: filter.order,
                  choose: (by) => set({ sort: by, order: by === filter.sort && filter.order === 'up' ? 'down' : 'up' }),
                }}
              />
            )}
          </Former>
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

/** One driver of the chosen kind. */
function ModelFilter({ value, kind, change }: { readonly value: string; readonly kind: string; readonly change: (model: string) => void }) {
  const { t, say } = useWords();
  const drivers = useAnswer<Page<DriverView>>('/drivers');
  const among = (drivers.value?.items ?? []).filter((driver) => kind === '' || driver.kind === kind);
  return (
    <Select
      className="filter"
      aria-label={t('estate.model')}
      value={value}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={change}
      options={[{ value: '', label: t('estate.any-model') }, ...among.map((driver) => ({ value: driver.model, label: say(driver.title) }))]}
      data-testid="model-filter"
    />
  );
}

function Cards({ rows: items }: { readonly rows: readonly DeviceRow[] }) {
  const { term } = useWords();
  const ids = useMemo(() => items.slice(-WATCHED).map(({ id }) => id), [items]);
  useWatch(ids);
  const live = useLive((view) => view.devices);
  const rows = useMemo(() => items.map((item) => live.get(item.id) ?? item), [items, live]);
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
