// Carrying out what people do: each deed to the room it concerns, and its line in the audit.
import type { RuleEngine } from '../rules/engine.ts';
import { type Act, GATEWAY } from './acts.ts';
import type { Alarm } from './alarms/alarm.ts';
import type { AuditRecord } from './alarms/alarm-store.ts';
import type { AlarmAct, AlarmDesk, IsolationAct } from './alarms/desk.ts';
import type { Incident } from './alarms/incident.ts';
import type { IncidentAct } from './alarms/incidents.ts';
import type { Isolation } from './alarms/isolation.ts';
import type { WalkTest } from './alarms/walk-test.ts';
import type { CommandRecord, Commands } from './commands/commands.ts';
import { BalefireError } from './errors.ts';
import type { Estate } from './estate/estate.ts';
import { ROOT_PLACE } from './estate/places.ts';
import type { Presence } from './estate/presence.ts';
import type { DutyBook } from './notify/duty-book.ts';
import type { DutyCheckRecord, DutyChecks } from './prevention/duty-checks.ts';
import type { WalkTesting } from './walk-testing.ts';

/** What a person's act came to. */
export interface ActOutcome {
  readonly alarm?: Alarm;
  readonly incident?: Incident;
  readonly isolation?: Isolation;
  readonly walkTest?: WalkTest;
  readonly command?: CommandRecord;
  readonly duty?: DutyCheckRecord;
}

interface Rooms {
  /** Ids of the rules in the book. */
  readonly rules: ReadonlySet<string>;
  readonly estate: Estate;
  readonly presence: Presence;
  readonly engine: RuleEngine;
  readonly desk: AlarmDesk;
  readonly commands: Commands;
  readonly duty: DutyChecks;
  readonly walkTesting: WalkTesting;
  readonly dutyBook: DutyBook;
}

/** A kind of deed: the one place that says what it does, what it is about, and what must be saved after it. */
interface DeedRow<A extends Act> {
  /** What its line in the audit is about: the id of an alarm, incident, device, place … */
  readonly about: (act: A) => string;
  /** Throws a BalefireError, and has changed nothing, where it cannot be carried out. */
  readonly carryOut: (act: A, rooms: Rooms) => ActOutcome;
  /** After any other deed memories and conclusions are saved together: they must agree on who is there and what the limits are. */
  readonly touches?: 'conclusions';
}

type DeedRows = { readonly [Do in Act['do']]: DeedRow<Extract<Act, { do: Do }>> };

const NOTHING: ActOutcome = {};

const ON_ALARM: DeedRow<AlarmAct> = {
  about: ({ alarm }) => alarm,
  carryOut: (act, { desk }) => ({ alarm: desk.act(act) }),
  touches: 'conclusions',
};

const ON_ISOLATION: DeedRow<Exclude<IsolationAct, { do: 'isolate' }>> = {
  about: ({ isolation }) => isolation,
  carryOut: (act, { desk }) => ({ isolation: desk.actOnIsolation(act) }),
  touches: 'conclusions',
};

const ON_INCIDENT: DeedRow<IncidentAct> = {
  about: ({ incident }) => incident,
  carryOut: (act, { desk }) => ({ incident: desk.actOnIncident(act) }),
  touches: 'conclusions',
};

const PUT_PLACE: DeedRow<Extract<Act, { do: 'add-place' | 'change-place' }>> = {
  about: ({ place }) => place.id,
  carryOut(act, { estate }) {
    estate.putPlace(act.place);
    return NOTHING;
  },
};

const DEEDS: DeedRows = {
  acknowledge: ON_ALARM,
  judge: ON_ALARM,
  reset: ON_ALARM,
  shelve: ON_ALARM,
  unshelve: ON_ALARM,
  isolate: {
    about: ({ scope }) => (scope.of === 'place' ? scope.place : scope.device),
    carryOut: (act, { desk }) => ({ isolation: desk.actOnIsolation(act) }),
    touches: 'conclusions',
  },
  'renew-isolation': ON_ISOLATION,
  'end-isolation': ON_ISOLATION,
  'see-isolation': ON_ISOLATION,
  'begin-walk-test': {
    about: ({ place }) => place,
    carryOut: (act, { walkTesting }) => ({ walkTest: walkTesting.begin(act) }),
  },
  'end-walk-test': {
    about: ({ test }) => test,
    carryOut: (act, { walkTesting }) => ({ walkTest: walkTesting.end(act) }),
  },
  'verify-incident': ON_INCIDENT,
  'find-incident': ON_INCIDENT,
  'second-incident': ON_INCIDENT,
  'move-incident': ON_INCIDENT,
  'close-incident': ON_INCIDENT,
  'reopen-incident': ON_INCIDENT,
  'take-incident': ON_INCIDENT,
  'release-incident': ON_INCIDENT,
  'merge-incidents': {
    about: ({ into }) => into,
    carryOut: (act, { desk }) => ({ incident: desk.mergeIncidents(act) }),
    touches: 'conclusions',
  },
  'split-incident': {
    about: ({ incident }) => incident,
    carryOut: (act, { desk }) => ({ incident: desk.splitIncident(act) }),
    touches: 'conclusions',
  },
  command: {
    about: ({ device }) => device,
    carryOut: (act, { commands }) => ({ command: commands.give(act) }),
    touches: 'conclusions',
  },
  'add-place': PUT_PLACE,
  'change-place': PUT_PLACE,
  'register-device': {
    about: ({ device }) => device.id,
    carryOut(act, rooms) {
      // What was judged while it was held goes on: one vocabulary, the same points, so that its fire can end.
      for (const id of rooms.estate.register(act.device, act.secretHash)) forget(id, act.at, rooms);
      watch(act.device.id, act.at, rooms);
      return NOTHING;
    },
  },
  'change-device': {
    about: ({ device }) => device.id,
    carryOut(act, rooms) {
      rooms.estate.change(act.device);
      watch(act.device.id, act.at, rooms);
      return NOTHING;
    },
  },
  'renew-secret': {
    about: ({ device }) => device,
    carryOut(act, { estate }) {
      estate.renewSecret(act.device, act.secretHash);
      return NOTHING;
    },
  },
  'remove-device': {
    about: ({ device }) => device,
    carryOut(act, rooms) {
      for (const id of rooms.estate.remove(act.device)) forget(id, act.at, rooms);
      return NOTHING;
    },
  },
  'dismiss-held': {
    about: ({ device }) => device,
    carryOut(act, rooms) {
      const gone = rooms.estate.forgetHeld(act.device);
      if (gone.length === 0) throw new BalefireError('not-found', { what: act.device });
      for (const id of gone) forget(id, act.at, rooms);
      return NOTHING;
    },
  },
  'import-parts': {
    about: ({ device }) => device,
    carryOut(act, { estate }) {
      estate.importParts(act);
      return NOTHING;
    },
  },
  'check-duty': {
    about: ({ devices, id }) => (devices.length === 1 ? (devices[0] ?? id) : id),
    carryOut: (act, { duty }) => ({ duty: duty.begin(act) }),
    touches: 'conclusions',
  },
  'set-duty-plan': {
    about: ({ plan }) => plan.place,
    carryOut(act, { duty }) {
      duty.setPlan(act.plan);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'remove-duty-plan': {
    about: ({ plan }) => plan,
    carryOut(act, { duty }) {
      duty.removePlan(act.plan);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'set-roster': {
    about: ({ roster }) => roster.place,
    carryOut(act, { dutyBook, estate }) {
      dutyBook.setRoster(act.roster, estate.places);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'remove-roster': {
    about: ({ roster }) => roster,
    carryOut(act, { dutyBook }) {
      dutyBook.removeRoster(act.roster);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'set-policy': {
    about: ({ policy }) => policy.place ?? ROOT_PLACE,
    carryOut(act, { dutyBook, estate }) {
      dutyBook.setPolicy(act.policy, estate.places);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'remove-policy': {
    about: ({ policy }) => policy,
    carryOut(act, { dutyBook }) {
      dutyBook.removePolicy(act.policy);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'set-enrolment-key': {
    about: ({ place }) => place,
    carryOut(act, { estate }) {
      estate.setEnrolmentKey(act.place, act.keyHash);
      return NOTHING;
    },
  },
  'set-parameter': {
    about: ({ scope }) => scope,
    carryOut(act, { estate, engine }) {
      estate.setParameter(act.scope, act.name, act.value);
      // A hold or a silence that runs with the old limit must end with the new one.
      for (const device of estate.devices()) {
        if (device.id === act.scope || device.path.includes(act.scope)) engine.lookAgain(device.id, act.at);
      }
      return NOTHING;
    },
  },
  started: {
    about: () => GATEWAY.id,
    carryOut(act, { estate, engine, presence, desk, rules }) {
      // While the gateway stood still it heard nobody; silence counts from now, or every start would be a storm.
      // A part is not silent by itself, and there may be a hundred thousand of them.
      for (const device of estate.devices()) if (device.address.by !== 'part') engine.watch(device, act.at);
      presence.connectionsLost();
      desk.rulesAre(rules, act.at);
      return NOTHING;
    },
  },
  note: { about: ({ about }) => about, carryOut: () => NOTHING, touches: 'conclusions' },
};

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
  return rowOf(act).carryOut(act, rooms);
}

/** A device is no more: its alarms lose their causes, and nothing is remembered of it. */
function forget(id: string, at: number, { desk, engine, presence }: Rooms): void {
  desk.deviceRemoved(id, at);
  engine.forget(id);
  presence.forget(id);
}

function watch(id: string, since: number, { estate, engine }: Rooms): void {
  const device = estate.device(id);
  if (device) engine.watch(device, since);
}

/** The audit's line of an act; none for the gateway's own start. Hashes of secrets stay out of it. */
export function auditOf(act: Act): Omit<AuditRecord, 'number'> | undefined {
  if (act.do === 'started') return undefined;
  const { do: deed, by, at, token: _token, ...rest } = act;
  const { secretHash: _secret, keyHash: _key, ...full } = rest as Record<string, unknown>;
  // A list of a thousand parts is in the journal; the audit says how many.
  const detail =
    act.do === 'set-roster'
      ? // Telephone numbers of people are nobody's to read in an audit.
        { roster: { ...act.roster, people: act.roster.people.map(({ id, name }) => ({ id, name })) } }
      : act.do === 'import-parts'
        ? { device: act.device, parts: act.parts.length, places: act.places.length }
        : full;
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
