// What follows from a person's act, for the one who asked for it.
import type { Alarm } from './alarms/alarm.ts';
import type { Incident } from './alarms/incident.ts';
import type { Isolation } from './alarms/isolation.ts';
import type { WalkTest } from './alarms/walk-test.ts';
import type { CommandRecord } from './commands/commands.ts';
import type { DutyCheckRecord } from './prevention/duty-checks.ts';
import type { Shift } from './shift/shifts.ts';

/** What a person's act came to. */
export interface ActOutcome {
  readonly alarm?: Alarm;
  readonly incident?: Incident;
  readonly isolation?: Isolation;
  readonly walkTest?: WalkTest;
  readonly command?: CommandRecord;
  readonly duty?: DutyCheckRecord;
  readonly shift?: Shift;
}
