// A part behind a transmission device in words: where it stands, and the class that each of its states belongs to.
import type { PartView } from '../../gateway/web/transmission-contract.ts';
import type { AlarmClass, STATE_TOKENS } from '../alarm-classes.ts';

/** `1-5` as panels print it; the raw address where the profile knows no loop; nothing for a whole system. */
export function partNumber(part: Pick<PartView, 'loop' | 'point' | 'partAddress'>): string {
  if (part.loop !== null && part.point !== null) return `${part.loop}-${part.point}`;
  return part.partAddress ?? '';
}

/** What it is: of a system its own name. */
export function partType(part: Pick<PartView, 'partType' | 'type' | 'system'>): PartView['type'] {
  return part.partType === null ? part.system : part.type;
}

/** The class as which a state bit is judged, so that its chip has the colour of its alarm. */
const CLASS_OF_STATE: Readonly<Record<string, AlarmClass | keyof typeof STATE_TOKENS>> = {
  fire: 'fire',
  manualAlarm: 'fire',
  fault: 'fault',
  powerLost: 'fault',
  mainsLost: 'fault',
  backupLost: 'fault',
  busFault: 'fault',
  centreLost: 'fault',
  lineLost: 'fault',
  shielded: 'isolation',
  supervisory: 'supervisory',
  started: 'linkage',
  feedback: 'linkage',
  delayed: 'pre-alarm',
  manual: 'notice',
  configurationChanged: 'notice',
  reset: 'notice',
  test: 'test',
};

/** What no table knows is shown as a plain notice: a state that is on is never hidden. */
export function classOfState(point: string): AlarmClass | keyof typeof STATE_TOKENS {
  return CLASS_OF_STATE[point] ?? 'notice';
}
