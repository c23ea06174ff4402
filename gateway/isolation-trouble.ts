// The word on every screen that an isolation's time was up, until somebody has seen it.
import type { Isolations } from './alarms/isolations.ts';
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
