// Short ways to write a row of the book: the usual case is the general one with its defaults filled in.
import { DEVICE_KINDS, type DeviceKind } from '../../device-drivers/driver.ts';
import type { Condition, Limit, Rule, Sureness } from '../rule.ts';

/** A row of the book. Fire and pre-alarm latch; a limit that was passed ends with the value that passed it. */
export function row(rule: Omit<Rule, 'version' | 'enabled' | 'latching'>): Rule {
  return { ...rule, version: 1, enabled: true, latching: rule.class === 'fire' || rule.class === 'pre-alarm' };
}

interface Band {
  readonly raiseWhen: Condition;
  readonly clearWhen: Condition;
}

/** Too low by a parameter; over when the value is `band` above the limit, wherever the limit lies. */
export function tooLow(parameter: string, otherwise: number, band: number): Band {
  return {
    raiseWhen: { is: 'below', limit: { parameter, otherwise } },
    clearWhen: { is: 'above', limit: { parameter, otherwise, plus: band } },
  };
}

/** Too high by a parameter; over when the value is `band` below the limit. */
export function tooHigh(parameter: string, otherwise: number, band: number): Band {
  return {
    raiseWhen: { is: 'above', limit: { parameter, otherwise } },
    clearWhen: { is: 'below', limit: { parameter, otherwise, plus: -band } },
  };
}

/** The value is one of these. */
export function is(...among: (string | boolean)[]): Condition {
  return { is: 'state', among };
}

export function parameter(name: string, otherwise: number): Limit {
  return { parameter: name, otherwise };
}

export function clause(text: string, sure: Sureness): { readonly text: string; readonly sure: Sureness } {
  return { text, sure };
}

/** All kinds that a person has placed. What nobody has placed yet is judged for fire alone: its faults are nobody's work. */
export const PLACED: readonly DeviceKind[] = DEVICE_KINDS.filter((kind) => kind !== 'unregistered');
