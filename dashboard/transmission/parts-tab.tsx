// The parts behind a transmission device: searched and paged by the gateway, with what each is saying now.
import { Button, Segmented } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { PartRow } from '../../gateway/web/transmission-contract.ts';
import { rankOf } from '../alarm-classes.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import type { Page } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { DeviceCards } from '../estate/device-cards.tsx';
import { LastHeard } from '../estate/device-state.tsx';
import { Paged, usePages } from '../estate/pager.tsx';
import { SearchField } from '../estate/search-field.tsx';
import { useWords } from '../language.ts';
import { WorstMark } from '../marks.tsx';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Nothing } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { useLive } from '../use-live.ts';
import { ImportParts } from './import-parts.tsx';
import { partNumber, partType } from './part-words.ts';
import { PartMeasures, PartStates } from './state-chips.tsx';

/** A large panel has some hundred parts: a page of 100 is read without paging on, and drawn at once. */
const ROWS = 100;
/** States come again so often; an alarm does not wait for it. */
const REFRESH_MS = 5_000;
const NO_ROWS: readonly PartRow[] = [];
type Wanted = 'all' | 'alarm';

export function PartsTab({ device, again }: { readonly device: DeviceView; readonly again: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const phone = usePhone();
  const [search, setSearch] = useState('');
  const [wanted, setWanted] = useState<Wanted>('all');
  const [importing, setImporting] = useState(false);
  const pages = usePages(JSON.stringify([search, wanted]));
  const path = `/devices/${encodeURIComponent(device.id)}/parts`;
  const answer = useAnswer<Page<PartRow>>(path, { search, state: wanted, after: pages.after, limit: ROWS }, REFRESH_MS);
  const rows = useAlarmed(answer.value?.items ?? NO_ROWS, answer.again);
  const sifted = search !== '' || wanted !== 'all';
  const importButton = may('device.manage') ? (
    <Button onClick={() => setImporting(true)} data-testid="parts-import">
      {t('import.button')}
    </Button>
  ) : null;
  return (
    <section className="panel device-list" aria-label={t('parts.title')}>
      <header className="filters">
        <SearchField label={t('parts.search')} value={search} change={setSearch} testId="part-search" />
        <Segmented<Wanted>
          value={wanted}
          onChange={setWanted}
          aria-label={t('parts.wanted')}
          options={[
            { value: 'all', label: t('parts.all') },
            { value: 'alarm', label: t('parts.alarm') },
          ]}
          data-testid="parts-wanted"
        />
        {answer.value?.total === undefined ? null : (
          <span className="quiet numbers" data-testid="parts-total">
            {t('list.total', { n: answer.value.total })}
          </span>
        )}
        <span className="grow" />
        {importButton}
      </header>
      <Paged answer={answer} pages={pages}>
        {() => (
          <>
            {rows.length > 0 ? (
              phone ? (
                <Cards rows={rows} />
              ) : (
                <Rows rows={rows} />
              )
            ) : sifted ? (
              <Nothing title={t(wanted === 'alarm' && search === '' ? 'parts.none-alarm' : 'parts.none-of-these')}>
                <Button
                  onClick={() => {
                    setSearch('');
                    setWanted('all');
                  }}
                >
                  {t('list.clear')}
                </Button>
              </Nothing>
            ) : (
              <Nothing title={t('parts.none')}>{t('parts.none-detail')}</Nothing>
            )}
          </>
        )}
      </Paged>
      {importing ? (
        <ImportParts
          device={device}
          close={() => setImporting(false)}
          onImported={() => {
            answer.again();
            again();
          }}
        />
      ) : null}
    </section>
  );
}

/** An alarm that stands on the live line shows at once; what else changed with it is asked for. */
function useAlarmed(rows: readonly PartRow[], again: () => void): readonly PartRow[] {
  const open = useLive((view) => view.open);
  const { shown, alarms } = useMemo(() => {
    const ids = new Set(rows.map((row) => row.id));
    const ours = open.filter((alarm) => !alarm.drill && ids.has(alarm.device.id));
    // The list of open alarms is in order of urgency already: the first of a device is its worst.
    const worst = new Map([...ours].reverse().map((alarm) => [alarm.device.id, alarm.class]));
    return {
      alarms: ours.map((alarm) => `${alarm.id} ${alarm.condition}`).join(),
      shown: rows.map((row) => {
        const live = worst.get(row.id);
        return live === undefined || (row.worst !== null && rankOf(row.worst as typeof live) <= rankOf(live))
          ? row
          : { ...row, worst: live };
      }),
    };
  }, [rows, open]);
  const [seen, setSeen] = useState(alarms);
  useEffect(() => {
    if (seen === alarms) return;
    setSeen(alarms);
    again();
  }, [seen, alarms, again]);
  return shown;
}

function Rows({ rows }: { readonly rows: readonly PartRow[] }) {
  const { t, say } = useWords();
  const columns: readonly Column<PartRow>[] = [
    { key: 'worst', title: t('device.alarm'), cell: (row) => <WorstMark of={worstOf(row)} /> },
    { key: 'number', title: t('part.number'), cell: (row) => <PartLink row={row} /> },
    { key: 'type', title: t('part.type'), cell: (row) => say(partType(row.part)) },
    { key: 'description', title: t('part.description'), cell: (row) => <Called row={row} /> },
    { key: 'place', title: t('device.place'), cell: (row) => placeLine(row.place) || '—' },
    { key: 'states', title: t('parts.states'), cell: (row) => <PartStates row={row} /> },
    { key: 'measured', title: t('parts.measured'), cell: (row) => <PartMeasures row={row} /> },
    { key: 'last', title: t('device.last-heard'), cell: (row) => <LastHeard at={row.lastHeard} /> },
  ];
  return (
    <DataTable<PartRow>
      label={t('parts.title')}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.id}
      rowClass={(row) => (row.stale ? 'row-stale' : '')}
    />
  );
}

function worstOf(row: PartRow): Parameters<typeof WorstMark>[0]['of'] {
  return row.worst as Parameters<typeof WorstMark>[0]['of'];
}

/** Its name; and what the panel calls it, where a person gave it another. */
function Called({ row }: { readonly row: PartRow }) {
  const { description } = row.part;
  return (
    <span>
      {row.name}
      {description === '' || description === row.name ? null : <span className="quiet"> · {description}</span>}
    </span>
  );
}

function PartLink({ row }: { readonly row: PartRow }) {
  const { t } = useWords();
  return (
    <Link className="link nowrap numbers" to={`/devices/${encodeURIComponent(row.id)}`} data-testid="part-link" data-part-id={row.id}>
      {partNumber(row.part) || t('part.system-itself')}
    </Link>
  );
}

function Cards({ rows }: { readonly rows: readonly PartRow[] }) {
  const { t, say } = useWords();
  return (
    <DeviceCards
      rows={rows}
      of="part"
      card={(row) => (
        <>
          <span className="row">
            <strong className="numbers">{partNumber(row.part) || t('part.system-itself')}</strong>
            <span className="grow">{say(partType(row.part))}</span>
            {row.worst === null ? null : <WorstMark of={worstOf(row)} />}
          </span>
          <Called row={row} />
          <span className="quiet">{placeLine(row.place)}</span>
          <span className="row">
            <PartStates row={row} /> <PartMeasures row={row} />
          </span>
        </>
      )}
    />
  );
}
