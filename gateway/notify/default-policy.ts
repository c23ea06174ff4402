// The policies that count where nobody has written one: a fire is never without one.
import { words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import type { Policy, PolicyStep } from './policy.ts';

/**
 * Timers of ux 1.3: 30 s unacknowledged, every seat and louder; 60 s, a call to the duty room; 120 s, the manager and
 * the micro fire station; 180 s, the supervisor.
 */
const URGENT_STEPS: readonly PolicyStep[] = [
  { after: 0, whom: 'seat', via: ['console', 'app'] },
  { after: 30, whom: 'seat', via: ['sounder', 'console'] },
  { after: 60, whom: { role: 'duty-room' }, via: ['voice', 'sms'] },
  { after: 120, whom: { role: 'manager' }, via: ['voice', 'sms', 'wecom'] },
  { after: 120, whom: { role: 'micro-station' }, via: ['voice', 'sms'] },
  { after: 180, whom: { role: 'supervisor' }, via: ['voice', 'sms'] },
];

/** A fault hurts nobody within minutes, but an extinguishing system that is down must not wait for the morning. */
const CALM_STEPS: readonly PolicyStep[] = [
  { after: 0, whom: 'seat', via: ['console'] },
  { after: 600, whom: { role: 'duty-room' }, via: ['sms'] },
  { after: 3_600, whom: { role: 'manager' }, via: ['sms', 'wecom'] },
];

/** Public 1-3-5 rule: neighbouring teams are there within three minutes, so somebody should have seen the place by then. */
const VERIFIED_WITHIN_S = 180;
/** One shift: who took a fault over has done something about it before going home. */
const ONE_SHIFT_S = 8 * 3_600;
/** As far apart as the last step is from the first: three minutes in which people were on their way. */
const LAST_EVERY_S = 180;

const URGENT: Policy = {
  id: 'default-urgent',
  title: words('默认：火警、预警、联动', 'default: fire, pre-alarm, linkage'),
  place: null,
  classes: ['fire', 'pre-alarm', 'linkage'],
  hours: 'always',
  drill: false,
  steps: URGENT_STEPS,
  stopOnAcknowledge: true,
  acknowledgeTimeOut: VERIFIED_WITHIN_S,
  again: null,
  lastEvery: LAST_EVERY_S,
};

const CALM: Policy = {
  ...URGENT,
  id: 'default-calm',
  title: words('默认：监管、故障', 'default: supervisory, fault'),
  classes: ['supervisory', 'fault'],
  steps: CALM_STEPS,
  acknowledgeTimeOut: ONE_SHIFT_S,
};

/** A drill for which nobody wrote a policy shows itself to the seat alone. */
const DRILL: Policy = {
  ...URGENT,
  id: 'default-drill',
  title: words('默认：演练', 'default: drill'),
  classes: ['fire', 'pre-alarm', 'linkage', 'supervisory', 'fault'],
  drill: true,
  steps: [{ after: 0, whom: 'seat', via: ['console'] }],
};

/** Those of the house, for what really happens and for drills, as they are shown. */
export const DEFAULT_POLICIES: readonly Policy[] = [URGENT, CALM, DRILL];

/** The house's own policy for a class; isolations and notices are shown and told to nobody. */
export function defaultPolicy(alarmClass: AlarmClass, drill = false): Policy | undefined {
  return DEFAULT_POLICIES.find((policy) => policy.drill === drill && policy.classes.includes(alarmClass));
}
