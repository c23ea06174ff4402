// One building: pressure, tanks with how their hours are worked out, contact, isolations, the five systems, and its file.
import { useState } from 'react';
import { Link } from 'react-router';
import type { BuildingView, SystemView } from '../../gateway/web/unit-contract.ts';
import { ScopeLimits } from '../judgement/scope-limits.tsx';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { dateTime } from '../time.ts';
import { BuildingForm } from './building-form.tsx';
import { ContactLine, IsolatedLine } from './contact-line.tsx';
import { FilePage, useEditing } from './file-page.tsx';
import { useSizeLine } from './high-rise-card.tsx';
import { IncidentHistory } from './incident-history.tsx';
import { Age, PressureLine, TankLine } from './live-value.tsx';
import { OpenCounts } from './open-counts.tsx';
import { SystemSign, SystemWord, unheard } from './system-cells.tsx';
import { VersionsTab } from './versions-tab.tsx';

const REFRESH_MS = 5_000;
/** What the water of a building is measured in. */
const WATER = ['water.pressure', 'water.level'] as const;

export default function BuildingPage() {
  return (
    <FilePage<BuildingView> of="buildings" refreshMs={REFRESH_MS} testId="building">
      {(building, again) => <Building key={building.id} building={building} again={again} />}
    </FilePage>
  );
}

function Building({ building, again }: { readonly building: BuildingView; readonly again: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const size = useSizeLine();
  const editing = useEditing(again, (close, onSaved) => <BuildingForm building={building} close={close} onSaved={onSaved} />);
  const { unit, highRise, refugeFloors, lacksRefugeFloor, tanks, file, changedAt, changedBy, version } = building;
  const path = `/buildings/${encodeURIComponent(building.id)}`;
  return (
    <>
      <header>
        <h1>{building.name}</h1>
        <span className={highRise === 'unknown' ? 'chip loud hatched' : 'chip'}>{t(`high-rise.${highRise}`)}</span>
        <OpenCounts open={building.open} drills={building.drills} />
        <span className="row file-deeds">
          <Link className="link big-link" to={`/estate?place=${encodeURIComponent(building.id)}`}>
            {t('building.devices')}
          </Link>
          <Link className="link big-link" to={`/checklists/${encodeURIComponent(building.id)}`}>
            {t('lists.title')}
          </Link>
          {editing.button}
        </span>
        <p className="quiet wide numbers">
          {unit === null ? null : (
            <Link className="link" to={`/units/${encodeURIComponent(unit.id)}`}>
              {unit.name}
            </Link>
          )}
          {unit === null ? '' : ' · '}
          {size(building)}
          {refugeFloors.length === 0 ? '' : ` · ${t('building.refuge', { floors: refugeFloors.join(', ') })}`}
          {' · '}
          {changedAt === null ? t('file.nobody') : t('file.saved-by', { name: changedBy ?? '', time: dateTime(changedAt) })}
        </p>
        {lacksRefugeFloor ? <p className="chip loud">{t('high.lacks-refuge')}</p> : null}
      </header>
      <div className="building-live">
        <section className="panel tile">
          <h2>{t('building.water')}</h2>
          <PressureLine of={building.topPressure} full />
          {tanks.length === 0 ? (
            <p className="quiet">{t('high.no-tanks')}</p>
          ) : (
            tanks.map((tank) => <TankLine key={tank.id} of={tank} full />)
          )}
          <ScopeLimits scope={building.id} quantities={WATER} title={t('building.water-limits')} />
        </section>
        <section className="panel tile">
          <h2>{t('building.room')}</h2>
          <ContactLine contact={building.contact} />
          <IsolatedLine isolated={building.isolated} full />
        </section>
      </div>
      <ScopeLimits scope={building.id} name={building.name} />
      <section>
        <h2>{t('high.systems')}</h2>
        <ul className="system-tiles">
          {building.systems.map((system) => (
            <SystemTile key={system.system} system={system} />
          ))}
        </ul>
      </section>
      {file === null || file.note === '' ? null : <p className="panel tile">{file.note}</p>}
      {may('alarm.read') ? <PastAlarms place={building.id} /> : null}
      {may('unit.manage') && version > 0 ? (
        <details className="versions">
          <summary>{t('unit.tab-versions')}</summary>
          <VersionsTab key={version} path={path} />
        </details>
      ) : null}
      {editing.form}
    </>
  );
}

/** Asked for when somebody opens it. */
function PastAlarms({ place }: { readonly place: string }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="versions" onToggle={({ currentTarget }) => setOpen(currentTarget.open)} data-testid="past-alarms">
      <summary>{t('unit.tab-alarms')}</summary>
      {isOpen ? <IncidentHistory place={place} /> : null}
    </details>
  );
}

function SystemTile({ system }: { readonly system: SystemView }) {
  const { t } = useWords();
  const lost = unheard(system);
  return (
    <li
      className={lost > 0 ? 'panel system-tile hatched' : 'panel system-tile'}
      data-state={system.state}
      data-class={system.worst ?? 'normal'}
      data-testid={`system-${system.system}`}
    >
      <h3 className="system-name">
        <SystemSign of={system.system} />
        {t(`system.${system.system}`)}
      </h3>
      <p className="system-word">
        <SystemWord system={system} />
      </p>
      {system.devices === 0 ? (
        <p className="quiet">{t('system.no-device')}</p>
      ) : (
        <>
          <p className="numbers">{t('system.heard', { heard: system.devices - lost, all: system.devices })}</p>
          {system.silent > 0 ? <p className="chip loud">{t('units.silent', { n: system.silent })}</p> : null}
          {system.never > 0 ? <p className="chip loud">{t('system.never', { n: system.never })}</p> : null}
          {system.oldest === null ? null : (
            <p className="quiet">
              {t('system.oldest')} <Age at={system.oldest} />
            </p>
          )}
        </>
      )}
      {system.open.length > 0 ? <OpenCounts open={system.open} /> : null}
    </li>
  );
}
