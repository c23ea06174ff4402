// Which commands of a transmission device ask after one part, or one system, behind it. Pure.
import { addressOfHex } from '../../device-drivers/gb26875/part.ts';
import type { CommandView } from '../../gateway/web/contract.ts';
import type { PartView } from '../../gateway/web/transmission-contract.ts';

export type WhatIsAsked = 'state' | 'analogue' | 'configuration';

export interface Question {
  readonly what: WhatIsAsked;
  readonly command: string;
  readonly given: Readonly<Record<string, number>>;
}

/** A system has no analogue value of its own. */
export function questionsTo({ systemType, systemAddress, partAddress }: PartView): readonly Question[] {
  const system = { systemType, systemAddress };
  if (partAddress === null)
    return [
      { what: 'state', command: 'read-system-state', given: system },
      { what: 'configuration', command: 'read-system-configuration', given: system },
    ];
  const part = { ...system, partAddress: addressOfHex(partAddress) };
  return [
    { what: 'state', command: 'read-part-state', given: part },
    { what: 'analogue', command: 'read-analogue', given: part },
    { what: 'configuration', command: 'read-part-configuration', given: part },
  ];
}

/** Whether a command of the transmission device is that question. */
export function isAskedOf({ command, arguments: given }: Pick<CommandView, 'command' | 'arguments'>, question: Question): boolean {
  return command === question.command && Object.entries(question.given).every(([name, value]) => given[name] === value);
}
