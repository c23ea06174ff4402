// The work on an incident: the steps of its checklist, what was noted and photographed, and its hand-over; pure functions.
import type { Words } from '../../device-drivers/words.ts';
import { grown } from '../grown-list.ts';
import type { Signature } from './alarm.ts';
import { HAND_OVER_LIMIT } from './hand-over-limit.ts';
import type { Incident } from './incident.ts';

export const STEP_STATES = ['done', 'not-applicable', 'blocked'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** What somebody said of a step; the title is as they read it, whatever the list is called later. */
interface StepMark extends Signature {
  readonly step: string;
  readonly title: Words;
  readonly state: StepState;
  /** Why it is not applicable, or what is in its way. */
  readonly reason: string | null;
}

/** A picture as it is on record; its bytes are kept under their hash. Where it was taken stands in the file alone. */
export interface Picture {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  readonly kind: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

/** A note, or a picture with its caption. */
export interface IncidentEntry extends Signature {
  /** Given by its sender: what is sent again under it is the same. */
  readonly key: string;
  readonly text: string;
  /** When it was written or taken, as its sender says, ms since 1970. */
  readonly taken: number | null;
  readonly media: Picture | null;
}

/** Signed by who hands over; who gets it has it when they have accepted. */
interface HandOver extends Signature {
  readonly to: { readonly id: string; readonly name: string };
  readonly words: string;
  /** Seconds that it may wait for its answer, as its place had them set when it was offered; left out by older gateways. */
  readonly within?: number | undefined;
  readonly answer: (Signature & { readonly is: 'accepted' | 'declined'; readonly reason: string | null }) | null;
}

/** What an incident has of it; left out where there is none. */
export interface IncidentWork {
  readonly marks?: readonly StepMark[];
  readonly entries?: readonly IncidentEntry[];
  readonly handOver?: HandOver;
}

export type WorkEvent =
  /** `open`: what was said is taken back. */
  | {
      readonly is: 'mark';
      readonly by: Signature;
      readonly step: string;
      readonly title: Words;
      readonly state: StepState | 'open';
      readonly reason: string | null;
    }
  | {
      readonly is: 'record';
      readonly by: Signature;
      readonly key: string;
      readonly text: string;
      readonly taken: number | null;
      readonly media: Picture | null;
    }
  | {
      readonly is: 'offer';
      readonly by: Signature;
      readonly to: HandOver['to'];
      readonly words: string;
      readonly within?: number | undefined;
    }
  | { readonly is: 'accept' | 'withdraw'; readonly by: Signature }
  | { readonly is: 'decline'; readonly by: Signature; readonly reason: string };

export type WorkRefusal =
  | 'closed'
  | 'no-reason'
  | 'already-marked'
  | 'not-marked'
  | 'other-content'
  | 'too-many-pictures'
  | 'too-many-notes'
  | 'closed-long-ago'
  | 'went-up'
  | 'not-yours'
  | 'to-yourself'
  | 'nothing-offered'
  | 'not-offered-to-you';

/** Pictures of one incident: its record is read whole with each, 50 kB. */
export const MOST_PICTURES = 200;
/** Notes of one incident, of a thousand characters each. */
const MOST_NOTES = 200;
/** What a phone brings home after the incident was closed is taken for so long, ms. */
const LATE_MS = 7 * 86_400_000;
/** From then on nobody's answer is marked on every seat, is a trouble, and is told to the supervisor, ms since 1970. */
export function dueOf({ at, within = HAND_OVER_LIMIT.otherwise }: HandOver): number {
  return at + within * 1_000;
}

/** The incident after an event (the same object where it is known already), or why not. */
export function stepWork(incident: Incident, event: WorkEvent): Incident | WorkRefusal {
  if (event.is === 'record') return recorded(incident, event);
  if (incident.closedAt !== null) return 'closed';
  const { by } = event;
  const { handOver } = incident;
  switch (event.is) {
    case 'mark':
      return marked(incident, event);
    case 'offer':
      if (incident.taken?.id !== by.id) return 'not-yours';
      if (event.to.id === by.id) return 'to-yourself';
      return { ...incident, handOver: { ...by, to: event.to, words: event.words, within: event.within, answer: null } };
  }
  if (!handOver || handOver.answer !== null) return 'nothing-offered';
  if (event.is === 'withdraw') return handOver.id === by.id ? withoutHandOver(incident) : 'not-yours';
  if (handOver.to.id !== by.id) return 'not-offered-to-you';
  if (event.is === 'decline') return { ...incident, handOver: { ...handOver, answer: { ...by, is: 'declined', reason: event.reason } } };
  const answer = { ...by, is: 'accepted', reason: null } as const;
  return { ...incident, taken: { ...by, reason: handOver.words }, handOver: { ...handOver, answer } };
}

/** A hand-over that waits ends when who offered it has the incident no more. */
export function settled(incident: Incident): Incident {
  const { handOver, taken } = incident;
  return handOver && handOver.answer === null && taken?.id !== handOver.id ? withoutHandOver(incident) : incident;
}

function withoutHandOver({ handOver: _gone, ...rest }: Incident): Incident {
  return rest;
}

function marked(incident: Incident, { by, step, title, state, reason }: Extract<WorkEvent, { is: 'mark' }>): Incident | WorkRefusal {
  const { marks = [] } = incident;
  const before = marks.find((one) => one.step === step);
  const others = marks.filter((one) => one.step !== step);
  if (state === 'open') return before ? { ...incident, marks: others } : 'not-marked';
  if (state !== 'done' && reason === null) return 'no-reason';
  if (before?.state === state && before.reason === reason) return 'already-marked';
  return { ...incident, marks: [...others, { ...by, step, title, state, reason }] };
}

function recorded(incident: Incident, { by, key, text, taken, media }: Extract<WorkEvent, { is: 'record' }>): Incident | WorkRefusal {
  const { entries = [] } = incident;
  const known = entries.find((one) => one.key === key);
  if (known) return known.text === text && known.media?.hash === media?.hash ? incident : 'other-content';
  if (incident.mergedInto !== null) return 'went-up';
  if (incident.closedAt !== null && by.at - incident.closedAt > LATE_MS) return 'closed-long-ago';
  const alike = entries.filter((one) => (one.media === null) === (media === null)).length;
  if (media !== null && alike >= MOST_PICTURES) return 'too-many-pictures';
  if (media === null && alike >= MOST_NOTES) return 'too-many-notes';
  return { ...incident, entries: grown(entries, { ...by, key, text, taken, media }) };
}

/** What two incidents that become one have together: of a step what was said last. */
export function workOfBoth(one: IncidentWork, other: IncidentWork): Pick<IncidentWork, 'marks' | 'entries'> {
  const marks = new Map<string, StepMark>();
  for (const mark of [...(one.marks ?? []), ...(other.marks ?? [])].sort((first, second) => first.at - second.at))
    marks.set(mark.step, mark);
  const entries = [...(one.entries ?? []), ...(other.entries ?? [])];
  return { ...(marks.size > 0 ? { marks: [...marks.values()] } : {}), ...(entries.length > 0 ? { entries } : {}) };
}
