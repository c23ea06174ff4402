// The audit: searched by time, person, deed, thing and words; the youngest first, page by page; each line opens.
import { Button, Drawer, Input, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { AuditChoices, AuditFound } from '../../gateway/web/audit-contract.ts';
import { AuditDetail } from '../alarms/audit-detail.tsx';
import { address, type Page, type Query } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { Paged, usePages } from '../estate/pager.tsx';
import { SearchField } from '../estate/search-field.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Denied, Nothing } from '../states.tsx';
import { dateTime, fieldTime, midnight, timeOfField } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useLine } from '../use-live.ts';
import { AuditLine } from './audit-line.tsx';
import './pages.css';

const ROWS = 100;
const FIELDS = ['from', 'to', 'person', 'what', 'about', 'text'] as const;
type Field = (typeof FIELDS)[number];

export default function Audit() {
  const { t, say, language } = useWords();
  const may = useMay();
  const phone = usePhone();
  const { store } = useLine();
  const [search, setSearch] = useSearchParams();
  const [open, setOpen] = useState<AuditFound | null>(null);
  const asked: Record<Field, string | undefined> = Object.fromEntries(FIELDS.map((name) => [name, search.get(name) ?? undefined])) as never;
  const { from, to, ...rest } = asked;
  const query: Query = { ...rest, from: timeOfMinute(from), to: timeOfMinute(to) };
  const pages = usePages(`audit ${JSON.stringify(query)}`);
  const answer = useAnswer<Page<AuditFound>>(may('audit.read') ? '/audit' : null, { ...query, after: pages.after, limit: ROWS });
  const choices = useAnswer<AuditChoices>(may('audit.read') ? '/audit/choices' : null);
  if (!may('audit.read')) return <Denied />;

  function set(some: Partial<Record<Field, string | undefined>>): void {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(some)) {
      if (value === undefined || value === '') next.delete(name);
      else next.set(name, value);
    }
    setSearch(next, { replace: true });
  }
  const since = (days: number) => () => set({ from: fieldTime(midnight(store.gatewayNow() ?? Date.now(), -days)), to: undefined });
  const isSifted = FIELDS.some((name) => asked[name] !== undefined);
  const about = ({ about: id, called }: AuditFound) =>
    called === null ? <span className="mono">{id}</span> : <span title={id}>{called}</span>;
  const columns: readonly Column<AuditFound>[] = [
    { key: 'at', title: t('audit-list.at'), cell: (row) => <span className="numbers nowrap">{dateTime(row.at)}</span> },
    { key: 'who', title: t('audit-list.who'), cell: (row) => <span className="nowrap">{row.name || row.by}</span> },
    { key: 'what', title: t('audit-list.what'), cell: (row) => <strong className="nowrap">{say(row.title)}</strong> },
    { key: 'about', title: t('audit-list.about'), cell: about },
    { key: 'detail', title: t('audit-list.detail'), cell: (row) => <AuditDetail detail={row.detail} about={row.about} /> },
    { key: 'from', title: t('audit-list.from'), cell: (row) => <span className="mono">{row.from}</span> },
    {
      key: 'open',
      title: t('audit-list.open'),
      isTitleHidden: true,
      cell: (row) => (
        <Button onClick={() => setOpen(row)} data-testid="audit-open">
          {t('audit-list.open')}
        </Button>
      ),
    },
  ];
  return (
    <div className="page">
      <header>
        <h1>{t('way.audit')}</h1>
        <span className="grow" />
        <Button href={address('/audit/export', { ...query, language })} download data-testid="audit-export">
          {t('audit-search.export')}
        </Button>
        <p className="quiet wide">{t('audit-search.what')}</p>
      </header>
      <section className="panel" aria-label={t('audit-search.title')}>
        <div className="filters">
          <SearchField label={t('audit-search.text')} value={asked.text ?? ''} change={(text) => set({ text })} testId="audit-text" />
          <Select
            className="filter"
            aria-label={t('audit-list.who')}
            allowClear
            placeholder={t('audit-search.anybody')}
            value={asked.person}
            onChange={(person?: string) => set({ person })}
            showSearch={{ optionFilterProp: 'label' }}
            options={(choices.value?.people ?? []).map(({ id, name }) => ({ value: id, label: name || id }))}
            data-testid="audit-person"
          />
          <Select
            className="filter"
            aria-label={t('audit-list.what')}
            allowClear
            placeholder={t('audit-search.anything')}
            value={asked.what}
            onChange={(what?: string) => set({ what })}
            showSearch={{ optionFilterProp: 'label' }}
            options={(choices.value?.kinds ?? []).map(({ what, title }) => ({ value: what, label: say(title) }))}
            data-testid="audit-what"
          />
          <SearchField label={t('audit-search.about')} value={asked.about ?? ''} change={(id) => set({ about: id })} testId="audit-about" />
          <span className="line-end" />
          <Moment label={t('audit-search.from')} value={from} change={(at) => set({ from: at })} testId="audit-from" />
          <Moment label={t('audit-search.to')} value={to} change={(at) => set({ to: at })} testId="audit-to" />
          <Button onClick={since(0)} data-testid="audit-today">
            {t('audit-search.today')}
          </Button>
          <Button onClick={since(6)}>{t('audit-search.week')}</Button>
          <Button onClick={since(29)}>{t('audit-search.month')}</Button>
          {isSifted ? (
            <Button onClick={() => setSearch(new URLSearchParams())} data-testid="audit-clear">
              {t('audit-search.clear')}
            </Button>
          ) : null}
        </div>
      </section>
      <Paged answer={answer} pages={pages}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Nothing title={t(isSifted ? 'audit-search.none' : 'audit-list.none')}>
                {next === null ? null : t('audit-search.go-on')}
              </Nothing>
            ) : phone ? (
              <ul className="panel cards">
                {items.map((row) => (
                  <li key={row.number} className="person-card">
                    <span className="numbers quiet">{dateTime(row.at)}</span>
                    <span>
                      <strong>{say(row.title)}</strong> · {row.name || row.by}
                    </span>
                    {about(row)}
                    <AuditDetail detail={row.detail} about={row.about} />
                    {row.from === '' ? null : (
                      <span className="quiet">
                        {t('audit-list.from')} <span className="mono">{row.from}</span>
                      </span>
                    )}
                    <Button onClick={() => setOpen(row)}>{t('audit-list.open')}</Button>
                  </li>
                ))}
              </ul>
            ) : (
              <DataTable<AuditFound> label={t('way.audit')} columns={columns} rows={items} keyOf={(row) => String(row.number)} />
            )}
          </>
        )}
      </Paged>
      <Drawer
        open={open !== null}
        onClose={() => setOpen(null)}
        size={phone ? '100%' : 560}
        destroyOnHidden
        title={open === null ? '' : `${say(open.title)} · ${dateTime(open.at)}`}
      >
        {open === null ? null : (
          <AuditLine
            row={open}
            sift={(some) => {
              set(some);
              setOpen(null);
            }}
          />
        )}
      </Drawer>
    </div>
  );
}

interface MomentProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly change: (value: string) => void;
  readonly testId: string;
}

function Moment({ label, value = '', change, testId }: MomentProps) {
  return (
    <span className="row moment">
      <span className="quiet" aria-hidden="true">
        {label}
      </span>
      <Input
        type="datetime-local"
        max="9999-12-31T23:59"
        aria-label={label}
        value={value}
        onChange={(event) => change(event.target.value)}
        data-testid={testId}
      />
    </span>
  );
}

/** As the gateway counts; undefined for what is no minute. */
function timeOfMinute(text: string | undefined): number | undefined {
  const at = timeOfField(text ?? '');
  return Number.isNaN(at) || at < 0 ? undefined : at;
}
