// The five systems of a building, a cell each: the worst alarm, or how much of it is heard.
import type { SystemView } from '../../gateway/web/unit-contract.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';

export type SystemId = SystemView['system'];

/** Strokes of each system's sign in a box of 24: lightning, drop, cloud of smoke, flame of gas, door. */
const SIGNS: Readonly<Record<SystemId, string>> = {
  electrical: 'M13 2 5 14h6l-1 8 8-12h-6z',
  water: 'M12 3c3.500 4.500 6 7.500 6 11a6 6 0 0 1-12 0c0-3.500 2.500-6.500 6-11z',
  smoke: 'M4 19h13a3.500 3.500 0 0 0 .5-7A5 5 0 0 0 8 10.500 4.300 4.300 0 0 0 4 19zM12 6c0-2 2-2 2-4',
  gas: 'M12 3c1 4 5 5 5 10a5 5 0 0 1-10 0c0-2 1-3 2-4 .500 2 1.500 2 2 2 0-3-.500-5 1-8zM4 21h16',
  doors: 'M6 21V3h12v18M3 21h18M14.500 12h.01',
};

export function SystemSign({ of }: { readonly of: SystemId }) {
  return (
    <svg className="system-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SIGNS[of]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

/** What of the system is not heard counts beside an alarm too: it must not pass for good. */
export function unheard({ silent, never }: Pick<SystemView, 'silent' | 'never'>): number {
  return silent + never;
}

export function SystemWord({ system }: { readonly system: SystemView }) {
  const { t } = useWords();
  if (system.worst !== null)
    return (
      <span className="mark" data-class={system.worst}>
        <ClassShape of={system.worst} />
        {t(`class.${system.worst}`)}
      </span>
    );
  return <span className={system.state === 'good' || system.state === 'none' ? 'quiet' : ''}>{t(`system-state.${system.state}`)}</span>;
}

export function SystemCells({ systems }: { readonly systems: readonly SystemView[] }) {
  const { t } = useWords();
  return (
    <ul className="system-cells">
      {systems.map((system) => (
        <li
          key={system.system}
          className={unheard(system) > 0 ? 'system-cell hatched' : 'system-cell'}
          data-state={system.state}
          data-testid={`system-${system.system}`}
          title={t('system.heard', { heard: system.devices - unheard(system), all: system.devices })}
        >
          <span className="system-name">
            <SystemSign of={system.system} />
            {t(`system.${system.system}`)}
          </span>
          <SystemWord system={system} />
          {system.devices === 0 ? null : (
            <span className="quiet numbers">
              {system.devices - unheard(system)}/{system.devices}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
