// Carrying out what people do: each deed to the room it concerns, and its line in the audit.
import type { RuleEngine } from '../rules/engine.ts';
import { type Act, GATEWAY } from './acts.ts';
import type { Alarm } from './alarms/alarm.ts';
import type { AuditRecord } from './alarms/alarm-store.ts';
import type { AlarmDesk } from './alarms/desk.ts';
import type { Incident } from './alarms/incident.ts';
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

/** After any other deed memories and conclusions are saved together: they must agree on who is there and what the limits are. */
export const TOUCHES_CONCLUSIONS_ONLY: ReadonlySet<Act['do']> = new Set([
  'acknowledge',
  'judge',
  'reset',
  'shelve',
  'unshelve',
  'isolate',
  'renew-isolation',
  'end-isolation',
  'see-isolation',
  'verify-incident',
  'find-incident',
  'second-incident',
  'move-incident',
  'close-incident',
  'reopen-incident',
  'take-incident',
  'release-incident',
  'merge-incidents',
  'split-incident',
  'command',
  'check-duty',
  'set-duty-plan',
  'remove-duty-plan',
  'set-roster',
  'remove-roster',
  'set-policy',
  'remove-policy',
  'set-place-file',
  'note',
]);

/** Carries out an act. Throws a BalefireError, and has changed nothing, where it cannot be carried out. */
export function carryOut(act: Act, rooms: Rooms): ActOutcome {
  const { estate, desk, commands, engine, presence, rules, duty, walkTesting, dutyBook } = rooms;
  switch (act.do) {
    case 'acknowledge':
    case 'judge':
    case 'reset':
    case 'shelve':
    case 'unshelve':
      return { alarm: desk.act(act) };
    case 'isolate':
    case 'renew-isolation':
    case 'end-isolation':
    case 'see-isolation':
      return { isolation: desk.actOnIsolation(act) };
    case 'begin-walk-test':
      return { walkTest: walkTesting.begin(act) };
    case 'end-walk-test':
      return { walkTest: walkTesting.end(act) };
    case 'verify-incident':
    case 'find-incident':
    case 'second-incident':
    case 'move-incident':
    case 'close-incident':
    case 'reopen-incident':
    case 'take-incident':
    case 'release-incident':
      return { incident: desk.actOnIncident(act) };
    case 'merge-incidents':
      return { incident: desk.mergeIncidents(act) };
    case 'split-incident':
      return { incident: desk.splitIncident(act) };
    case 'command':
      return { command: commands.give(act) };
    case 'add-place':
    case 'change-place':
      estate.putPlace(act.place);
      return {};
    case 'set-place-file':
      estate.files.set(act, act.by, act.at, estate.places);
      return {};
    case 'register-device': {
      // What was judged while it was held goes on: one vocabulary, the same points, so that its fire can end.
      for (const id of estate.register(act.device, act.secretHash)) forget(id, act.at, rooms);
      watch(act.device.id, act.at, rooms);
      return {};
    }
    case 'change-device':
      estate.change(act.device);
      watch(act.device.id, act.at, rooms);
      return {};
    case 'renew-secret':
      estate.renewSecret(act.device, act.secretHash);
      return {};
    case 'remove-device':
      for (const id of estate.remove(act.device)) forget(id, act.at, rooms);
      return {};
    case 'dismiss-held': {
      const gone = estate.forgetHeld(act.device);
      if (gone.length === 0) throw new BalefireError('not-found', { what: act.device });
      for (const id of gone) forget(id, act.at, rooms);
      return {};
    }
    case 'import-parts':
      estate.importParts(act);
      return {};
    case 'check-duty':
      return { duty: duty.begin(act) };
    case 'set-duty-plan':
      duty.setPlan(act.plan);
      return {};
    case 'remove-duty-plan':
      duty.removePlan(act.plan);
      return {};
    case 'set-roster':
      dutyBook.setRoster(act.roster, estate.places);
      return {};
    case 'remove-roster':
      dutyBook.removeRoster(act.roster);
      return {};
    case 'set-policy':
      dutyBook.setPolicy(act.policy, estate.places);
      return {};
    case 'remove-policy':
      dutyBook.removePolicy(act.policy);
      return {};
    case 'set-enrolment-key':
      estate.setEnrolmentKey(act.place, act.keyHash);
      return {};
    case 'set-parameter':
      estate.setParameter(act.scope, act.name, act.value);
      // A hold or a silence that runs with the old limit must end with the new one.
      for (const device of estate.devices()) {
        if (device.id === act.scope || device.path.includes(act.scope)) engine.lookAgain(device.id, act.at);
      }
      return {};
    case 'started':
      // While the gateway stood still it heard nobody; silence counts from now, or every start would be a storm.
      // A part is not silent by itself, and there may be a hundred thousand of them.
      for (const device of estate.devices()) if (device.address.by !== 'part') engine.watch(device, act.at);
      presence.connectionsLost();
      desk.rulesAre(rules, act.at);
      return {};
    case 'note':
      return {};
  }
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
        : act.do === 'set-place-file'
          ? // What it changed, telephone numbers too, is told to who may see the file.
            { of: act.file.of, version: act.version + 1 }
          : full;
  return {
    at,
    by: by.id,
    name: by.name,
    from: by.from,
    what: act.do === 'note' ? act.what : deed,
    about: aboutOf(act),
    detail: act.do === 'note' ? act.detail : detail,
  };
}

function aboutOf(act: Act): string {
  switch (act.do) {
    case 'acknowledge':
    case 'judge':
    case 'reset':
    case 'shelve':
    case 'unshelve':
      return act.alarm;
    case 'isolate':
      return act.scope.of === 'place' ? act.scope.place : act.scope.device;
    case 'renew-isolation':
    case 'end-isolation':
    case 'see-isolation':
      return act.isolation;
    case 'begin-walk-test':
      return act.place;
    case 'end-walk-test':
      return act.test;
    case 'verify-incident':
    case 'find-incident':
    case 'second-incident':
    case 'move-incident':
    case 'close-incident':
    case 'reopen-incident':
    case 'take-incident':
    case 'release-incident':
    case 'split-incident':
      return act.incident;
    case 'merge-incidents':
      return act.into;
    case 'command':
    case 'renew-secret':
    case 'remove-device':
    case 'dismiss-held':
    case 'import-parts':
      return act.device;
    case 'check-duty':
      return act.devices.length === 1 ? (act.devices[0] ?? act.id) : act.id;
    case 'set-duty-plan':
      return act.plan.place;
    case 'remove-duty-plan':
      return act.plan;
    case 'set-roster':
      return act.roster.place;
    case 'remove-roster':
      return act.roster;
    case 'set-policy':
      return act.policy.place ?? ROOT_PLACE;
    case 'remove-policy':
      return act.policy;
    case 'register-device':
    case 'change-device':
      return act.device.id;
    case 'add-place':
    case 'change-place':
      return act.place.id;
    case 'set-enrolment-key':
    case 'set-place-file':
      return act.place;
    case 'set-parameter':
      return act.scope;
    case 'started':
      return GATEWAY.id;
    case 'note':
      return act.about;
  }
}
