// A rule made ready to judge: its conditions compiled, its reach as a question.
import type { Device } from '../device-drivers/device.ts';
import { QUANTITIES, type Quantity } from '../device-drivers/quantity.ts';
import { compile } from './conditions/compile.ts';
import type { Bench, Moment, Node, Together } from './conditions/node.ts';
import type { Rule } from './rule.ts';
import type { Zones } from './zones.ts';

export interface CompiledRule {
  readonly rule: Rule;
  /** Its place in the list that the engine was given. */
  readonly index: number;
  readonly raise: Node;
  readonly clear: Node | undefined;
  /** Milliseconds for which it must hold; 0: at once. */
  hold(moment: Moment): number;
  /** Time alone may change it: its slots stay, and stand on the agenda. */
  readonly timed: boolean;
  readonly silence: boolean;
  /** A number that trembles says nothing; a state that comes again does. */
  readonly again: boolean;
  readonly memories: number;
  readonly togethers: readonly Together[];
  /** Whether it watches such devices at all; true for all devices of a model and kind, or for none. */
  watchesModel(device: Device): boolean;
  /** Whether it watches this point of this device. */
  watches(device: Device, point: string): boolean;
}

/** Compiles a rule that `faultsOf` found sound. */
export function compileRule(
  rule: Rule,
  index: number,
  around: Pick<Bench, 'limit' | 'localTime'> & { readonly zones: Zones },
): CompiledRule {
  const { quantity, kinds, models, exceptModels, devices, places, points, exceptPoints } = rule.watches;
  const togethers: Together[] = [];
  let memories = 0;
  let timed = false;
  let silence = false;
  const bench: Bench = {
    zones: around.zones,
    quantity,
    rule: rule.id,
    limit: around.limit,
    localTime: around.localTime,
    remember: () => memories++,
    timed(how) {
      timed = true;
      if (how === 'silence') silence = true;
      else if (how !== 'time') togethers.push(how);
    },
  };
  const raise = compile(rule.raiseWhen, bench);
  const clear = rule.clearWhen && compile(rule.clearWhen, bench);
  const { holdFor } = rule;
  const known: Quantity = QUANTITIES[quantity];
  const everywhere = !devices && !places && !points && !exceptPoints;
  return {
    rule,
    index,
    raise,
    clear,
    hold: holdFor === undefined ? () => 0 : (moment) => Math.max(0, around.limit(holdFor, moment) * 1000),
    timed,
    silence,
    again: known.kind !== 'number' && holdFor === undefined,
    memories,
    togethers,
    watchesModel: ({ kind, model }) =>
      (kinds?.includes(kind) ?? true) && (models?.includes(model) ?? true) && !(exceptModels?.includes(model) ?? false),
    watches(device, point) {
      if (everywhere) return true;
      if (points && !points.includes(point)) return false;
      if (exceptPoints?.includes(point)) return false;
      if (devices && !devices.includes(device.id)) return false;
      if (places === undefined) return true;
      for (const place of device.path) if (places.includes(place)) return true;
      return false;
    },
  };
}
