// The gateway itself: its state, and the audit of what people did.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { AlarmStore, AuditRecord } from '../../alarms/alarm-store.ts';
import type { Clock } from '../../clock.ts';
import type { Estate } from '../../estate/estate.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import type { Presence } from '../../estate/presence.ts';
import { linkNameOf } from '../../links/link.ts';
import type { Visitor } from '../access/access.ts';
import { auditRow, type Status, status } from '../contract.ts';
import { pageQuery } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { StatusSources } from '../status-sources.ts';
import type { Subjects } from '../subjects.ts';
import { auditView } from './alarm-routes.ts';

/** Pages looked through for one page of answers. */
const PAGES_SCANNED = 20;

export interface HouseRooms {
  readonly sources: StatusSources;
  readonly store: Pick<AlarmStore, 'listAudit'>;
  readonly subjects: Pick<Subjects, 'pathOfAny'>;
  readonly estate: Estate;
  readonly presence: Presence;
  readonly clock: Clock;
}

/**
 * The state as a person sees it. Of the whole house (journal, history, troubles) everybody who may read it reads the
 * same; what counts devices counts for a person of a subtree only that subtree's.
 */
function statusFor({ sources, estate, presence, clock }: HouseRooms, by: Visitor): Status {
  const isWhole = by.sees(estate.places.pathOf(ROOT_PLACE));
  const connected = (link: string): number => {
    let count = 0;
    for (const { id, path, address } of estate.devices()) {
      if (link === linkNameOf(address) && by.sees(path) && presence.isOnline(id) === true) count += 1;
    }
    return count;
  };
  const { store, appended, dropped, waiting } = sources.history();
  const { records, places } = sources.evidence();
  return {
    version: sources.version,
    startedAt: sources.startedAt,
    now: clock(),
    troubles: [...sources.troubles()],
    links: sources.links().map((link) => ({
      name: link.name,
      listening: link.listening,
      connected: isWhole ? link.connected : connected(link.name),
      counters: isWhole ? { ...link.counters } : {},
      ...(link.trouble ? { trouble: link.trouble } : {}),
    })),
    journal: { ...sources.journal() },
    history: { store, appended, dropped, waiting },
    evidence: {
      records: isWhole ? records : null,
      places: places.map((place) => (isWhole ? place : { name: '', number: null, at: place.at, trouble: place.trouble })),
    },
    counters: isWhole ? { ...sources.counters() } : {},
  };
}

export function houseRoutes(rooms: HouseRooms): Route[] {
  const { store, subjects, estate } = rooms;
  const isSeen = (by: Visitor, row: AuditRecord): boolean => {
    const path = subjects.pathOfAny(row.about) ?? subjects.pathOfAny(row.by) ?? estate.places.pathOf(ROOT_PLACE);
    return by.sees(path);
  };
  return [
    route({
      method: 'get',
      path: '/status',
      id: 'readStatus',
      summary: words('系统状态', 'The gateway’s own state'),
      needs: 'system.read',
      answer: status,
      handle: ({ by }) => statusFor(rooms, by),
    }),
    route({
      method: 'get',
      path: '/audit',
      id: 'readAudit',
      summary: words('操作审计，最近在前', 'The audit, the last first'),
      needs: 'audit.read',
      query: pageQuery,
      answer: z.object({ items: z.array(auditRow), next: z.string().nullable() }),
      handle({ query, by }) {
        const items: AuditRecord[] = [];
        let { after } = query;
        for (let page = 0; page < PAGES_SCANNED; page += 1) {
          const found = store.listAudit({ after, limit: query.limit });
          for (const row of found) {
            after = row.number;
            if (isSeen(by, row)) items.push(row);
            if (items.length === query.limit) return { items: items.map(auditView), next: String(after) };
          }
          if (found.length < query.limit) return { items: items.map(auditView), next: null };
        }
        return { items: items.map(auditView), next: after === undefined ? null : String(after) };
      },
    }),
  ];
}
