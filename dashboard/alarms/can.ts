// What can be done with an alarm now, by this person, and the reason where it can not.
import type { Permission } from '../../gateway/web/contract.ts';
import type { AlarmCan, alarmCan } from '../../gateway/web/incident-contract.ts';
import type { WordKey } from '../language.ts';

type Deed = keyof AlarmCan;
type Facts = Parameters<typeof alarmCan>[0];

const PERMISSION: Readonly<Record<Deed, Permission>> = {
  acknowledge: 'alarm.acknowledge',
  judge: 'alarm.verdict',
  reset: 'alarm.reset',
  shelve: 'alarm.shelve',
  unshelve: 'alarm.shelve',
};

/** What its incident says: it is handled by another than who looks, and a false alarm waits for the second person. */
interface Around {
  readonly isOthers: boolean;
  readonly isProposed: boolean;
}

const ALONE: Around = { isOthers: false, isProposed: false };

/** Why the deed can not be done, as a key; null when it can. The states are those of `alarmCan` of the contract. */
export function hindrance(deed: Deed, alarm: Facts, may: (permission: Permission) => boolean, around = ALONE): WordKey | null {
  if (alarm.closed) return 'hindrance.closed';
  if (deed === 'acknowledge' && alarm.attention !== 'new') return 'hindrance.acknowledged';
  if (deed === 'reset' && !alarm.latching) return 'hindrance.not-latching';
  if (deed === 'reset' && alarm.condition === 'active') return 'hindrance.active';
  if (deed === 'reset' && alarm.class === 'fire' && alarm.verdict === 'unverified') return 'hindrance.unverified';
  if (deed === 'reset' && around.isProposed) return 'hindrance.proposed';
  if ((deed === 'judge' || deed === 'reset') && around.isOthers) return 'hindrance.taken';
  if (deed === 'shelve' && (alarm.class === 'fire' || alarm.class === 'pre-alarm')) return 'hindrance.fire-not-shelved';
  if (deed === 'shelve' && alarm.shelved !== null) return 'hindrance.shelved';
  if (deed === 'unshelve' && alarm.shelved === null) return 'hindrance.not-shelved';
  return may(PERMISSION[deed]) ? null : 'hindrance.no-permission';
}

/** Whether it may be acknowledged with others at once: as the gateway holds it, which refuses every other. */
export function goesTogether({ class: of, attention, closed }: Pick<Facts, 'class' | 'attention' | 'closed'>): boolean {
  if (closed || attention !== 'new') return false;
  return of === 'supervisory' || of === 'fault' || of === 'isolation' || of === 'notice';
}
