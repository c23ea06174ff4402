// How good the alarms are: floods, chatter, stale and false ones, who answers how fast, and how long the wires take.
import { Button, Segmented, Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { AlarmQuality } from '../../gateway/web/quality-contract.ts';
import { csvOf, download } from '../csv.ts';
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
import { groupCells, transmissionCells } from './quality-csv.ts';
import { chosenProfiles, TransmissionTable } from './transmission-table.tsx';

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
            quality.figures.alarms + quality.figures.stale === 0 ? (
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
  const words = useWords();
  const { t } = words;
  const [search, setSearch] = useSearchParams();
  const open = TABS.find((tab) => tab === search.get('tab')) ?? 'devices';
  const chosen = search.getAll('profile');
  const cells = () =>
    open === 'transmission' ? transmissionCells(chosenProfiles(quality.transmission, chosen), words) : groupCells(quality, open, words);
  const choose = (profiles: readonly string[]): void =>
    setSearch([['tab', open], ...profiles.map((id) => ['profile', id] as [string, string])], { replace: true });
  const day = (at: number): string => dateTime(at).slice(0, 10);
  return (
    <>
      <FigureTiles figures={quality.figures} />
      <div className="row">
        <p className="quiet grow">
          {t('quality.drills', { n: quality.drills })}
          {quality.cut ? ` ${t('quality.cut', { to: dateTime(quality.to) })}` : ''}
        </p>
        <Button
          onClick={() => download(`${t(`quality.${open}`)}-${day(quality.from)}-${day(quality.to)}.csv`, csvOf(cells()))}
          data-testid="quality-csv"
        >
          {t('quality.csv')}
        </Button>
      </div>
      <Tabs
        className="device-tabs"
        activeKey={open}
        onChange={(tab) => setSearch(tab === 'devices' ? {} : { tab }, { replace: true })}
        destroyOnHidden
        items={TABS.map((tab) => ({
          key: tab,
          label: <span data-testid={`quality-tab-${tab}`}>{t(`quality.${tab}`)}</span>,
          children: tab === open ? <Opened tab={tab} quality={quality} chosen={chosen} choose={choose} /> : null,
        }))}
      />
    </>
  );
}

interface OpenedProps {
  readonly tab: Tab;
  readonly quality: AlarmQuality;
  readonly chosen: readonly string[];
  readonly choose: (profiles: readonly string[]) => void;
}

function Opened({ tab, quality, chosen, choose }: OpenedProps) {
  if (tab === 'transmission') return <TransmissionTable all={quality.transmission} chosen={chosen} choose={choose} />;
  return <GroupTable of={tab} rows={quality[tab]} />;
}
