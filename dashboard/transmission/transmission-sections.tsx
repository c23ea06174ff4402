// What a transmission device shows beside its link: its parts, its packets, what was done at it, what it can be told.
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { DeviceView } from '../../gateway/web/contract.ts';
import { CommandPanel } from '../estate/command-panel.tsx';
import { useWords, type WordKey } from '../language.ts';
import { useMay } from '../session.tsx';
import { OperationsTab } from './operations-tab.tsx';
import { PacketsTab } from './packets-tab.tsx';
import { PartsTab } from './parts-tab.tsx';
import './transmission.css';

interface Props {
  readonly device: DeviceView;
  readonly again: () => void;
  /** Its own values and curves. */
  readonly state: ReactNode;
}

const TABS = ['parts', 'packets', 'operations', 'commands', 'state'] as const;
type Tab = (typeof TABS)[number];
const TITLES: Readonly<Record<Tab, WordKey>> = {
  parts: 'parts.title',
  packets: 'packets.title',
  operations: 'operations.title',
  commands: 'command.title',
  state: 'device.state-title',
};

/** The open tab stands in the address, so that a technician can be sent a link to it. */
export function TransmissionSections({ device, again, state }: Props) {
  const { t } = useWords();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const tabs = TABS.filter((tab) => tab !== 'packets' || may('frame.read'));
  const open = tabs.find((tab) => tab === search.get('tab')) ?? 'parts';
  return (
    <Tabs
      className="device-tabs"
      activeKey={open}
      onChange={(tab) => setSearch(tab === 'parts' ? {} : { tab }, { replace: true })}
      destroyOnHidden
      items={tabs.map((tab) => ({
        key: tab,
        label: (
          <span data-testid={`tab-${tab}`}>
            {t(TITLES[tab])} {tab === 'parts' && device.parts > 0 ? <span className="numbers quiet">{device.parts}</span> : null}
          </span>
        ),
        children: tab === open ? <Opened tab={tab} device={device} again={again} state={state} /> : null,
      }))}
    />
  );
}

function Opened({ tab, device, again, state }: Props & { readonly tab: Tab }) {
  switch (tab) {
    case 'parts':
      return <PartsTab device={device} again={again} />;
    case 'packets':
      return <PacketsTab device={device.id} />;
    case 'operations':
      return <OperationsTab device={device.id} />;
    case 'commands':
      return <CommandPanel device={device} />;
    case 'state':
      return <div className="stack">{state}</div>;
  }
}
