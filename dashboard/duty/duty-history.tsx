// The duty checks that were: when, by whom, how they ended; one of them opened in full.
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { DutyCheck } from '../../gateway/web/duty-contract.ts';
import type { Page } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { Paged, usePages } from '../estate/pager.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { CheckView } from './check-view.tsx';
import { dutyCounts } from './duty-order.ts';
import { DutySign } from './duty-tile.tsx';

const ROWS = 30;

export function DutyHistory() {
  const { t } = useWords();
  const phone = usePhone();
  const pages = usePages('duty');
  const answer = useAnswer<Page<DutyCheck>>('/duty-checks', { after: pages.after, limit: ROWS });
  const [opened, setOpened] = useState<DutyCheck | null>(null);
  const columns: readonly Column<DutyCheck>[] = [
    { key: 'at', title: t('duty.at'), cell: (one) => <span className="numbers nowrap">{dateTime(one.at)}</span> },
    { key: 'by', title: t('duty.by'), cell: (one) => <span className="nowrap">{one.name}</span> },
    { key: 'mode', title: t('duty.mode'), cell: (one) => <Mode check={one} /> },
    {
      key: 'minutes',
      title: t('duty.minutes'),
      cell: (one) => <span className="numbers nowrap">{t('duty.within', { n: one.minutes })}</span>,
    },
    { key: 'result', title: t('duty.result'), cell: (one) => <Result check={one} /> },
    {
      key: 'open',
      title: t('duty.open'),
      isTitleHidden: true,
      cell: (one) => <OpenButton check={one} open={setOpened} />,
    },
  ];
  return (
    <Paged answer={answer} pages={pages}>
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <Nothing title={t('duty.no-checks')}>{t('duty.no-checks-detail')}</Nothing>
          ) : phone ? (
            <ul className="panel cards">
              {items.map((one) => (
                <li key={one.id} className="person-card" data-testid="duty-row">
                  <span className="row">
                    <strong className="numbers grow">{dateTime(one.at)}</strong>
                    <Mode check={one} />
                  </span>
                  <span className="quiet">
                    {one.name} · {t('duty.within', { n: one.minutes })}
                  </span>
                  <Result check={one} />
                  <OpenButton check={one} open={setOpened} />
                </li>
              ))}
            </ul>
          ) : (
            <DataTable<DutyCheck> label={t('duty.history')} columns={columns} rows={items} keyOf={(one) => one.id} />
          )}
          <Drawer
            open={opened !== null}
            onClose={() => setOpened(null)}
            size={phone ? '100%' : 900}
            destroyOnHidden
            title={opened === null ? '' : `${t('way.duty')} ${dateTime(opened.at)}`}
          >
            {opened === null ? null : <CheckView known={opened} />}
          </Drawer>
        </>
      )}
    </Paged>
  );
}

function OpenButton({ check, open }: { readonly check: DutyCheck; readonly open: (check: DutyCheck) => void }) {
  const { t } = useWords();
  return (
    <Button onClick={() => open(check)} aria-label={`${t('duty.open')} ${dateTime(check.at)}`} data-testid="duty-open">
      {t('duty.open')}
    </Button>
  );
}

function Mode({ check }: { readonly check: DutyCheck }) {
  const { t } = useWords();
  return <span className="chip">{t(`duty-mode.${check.mode}`)}</span>;
}

function Result({ check }: { readonly check: DutyCheck }) {
  const { t } = useWords();
  return (
    <span className="duty-result">
      {check.open ? <strong className="chip solid">{t('duty.running')}</strong> : null}
      {dutyCounts(check.targets).map(({ state, count }) => (
        <span key={state} className="duty-count" data-state={state}>
          <DutySign of={state} />
          {t(`duty-state.${state}`)} <b className="numbers">{count}</b>
        </span>
      ))}
    </span>
  );
}
