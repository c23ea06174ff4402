// The state of the fake gateway: alarms, commands, audit, troubles, and what a story does to them.
import { randomUUID } from 'node:crypto';
import { auditTitle } from '../../gateway/deeds/deeds.ts';
import type { AlarmView, AuditRow, CommandView, DeviceView, HeldDevice, Person, Place, Trouble } from '../../gateway/web/contract.ts';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import type { LiveHappening } from '../../gateway/web/live-contract.ts';
import { fakeDuty } from './fake-duty.ts';
import { fakeMap } from './fake-map.ts';
import type { FakeNorthbound } from './fake-northbound.ts';
import { fakeNotify } from './fake-notify.ts';
import { inventedParameters } from './fake-parameters.ts';
import { fakePassedOver } from './fake-passed-over.ts';
import type { FakePlans } from './fake-plans.ts';
import type { FakeShifts } from './fake-shifts.ts';
import { fakeTelling } from './fake-telling.ts';
import { fakeTokens } from './fake-tokens.ts';
import { fakeTransmission } from './fake-transmission.ts';
import { fakeUnits } from './fake-units.ts';
import { fakeWalkTests } from './fake-walk-tests.ts';
import { type KindName, makeAlarm, makeIncident } from './invented-alarms.ts';
import { inventedDevices, inventedPeople, inventedPlaces } from './invented-field.ts';
import { inventedStations, unitPlaces } from './invented-panel.ts';

export interface Raise {
  readonly device?: string;
  readonly drill?: boolean;
  readonly registered?: boolean;
  /** Ms before now. */
  readonly ago?: number;
}

/** What it tells whoever listens: the sockets. */
export interface Told {
  readonly changed: (alarms: AlarmView[], incidents: IncidentView[]) => void;
  readonly command: (command: CommandView) => void;
  readonly troubles: (troubles: Trouble[]) => void;
  readonly happenings: (happenings: LiveHappening[]) => void;
}

export type FakeState = ReturnType<typeof fakeState>;

/** `empty`: a gateway on its first day. */
export function fakeState(told: Told, empty: boolean) {
  const now = Date.now();
  const places: Place[] = [...inventedPlaces(), ...unitPlaces()].slice(0, empty ? 1 : undefined);
  const devices: DeviceView[] = empty ? [] : [...inventedDevices(places, now), ...inventedStations(places, now)];
  const transmission = fakeTransmission(places, now, empty);
  const duty = fakeDuty(devices, now, empty);
  const units = fakeUnits(places, now, empty);
  const notify = fakeNotify(now, empty);
  const walkTests = fakeWalkTests(devices, places);
  const shifts: FakeShifts = { all: [] };
  const plans: FakePlans = new Map();
  const passedOver = fakePassedOver();
  const tokens = fakeTokens(now, empty);
  const telling = fakeTelling();
  /** A device, or a part behind one. */
  const deviceOf = (id: string): DeviceView | undefined =>
    devices.find((one) => one.id === id) ?? transmission.parts.find((one) => one.id === id);
  const people: Person[] = inventedPeople();
  const alarms = new Map<string, AlarmView>();
  const incidents = new Map<string, IncidentView>();
  const commands: CommandView[] = [];
  const audit: AuditRow[] = [];
  const held: HeldDevice[] = [];
  const parameters = empty ? [] : inventedParameters();
  let troubles: Trouble[] = [];
  let change = 0;
  const boot = randomUUID();

  function note(by: Person | null, what: string, about: string, detail: Record<string, unknown>): void {
    const who = by === null ? { by: 'gateway', name: 'gateway', from: '' } : { by: by.id, name: by.name, from: '10.20.0.7' };
    audit.push({ number: audit.length + 1, at: Date.now(), ...who, what, title: auditTitle(what), about, detail });
  }

  function put(alarm: AlarmView, incident?: IncidentView): AlarmView {
    change += 1;
    const numbered = { ...alarm, change };
    alarms.set(numbered.id, numbered);
    if (incident !== undefined) incidents.set(incident.id, { ...incident, change });
    const device = deviceOf(alarm.device.id);
    if (device !== undefined)
      device.worst = [...alarms.values()].find((one) => one.device.id === device.id && !one.closed && !one.drill)?.class ?? null;
    told.changed([numbered], incident === undefined ? [] : [{ ...incident, change }]);
    return numbered;
  }

  function raise(name: KindName, { device: id, drill = false, registered = true, ago = 0 }: Raise = {}): AlarmView {
    const at = Date.now() - ago;
    const device = deviceOf(id ?? 'smoke-12-05') ?? {
      ...strayDevice(at),
      id: id ?? 'stray',
      name: id ?? 'stray',
    };
    const place = device.place.at(-1)?.id ?? 'region';
    const open = [...incidents.values()].find(
      (one) => one.drill === drill && !one.closed && one.place.at(-1)?.id === place && one.class === 'fire',
    );
    const alarmId = `a${randomUUID().slice(0, 8)}`;
    const before = open ?? makeIncident({ id: `i${alarmId}`, change, place: device.place, began: at, drill, firstOut: alarmId });
    const incident = {
      ...before,
      alarms: [...before.alarms, alarmId],
      count: before.count + 1,
      points: before.points + 1,
      kinds: [...new Set([...before.kinds, device.kind])],
      evidence: {
        ...before.evidence,
        points: before.points + 1,
        kinds: [...new Set([...before.kinds, device.kind])],
        sure: before.points > 0 ? ('fair' as const) : ('weak' as const),
      },
    };
    const alarm = makeAlarm(name, device, { id: alarmId, change, at, incident, firstOut: open === undefined, drill, registered });
    return put({ ...alarm, firstOut: open === undefined && alarm.class === 'fire' }, incident);
  }

  /** An incident as somebody's deed left it. */
  function handle(incident: IncidentView): IncidentView {
    change += 1;
    const numbered = { ...incident, change };
    incidents.set(numbered.id, numbered);
    told.changed([], [numbered]);
    return numbered;
  }

  /** Closed as the house does: restored, attended to and, where it latches, reset. */
  function settle(alarm: AlarmView): AlarmView {
    const done = alarm.condition === 'restored' && alarm.attention === 'acknowledged' && (!alarm.latching || alarm.reset !== null);
    return put(done ? { ...alarm, closed: true, closedAt: Date.now() } : alarm);
  }

  function restore(id: string): AlarmView | undefined {
    const alarm = alarms.get(id);
    if (alarm === undefined) return undefined;
    const shelved = alarm.shelved?.oneShot === true ? null : alarm.shelved;
    return settle({ ...alarm, shelved, condition: 'restored', restoredAt: Date.now() });
  }

  function setTroubles(next: Trouble[]): void {
    troubles = next;
    told.troubles(troubles);
  }

  let happenings: LiveHappening[] = [];
  /** Something that is no alarm happened now. */
  function happen(kind: LiveHappening['kind'], what: string, place: string): void {
    const number = (happenings[0]?.number ?? 0) + 1;
    happenings = [{ number, at: Date.now(), kind, what, place }, ...happenings].slice(0, 20);
    told.happenings(happenings);
  }

  return {
    happen,
    happenings: () => happenings,
    places,
    devices,
    people,
    alarms,
    incidents,
    commands,
    audit,
    held,
    parameters,
    transmission,
    duty,
    units,
    notify,
    walkTests,
    map: fakeMap(),
    shifts,
    plans,
    passedOver,
    northbound: { targets: [], uplink: null } as FakeNorthbound,
    site: { timeZone: 'Asia/Shanghai' },
    tokens,
    telling,
    deviceOf,
    handle,
    boot,
    change: () => change,
    troubles: () => troubles,
    counts: () => ({
      devices: devices.length,
      online: devices.filter((one) => one.online === true).length,
      silent: devices.filter((one) => one.stale).length,
      held: held.length,
    }),
    raise,
    restore,
    settle,
    put,
    note,
    setTroubles,
    tell: told,
  };
}

function strayDevice(at: number): DeviceView {
  return {
    id: 'stray',
    name: 'stray',
    model: 'unregistered',
    kind: 'unregistered',
    place: [{ id: 'region', name: '云泽区', kind: 'region' }],
    online: true,
    lastHeard: at,
    stale: false,
    worst: null,
    address: 'mqtt',
    title: { zh: '未登记设备', en: 'Unregistered device' },
    vendor: '',
    values: [],
    commands: [],
    part: null,
    station: null,
    parts: 0,
    reportsEvery: 60,
  };
}
