// An alarm's states and place in words: condition, attention and verdict are told apart, never mixed.
import type { AlarmView, IncidentView } from '../../gateway/web/contract.ts';
import type { WordKey } from '../language.ts';

/** A step of the way to a place; of the kinds only the region matters here. */
type Step = { readonly id: string; readonly name: string; readonly kind: string };

/** Is its cause there? 已恢复·未复位 is another thing than 已恢复. */
export function conditionKey(alarm: Pick<AlarmView, 'closed' | 'condition' | 'latching' | 'reset'>): WordKey {
  if (alarm.closed) return 'condition.closed';
  if (alarm.condition === 'active') return 'condition.active';
  return alarm.latching && alarm.reset === null ? 'condition.restored-not-reset' : 'condition.restored';
}

/** What it turned out to be; of a fire it says so, of a low tank it only says that it is so. */
export function verdictKey(alarm: Pick<AlarmView, 'verdict' | 'class'>): WordKey {
  return alarm.verdict === 'real' && alarm.class === 'fire' ? 'verdict.real-fire' : `verdict.${alarm.verdict}`;
}

/** The way that a person at the seat needs: from the unit on; the region above it is known to whoever sits there. */
export function placeLine(place: readonly Step[]): string {
  const from = place.findIndex((step) => step.kind !== 'region');
  return (from < 0 ? place : place.slice(from)).map((step) => step.name).join(' › ');
}

/** How sure it is that something burns, said by what stands behind it. */
export function surenessKey(alarm: Pick<AlarmView, 'quantity'>, incident: IncidentView | undefined): WordKey {
  if (incident !== undefined && incident.kinds.length > 1) return 'sure.kinds';
  if (incident !== undefined && incident.points > 1) return 'sure.points';
  if (alarm.quantity === 'callpoint.pressed') return 'sure.person';
  return 'sure.single';
}

/** A frame that took longer than this, or came from the future, deserves a word beside its delay. */
const WORTH_A_WORD_MS = 10_000;

/** Whether the device's time and ours lie far enough apart to say so. */
export function isLate(alarm: Pick<AlarmView, 'occurredAt' | 'receivedAt'>): boolean {
  return Math.abs(alarm.receivedAt - alarm.occurredAt) > WORTH_A_WORD_MS;
}
