// Checklist, record and hand-over of an incident under any order of deeds by three people: what no order can lead to, and that a wrong life is found out.
import fc from 'fast-check';
import { FRESH, type Incident } from './incident.ts';
import { type IncidentEvent, type IncidentFacts, stepIncident } from './incident-life.ts';

type Life = typeof stepIncident;

const incident: Incident = {
  ...FRESH,
  id: 'i1',
  change: 1,
  site: 'tower',
  path: ['root', 'tower'],
  family: 'fault',
  class: 'fault',
  began: 1_000,
  latest: 1_000,
  closedAt: null,
  drill: false,
  firstOut: 'a1',
  alarms: ['a1'],
};
const FACTS: IncidentFacts = { points: 1, hasCallPoint: false, isTestAnnounced: false, isActive: false, areAllClosed: false };
const PEOPLE = ['zhang', 'li', 'wang'] as const;
const person = fc.constantFrom(...PEOPLE);
const by = person.map((id) => ({ id, name: id, from: '', at: 2_000 }));
const media = { hash: 'h', kind: 'image/png', bytes: 1, width: 1, height: 1 } as const;

const events: fc.Arbitrary<IncidentEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ is: fc.constant('take' as const), by, reason: fc.constantFrom(null, '接手') }) },
  fc.record({ is: fc.constant('release' as const), by }),
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('offer' as const),
      by,
      to: person.map((id) => ({ id, name: id })),
      words: fc.constant('请接手'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ is: fc.constantFrom('accept' as const, 'withdraw' as const), by }) },
  fc.record({ is: fc.constant('decline' as const), by, reason: fc.constant('在忙') }),
  fc.record({
    is: fc.constant('mark' as const),
    by,
    step: fc.constantFrom('one', 'two'),
    title: fc.constant({ zh: '步', en: 'step' }),
    state: fc.constantFrom('done' as const, 'blocked' as const, 'not-applicable' as const, 'open' as const),
    reason: fc.constantFrom(null, '原因'),
  }),
  fc.record({
    is: fc.constant('record' as const),
    by,
    key: fc.constantFrom('k1', 'k2', 'k3'),
    text: fc.constantFrom('甲', '乙'),
    taken: fc.constant(null),
    media: fc.constantFrom(null, media),
  }),
  fc.record({ is: fc.constant('close' as const), by, isSupervisor: fc.constant(true) }),
  fc.record({ is: fc.constant('reopen' as const), by, reason: fc.constant('复燃') }),
);

/** The laws that this step breaks. */
function broken(before: Incident, one: IncidentEvent, after: Incident): string[] {
  const { handOver, taken, marks = [], entries = [] } = after;
  const waits = handOver !== undefined && handOver.answer === null;
  const got = taken?.id !== before.taken?.id ? taken?.id : undefined;
  const laws: [string, boolean][] = [
    ['who offers it has it until it is accepted', !waits || taken?.id === handOver.id],
    ['nobody offers it to themselves', !waits || handOver.to.id !== handOver.id],
    ['it goes to who took it, or to whom it was offered and who accepted', got === undefined || got === one.by.id],
    ['without a reason nobody gets it from another', got === undefined || before.taken === null || (taken?.reason ?? null) !== null],
    ['who accepts is who was asked', one.is !== 'accept' || (before.handOver?.to.id === one.by.id && taken?.id === one.by.id)],
    ['an incident that is closed waits for nobody', after.closedAt === null || (!waits && taken === null)],
    ['a step has one mark', new Set(marks.map(({ step }) => step)).size === marks.length],
    ['what is not done has its reason', marks.every(({ state, reason }) => state === 'done' || reason !== null)],
    ['marks of a closed incident stand', before.closedAt === null || after.marks === before.marks],
    [
      'what was recorded stays as it was',
      JSON.stringify(entries.slice(0, before.entries?.length ?? 0)) === JSON.stringify(before.entries ?? []),
    ],
    ['a key names one entry', new Set(entries.map(({ key }) => key)).size === entries.length],
  ];
  return laws.flatMap(([law, holds]) => (holds ? [] : [`${one.is}: ${law}`]));
}

function lived(life: Life, all: readonly IncidentEvent[]): { broken: string[]; met: Set<string> } {
  let now = incident;
  const faults: string[] = [];
  const met = new Set<string>();
  for (const one of all) {
    const after = life(now, one, FACTS);
    if (typeof after === 'string') continue;
    faults.push(...broken(now, one, after));
    met.add(one.is);
    now = after;
  }
  return { broken: faults, met };
}

const lives = fc.array(events, { minLength: 5, maxLength: 60 });

it('keeps its laws over any order of deeds', () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(lives, (all) => {
      const life = lived(stepIncident, all);
      for (const one of life.met) met.add(one);
      expect(life.broken).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
  for (const one of ['accept', 'withdraw', 'decline', 'mark', 'record', 'close', 'reopen']) expect([...met]).toContain(one);
});

const WRONG: Readonly<Record<string, Life>> = {
  'anybody accepts what was offered to another': (before, one, facts) => {
    const asked = before.handOver?.to.id;
    return stepIncident(before, one.is === 'accept' && asked !== undefined ? { ...one, by: { ...one.by, id: asked } } : one, facts);
  },
  'an offer outlives its giver’s having it': (before, one, facts) => {
    const after = stepIncident(before, one, facts);
    if (typeof after === 'string' || one.is === 'withdraw' || !before.handOver || after.handOver) return after;
    return { ...after, handOver: before.handOver };
  },
  'a reason is made up': (before, one, facts) => {
    const after = stepIncident(before, one.is === 'mark' ? { ...one, reason: one.reason ?? '-' } : one, facts);
    if (typeof after === 'string' || one.is !== 'mark' || !after.marks) return after;
    return { ...after, marks: after.marks.map((mark) => (mark.reason === '-' ? { ...mark, reason: null } : mark)) };
  },
  'a second sending overwrites the first': (before, one, facts) => {
    if (one.is !== 'record') return stepIncident(before, one, facts);
    const entries = (before.entries ?? []).filter(({ key }) => key !== one.key);
    return stepIncident({ ...before, entries }, one, facts);
  },
};

it.each(Object.entries(WRONG))('would be found out: %s', (_name, wrong) => {
  const samples = fc.sample(lives, { numRuns: 500, seed: 7 });
  expect(samples.flatMap((all) => lived(wrong, all).broken)).not.toEqual([]);
});
