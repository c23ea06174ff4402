// What is wrong with something that a person wrote: the words, and the field that they are about.
import type { Words } from '../../device-drivers/words.ts';

export interface WrittenFault extends Words {
  /** The way to it from the top: `shifts.2.people`, `steps.0.via`. */
  readonly field: string;
}

export function faultAt(field: string, { zh, en }: Words): WrittenFault {
  return { field, zh, en };
}
