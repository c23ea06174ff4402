// The word on every screen that an isolation's time was up, until somebody has seen it.
import type { Isolations } from './alarms/isolations.ts';
import type { MaintenanceWindows } from './alarms/maintenance.ts';
import type { Troubles } from './troubles.ts';

/** An isolation whose time was up stands on every screen until somebody has seen it; which one, its list says. */
export function tellOfEnded(isolations: Isolations, troubles: Troubles): void {
  if (!isolations.standing().some(({ ended }) => ended !== null)) troubles.clear('isolation-ended');
  else
    troubles.raise(
      'isolation-ended',
      'notice',
      { zh: '有屏蔽到期', en: 'An isolation has ended' },
      { zh: '已恢复报警，请到屏蔽清单确认知悉', en: 'Its alarms ring again; look at the list of isolations' },
    );
}

/** So long before a window begins every screen says so: time enough to call it off. */
const ANNOUNCED_MS = 30 * 60_000;

/** Every screen says that a maintenance window is about to begin, and that one could not. */
export function tellOfPlanned(maintenance: MaintenanceWindows, troubles: Troubles, now: number): void {
  const open = maintenance.open();
  const isSoon = open.some(({ state, from }) => state === 'planned' && from - now <= ANNOUNCED_MS);
  if (!isSoon) troubles.clear('maintenance-soon');
  else
    troubles.raise(
      'maintenance-soon',
      'notice',
      { zh: '维护窗口即将开始', en: 'A maintenance window is about to begin' },
      { zh: '30 分钟内开始，可在屏蔽清单中查看或取消', en: 'Within 30 minutes; look at it, or call it off, in the list of isolations' },
    );
  if (!open.some(({ state }) => state === 'refused')) troubles.clear('maintenance-refused');
  else
    troubles.raise(
      'maintenance-refused',
      'fault',
      { zh: '维护窗口未能开始', en: 'A maintenance window could not begin' },
      { zh: '该处警情照常报出；原因见屏蔽清单', en: 'Its alarms ring as ever; the list of isolations says why' },
    );
}
