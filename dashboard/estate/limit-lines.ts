// The limits of the rules that watch a value, as lines beside its curve. Pure.
import type { AlarmView, DeviceView, Place } from '../../gateway/web/contract.ts';
import type { ParameterView, RuleView } from '../../gateway/web/rule-contract.ts';
import { rankOf } from '../alarm-classes.ts';

export interface LimitLine {
  readonly title: AlarmView['title'];
  readonly direction: 'above' | 'below';
  readonly value: number;
}

/** More lines than these are a grid and no help. */
const LINES = 4;

/** A parameter as it is set for the device or, nearest first, for one of the places that it stands in. */
export function settingOf(
  device: Pick<DeviceView, 'id' | 'place'>,
  places: readonly Place[],
  settings: readonly ParameterView[],
): (name: string) => number | undefined {
  const parents = new Map(places.map((place) => [place.id, place.parent]));
  const scopes = new Set([device.id]);
  // The way of a device leaves the top of the tree out, so it is walked here.
  for (let at = device.place.at(-1)?.id ?? null; at !== null && !scopes.has(at); at = parents.get(at) ?? null) scopes.add(at);
  const nearest = [...scopes];
  return (name) => {
    const found = settings.filter((one) => one.name === name && scopes.has(one.scope));
    found.sort((one, other) => nearest.indexOf(one.scope) - nearest.indexOf(other.scope));
    return found[0]?.value;
  };
}

/** The limits that a value of a device meets, most urgent first; of two at one place the more urgent. */
export function limitLines(
  rules: readonly RuleView[],
  about: { readonly kind: string; readonly model: string; readonly quantity: string },
  setting: (name: string) => number | undefined,
): readonly LimitLine[] {
  const ours = rules
    .filter((rule) => rule.enabled && rule.quantity === about.quantity)
    .filter((rule) => rule.kinds === null || rule.kinds.includes(about.kind))
    .filter((rule) => rule.models === null || rule.models.includes(about.model))
    .sort((one, other) => rankOf(one.class) - rankOf(other.class));
  const lines = new Map<string, LimitLine>();
  for (const rule of ours)
    for (const { parameter, direction, value } of rule.limits) {
      const otherwise = rule.parameters.find((one) => one.name === parameter)?.otherwise ?? value;
      const set = parameter === null ? undefined : setting(parameter);
      // A limit may stand beside its parameter, so what was set moves it and does not replace it.
      const line = { title: rule.title, direction, value: set === undefined ? value : value + set - otherwise };
      const key = `${direction} ${line.value}`;
      if (!lines.has(key)) lines.set(key, line);
    }
  return [...lines.values()];
}

/** The few that lie nearest to what was measured. */
export function nearestLines(lines: readonly LimitLine[], least: number, most: number): readonly LimitLine[] {
  const away = ({ value }: LimitLine): number => Math.max(least - value, value - most, 0);
  return [...lines].sort((one, other) => away(one) - away(other)).slice(0, LINES);
}

export interface Axis {
  readonly min: number;
  readonly max: number;
}

/**
 * The axis of a curve from `least` to `most`, and the lines that stand in it. A line is let in where the curve keeps at
 * least a third of the height; a limit that lies further off would squeeze the curve flat.
 */
export function axisOf(
  least: number,
  most: number,
  slack: number,
  lines: readonly LimitLine[],
): Axis & { readonly drawn: readonly LimitLine[] } {
  const room = most - least + 2 * slack;
  const drawn = lines.filter(({ value }) => value >= least - room && value <= most + room);
  const values = drawn.map((line) => line.value);
  return { min: Math.min(least, ...values) - slack, max: Math.max(most, ...values) + slack, drawn };
}
