// An alarm's states and place in words: condition, attention and verdict are told apart, never mixed.
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import type { SpokenWords, WordKey } from '../language.ts';

/** A step of the way to a place; of the kinds only the region matters here. */
type Step = { readonly id: string; readonly name: string; readonly kind: string };

/** Models of what stands behind a transmission device. */
const BEHIND: ReadonlySet<string> = new Set(['gb26875/part', 'gb26875/system']);

/** Whether it is a part, or a system, behind a transmission device. */
export function isPart({ model }: Pick<AlarmView['device'], 'model'>): boolean {
  return BEHIND.has(model);
}

/**
 * What happened. Of a part of a panel its kind comes first: the rule's own title speaks of any part, and whether a head
 * smelt smoke or a person pressed is another thing.
 */
export function alarmTitle(alarm: Pick<AlarmView, 'title' | 'device'>, { say, term }: Pick<SpokenWords, 'say' | 'term'>): string {
  return isPart(alarm.device) ? `${term('kind', alarm.device.kind)} · ${say(alarm.title)}` : say(alarm.title);
}

/** Where what raised it is looked at: a device, or the file of a unit in which something runs out. */
export function homeOf({ id, kind }: Pick<AlarmView['device'], 'id' | 'kind'>): string {
  if (kind === 'dossier') return `/units/${encodeURIComponent(id.slice(id.indexOf(':') + 1))}?tab=papers`;
  return `/devices/${encodeURIComponent(id)}`;
}

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
export function surenessKey(alarm: Pick<AlarmView, 'quantity' | 'device'>, incident: IncidentView | undefined): WordKey {
  if (incident !== undefined && incident.kinds.length > 1) return 'sure.kinds';
  if (incident !== undefined && incident.points > 1) return 'sure.points';
  if (isByPerson(alarm)) return 'sure.person';
  return 'sure.single';
}

/** A call point pressed, be it one behind a panel, or the alarm key of a panel or transmission device. */
function isByPerson({ quantity, device }: Pick<AlarmView, 'quantity' | 'device'>): boolean {
  return PRESSED.has(quantity) || (quantity === 'state.fire' && device.kind === 'callpoint');
}
const PRESSED: ReadonlySet<string> = new Set(['callpoint.pressed', 'operation.manualAlarm']);

/** A frame that took longer than this, or came from the future, deserves a word beside its delay. */
const WORTH_A_WORD_MS = 10_000;

/** Whether the device's time and ours lie far enough apart to say so. */
export function isLate(alarm: Pick<AlarmView, 'occurredAt' | 'receivedAt'>): boolean {
  return Math.abs(alarm.receivedAt - alarm.occurredAt) > WORTH_A_WORD_MS;
}

const OF_FIRE: ReadonlySet<AlarmView['class']> = new Set(['fire', 'pre-alarm', 'linkage']);

/** The word for the state of an incident: a fault that was found to be one is no fire. */
export function stateKey({ state, class: of }: Pick<IncidentView, 'state' | 'class'>): WordKey {
  return state === 'confirmed' && !OF_FIRE.has(of) ? 'incident.state-confirmed-other' : `incident.state-${state}`;
}
