// Times and counts of the link that a device or a place sets otherwise than the default: bounds, and what counts now. Pure.
import { STATION_PARAMETERS, type StationParameter } from '../../device-drivers/gb26875/settings.ts';
import type { DeviceView, ParameterView, Place } from '../../gateway/web/contract.ts';

/** `minutes`: seconds that a person reads as minutes and seconds. `seconds`: so few that they stay seconds. `times`: a count. */
type Measure = 'minutes' | 'seconds' | 'times';

export interface LinkSetting extends StationParameter {
  readonly measure: Measure;
}

const MEASURES: Readonly<Record<StationParameter['name'], Measure>> = {
  inspectionCycle: 'minutes',
  answerTimeout: 'seconds',
  resends: 'times',
  idleLimit: 'minutes',
};

/** The gateway's own bounds and defaults, and how a person reads each. */
export const LINK_SETTINGS: readonly LinkSetting[] = STATION_PARAMETERS.map((one) => ({ ...one, measure: MEASURES[one.name] }));

/** A place that stands above a device, as a person knows it. */
export interface PlaceAbove {
  readonly id: string;
  readonly name: string;
}

/** What counts where the device itself sets nothing. */
export interface Inherited {
  readonly value: number;
  /** Name of the place that sets it; null for the default. */
  readonly from: string | null;
  /** A nearer place may set it, which the person may not see. */
  readonly unsure: boolean;
}

export interface SettingStanding {
  readonly setting: LinkSetting;
  /** Set for this device; null where it is not. */
  readonly own: number | null;
  readonly above: Inherited;
}

/** The places of a device, the nearest first. Its own way leaves the top of the tree out, so that is walked by the places. */
export function placesAbove(way: DeviceView['place'], places: readonly Place[]): readonly PlaceAbove[] {
  const known = new Map(places.map((place) => [place.id, place]));
  const above = new Map([...way].reverse().map(({ id, name }) => [id, { id, name }]));
  for (let at = known.get(way[0]?.id ?? '')?.parent ?? null; at !== null && !above.has(at); at = known.get(at)?.parent ?? null)
    above.set(at, { id: at, name: known.get(at)?.name ?? at });
  return [...above.values()];
}

/** `given`: what each of the places sets, in their order; null for one that the person may not see. */
export function standingsOf(
  own: readonly ParameterView[],
  places: readonly PlaceAbove[],
  given: readonly (readonly ParameterView[] | null)[],
): readonly SettingStanding[] {
  return LINK_SETTINGS.map((setting) => ({
    setting,
    own: setIn(own, setting) ?? null,
    above: inherited(setting, places, given),
  }));
}

function inherited(setting: LinkSetting, places: readonly PlaceAbove[], given: readonly (readonly ParameterView[] | null)[]): Inherited {
  let unsure = false;
  for (const [nth, { name }] of places.entries()) {
    const here = given[nth] ?? null;
    const value = here === null ? undefined : setIn(here, setting);
    if (value !== undefined) return { value, from: name, unsure };
    unsure ||= here === null;
  }
  return { value: setting.otherwise, from: null, unsure };
}

/** What lies beyond the bounds counts as their nearest end, as the gateway reads it. */
function setIn(given: readonly ParameterView[], { name, lowest, highest }: LinkSetting): number | undefined {
  const value = given.find((one) => one.name === name)?.value;
  return value === undefined ? undefined : Math.min(highest, Math.max(lowest, value));
}

/** `45 s`, `1 min 30 s`, `60 min`: exact, and no hours, because an inspection is spoken of in minutes. */
export function minutesText(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
