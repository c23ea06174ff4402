// How good the alarms are: floods, chatter, stale and false ones, who answers how fast, and how long the wires take.
import { Segmented, Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { AlarmQuality } from '../../gateway/web/quality-contract.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Nothing, Veil } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useLine } from '../use-live.ts';
import '../pages/pages.css';
import { FigureTiles } from './figure-tiles.tsx';
import { GroupTable } from './group-table.tsx';
import './quality.css';
import { TransmissionTable } from './transmission-table.tsx';

const DAYS = [1, 7, 30] as const;
type Days = (typeof DAYS)[number];
const TABS = ['devices', 'units', 'seats', 'transmission'] as const;
type Tab = (typeof TABS)[number];
const DAY_MS = 86_400_000;

export default function Quality() {
  const { t } = useWords();
  const may = useMay();
  const [days, setDays] = useState<Days>(7);
  const { store } = useLine();
  // By the gateway's clock, when the span is chosen: a minute more does not move seven days. Before the clock is known the gateway's own week.
  const [to, setTo] = useState(() => store.gatewayNow());
  const answer = useAnswer<AlarmQuality>('/alarm-quality', to === null ? {} : { from: to - days * DAY_MS, to });
  if (!may('alarm.read')) return <Denied />;
  return (
    <Veil>
      <div className="page" data-testid="quality">
        <header>
          <h1>{t('way.quality')}</h1>
          <Segmented<Days>
            value={days}
            onChange={(next) => {
              setTo(store.gatewayNow());
              setDays(next);
            }}
            aria-label={t('rank.over')}
            options={DAYS.map((value) => ({ value, label: value === 1 ? t('quality.day') : t('rank.days', { n: value }) }))}
            data-testid="quality-days"
          />
          <p className="quiet wide">{t('quality.what')}</p>
        </header>
        <Answered answer={answer}>
          {(quality) =>
            quality.figures.alarms === 0 ? (
              <Nothing title={t('quality.none')}>{t('quality.none-detail', { drills: quality.drills })}</Nothing>
            ) : (
              <Told quality={quality} />
            )
          }
        </Answered>
      </div>
    </Veil>
  );
}

function Told({ quality }: { readonly quality: AlarmQuality }) {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const open = TABS.find((tab) => tab === search.get('tab')) ?? 'devices';
  return (
    <>
      <FigureTiles figures={quality.figures} />
      <p className="quiet">
        {t('quality.drills', { n: quality.drills })}
        {quality.cut ? ` ${t('quality.cut', { to: dateTime(quality.to) })}` : ''}
      </p>
      <Tabs
        className="device-tabs"
        activeKey={open}
        onChange={(tab) => setSearch(tab === 'devices' ? {} : { tab }, { replace: true })}
        destroyOnHidden
        items={TABS.map((tab) => ({
          key: tab,
          label: <span data-testid={`quality-tab-${tab}`}>{t(`quality.${tab}`)}</span>,
          children: tab === open ? <Opened tab={tab} quality={quality} /> : null,
        }))}
      />
    </>
  );
}

function Opened({ tab, quality }: { readonly tab: Tab; readonly quality: AlarmQuality }) {
  if (tab === 'transmission') return <TransmissionTable rows={quality.transmission} />;
  return <GroupTable of={tab} rows={quality[tab]} />;
}
