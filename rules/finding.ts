// What judgement says of a reading: an alarm's cause began, holds again, or ended.
import type { Value } from '../device-drivers/quantity.ts';
import type { Words } from '../device-drivers/words.ts';
import type { Rule } from './rule.ts';

export interface Finding {
  readonly rule: Rule;
  readonly device: string;
  readonly point: string;
  /** `raise`: the cause began. `again`: a fresh rising edge while it was held to hold already. `clear`: it ended. */
  readonly change: 'raise' | 'again' | 'clear';
  /** The time for which it is true: the reading's, or the moment a hold or a silence ran out. */
  readonly at: number;
  /** The value that decided; undefined where time alone decided. */
  readonly value?: Value;
  /** In a person's words, with the limit that was passed. */
  readonly because: Words;
  readonly drill: boolean;
}
