// What can be done with an incident in its state: the states are those of the gateway's `stepIncident`.
import type { IncidentView } from '../../gateway/web/incident-contract.ts';

/** What can be done with an incident in its state; whether a person may is said by the permissions. */
export function incidentCan({
  closed,
  state,
  proposed,
  mergedInto,
}: Pick<IncidentView, 'closed' | 'state' | 'proposed' | 'mergedInto'>): Readonly<
  Record<'verify' | 'find' | 'second' | 'respond' | 'control' | 'out' | 'close' | 'reopen' | 'take', boolean>
> {
  const isFought = state === 'confirmed' || state === 'responding' || state === 'controlled';
  return {
    verify: !closed && (state === 'new' || state === 'acknowledged' || state === 'undetermined'),
    find: !closed && state !== 'out',
    second: !closed && proposed !== null && state !== 'false-alarm',
    respond: !closed && (state === 'confirmed' || state === 'controlled'),
    control: !closed && (state === 'confirmed' || state === 'responding'),
    out: !closed && isFought,
    close: !closed && !isFought,
    reopen: closed && mergedInto === null,
    take: !closed,
  };
}
