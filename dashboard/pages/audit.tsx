// The audit: who did what, about what, from where; the youngest first, page by page.
import type { AuditRow } from '../../gateway/web/contract.ts';
import { AuditDetail } from '../alarms/audit-detail.tsx';
import type { Page } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { Pager, usePages } from '../estate/pager.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import './pages.css';

const ROWS = 100;

export default function Audit() {
  const { t, say } = useWords();
  const may = useMay();
  const phone = usePhone();
  const pages = usePages('audit');
  const answer = useAnswer<Page<AuditRow>>(may('audit.read') ? '/audit' : null, { after: pages.after, limit: ROWS });
  if (!may('audit.read')) return <Denied />;
  const columns: readonly Column<AuditRow>[] = [
    { key: 'at', title: t('audit-list.at'), cell: (row) => <span className="numbers nowrap">{dateTime(row.at)}</span> },
    { key: 'who', title: t('audit-list.who'), cell: (row) => <span className="nowrap">{row.name || row.by}</span> },
    { key: 'what', title: t('audit-list.what'), cell: (row) => <strong className="nowrap">{say(row.title)}</strong> },
    { key: 'about', title: t('audit-list.about'), cell: (row) => <span className="mono">{row.about}</span> },
    { key: 'detail', title: t('audit-list.detail'), cell: (row) => <AuditDetail detail={row.detail} about={row.about} /> },
    { key: 'from', title: t('audit-list.from'), cell: (row) => <span className="mono">{row.from}</span> },
  ];
  return (
    <div className="page">
      <header>
        <h1>{t('way.audit')}</h1>
      </header>
      <Answered answer={answer}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Nothing title={t('audit-list.none')} />
            ) : phone ? (
              <ul className="panel cards">
                {items.map((row) => (
                  <li key={row.number} className="person-card">
                    <span className="numbers quiet">{dateTime(row.at)}</span>
                    <span>
                      <strong>{say(row.title)}</strong> · {row.name || row.by}
                    </span>
                    <span className="mono">{row.about}</span>
                    <AuditDetail detail={row.detail} about={row.about} />
                    {row.from === '' ? null : (
                      <span className="quiet">
                        {t('audit-list.from')} <span className="mono">{row.from}</span>
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            ) : (
              <DataTable<AuditRow>
                label={t('way.audit')}
                columns={columns}
                rows={items}
                keyOf={(row) => String(row.number)}
                busy={answer.loading}
              />
            )}
            <Pager pages={pages} next={next ?? null} />
          </>
        )}
      </Answered>
    </div>
  );
}
