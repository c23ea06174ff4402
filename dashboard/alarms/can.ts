// What can be done with an alarm now, by this person, and the reason where it can not.
import type { AlarmCan, AlarmView, Permission } from '../../gateway/web/contract.ts';
import type { WordKey } from '../language.ts';

type Deed = keyof AlarmCan;
type Facts = Pick<AlarmView, 'closed' | 'attention' | 'condition' | 'latching' | 'reset'>;

const PERMISSION: Readonly<Record<Deed, Permission>> = {
  acknowledge: 'alarm.acknowledge',
  judge: 'alarm.verdict',
  reset: 'alarm.reset',
};

/** Why the deed can not be done, as a key; null when it can. The states are those of `alarmCan` of the contract. */
export function hindrance(deed: Deed, alarm: Facts, may: (permission: Permission) => boolean): WordKey | null {
  if (alarm.closed) return 'hindrance.closed';
  if (deed === 'acknowledge' && alarm.attention !== 'new') return 'hindrance.acknowledged';
  if (deed === 'reset' && !alarm.latching) return 'hindrance.not-latching';
  if (deed === 'reset' && alarm.condition === 'active') return 'hindrance.active';
  return may(PERMISSION[deed]) ? null : 'hindrance.no-permission';
}
