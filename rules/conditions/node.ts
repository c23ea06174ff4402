// A compiled condition: what it is asked, and what it answers.
import type { Device } from '../../device-drivers/device.ts';
import type { QuantityId, Value } from '../../device-drivers/quantity.ts';
import type { Quality } from '../../device-drivers/reading.ts';
import type { Words } from '../../device-drivers/words.ts';
import type { Slot } from '../memory.ts';
import type { Limit, Weekday } from '../rule.ts';
import type { Zones } from '../zones.ts';

/** Undefined: it cannot be known (a bad reading has no value). Unknown neither raises nor clears nor breaks a hold. */
export type Truth = boolean | undefined;

/** The moment a condition is asked about: a reading that came, or time alone with the last value that had a say. */
export interface Moment {
  device: Device;
  quantity: QuantityId;
  value: Value | null;
  quality: Quality | undefined;
  /** Device time of the reading; where time alone asks, what the device's clock would say now. */
  at: number;
  /** Latest device time known, never before `at`. */
  deviceNow: number;
  /** Gateway time. */
  now: number;
  /** Gateway time at which the point (for `link.online` the device) was last heard. */
  heard: number;
  drill: boolean;
  /** The reading is doubtful or late: it may raise, and takes nothing back. */
  weak: boolean;
  byTime: boolean;
  /** There for every rule whose conditions remember something. */
  slot: Slot | undefined;
  /** Answer: gateway time at which time alone may change the truth; `NEVER` when it cannot. */
  until: number;
  /** Answer: a condition changed what it remembers. */
  touched: boolean;
}

export interface Node {
  /** Sets `until` of the moment with every answer. */
  holds(moment: Moment): Truth;
  /** Why it holds, asked right after `holds`. */
  say(moment: Moment): Words;
  /** It must be asked at every moment, because it remembers. */
  readonly stateful: boolean;
}

/** What a condition needs of the engine while it is compiled and while it is asked. */
export interface Bench {
  readonly zones: Zones;
  readonly quantity: QuantityId;
  readonly rule: string;
  /** Resolves a limit for the device of the moment. May throw where a parameter cannot be had. */
  limit(limit: Limit, moment: Moment): number;
  localTime(at: number): { weekday: Weekday; minutes: number };
  /** Place of a new list in the rule's slots. */
  remember(): number;
  /** Tells that time alone may change the rule, by silence or otherwise. */
  timed(how: 'time' | 'silence' | Together): void;
}

/** What the engine must know to move a member when its device moves. */
export interface Together {
  readonly memory: number;
  readonly points: number;
  key(slot: Slot): string;
}
