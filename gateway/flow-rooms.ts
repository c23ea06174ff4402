// The rooms that a reading goes through, and where its way ends.
import type { Device } from '../device-drivers/device.ts';
import type { Reading } from '../device-drivers/reading.ts';
import type { RuleEngine } from '../rules/engine.ts';
import type { Act } from './acts.ts';
import type { Alarm } from './alarms/alarm.ts';
import type { AlarmStore } from './alarms/alarm-store.ts';
import type { Checklists } from './alarms/checklists.ts';
import type { AlarmDesk } from './alarms/desk.ts';
import type { Incident } from './alarms/incident.ts';
import type { Isolations } from './alarms/isolations.ts';
import type { MaintenanceWindows } from './alarms/maintenance.ts';
import type { BehindRooms } from './behind.ts';
import type { Clock } from './clock.ts';
import type { CommandRecord, Commands } from './commands/commands.ts';
import type { ConcludingAgain } from './concluding-again.ts';
import type { Counters } from './counters.ts';
import type { DoneOnce } from './done-once.ts';
import type { Estate } from './estate/estate.ts';
import type { Presence } from './estate/presence.ts';
import type { History } from './history/history.ts';
import type { Log } from './log.ts';
import type { Sketches } from './map/sketches.ts';
import type { DutyBook } from './notify/duty-book.ts';
import type { Telling } from './notify/telling.ts';
import type { PassedOver } from './passed-over.ts';
import type { Plans } from './plans/plans.ts';
import type { ExpiryWatch } from './prevention/expiry.ts';
import type { Rulebook } from './rulebook/rulebook.ts';
import type { Shifts } from './shift/shifts.ts';
import type { State } from './state.ts';
import type { Troubles } from './troubles.ts';
import type { UnstoredFires } from './unstored-fires.ts';
import type { WalkTesting } from './walk-testing.ts';

/** Where the flow ends: the screens of people. */
export interface Screens {
  publishChanges(alarms: readonly Alarm[], incidents: readonly Incident[]): void;
  publishReadings(readings: readonly Reading[]): void;
  publishDevice(id: string): void;
  publishCommands(commands: readonly CommandRecord[]): void;
}

/** What goes back out: commands, and what a deed means for a device's connection. */
interface FlowWires {
  deliver(device: Device): void;
  retry(): void;
  afterDeed(act: Act): void;
}

export interface FlowRooms extends BehindRooms {
  readonly rulebook: Rulebook;
  readonly clock: Clock;
  readonly goOnFrom: (at: number) => void;
  readonly estate: Estate;
  readonly presence: Presence;
  readonly engine: RuleEngine;
  readonly alarms: AlarmStore;
  readonly desk: AlarmDesk;
  readonly isolations: Isolations;
  readonly maintenance: MaintenanceWindows;
  readonly commands: Commands;
  readonly walkTesting: WalkTesting;
  readonly passedOver: PassedOver;
  readonly concludingAgain: ConcludingAgain;
  readonly wires: FlowWires;
  readonly history: History;
  readonly dutyBook: DutyBook;
  readonly shifts: Shifts;
  readonly doneOnce: DoneOnce;
  readonly plans: Plans;
  readonly sketches: Sketches;
  readonly checklists: Checklists;
  readonly telling: Telling;
  readonly expiry: ExpiryWatch;
  readonly state: State;
  readonly screens: Screens;
  readonly troubles: Troubles;
  readonly unstored: UnstoredFires;
  readonly counters: Counters;
  readonly log: Log;
}
