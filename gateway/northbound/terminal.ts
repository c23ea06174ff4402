// A confirmed fire to the fire service's information terminal 火警信息终端: what, where, whom to call, who confirmed it.
import type { Posting } from './configured-outgoing.ts';
import type { Delivery } from './courier.ts';
import type { Parcel } from './parcels.ts';
import type { TerminalSettings } from './settings.ts';
import { signedPost } from './signed-post.ts';
import type { GeoPosition, RealStory, Story } from './story.ts';

/**
 * GB 50440-2007 asks for a confirmed alarm to be passed on within 3 s and for a receipt (secondary source); how it goes
 * over the wire is not in what we could read, so the form is our own: JSON over HTTPS, signed, answered with
 * `{"receipt": "…"}`.
 */
export const PASS_ON_WITHIN_MS = 3_000;

/**
 * `confirmed`: it burns. `withdrawn`: the confirmation was taken back. `over`: the incident is closed. `merged`: it went up
 * in another incident by hand, which is told on; the fire is over for nobody.
 */
export type ForwardPhase = 'confirmed' | 'withdrawn' | 'over' | 'merged';

export interface ForwardedFire {
  readonly version: 1;
  /** The same for every try. */
  readonly id: string;
  readonly phase: ForwardPhase;
  /** When this was said, ms since 1970: of one incident the latest counts, in whatever order they come. */
  readonly at: number;
  readonly incident: string;
  /** Of `merged`: the incident in which it went up. */
  readonly mergedInto: string | null;
  /** ms since 1970. */
  readonly began: number;
  readonly confirmedAt: number;
  /** Who confirmed it. */
  readonly operator: string;
  /** The unit's name, and the way from it to where the first alarm stands. */
  readonly unit: string;
  readonly address: string;
  readonly contact: { readonly name: string; readonly phone: string } | null;
  readonly position: GeoPosition | null;
  readonly what: string;
  /** Independent points in alarm. */
  readonly points: number;
  /** The first of the alarms. */
  readonly alarms: readonly { readonly device: string; readonly kind: string; readonly what: string; readonly at: number }[];
}

/** What is due after what was told before; undefined: nothing. Of a drill it is never anything. */
export function phaseDue(story: Story, told: ForwardPhase | undefined): ForwardPhase | undefined {
  if (story.drill || story.family !== 'fire') return undefined;
  if (story.mergedInto !== null) return told === 'confirmed' ? 'merged' : undefined;
  const isConfirmed = story.verdict === 'real';
  if (told === 'confirmed') {
    if (!isConfirmed) return 'withdrawn';
    return story.phase === 'over' ? 'over' : undefined;
  }
  // After its end only an incident that was opened again is news.
  return isConfirmed && (told !== 'over' || story.phase === 'open') ? 'confirmed' : undefined;
}

/** The message; a drill is no argument of it. */
export function forwardedFire(story: RealStory, phase: ForwardPhase, id: string, at: number, settings: TerminalSettings): ForwardedFire {
  const [unit = story.place] = story.place.split(' · ');
  return {
    version: 1,
    id,
    phase,
    at,
    incident: story.incident,
    mergedInto: story.mergedInto,
    began: story.began,
    confirmedAt: story.judgedBy?.at ?? at,
    operator: story.judgedBy?.name ?? '',
    unit,
    address: story.place,
    contact: contactOf(story.alarms[0]?.path ?? story.path, settings),
    position: story.position,
    what: story.title.zh,
    points: story.points,
    alarms: story.alarms.map((alarm) => ({
      device: alarm.deviceName,
      kind: alarm.kind,
      what: alarm.title.zh,
      at: alarm.occurredAt,
    })),
  };
}

/** Hands it over once: delivered only with a receipt number. */
export function handOverFire(parcel: Parcel, settings: TerminalSettings, posting: Posting, at: number): Promise<Delivery> {
  const { url, secret } = settings;
  const isRepeated = parcel.tries > 0;
  const id = `balefire-${parcel.number}`;
  return signedPost(
    posting,
    { url, secret, contentType: 'application/json; charset=utf-8', body: parcel.body, id, isRepeated, at },
    receiptIn,
  );
}

/** A receipt number of 1 to 100 characters. */
function receiptIn(body: string): string | null {
  try {
    const { receipt } = JSON.parse(body) as { receipt?: unknown };
    const text = typeof receipt === 'number' ? String(receipt) : receipt;
    return typeof text === 'string' && /^\P{Cc}{1,100}$/u.test(text) ? text : null;
  } catch {
    return null;
  }
}

function contactOf(path: readonly string[], { contacts }: TerminalSettings): { name: string; phone: string } | null {
  for (const id of path.toReversed()) {
    const found = contacts.find(({ place }) => place === id);
    if (found) return { name: found.name, phone: found.phone };
  }
  return null;
}
