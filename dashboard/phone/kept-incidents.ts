// The open incidents as this phone saw them last, so that whoever was sent to one still knows where it is without a network. Never shown as live.
import { useEffect, useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { usePaced } from '../paced.ts';
import { usePhone } from '../screen.ts';
import { useSession } from '../session.tsx';
import { useLine, useLive } from '../use-live.ts';
import { keep, kept } from './pocket.ts';

/** As much of an incident as is needed on the spot. */
export interface KeptIncident
  extends Pick<IncidentView, 'id' | 'class' | 'drill' | 'place' | 'began' | 'spot' | 'closed' | 'reports' | 'count'> {
  readonly title: AlarmView['title'] | null;
  readonly device: string | null;
}

interface Kept {
  readonly person: string;
  /** Gateway time up to which it was true, ms since 1970. */
  readonly asOf: number;
  readonly incidents: readonly KeptIncident[];
}

const NAME = 'incidents';
/** The most urgent ones: nobody is sent to more in a night. */
const KEPT_AT_MOST = 50;
/** Written so often at most: in a storm they change with each alarm. */
const WRITE_EVERY_MS = 3_000;

/** Keeps them while the page is open and the gateway is heard; on phones alone. */
export function useKeepIncidents(): void {
  const phone = usePhone();
  const { standing } = useSession();
  const line = useLine();
  const person = standing.is === 'signed-in' && !standing.remembered ? standing.session.person.id : null;
  const incidents = usePaced(
    useLive((view) => (view.wire.trusted && view.coming === 0 ? view.incidents : null)),
    WRITE_EVERY_MS,
  );
  useEffect(() => {
    const { asOf } = line.store.view().wire;
    if (!phone || person === null || incidents === null || asOf === null) return;
    const { alarms } = line.store.view();
    const open = [...incidents.values()].filter(({ closed }) => !closed).sort((one, other) => other.began - one.began);
    const fires = [...open.filter((one) => one.class === 'fire'), ...open.filter((one) => one.class !== 'fire')];
    const all: Kept = { person, asOf, incidents: fires.slice(0, KEPT_AT_MOST).map((one) => keptOf(one, alarms.get(one.firstOut))) };
    // A browser that keeps nothing says so where something must be kept.
    keep(NAME, all).catch(() => undefined);
  }, [phone, person, incidents, line]);
}

export function keptOf(one: IncidentView, first: AlarmView | undefined): KeptIncident {
  const { id, class: of, drill, place, began, spot, closed, reports, count } = one;
  return {
    id,
    class: of,
    drill,
    place,
    began,
    spot,
    closed,
    reports,
    count,
    title: first?.title ?? null,
    device: first?.device.name ?? null,
  };
}

/** What was kept for this person; null while it is looked for, or where nothing is. */
export function useKeptIncidents(): Kept | null {
  const { standing } = useSession();
  const person = standing.is === 'signed-in' ? standing.session.person.id : null;
  const [found, setFound] = useState<Kept | null>(null);
  useEffect(() => {
    let gone = false;
    kept<Kept>(NAME).then(
      (known) => {
        if (!gone) setFound(known !== undefined && known.person === person ? known : null);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [person]);
  return found;
}
