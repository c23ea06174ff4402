// The gateway itself: its state.
import { words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import type { Estate } from '../../estate/estate.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import type { Presence } from '../../estate/presence.ts';
import { linkNameOf } from '../../links/link.ts';
import type { Visitor } from '../access/access.ts';
import { type Status, status } from '../contract.ts';
import { type Route, route } from '../route.ts';
import type { StatusSources } from '../status-sources.ts';

export interface HouseRooms {
  readonly sources: StatusSources;
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
  ];
}
