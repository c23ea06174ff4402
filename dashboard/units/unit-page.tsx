// One unit: what stands open in it, its buildings, and its file with everything that runs out.
import { Tabs } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { UnitView } from '../../gateway/web/unit-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { ScopeLimits } from '../judgement/scope-limits.tsx';
import { useWords } from '../language.ts';
import { WorstMark } from '../marks.tsx';
import { useMay } from '../session.tsx';
import { Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { FilePage, useEditing } from './file-page.tsx';
import { IncidentHistory } from './incident-history.tsx';
import { OpenCounts } from './open-counts.tsx';
import { PaperChip } from './paper-words.tsx';
import { SystemCells } from './system-cells.tsx';
import { UnitFacts } from './unit-facts.tsx';
import { UnitForm } from './unit-form.tsx';
import { Complete } from './units.tsx';
import { VersionsTab } from './versions-tab.tsx';

const REFRESH_MS = 10_000;
const TABS = ['buildings', 'file', 'papers', 'alarms', 'versions'] as const;
type Tab = (typeof TABS)[number];

export default function UnitPage() {
  return (
    <FilePage<UnitView> of="units" refreshMs={REFRESH_MS} testId="unit">
      {(unit, again) => <Unit key={unit.id} unit={unit} again={again} />}
    </FilePage>
  );
}

function Unit({ unit, again }: { readonly unit: UnitView; readonly again: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const editing = useEditing(again, (close, onSaved) => <UnitForm unit={unit} close={close} onSaved={onSaved} />);
  const tabs = TABS.filter((tab) => (tab !== 'versions' || may('unit.manage')) && (tab !== 'alarms' || may('alarm.read')));
  const open = tabs.find((tab) => tab === search.get('tab')) ?? 'buildings';
  return (
    <>
      <header>
        <h1>{unit.name}</h1>
        {unit.isKeyUnit ? <span className="chip">{t('units.key')}</span> : null}
        <OpenCounts open={unit.open} />
        <span className="row file-deeds">
          <Link className="link big-link" to={`/checklists/${encodeURIComponent(unit.id)}`}>
            {t('lists.title')}
          </Link>
          {editing.button}
        </span>
        <p className="quiet wide numbers">
          {placeLine(unit.place)}
          {unit.changedAt === null
            ? ` · ${t('file.nobody')}`
            : ` · ${t('file.saved-by', { name: unit.changedBy ?? '', time: dateTime(unit.changedAt) })}`}
        </p>
        <p className="row wide">
          <Complete of={unit.complete} />
          {unit.missing.length === 0 ? null : (
            <span className="quiet">{t('file.missing', { what: unit.missing.map((one) => t(`missing.${one}`)).join(' · ') })}</span>
          )}
        </p>
      </header>
      <ScopeLimits scope={unit.id} name={unit.name} />
      <Tabs
        className="device-tabs"
        activeKey={open}
        onChange={(tab) => setSearch(tab === 'buildings' ? {} : { tab }, { replace: true })}
        destroyOnHidden
        items={tabs.map((tab) => ({
          key: tab,
          label: <span data-testid={`unit-tab-${tab}`}>{t(`unit.tab-${tab}`)}</span>,
          children: tab === open ? <Opened tab={tab} unit={unit} /> : null,
        }))}
      />
      {editing.form}
    </>
  );
}

function Opened({ tab, unit }: { readonly tab: Tab; readonly unit: UnitView }) {
  switch (tab) {
    case 'buildings':
      return <Buildings unit={unit} />;
    case 'file':
      return <UnitFacts unit={unit} />;
    case 'papers':
      return <Papers unit={unit} />;
    case 'alarms':
      return <IncidentHistory place={unit.id} />;
    case 'versions':
      return <VersionsTab key={unit.version} path={`/units/${encodeURIComponent(unit.id)}`} />;
  }
}

function Buildings({ unit }: { readonly unit: UnitView }) {
  const { t } = useWords();
  if (unit.inside.length === 0) return <Nothing title={t('unit.no-buildings')}>{t('unit.no-buildings-detail')}</Nothing>;
  return (
    <ul className="stack">
      {unit.inside.map((building) => (
        <li key={building.id} className="panel unit-building" data-testid="unit-building">
          <p className="row">
            <Link className="link big-link" to={`/buildings/${encodeURIComponent(building.id)}`}>
              {building.name}
            </Link>
            <span className={building.highRise === 'unknown' ? 'chip loud hatched' : 'chip'}>{t(`high-rise.${building.highRise}`)}</span>
            <WorstMark of={building.worst} />
            {building.version === 0 ? <span className="chip loud">{t('file.none')}</span> : null}
          </p>
          <SystemCells systems={building.systems} />
        </li>
      ))}
    </ul>
  );
}

function Papers({ unit }: { readonly unit: UnitView }) {
  const { t } = useWords();
  if (unit.papers.length === 0) return <Nothing title={t('paper.none')}>{t('paper.none-detail')}</Nothing>;
  return (
    <ul className="panel cards">
      {unit.papers.map((paper) => (
        <li key={paper.id} className="paper" data-testid="paper">
          <PaperChip paper={paper} />
          <strong className="grow">{paper.name}</strong>
          <span className="numbers quiet">{t('paper.until', { day: paper.expires })}</span>
        </li>
      ))}
    </ul>
  );
}
