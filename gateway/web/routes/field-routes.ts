// From the spot: a person with a phone sets out, checks in, and tells what is to be seen. The seat decides what it was.
import { words } from '../../../device-drivers/words.ts';
import type { Deed } from '../../acts.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import { arrival, type FieldReport } from '../../alarms/field-reports.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Visitor } from '../access/access.ts';
import { reportView } from '../alarm-views.ts';
import { arrive, describe, type FieldReportView, fieldReport, setOut } from '../incident-contract.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { Acting } from './acting.ts';

/** A report that is older when it comes is refused, ms: as long as its key is remembered. */
const OLDEST_MS = 72 * 3_600_000;

export interface FieldRouteRooms {
  readonly desk: AlarmDesk;
  readonly estate: Estate;
  readonly flow: Acting;
  readonly clock: Clock;
}

type FieldAct = Extract<Deed, { readonly do: 'go-to-incident' | 'arrive-at-incident' | 'describe-incident' }>;

export function fieldRoutes({ desk, estate, flow, clock }: FieldRouteRooms): Route[] {
  /** When it was done, by the gateway's clock. */
  const momentOf = ({ captured, sent }: { captured: number; sent: number }): number => {
    const age = Math.max(0, sent - captured);
    if (age > OLDEST_MS) throw new BalefireError('conflict', { detail: TOO_OLD });
    return clock() - age;
  };
  /** The report where it stands now: in its incident, or in the one that took that in. */
  const kept = (incident: string, id: string, by: Visitor): FieldReport => {
    const one = desk.incident(incident);
    const report = one?.reports?.find((each) => each.report === id && each.id === by.person.id);
    if (report) return report;
    if (!one?.mergedInto) throw new BalefireError('not-found', { what: incident });
    return kept(one.mergedInto, id, by);
  };
  const act = async (deed: FieldAct, by: Visitor): Promise<FieldReportView> => {
    await flow.act(deed, by.author, deed.report);
    return reportView(kept(deed.incident, deed.report, by));
  };
  const common = {
    needs: 'alarm.acknowledge',
    params: idParams,
    answer: fieldReport,
    names: { 'params.id': 'incident' },
    isKeyed: true,
  } as const;
  return [
    route({
      ...common,
      method: 'post',
      path: '/incidents/{id}/go',
      id: 'goToIncident',
      summary: words('我去核实', 'I am going to look'),
      body: setOut,
      handle({ params: { id: incident }, body, by, browser: { key: report = '' } }) {
        return act({ do: 'go-to-incident', incident, report, captured: momentOf(body) }, by);
      },
    }),
    route({
      ...common,
      method: 'post',
      path: '/incidents/{id}/arrive',
      id: 'arriveAtIncident',
      summary: words('到场打卡', 'Check in on the spot'),
      body: arrive,
      handle({ params: { id: incident }, body, by, browser: { key: report = '' } }) {
        const { is: _is, ...there } = arrival(body.position, estate.places.spotOf(desk.incident(incident)?.path ?? []) ?? null);
        return act({ do: 'arrive-at-incident', incident, report, captured: momentOf(body), ...there }, by);
      },
    }),
    route({
      ...common,
      method: 'post',
      path: '/incidents/{id}/describe',
      id: 'describeIncident',
      summary: words('上报现场情况，供值班员核警', 'Tell what is to be seen; the seat decides'),
      body: describe,
      handle({ params: { id: incident }, body, by, browser: { key: report = '' } }) {
        const { saw, cause = null, note = null } = body;
        return act({ do: 'describe-incident', incident, report, captured: momentOf(body), saw, cause, note }, by);
      },
    }),
  ];
}

const TOO_OLD = '记录已超过 72 小时，请电话告知值班员 / it is more than 72 hours old: tell the seat by telephone';
