// 查岗: whether somebody sits in the control rooms. Calling now, what was, plans, and who answers how well.
import { Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { DutyCheck } from '../../gateway/web/duty-contract.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Nothing, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import '../estate/estate.css';
import '../pages/pages.css';
import { CallDuty } from './call-duty.tsx';
import { CheckView } from './check-view.tsx';
import './duty.css';
import { DutyHistory } from './duty-history.tsx';
import { followedOf } from './duty-order.ts';
import { DutyPlans } from './duty-plans.tsx';
import { DutyRanking } from './duty-ranking.tsx';

const TABS = ['now', 'history', 'plans', 'ranking'] as const;
type Tab = (typeof TABS)[number];
/** Checks that others, or a plan, begin appear within this time. */
const REFRESH_MS = 5_000;
/** Of the newest checks several may run at once: a plan, and what a person asked. */
const NEWEST = 5;
const NONE: readonly DutyCheck[] = [];
const NOBODY: ReadonlySet<string> = new Set();

export default function Duty() {
  const { t } = useWords();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  if (!may('duty.check')) return <Denied />;
  const open = TABS.find((tab) => tab === search.get('tab')) ?? 'now';
  return (
    <Veil>
      <div className="page">
        <header>
          <h1>{t('way.duty')}</h1>
          <p className="quiet wide">{t('duty.what')}</p>
        </header>
        <Tabs
          className="device-tabs"
          activeKey={open}
          onChange={(tab) => setSearch(tab === 'now' ? {} : { tab }, { replace: true })}
          destroyOnHidden
          items={TABS.map((tab) => ({
            key: tab,
            label: <span data-testid={`tab-${tab}`}>{t(`duty.${tab}`)}</span>,
            children: tab === open ? <div className="stack">{<Opened tab={tab} />}</div> : null,
          }))}
        />
      </div>
    </Veil>
  );
}

function Opened({ tab }: { readonly tab: Tab }) {
  switch (tab) {
    case 'now':
      return <Now />;
    case 'history':
      return <DutyHistory />;
    case 'plans':
      return <DutyPlans />;
    case 'ranking':
      return <DutyRanking />;
  }
}

/**
 * The checks that are followed stand first, and nothing goes from under the eye.
 * Where none runs, the last one that did stands below.
 */
function Now() {
  const { t } = useWords();
  const answer = useAnswer<Page<DutyCheck>>('/duty-checks', { limit: NEWEST }, REFRESH_MS);
  const items = answer.value?.items ?? NONE;
  const [followed, setFollowed] = useState(NOBODY);
  const now = followedOf(followed, items);
  if (now !== followed) setFollowed(now);
  const first = items.filter((one) => followed.has(one.id));
  return (
    <>
      {first.map((check) => (
        <CheckView key={check.id} known={check} />
      ))}
      <CallDuty onCalled={answer.again} />
      <Answered answer={answer}>
        {({ items: [last] }) => {
          if (last === undefined) return <Nothing title={t('duty.no-checks')}>{t('duty.no-checks-detail')}</Nothing>;
          return first.length > 0 ? null : <CheckView key={last.id} known={last} />;
        }}
      </Answered>
    </>
  );
}
