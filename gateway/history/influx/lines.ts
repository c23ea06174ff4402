// Readings and alarms as lines of the InfluxDB line protocol. docs/history.md tells the naming.
import type { Series } from '../thread/messages.ts';
import { escapeMeasurement, escapeTag, escapeText } from './influx-client.ts';

/** One change of an alarm, as a point in the measurement `alarm`. */
export interface AlarmPoint {
  readonly id: string;
  readonly device: string;
  readonly point: string;
  /** `fire`, `fault` …: a tag. */
  readonly class: string;
  /** What happened to it: `raised`, `acknowledged`, `restored` …: a field. */
  readonly change: string;
  /** ms since 1970. */
  readonly at: number;
  readonly title: string;
}

/** `water.pressure,device=hydrant-1,point=pressure`: what all lines of a series begin with. */
export function seriesPrefix({ device, point, quantity }: Pick<Series, 'device' | 'point' | 'quantity'>): string {
  return `${escapeMeasurement(quantity)},device=${tag(device)},point=${tag(point)}`;
}

/** A backslash at the end of a tag would escape the comma behind it, and the protocol has no way to write it. */
function tag(value: string): string {
  return escapeTag(value.endsWith('\\') ? `${value}_` : value);
}

/** The line of one reading: numbers as field `value`, flags as `flag`, states as `state`. Time in ms. */
export function readingLine(prefix: string, kind: Series['kind'], value: number, words: readonly string[], at: number): string {
  if (kind === 'number') return `${prefix} value=${value} ${at}`;
  if (kind === 'flag') return `${prefix} flag=${value !== 0} ${at}`;
  return `${prefix} state=${escapeText(words[value] ?? '')} ${at}`;
}

/** The line of one alarm change. The alarm's id is a tag: two alarms of one millisecond stay two points. */
export function alarmLine(alarm: AlarmPoint): string {
  const tags = `device=${tag(alarm.device)},point=${tag(alarm.point)},class=${tag(alarm.class)},id=${tag(alarm.id)}`;
  return `alarm,${tags} change=${oneLine(alarm.change)},title=${oneLine(alarm.title)} ${alarm.at}`;
}

/** A line break inside a text is allowed by the protocol, but not by our batches, which are cut at line ends. */
function oneLine(text: string): string {
  return escapeText(text.replace(/[\r\n]+/g, ' '));
}
