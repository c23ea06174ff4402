// Times and counts of the link that a device or a place sets otherwise than the default: bounds, and how a person reads each. Pure.
import { STATION_PARAMETERS, type StationParameter } from '../../device-drivers/gb26875/settings.ts';

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

/** `45 s`, `1 min 30 s`, `60 min`: exact, and no hours, because an inspection is spoken of in minutes. */
export function minutesText(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
