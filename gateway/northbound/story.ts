// An incident as other houses are told of it: what, where, how sure, and whether it is over.
import type { Words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { Family, Incident } from '../alarms/incident.ts';
import type { IncidentTally } from './tally.ts';
import type { Standing } from './withheld.ts';

export interface GeoPosition {
  /** WGS-84 degrees. */
  readonly longitude: number;
  readonly latitude: number;
}

interface StoryText {
  readonly incident: string;
  readonly family: Family;
  readonly class: AlarmClass;
  /** What people found out about it. */
  readonly verdict: Alarm['verdict'];
  readonly phase: 'open' | 'over';
  /** All of it is isolated, or else laid aside or doubtful, and nobody found it real; null: it is not. */
  readonly withheld: Standing['withheld'];
  /** The incident into which a person merged it: that one is told of from then on. */
  readonly mergedInto: string | null;
  readonly began: number;
  readonly title: Words;
  readonly advice: Words;
  /** Names from the unit down to where the first alarm stands, ` · ` between them. */
  readonly place: string;
  readonly path: readonly string[];
  /** Of the first device, else of the nearest place that has one. */
  readonly position: GeoPosition | null;
  /** Independent points in alarm: a second one makes a fire likely. */
  readonly points: number;
  readonly kinds: readonly string[];
  /** The first of them. */
  readonly alarms: readonly Alarm[];
  /** Who found out, and when. */
  readonly judgedBy: { readonly name: string; readonly at: number } | null;
}

/** Of something that really happened. */
export interface RealStory extends StoryText {
  readonly drill: false;
}

/** Of a drill: no way leads from it to a warning that says it is real. */
export interface DrillStory extends StoryText {
  readonly drill: true;
}

export type Story = RealStory | DrillStory;

/** The rooms a story is gathered from. */
export interface StoryRooms {
  readonly desk: { alarm(id: string): Alarm | undefined; incident(id: string): Incident | undefined };
  readonly estate: {
    device(id: string): { readonly position?: GeoPosition; readonly path?: readonly string[] } | undefined;
    readonly places: {
      get(id: string): { readonly longitude: number | null; readonly latitude: number | null } | undefined;
      steps(path: readonly string[]): readonly { readonly name: string }[];
    };
  };
}

/** An incident's story as it stands now; undefined where none of its alarms is known. */
export function storyOf(incident: Incident, tally: IncidentTally, { desk, estate }: StoryRooms): Story | undefined {
  const told = tally.named.flatMap((id) => desk.alarm(id) ?? []);
  const first = desk.alarm(incident.firstOut) ?? told[0];
  if (!first) return undefined;
  const alarms = told.length > 0 ? told : [first];
  const worst = desk.alarm(tally.worst ?? '') ?? first;
  return {
    drill: incident.drill,
    incident: incident.id,
    family: incident.family,
    class: tally.class ?? incident.class,
    verdict: verdictOf(incident, tally),
    phase: incident.closedAt === null ? 'open' : 'over',
    withheld: withheldOf(incident, tally),
    mergedInto: incident.mergedInto,
    began: incident.began,
    title: worst.title,
    advice: worst.advice,
    place: estate.places
      .steps(first.path)
      .map(({ name }) => name)
      .join(' · '),
    path: incident.path,
    position: positionOf(first, estate),
    points: tally.points,
    kinds: tally.kinds,
    alarms,
    judgedBy: incident.verdict ? { name: incident.verdict.name, at: incident.verdict.at } : tally.judgedBy,
  };
}

/** What a person found of the whole incident counts before what was found of its alarms. */
function verdictOf({ verdict }: Pick<Incident, 'verdict'>, tally: Pick<IncidentTally, 'verdict'>): Alarm['verdict'] {
  return verdict?.verdict ?? tally.verdict;
}

/** What a person found to burn is told, isolated or not. */
function withheldOf(incident: Pick<Incident, 'verdict'>, tally: Pick<IncidentTally, 'verdict' | 'withheld'>): Standing['withheld'] {
  return verdictOf(incident, tally) === 'real' ? null : tally.withheld;
}

/** What must change for an incident to be news: not each further alarm of a storm, but the second point. */
export function turnOf(
  incident: Pick<Incident, 'class' | 'closedAt' | 'verdict'>,
  tally: Pick<IncidentTally, 'verdict' | 'points' | 'class' | 'withheld'>,
): string {
  const phase = incident.closedAt === null ? 'open' : 'over';
  const withheld = withheldOf(incident, tally);
  const points = tally.points > 1 ? 'several' : 'one';
  return [tally.class ?? incident.class, verdictOf(incident, tally), phase, points, ...(withheld ? [withheld] : [])].join(' ');
}

function positionOf({ device, path }: Alarm, estate: StoryRooms['estate']): GeoPosition | null {
  const own = estate.device(device)?.position;
  if (own) return { longitude: own.longitude, latitude: own.latitude };
  for (const id of path.toReversed()) {
    const { longitude, latitude } = estate.places.get(id) ?? { longitude: null, latitude: null };
    if (longitude !== null && latitude !== null) return { longitude, latitude };
  }
  return null;
}
