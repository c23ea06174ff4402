// Carrying out what people do: each deed to the room it concerns, and its line in the audit.
import { type Words, words } from '../../device-drivers/words.ts';
import type { ActOutcome } from '../act-outcome.ts';
import type { Act } from '../acts.ts';
import type { AuditRecord } from '../alarms/alarm-store.ts';
import { isOwnTry } from '../concluding-again.ts';
import { NOTES } from '../notes.ts';
import type { DeedRow, DeedRows, Rooms } from './deed.ts';
import { ON_ALARMS } from './on-alarms.ts';
import { ON_DUTY } from './on-duty.ts';
import { ON_ESTATE } from './on-estate.ts';
import { ON_GATEWAY } from './on-gateway.ts';
import { ON_MAINTENANCE } from './on-maintenance.ts';
import { ON_RULES } from './on-rules.ts';

const DEEDS: DeedRows<Act> = { ...ON_ALARMS, ...ON_ESTATE, ...ON_MAINTENANCE, ...ON_DUTY, ...ON_GATEWAY, ...ON_RULES };

/** What a line of the audit is called; a name that a newer gateway wrote stands for itself. */
export function auditTitle(what: string): Words {
  const deed: Partial<Record<string, { readonly title: Words }>> = DEEDS;
  const note: Partial<Record<string, Words>> = NOTES;
  return deed[what]?.title ?? note[what] ?? words(what, what);
}

/** Everything that can stand in the audit. */
export function auditKinds(): string[] {
  return [...Object.keys(DEEDS), ...Object.keys(NOTES)];
}

/** The row of an act: the table's type holds that it fits. */
function rowOf(act: Act): DeedRow<Act> {
  return DEEDS[act.do] as unknown as DeedRow<Act>;
}

/** Whether a deed leaves all memories as they are, so that saving the conclusions is enough. */
export function touchesConclusionsOnly({ do: deed }: Act): boolean {
  return DEEDS[deed].touches === 'conclusions';
}

/** Carries out an act. Throws a BalefireError, and has changed nothing, where it cannot be carried out. */
export function carryOut(act: Act, rooms: Rooms): ActOutcome {
  const outcome = rowOf(act).carryOut(act, rooms);
  rooms.doneOnce.keep(act);
  return outcome;
}

/** What an act came to that was carried out under its key before; undefined: it was not. Throws `key-used` where the key is another deed's. */
export function outcomeBefore(act: Act, rooms: Rooms): ActOutcome | undefined {
  const { again } = rowOf(act);
  return again && rooms.doneOnce.isDone(act) ? again(act, rooms) : undefined;
}

/** The audit's line of an act; none for the gateway's own start. Hashes of secrets stay out of it. */
export function auditOf(act: Act): Omit<AuditRecord, 'number'> | undefined {
  if (act.do === 'started' || (act.do === 'conclude-again' && isOwnTry(act))) return undefined;
  const { do: deed, by, at, token: _token, once: _once, ...rest } = act;
  const { secretHash: _secret, keyHash: _key, ...full } = rest as Record<string, unknown>;
  const detail = rowOf(act).detail?.(act) ?? full;
  return {
    at,
    by: by.id,
    name: by.name,
    from: by.from,
    what: act.do === 'note' ? act.what : deed,
    about: rowOf(act).about(act),
    detail: act.do === 'note' ? act.detail : detail,
  };
}
