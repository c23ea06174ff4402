// What a deed is: one row that says what it is called, what it is about, what it does and what must be saved after it.
import type { Words } from '../../device-drivers/words.ts';
import type { RuleEngine } from '../../rules/engine.ts';
import type { ActOutcome } from '../act-outcome.ts';
import type { Act } from '../acts.ts';
import type { Checklists } from '../alarms/checklists.ts';
import type { AlarmDesk } from '../alarms/desk.ts';
import type { Isolations } from '../alarms/isolations.ts';
import type { MaintenanceWindows } from '../alarms/maintenance.ts';
import type { Commands } from '../commands/commands.ts';
import type { ConcludingAgain } from '../concluding-again.ts';
import type { DoneOnce } from '../done-once.ts';
import type { Estate } from '../estate/estate.ts';
import type { Presence } from '../estate/presence.ts';
import type { Sketches } from '../map/sketches.ts';
import type { DutyBook } from '../notify/duty-book.ts';
import type { PassedOver } from '../passed-over.ts';
import type { Plans } from '../plans/plans.ts';
import type { DutyChecks } from '../prevention/duty-checks.ts';
import type { Rulebook } from '../rulebook/rulebook.ts';
import type { Shifts } from '../shift/shifts.ts';
import type { WalkTesting } from '../walk-testing.ts';

/** Where deeds are carried out. */
export interface Rooms {
  readonly rulebook: Rulebook;
  readonly estate: Estate;
  readonly presence: Presence;
  readonly engine: RuleEngine;
  readonly desk: AlarmDesk;
  readonly isolations: Isolations;
  readonly maintenance: MaintenanceWindows;
  readonly commands: Commands;
  readonly duty: DutyChecks;
  readonly walkTesting: WalkTesting;
  readonly dutyBook: DutyBook;
  readonly shifts: Shifts;
  readonly doneOnce: DoneOnce;
  readonly plans: Plans;
  readonly sketches: Sketches;
  readonly checklists: Checklists;
  readonly passedOver: PassedOver;
  readonly concludingAgain: ConcludingAgain;
}

/** A kind of deed: the one place that says what it does, what it is about, and what must be saved after it. */
export interface DeedRow<A extends Act> {
  /** As the audit calls it. */
  readonly title: Words;
  /** What its line in the audit is about: the id of an alarm, incident, device, place … */
  readonly about: (act: A) => string;
  /** What the audit keeps of it; left out: all but secrets. Telephone numbers of people are nobody's to read in an audit. */
  readonly detail?: (act: A) => Readonly<Record<string, unknown>>;
  /** Throws a BalefireError, and has changed nothing, where it cannot be carried out. */
  readonly carryOut: (act: A, rooms: Rooms) => ActOutcome;
  /** What one is told who sends it again under its key (`once`); left out: the deed knows no key. */
  readonly again?: (act: A, rooms: Rooms) => ActOutcome;
  /** After any other deed memories and conclusions are saved together: they must agree on who is there and what the limits are. */
  readonly touches?: 'conclusions';
}

/** One row a kind of deed. */
export type DeedRows<A extends Act> = { readonly [Do in A['do']]: DeedRow<Extract<A, { do: Do }>> };

/** What several kinds of deeds have in common beside their names. */
export type Untitled<A extends Act> = Omit<DeedRow<A>, 'title'>;

/** A deed that has nothing to tell beside that it was done. */
export const NOTHING: ActOutcome = {};
