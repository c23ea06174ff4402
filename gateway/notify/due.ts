// A notice that is due: which step of which incident, to whom, by what. Of a drill and of the real thing two types.
import type { AlarmClass } from '../../rules/rule.ts';
import type { NoticePhase } from './notice.ts';
import type { Person } from './roster.ts';
import type { Whom } from './roster-book.ts';

/** Why a round of telling began. */
export type RoundWhy = 'raised' | 'upgraded' | 'new alarm' | 'not handled' | 'reopened';
/** Why one is told now: by its round, or beside it. */
export type DueWhy = RoundWhy | 'hand-over';

interface DueText {
  /** Unique, and the same after every restart and replay. */
  readonly id: string;
  readonly incident: string;
  readonly class: AlarmClass;
  readonly phase: NoticePhase;
  readonly why: DueWhy;
  /** Rounds are counted from 1 over the life of an incident; runs of the whole list within a round from 0. */
  readonly round: number;
  readonly run: number;
  readonly repetition: number;
  /** The step that is due, from 0; null for an update or an end, which goes to everybody told before. */
  readonly step: number | null;
  /** The step whose people are told: another one where nobody of its own is on duty. */
  readonly toldStep: number | null;
  readonly whom: Whom;
  readonly people: readonly Person[];
  /** Ids of channels in order. */
  readonly via: readonly string[];
  /** Of the policy: a fire takes its next channel beside one that brought nothing for so long, seconds; left out: as usual. */
  readonly besideAfter?: number | undefined;
  readonly dueAt: number;
  readonly isRepeated: false;
}

/** Of something that really happened. */
export interface RealDue extends DueText {
  readonly drill: false;
}

/** Of a drill: the real path takes none. */
interface DrillDue extends DueText {
  readonly drill: true;
}

export type Due = RealDue | DrillDue;

/** What happens to incidents, as far as telling people goes. */
export type EscalationEvent =
  | {
      readonly is: 'raised' | 'reopened';
      readonly incident: string;
      readonly at: number;
      readonly class: AlarmClass;
      /** Places from the top down. */
      readonly path: readonly string[];
      readonly drill: boolean;
      readonly alarms: number;
      /** Of one that is opened again: all of it is shelved, isolated or suppressed, so nobody is told before something of it calls. */
      readonly isQuiet?: boolean;
    }
  | {
      readonly is: 'updated';
      readonly incident: string;
      readonly at: number;
      readonly class: AlarmClass;
      readonly alarms: number;
      /** An alarm of it waits that no acknowledgement has seen: a further one, or the same one raised again. */
      readonly isNewAgain: boolean;
    }
  /** It is offered to somebody who has answered nothing yet, and is told of at `until`; null: it waits no more. */
  | { readonly is: 'offered'; readonly incident: string; readonly at: number; readonly until: number | null }
  /** `by`: the person's id; `handled`: somebody has begun to verify, or given a verdict. */
  | { readonly is: 'acknowledged' | 'handled'; readonly incident: string; readonly at: number; readonly by: string }
  | { readonly is: 'closed'; readonly incident: string; readonly at: number };
