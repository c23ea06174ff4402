// What a transmission device shows beside its link: its parts, its packets, what was done at it, what it can be told.
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { PartRow } from '../../gateway/web/transmission-contract.ts';
import type { Page } from '../api.ts';
import { CommandPanel } from '../estate/command-panel.tsx';
import { useWords, type WordKey } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { useAnswer } from '../use-answer.ts';
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

/** As often as the parts themselves. */
const COUNT_MS = 5_000;
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
            {t(TITLES[tab])} {tab === 'parts' ? <PartCount device={device} /> : null}
          </span>
        ),
        children: tab === open ? <Opened tab={tab} device={device} again={again} state={state} /> : null,
      }))}
    />
  );
}

/** How many of its parts have an alarm: the device itself may have none, and the parts in alarm stand pages below. */
function PartCount({ device }: { readonly device: DeviceView }) {
  const { t } = useWords();
  const phone = usePhone();
  const path = `/devices/${encodeURIComponent(device.id)}/parts`;
  const alarmed = useAnswer<Page<PartRow>>(path, { state: 'alarm', limit: 1 }, COUNT_MS).value?.total ?? 0;
  if (alarmed === 0) return device.parts === 0 ? null : <span className="numbers quiet">{device.parts}</span>;
  const words = t('parts.alarmed', { n: alarmed });
  return (
    <span className="chip solid numbers" data-testid="parts-alarmed">
      {phone ? (
        // Five tabs stand in the width of a phone.
        <>
          <span aria-hidden="true">! {alarmed}</span>
          <span className="hidden-text">{words}</span>
        </>
      ) : (
        words
      )}
    </span>
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
