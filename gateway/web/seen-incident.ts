// What of an incident a visitor sees: all of it, or the alarms of their places and their own notes.
import type { AlarmDesk } from '../alarms/desk.ts';
import { BalefireError } from '../errors.ts';
import type { SeenIncident } from '../record/incident-record.ts';
import { unhurried } from '../unhurried.ts';
import type { Visitor } from './access/access.ts';
import { seesEntry } from './work-views.ts';

/** Throws `not-found`. Of ten thousand alarms others get their turn in between. */
export async function seenIncident(id: string, by: Visitor, desk: Pick<AlarmDesk, 'alarm' | 'incident'>): Promise<SeenIncident> {
  const incident = desk.incident(id);
  if (!incident) throw new BalefireError('not-found', { what: id });
  const isWhole = by.sees(incident.path);
  const all = await unhurried(incident.alarms, (ids) => ids.flatMap((alarm) => desk.alarm(alarm) ?? []));
  const alarms = isWhole ? all : all.filter(({ path }) => by.sees(path));
  const entries = (incident.entries ?? []).filter((entry) => seesEntry(entry, incident, by));
  return { incident, alarms, entries, isWhole };
}
