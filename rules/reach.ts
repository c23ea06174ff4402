// Which rules can concern a reading: found by where its device stands, so that nobody meets the rules of another place.
import type { Device } from '../device-drivers/device.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { PointMemory } from './memory.ts';

/** The rules that may watch the devices of one spot, in the order of the list, and the round that is made of them. */
export interface Spot<Round> {
  readonly rules: readonly CompiledRule[];
  /** Those of them that look at silence. */
  readonly silences: readonly CompiledRule[];
  /** Undefined where no rule is. */
  readonly round: Round | undefined;
}

/** A spot, and those below it: by the rules that the next place of a path, or the device itself, brings with it. */
class Known<Round> implements Spot<Round> {
  readonly rules: readonly CompiledRule[];
  readonly silences: readonly CompiledRule[];
  readonly #roundOf: (rules: readonly CompiledRule[]) => Round;
  #round: Round | undefined;
  #below: Map<readonly CompiledRule[], Known<Round>> | undefined;

  constructor(rules: readonly CompiledRule[], roundOf: (rules: readonly CompiledRule[]) => Round) {
    this.rules = rules;
    this.silences = rules.filter(({ silence }) => silence);
    this.#roundOf = roundOf;
  }

  /** Made when first asked for: on the way to a device lie spots at which nothing stands. */
  get round(): Round | undefined {
    if (this.rules.length > 0) this.#round ??= this.#roundOf(this.rules);
    return this.#round;
  }

  has(rule: number): boolean {
    return this.rules.some(({ index }) => index === rule);
  }

  below(brings: readonly CompiledRule[]): Known<Round> {
    this.#below ??= new Map();
    let below = this.#below.get(brings);
    if (!below) {
      const rules = [...new Set([...this.rules, ...brings])].sort((one, other) => one.index - other.index);
      below = new Known(rules, this.#roundOf);
      this.#below.set(brings, below);
    }
    return below;
  }
}

/**
 * The rules of one model and quantity. A rule that names places or devices is met by what stands there alone; that it
 * watches the very point is still asked. Devices of one place share a spot: its rounds are as many as the bound places and
 * devices that were heard, and not as the devices.
 */
export class Reach<Round> {
  /** Every rule of the model and quantity, wherever it looks. */
  readonly all: Spot<Round>;
  readonly #unbound: Known<Round>;
  readonly #byPlace: ReadonlyMap<string, readonly CompiledRule[]>;
  readonly #byDevice: ReadonlyMap<string, readonly CompiledRule[]>;

  /** `rules`: in the order of the list. */
  constructor(rules: readonly CompiledRule[], roundOf: (rules: readonly CompiledRule[]) => Round) {
    this.#byDevice = grouped(rules, ({ devices }) => devices);
    this.#byPlace = grouped(rules, ({ devices, places }) => (devices ? undefined : places));
    const unbound = rules.filter(({ rule: { watches } }) => !watches.devices && !watches.places);
    this.#unbound = new Known(unbound, roundOf);
    this.all = unbound.length === rules.length ? this.#unbound : new Known(rules, roundOf);
  }

  /** The rules that may watch this device, and no other that watches one of its points. */
  at(device: Device): Spot<Round> {
    return this.#at(device);
  }

  /** Likewise for a reading of a point; all rules where one that looks elsewhere has yet to end what it raised there. */
  of(device: Device, point: PointMemory): Spot<Round> {
    const spot = this.#at(device);
    if (spot !== this.all) for (const { active, rule } of point.slots) if (active && !spot.has(rule)) return this.all;
    return spot;
  }

  #at({ id, path }: Device): Known<Round> {
    let spot = this.#unbound;
    if (this.#byPlace.size > 0)
      for (const place of path) {
        const brings = this.#byPlace.get(place);
        if (brings) spot = spot.below(brings);
      }
    const brings = this.#byDevice.size > 0 ? this.#byDevice.get(id) : undefined;
    return brings ? spot.below(brings) : spot;
  }
}

/** The rules by each of what they name; those that name nothing stand nowhere. */
function grouped(
  rules: readonly CompiledRule[],
  names: (watches: CompiledRule['rule']['watches']) => readonly string[] | undefined,
): ReadonlyMap<string, readonly CompiledRule[]> {
  const groups = new Map<string, CompiledRule[]>();
  for (const rule of rules)
    for (const name of names(rule.rule.watches) ?? []) {
      const group = groups.get(name);
      if (group) group.push(rule);
      else groups.set(name, [rule]);
    }
  return groups;
}
