// Who did it and when, in the words of the contract.
import type { Signature } from '../alarms/alarm.ts';

export interface SignatureView {
  by: string;
  name: string;
  at: number;
  from: string;
}

export function signature(one: Signature): SignatureView {
  return { by: one.id, name: one.name, at: one.at, from: one.from };
}

export function signed(one: Signature | null): SignatureView | null {
  return one && signature(one);
}
