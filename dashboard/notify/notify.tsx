// 通知: who is told of an alarm, by what, and whether that would work. Rosters, policies, preview, channels.
import { Tabs } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Place } from '../../gateway/web/contract.ts';
import type { Page } from '../api.ts';
import { pathNames } from '../estate/place-paths.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import '../estate/estate.css';
import '../pages/pages.css';
import { ChannelsTab } from './channels-tab.tsx';
import './notify.css';
import { PoliciesTab } from './policies-tab.tsx';
import { PreviewTab } from './preview-tab.tsx';
import { RostersTab } from './rosters-tab.tsx';
import type { TabProps } from './tab.ts';

const TABS = ['rosters', 'policies', 'preview', 'channels'] as const;
type Tab = (typeof TABS)[number];

const OPENED: Readonly<Record<Tab, (props: TabProps) => React.ReactNode>> = {
  rosters: RostersTab,
  policies: PoliciesTab,
  preview: PreviewTab,
  channels: ChannelsTab,
};

export default function Notify() {
  const { t } = useWords();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const places = useAnswer<Page<Place>>(may('notify.manage') ? '/places' : null);
  const choices = useMemo(() => pathNames(places.value?.items ?? []), [places.value]);
  if (!may('notify.manage')) return <Denied />;
  const open = TABS.find((tab) => tab === search.get('tab')) ?? 'rosters';
  const Opened = OPENED[open];
  // In the address, so that whoever signs in again stands where the work was.
  const edit = (what: string | null): void => setSearch(what === null ? { tab: open } : { tab: open, edit: what });
  return (
    <Veil>
      <div className="page">
        <header>
          <h1>{t('way.notify')}</h1>
          <p className="quiet wide">{t('notify.what')}</p>
        </header>
        <Tabs
          className="device-tabs"
          activeKey={open}
          onChange={(tab) => setSearch({ tab })}
          destroyOnHidden
          items={TABS.map((tab) => ({
            key: tab,
            label: <span data-testid={`tab-${tab}`}>{t(`notify.${tab}`)}</span>,
            children:
              tab === open ? (
                <div className="stack">
                  <Answered answer={places}>{() => <Opened places={choices} editing={search.get('edit')} edit={edit} />}</Answered>
                </div>
              ) : null,
          }))}
        />
      </div>
    </Veil>
  );
}
