// A notice: what one person or group is told about one incident. Drill and real are two types that do not mix.
import type { Words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';

/** Why it is told now. */
export type NoticePhase = 'raised' | 'escalated' | 'update' | 'resolved' | 'test';

interface NoticeText {
  /** The same for every try and every channel: a receiver that knows it tells a repetition by it. */
  readonly id: string;
  readonly incident: string;
  readonly class: AlarmClass;
  readonly phase: NoticePhase;
  /** Begins with the class in brackets, `【火警】`, so that a robot guarded by a keyword takes it. */
  readonly title: Words;
  /** What, where, since when, what to do: a line each. */
  readonly lines: readonly Words[];
  /** Names of places from the unit down, ` · ` between them. */
  readonly place: string;
  /** When the incident began, ms since 1970. */
  readonly at: number;
  /** How many alarms the incident holds. */
  readonly alarms: number;
  /** Where a person answers it; null where there is no such page. */
  readonly url: string | null;
  /** The person may have got it before: the gateway ended between sending and writing it down. */
  readonly isRepeated: boolean;
}

/** Of something that really happened. */
export interface RealNotice extends NoticeText {
  readonly drill: false;
}

/** Of a drill or a test: goes to the drill's own addresses, and its title begins with `【演练】`. */
export interface DrillNotice extends NoticeText {
  readonly drill: true;
}

export type Notice = RealNotice | DrillNotice;
