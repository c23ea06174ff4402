// How often and how patiently a centre asks a transmission device: what a site may set while it runs, and how long a duty check waits.
import { type Words, words } from '../words.ts';

/** A time or count of the centre that a place or a device sets otherwise, while the gateway runs. */
export interface StationParameter {
  readonly name: 'inspectionCycle' | 'answerTimeout' | 'resends' | 'idleLimit';
  readonly title: Words;
  readonly lowest: number;
  readonly highest: number;
  readonly otherwise: number;
}

export const STATION_PARAMETERS: readonly StationParameter[] = [
  // GB 50440: at least every 2 h, settable while running.
  { name: 'inspectionCycle', title: words('巡检周期（秒）', 'Inspection cycle, s'), lowest: 60, highest: 7_200, otherwise: 3_600 },
  // GB/T 26875.3-2011, 6.5: should not exceed 10 s, three re-sends, both may be set.
  { name: 'answerTimeout', title: words('应答超时（秒）', 'Answer time-out, s'), lowest: 1, highest: 60, otherwise: 10 },
  { name: 'resends', title: words('重发次数', 'Re-sends'), lowest: 0, highest: 10, otherwise: 3 },
  // Two heartbeats of 20 to 30 s missed; then it is asked.
  {
    name: 'idleLimit',
    title: words('静默多久后询问（秒）', 'Asked after so long a silence, s'),
    lowest: 10,
    highest: 7_200,
    otherwise: 60,
  },
];

/** What lies beyond the bounds counts as their nearest end. */
export function withinBounds({ lowest, highest }: StationParameter, value: number): number {
  return Math.min(highest, Math.max(lowest, value));
}

/** Minutes a duty check 查岗 (91) may wait for the button: one byte on the wire, and an hour is long enough to walk round a building. */
export const DUTY_MINUTES = { lowest: 1, highest: 60, usual: 3 } as const;
