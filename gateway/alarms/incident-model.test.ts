// The handling of an incident over every order of events and of who does them: what no order can lead to.
import type { Author } from '../acts.ts';
import { FRESH, type Incident } from './incident.ts';
import { type IncidentEvent, type IncidentFacts, REOPEN_WITHIN_MS, stepIncident } from './incident-life.ts';
import { LI, ZHANG } from './testing/a-desk.ts';

type Step = typeof stepIncident;

const WANG: Author = { id: 'wang', name: '王监督', from: '127.0.0.1' };
const incident: Incident = {
  ...FRESH,
  id: 'i1',
  change: 1,
  site: 'tower',
  path: ['root', 'tower'],
  family: 'fire',
  class: 'fire',
  began: 1_000,
  latest: 1_000,
  closedAt: null,
  drill: false,
  firstOut: 'a1',
  alarms: ['a1'],
};
const ONE_POINT: IncidentFacts = { points: 1, hasCallPoint: false, isTestAnnounced: false, isActive: false, areAllClosed: false };

const signed = (by: Author, at: number) => ({ ...by, at });
function events(at: number): IncidentEvent[] {
  const people = [ZHANG, LI].map((by) => signed(by, at));
  const finds = (['real', 'false', 'test', 'undetermined'] as const).flatMap((verdict) =>
    people.map((by): IncidentEvent => ({ is: 'find', by, verdict, cause: verdict === 'false' ? 'steam' : null, note: null })),
  );
  return [
    ...finds,
    ...people.flatMap((by): IncidentEvent[] => [
      { is: 'acknowledge', by },
      { is: 'verify', by },
      { is: 'second', by },
      { is: 'move', by, to: 'responding' },
      { is: 'move', by, to: 'controlled' },
      { is: 'move', by, to: 'out' },
      { is: 'close', by, isSupervisor: false },
      { is: 'take', by, reason: null },
      { is: 'take', by, reason: '交班' },
      { is: 'release', by },
    ]),
    { is: 'answer', by: signed(WANG, at), notice: 'n1', answer: 'going' },
    { is: 'find', by: signed(LI, at), verdict: 'false', cause: null, note: null },
    { is: 'close', by: signed(WANG, at), isSupervisor: true },
    { is: 'reopen', by: signed(LI, at), reason: '复燃' },
    { is: 'reopen', by: signed(LI, at + REOPEN_WITHIN_MS + 1), reason: '复燃' },
  ];
}

/** What each step may not do; `people`: who said it was false since anybody last said otherwise. */
type Law = (before: Incident, one: IncidentEvent, after: Incident, facts: IncidentFacts) => boolean;
const COURSE = ['confirmed', 'responding', 'controlled', 'out'];
const LAWS: Readonly<Record<string, Law>> = {
  'a fire is closed only after somebody said what it was': (before, _e, after) =>
    after.closedAt === null || before.closedAt !== null || before.verdict !== null,
  'a fire is closed only when nothing of it is active outside an isolation': (before, _e, after, { isActive }) =>
    after.closedAt === null || before.closedAt !== null || !isActive,
  'a confirmed fire is closed only when it is out': (before, _e, after) =>
    after.closedAt === null || before.closedAt !== null || !COURSE.includes(before.state) || before.state === 'out',
  'an undetermined one is closed by a supervisor': (before, one, after) =>
    after.closedAt === null || before.state !== 'undetermined' || (one.is === 'close' && one.isSupervisor),
  'it is false only with a cause': (_b, _e, after) => after.state !== 'false-alarm' || (after.verdict?.cause ?? null) !== null,
  'it is false by the word of two where there is more than one point, or a hand on a call point': (before, _e, after, facts) =>
    after.state !== 'false-alarm' ||
    before.state === 'false-alarm' ||
    (facts.points === 1 && !facts.hasCallPoint && !COURSE.includes(before.state)) ||
    (before.proposed !== null && before.proposed.id !== after.verdict?.id),
  'it is a test only when a test was announced': (before, _e, after, { isTestAnnounced }) =>
    after.state !== 'test' || before.state === 'test' || isTestAnnounced,
  'it is handled by who took it, or by who took it over with a reason': (before, one, after) =>
    before.taken === null ||
    before.taken.id === one.by.id ||
    before.closedAt !== null ||
    after === before ||
    ['take', 'acknowledge', 'second', 'answer'].includes(one.is),
  'an answer by link is one more answer, once for a notice, and nothing else of it': (before, one, after) =>
    after.answers === before.answers ||
    (one.is === 'answer' &&
      before.closedAt === null &&
      after.answers?.filter(({ notice }) => notice === one.notice).length === 1 &&
      JSON.stringify({ ...after, answers: before.answers }) === JSON.stringify({ ...before, answers: before.answers })),
  'it is taken over only with a reason': (before, _e, after) =>
    before.taken === null || after.taken === null || before.taken.id === after.taken.id || after.taken.reason !== null,
  'it changes no more when it is closed, but for being opened again': (before, one) => before.closedAt === null || one.is === 'reopen',
  'it is opened again within a day, and to be verified anew': (before, one, after) =>
    before.closedAt === null || (one.by.at - before.closedAt <= REOPEN_WITHIN_MS && after.state === 'verifying' && after.verdict === null),
  'a verdict is what a person said': (before, one, after) =>
    after.verdict === before.verdict || after.verdict === null || one.is === 'find' || one.is === 'second',
};

function walk(from: Incident, facts: IncidentFacts, life: Step): { states: number; depth: number; broken: string[] } {
  const key = ({ state, verdict, proposed, taken, closedAt, reviewBy }: Incident): string =>
    JSON.stringify([
      state,
      verdict?.verdict,
      verdict?.id,
      verdict?.cause,
      proposed?.id,
      taken?.id,
      taken?.reason,
      closedAt !== null,
      reviewBy !== null,
    ]);
  const known = new Set([key(from)]);
  const broken = new Set<string>();
  let layer = [from];
  let depth = 0;
  for (; layer.length > 0; depth += 1) {
    const next: Incident[] = [];
    for (const before of layer) {
      for (const one of events(2_000)) {
        const after = life(before, one, facts);
        if (typeof after === 'string') continue;
        for (const [law, holds] of Object.entries(LAWS)) if (!holds(before, one, after, facts)) broken.add(`${one.is}: ${law}`);
        if (known.has(key(after))) continue;
        known.add(key(after));
        next.push(after);
      }
    }
    layer = next;
  }
  return { states: known.size, depth, broken: [...broken] };
}

const FACTS: Readonly<Record<string, IncidentFacts>> = {
  'of one detector': ONE_POINT,
  'of two detectors': { ...ONE_POINT, points: 2 },
  'of a call point': { ...ONE_POINT, hasCallPoint: true },
  'of a detector that is still active': { ...ONE_POINT, isActive: true },
  'within an announced test': { ...ONE_POINT, isTestAnnounced: true, points: 2 },
};

describe.each(Object.entries(FACTS))('an incident %s', (_name, facts) => {
  it('keeps its laws over every order of events, however long', () => {
    const { states, depth, broken } = walk(incident, facts, stepIncident);
    expect(broken).toEqual([]);
    expect(states).toBeGreaterThan(100);
    expect(depth).toBeGreaterThanOrEqual(5);
  });
});

const WRONG: Readonly<Record<string, Step>> = {
  'one person talks two detectors away': (before, one, facts) => stepIncident(before, one, { ...facts, points: 1, hasCallPoint: false }),
  'what is active is closed out of sight': (before, one, facts) => stepIncident(before, one, { ...facts, isActive: false }),
  'anybody closes what nobody could determine': (before, one, facts) =>
    stepIncident(before, one.is === 'close' ? { ...one, isSupervisor: true } : one, facts),
  'every test counts as announced': (before, one, facts) => stepIncident(before, one, { ...facts, isTestAnnounced: true }),
  'nobody minds who took it': (before, one, facts) => {
    const after = stepIncident({ ...before, taken: null }, one, facts);
    return typeof after === 'string' ? after : { ...after, taken: after.taken ?? before.taken };
  },
  'it can be opened again for ever': (before, one, facts) =>
    stepIncident(one.is === 'reopen' && before.closedAt !== null ? { ...before, closedAt: one.by.at } : before, one, facts),
};

it.each(Object.entries(WRONG))('would be found out: %s', (_name, wrong) => {
  expect(Object.values(FACTS).flatMap((facts) => walk(incident, facts, wrong).broken)).not.toEqual([]);
});
