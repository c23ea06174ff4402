// Which limit counts for a pressure or a level of a device, and who set it.
import type { Device } from '../../device-drivers/device.ts';
import type { QuantityId } from '../../device-drivers/quantity.ts';
import { isOpenAt } from '../../rules/own-hours.ts';
import { ALARM_CLASSES, type Condition, type Rule, type Weekday } from '../../rules/rule.ts';
import type { Estate } from '../estate/estate.ts';
import { setAbove } from '../estate/scope.ts';
import { limitKey, type Rulebook } from '../rulebook/rulebook.ts';
import { thresholdsOf } from './rule-views.ts';
import type { WaterLimit } from './water-contract.ts';

interface Rooms {
  readonly estate: Pick<Estate, 'parameter' | 'limits' | 'places' | 'record' | 'device'>;
  readonly rulebook: Pick<Rulebook, 'rules' | 'limits' | 'parameters'>;
}

type Direction = 'above' | 'below';
type Local = { readonly weekday: Weekday; readonly minutes: number };

/** A point of a device that tells a pressure or a level. */
interface At {
  readonly device: Device;
  readonly point: string;
  readonly quantity: QuantityId;
}

/** A limit as a rule asks for it. */
interface Asked {
  readonly urgency: number;
  readonly parameter: string | null;
  readonly direction: Direction;
  /** What it is where nobody set it, and what of that is the parameter's default. */
  readonly value: number;
  readonly otherwise: number;
  readonly watches: Rule['watches'];
}

/** What counts for one device: numbers alone, for tens of thousands in one answer. */
export interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
}

/** The limits of the rules as they are at this hour; to be made anew for each answer. */
export class WaterLimits {
  readonly #rooms: Rooms;
  readonly #local: Local;
  readonly #ofModel = new Map<string, readonly Asked[]>();
  readonly #rules: readonly Rule[];
  readonly #defaults: ReadonlyMap<string, number>;
  /** Devices that have a limit of their own or are named by a rule; what counts for the others of a place and a model is looked up once. */
  readonly #own: ReadonlySet<string>;
  readonly #ofPlace = new Map<readonly string[], Map<string, Bounds>>();

  /** `local`: the site's time now, for rules that have hours. */
  constructor(rooms: Rooms, local: Local) {
    this.#rooms = rooms;
    this.#local = local;
    this.#rules = rooms.rulebook.rules().filter(({ enabled }) => enabled);
    this.#defaults = new Map(rooms.rulebook.parameters().map(({ name, otherwise }) => [name, otherwise]));
    const named = this.#rules.flatMap(({ watches }) => watches.devices ?? []);
    this.#own = new Set([...named, ...[...rooms.estate.limits.all()].map(({ scope }) => scope)]);
  }

  bounds(at: At): Bounds {
    const { id, path } = at.device;
    if (this.#own.has(id)) return this.#boundsOf(at);
    const near = this.#ofPlace.get(path) ?? new Map<string, Bounds>();
    this.#ofPlace.set(path, near);
    const key = `${keyOf(at)} ${at.point}`;
    const known = near.get(key) ?? this.#boundsOf(at);
    near.set(key, known);
    return known;
  }

  #boundsOf(at: At): Bounds {
    const [low, high] = (['below', 'above'] as const).map((direction) => this.#counting(at, direction)?.value ?? null);
    return { low: low ?? null, high: high ?? null };
  }

  /** The same for a person: where the number comes from, and who set it. */
  view(at: At, direction: Direction): WaterLimit | null {
    const found = this.#counting(at, direction);
    if (!found) return null;
    const { device } = at;
    const { value, parameter } = found;
    const { estate, rulebook } = this.#rooms;
    const own = parameter === null ? undefined : estate.limits.of(device.id, parameter);
    const above = parameter === null || own !== undefined ? undefined : setAbove(device.id, parameter, estate);
    const place = above?.place ?? device.path.findLast((one) => parameter !== null && estate.limits.of(one, parameter) !== undefined);
    const scope = own === undefined ? place : device.id;
    const last = scope === undefined || parameter === null ? undefined : rulebook.limits.last(limitKey(scope, parameter));
    return {
      value,
      parameter,
      source: own !== undefined ? 'own' : place === undefined ? 'default' : 'place',
      place: own !== undefined || place === undefined ? null : { id: place, name: estate.places.get(place)?.name ?? place },
      set: last ? { name: last.by.name, at: last.by.at } : null,
    };
  }

  /** Of the most urgent rule; of two as urgent the one that is met first. */
  #counting(at: At, direction: Direction): { value: number; parameter: string | null } | undefined {
    let best: { value: number; parameter: string | null; urgency: number } | undefined;
    for (const one of this.#asked(at)) {
      if (one.direction !== direction || !reaches(one.watches, at)) continue;
      const set = one.parameter === null ? undefined : this.#rooms.estate.parameter(one.parameter, at.device);
      // A limit may stand beside its parameter, so what was set moves it and does not replace it.
      const value = set === undefined ? one.value : set + (one.value - one.otherwise);
      const isFirst = best === undefined || one.urgency < best.urgency;
      const isMetFirst = best?.urgency === one.urgency && (direction === 'below' ? value > best.value : value < best.value);
      if (isFirst || isMetFirst) best = { value, parameter: one.parameter, urgency: one.urgency };
    }
    return best;
  }

  #asked(at: At): readonly Asked[] {
    const { quantity } = at;
    const { kind, model } = at.device;
    const key = keyOf(at);
    const known = this.#ofModel.get(key);
    if (known) return known;
    const found = this.#rules
      .filter(({ watches }) => watches.quantity === quantity)
      .filter(({ watches: { kinds, models, exceptModels } }) => {
        if (exceptModels?.includes(model)) return false;
        return (kinds === undefined || kinds.includes(kind)) && (models === undefined || models.includes(model));
      })
      .flatMap(({ class: of, watches, raiseWhen }) =>
        thresholdsAt(raiseWhen, this.#local).map(({ parameter, direction, value }) => ({
          urgency: ALARM_CLASSES.indexOf(of),
          parameter,
          direction,
          value,
          otherwise: parameter === null ? value : (this.#defaults.get(parameter) ?? value),
          watches,
        })),
      );
    this.#ofModel.set(key, found);
    return found;
  }
}

/** Those of a condition that can hold at this hour: a limit for the night is none by day. */
function thresholdsAt(condition: Condition, local: Local): ReturnType<typeof thresholdsOf> {
  if (!isOpenAt(condition, local)) return [];
  if (condition.is === 'all' || condition.is === 'any') return condition.of.flatMap((part) => thresholdsAt(part, local));
  return thresholdsOf(condition);
}

/** What a rule asks for follows from these, of parts of one model by their kind. */
function keyOf({ device: { kind, model }, quantity }: At): string {
  return `${quantity} ${kind} ${model}`;
}

/** A rule that is bound to places, devices or points has to do with these alone. */
function reaches({ places, devices, points, exceptPoints }: Rule['watches'], { device, point }: At): boolean {
  if (points && !points.includes(point)) return false;
  if (exceptPoints?.includes(point)) return false;
  if (devices && !devices.includes(device.id)) return false;
  return places === undefined || places.some((place) => device.path.includes(place));
}
