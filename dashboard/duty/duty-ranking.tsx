// How well each control room answered over some days, the worst first.
import { Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { DutyRank } from '../../gateway/web/duty-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { Answered, Former, Nothing } from '../states.tsx';
import { elapsed } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { presentShare } from './duty-order.ts';
import { DutySign } from './duty-tile.tsx';

const DAYS = [7, 30, 90] as const;
/** What the line of a card names where it happened. */
const LOUD = ['absent', 'unreachable', 'late'] as const;
type Days = (typeof DAYS)[number];

export function DutyRanking() {
  const { t } = useWords();
  const phone = usePhone();
  const [days, setDays] = useState<Days>(30);
  const answer = useAnswer<{ items: DutyRank[] }>('/duty-ranking', { days });
  const columns: readonly Column<DutyRank>[] = [
    { key: 'room', title: t('duty.room'), cell: (one) => <Room rank={one} /> },
    { key: 'place', title: t('device.place'), cell: (one) => placeLine(one.place) },
    { key: 'share', title: t('rank.share'), cell: (one) => <Share rank={one} /> },
    { key: 'absent', title: t('duty-state.absent'), cell: (one) => <Count of={one.absent} loud /> },
    { key: 'late', title: t('duty-state.late'), cell: (one) => <Count of={one.late} /> },
    { key: 'unreachable', title: t('duty-state.unreachable'), cell: (one) => <Count of={one.unreachable} /> },
    { key: 'present', title: t('duty-state.present'), cell: (one) => <Count of={one.present} /> },
    { key: 'asked', title: t('rank.asked'), cell: (one) => <Count of={one.asked} /> },
    {
      key: 'mean',
      title: t('rank.mean'),
      cell: (one) => <span className="numbers">{one.meanMs === null ? '—' : elapsed(one.meanMs)}</span>,
    },
  ];
  return (
    <>
      <div className="row">
        <Segmented<Days>
          value={days}
          onChange={setDays}
          aria-label={t('rank.over')}
          options={DAYS.map((value) => ({ value, label: t('rank.days', { n: value }) }))}
          data-testid="rank-days"
        />
        <span className="quiet">{t('rank.order')}</span>
      </div>
      <Answered answer={answer}>
        {({ items }) => (
          <Former is={answer.isFormer}>
            {items.length === 0 ? (
              <Nothing title={t('rank.none')}>{t('rank.none-detail')}</Nothing>
            ) : phone ? (
              <ul className="panel cards">
                {items.map((one) => (
                  <li key={one.device} className="person-card" data-testid="rank-row">
                    <span className="row">
                      <span className="grow">
                        <Room rank={one} />
                      </span>
                      <Share rank={one} />
                    </span>
                    <span className="quiet">{placeLine(one.place)}</span>
                    <span className="duty-result numbers">
                      {LOUD.map((state) =>
                        one[state] === 0 ? null : (
                          <span key={state} className="duty-count" data-state={state}>
                            <DutySign of={state} />
                            {t(`duty-state.${state}`)} <b>{one[state]}</b>
                          </span>
                        ),
                      )}
                      <span className="quiet">{t('rank.line', { asked: one.asked })}</span>
                    </span>
                  </li>
                ))}
              </ul>
            ) : (
              <DataTable<DutyRank> label={t('duty.ranking')} columns={columns} rows={items} keyOf={(one) => one.device} />
            )}
          </Former>
        )}
      </Answered>
    </>
  );
}

function Room({ rank }: { readonly rank: DutyRank }) {
  return (
    <Link className="link" to={`/devices/${encodeURIComponent(rank.device)}`} data-testid="rank-room">
      {rank.name}
    </Link>
  );
}

/** In time, as a number and as a bar of the same length. */
function Share({ rank }: { readonly rank: DutyRank }) {
  const share = presentShare(rank);
  if (share === null) return <span className="quiet">—</span>;
  return (
    <span className="rank-share">
      <b className="numbers">{Math.floor(share * 100)}%</b>
      <span className="duty-bar" aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
      </span>
    </span>
  );
}

function Count({ of, loud = false }: { readonly of: number; readonly loud?: boolean }) {
  return <span className={of === 0 ? 'numbers quiet' : loud ? 'numbers rank-loud' : 'numbers'}>{of}</span>;
}
