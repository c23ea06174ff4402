// What people do about maintenance windows, and what the gateway does when the time of one has come.
import { words } from '../../device-drivers/words.ts';
import type { Act, Author } from '../acts.ts';
import { isLawfulWindow, type Maintenance } from '../alarms/maintenance.ts';
import { BalefireError } from '../errors.ts';
import { type DeedRows, NOTHING, type Rooms } from './deed.ts';

type MaintenanceDeed = Extract<Act, { do: 'plan-maintenance' | 'cancel-maintenance' | 'begin-maintenance' }>;

export const ON_MAINTENANCE: DeedRows<MaintenanceDeed> = {
  'plan-maintenance': {
    title: words('计划维护窗口', 'Planned a maintenance window'),
    about: ({ window: { scope } }) => (scope.of === 'place' ? scope.place : scope.device),
    carryOut({ window, by, at }, { maintenance }) {
      if (!isLawfulWindow(window, at))
        throw refused('开始须在今后 30 天内，时长不超过其种类的上限 / it begins within 30 days and lasts no longer than its kind may');
      maintenance.put({ ...window, by: { ...by, at }, state: 'planned', why: null, closed: null });
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'cancel-maintenance': {
    title: words('取消维护窗口', 'Called a maintenance window off'),
    about: ({ id }) => id,
    carryOut({ id, by, at }, { maintenance }) {
      const one = there(id, maintenance);
      if (one.closed !== null || one.state === 'begun') throw refused('已开始或已取消 / it has begun or was called off');
      // One that was refused stays refused: whoever closes it has taken notice.
      maintenance.put({ ...one, state: one.state === 'refused' ? 'refused' : 'cancelled', closed: { ...by, at } });
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'begin-maintenance': {
    title: words('维护窗口开始', 'A maintenance window began'),
    about: ({ id }) => id,
    carryOut(act, rooms) {
      const one = there(act.id, rooms.maintenance);
      if (one.state !== 'planned') throw refused('已开始或已取消 / it has begun or was called off');
      try {
        begin(one, act, rooms);
        rooms.maintenance.put({ ...one, state: 'begun' });
      } catch (error) {
        if (!(error instanceof BalefireError)) throw error;
        rooms.maintenance.put({ ...one, state: 'refused', why: error.words });
      }
      return NOTHING;
    },
  },
};

/** It becomes what it was planned as, in the name of whoever planned it. */
function begin({ id, kind, scope, reason, authority, until, by: signed }: Maintenance, act: MaintenanceDeed, rooms: Rooms): void {
  // What was removed or replaced meanwhile has nothing to be quiet about.
  if (scope.of !== 'place' && !rooms.estate.device(scope.device)) throw new BalefireError('not-found', { what: scope.device });
  const by: Author = { id: signed.id, name: signed.name, from: signed.from };
  const signature = { by, at: act.at, token: `${act.token} ${id}` };
  if (kind !== 'walk-test') {
    rooms.desk.actOnIsolation({ do: 'isolate', id, kind, scope, reason, authority, until, ...signature });
    return;
  }
  if (scope.of !== 'place') throw refused('测试须指定位置 / a walk test is of a place');
  rooms.walkTesting.begin({ do: 'begin-walk-test', id, place: scope.place, callPoints: false, until, ...signature });
}

function there(id: string, maintenance: Rooms['maintenance']): Maintenance {
  const one = maintenance.get(id);
  if (!one) throw new BalefireError('not-found', { what: id });
  return one;
}

function refused(detail: string): BalefireError {
  return new BalefireError('conflict', { detail });
}
