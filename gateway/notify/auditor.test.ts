// Random days of incidents: everybody is told as the policies say; and an auditor that finds each way of failing.
import fc from 'fast-check';
import { type AuditFaultKind, audit, type LogEntry } from './auditor.ts';
import type { Due } from './due.ts';
import { aTown, DAY_MS, eventsOf, live, MIDNIGHT, type Plan } from './testing/a-town.ts';

const END = MIDNIGHT + DAY_MS;

/** Spans that meet the edges of the policies often. */
const span = fc.oneof(fc.constantFrom(0, 0, 1, 29, 30, 45, 60, 120, 180, 181, 345, 400), fc.integer({ min: 0, max: 4_000 }));
const act = fc.record({
  wait: span,
  is: fc.constantFrom(
    ...(['acknowledged', 'acknowledged', 'acknowledged', 'handled', 'handled', 'closed', 'reopened', 'reopened quiet'] as const),
    ...(['more', 'fire', 'same'] as const),
  ),
  by: fc.constantFrom('zhang', 'li', 'wang'),
});
const plan = fc
  .record({
    second: fc.oneof(fc.integer({ min: 0, max: 86_399 }), fc.constantFrom(0, 7_200, 7_200, 28_790, 43_190, 71_950)),
    class: fc.constantFrom('fire', 'fire', 'pre-alarm', 'supervisory', 'fault', 'notice'),
    unit: fc.constantFrom('unit-1', 'unit-2'),
    drill: fc.boolean(),
    waits: fc.array(act, { maxLength: 8 }),
  })
  .map(({ waits, ...rest }): Plan => {
    let after = 0;
    const acts = waits.map(({ wait, is, by }) => {
      after += wait;
      return { after, is, by };
    });
    // Most people come in the end; an incident that nobody ever answers has a test of its own.
    return { ...rest, acts: [...acts, { after: after + 600, is: 'handled', by: 'li' }] } as Plan;
  });
const plans = fc.array(plan, { minLength: 1, maxLength: 6 });

describe('a day of incidents', () => {
  it('leaves nothing for the auditor, whatever happens', () => {
    const { around, books } = aTown();
    fc.assert(
      fc.property(plans, (day) => {
        expect(audit(live(eventsOf(day), around, END), books)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('goes the same way when the machine is cut anywhere and read back', () => {
    const { around } = aTown();
    fc.assert(
      fc.property(plans, fc.array(fc.nat(40), { maxLength: 5 }), (day, cuts) => {
        const events = eventsOf(day);
        expect(live(events, around, END, new Set(cuts))).toEqual(live(events, around, END));
      }),
      { numRuns: 500 },
    );
  });

  it('is lived through in under a second', () => {
    const { around, books } = aTown();
    const [day] = fc.sample(fc.array(plan, { minLength: 200, maxLength: 200 }), { seed: 7, numRuns: 1 });
    const began = performance.now();
    const log = live(eventsOf(day ?? []), around, END);
    const took = performance.now() - began;
    expect(audit(log, books)).toEqual([]);
    expect(log.filter((entry) => entry.is === 'told').length).toBeGreaterThan(1_000);
    expect(took).toBeLessThan(1_000);
  });
});

describe('the auditor', () => {
  const { around, books } = aTown();
  const day: Plan[] = [
    { second: 7_200, class: 'fire', unit: 'unit-1', drill: false, acts: [] },
    { second: 7_210, class: 'fire', unit: 'unit-1', drill: true, acts: [] },
    {
      second: 50_000,
      class: 'pre-alarm',
      unit: 'unit-2',
      drill: false,
      acts: [
        { after: 70, is: 'fire', by: '' },
        { after: 170, is: 'acknowledged', by: 'li' },
        { after: 200, is: 'more', by: '' },
        { after: 210, is: 'acknowledged', by: 'li' },
        { after: 220, is: 'handled', by: 'li' },
        { after: 230, is: 'closed', by: '' },
      ],
    },
  ];
  const log = live(eventsOf(day), around, MIDNIGHT + 60_000_000);
  const isTold = (entry: LogEntry): entry is Extract<LogEntry, { is: 'told' }> => entry.is === 'told';
  const told = log.flatMap((entry, n) => (isTold(entry) ? [n] : []));
  const kinds = (tampered: readonly LogEntry[]): AuditFaultKind[] => audit(tampered, books).map((fault) => fault.is);
  const changed = (n: number, change: (due: Due, at: number) => LogEntry[]): LogEntry[] =>
    log.flatMap((entry, m) => (n === m && isTold(entry) ? change(entry.due, entry.at) : [entry]));

  it('finds nothing where nothing is wrong', () => {
    expect(kinds(log)).toEqual([]);
    expect(told.length).toBeGreaterThan(500);
  });

  it('finds every single notice that a machine leaves out', () => {
    for (const n of told) expect(kinds(changed(n, () => []))).toEqual(['missing']);
  });

  it('finds every single notice that is told twice', () => {
    for (const n of told) {
      const twice = changed(n, (due, at) => [
        { is: 'told', due, at },
        { is: 'told', due, at },
      ]);
      expect(kinds(twice)).toEqual(['twice']);
    }
  });

  it('finds a notice that is late, early or told to other people', () => {
    for (const n of told.slice(0, 50)) {
      expect(kinds(changed(n, (due, at) => [{ is: 'told', due, at: at + 251 }]))).toEqual(['late']);
      expect(kinds(changed(n, (due, at) => [{ is: 'told', due, at: at - 1_000 }]))).toEqual(['early']);
      expect(kinds(changed(n, (due, at) => [{ is: 'told', due: { ...due, people: [] }, at }]))).toEqual(['nobody', 'wrong people']);
      expect(kinds(changed(n, (due, at) => [{ is: 'told', due: { ...due, via: ['fax'] }, at }])).some((is) => is !== 'late')).toBe(true);
    }
  });

  it('finds a machine that goes on telling after an acknowledgement', () => {
    const fire: Plan = { second: 50_000, class: 'fire', unit: 'unit-2', drill: false, acts: [{ after: 30, is: 'handled', by: 'li' }] };
    const [raised, handled] = eventsOf([fire]);
    if (!raised || !handled) throw new Error('no events');
    const deaf = live([raised], around, raised.at + 60_000);
    expect(kinds(deaf)).toEqual([]);
    // The same machine; its log says that somebody had come before the second step.
    const second = deaf.findIndex((entry) => entry.is === 'advanced');
    expect(kinds([...deaf.slice(0, second), { is: 'event', event: handled }, ...deaf.slice(second)])).toEqual(['after its stop']);
  });

  it('finds a drill that reaches real people, and a fire that reaches only those of a drill', () => {
    const leaks = told.filter((n) =>
      kinds(changed(n, (due, at) => [{ is: 'told', due: { ...due, drill: !due.drill } as Due, at }])).includes('drill leaked'),
    );
    expect(leaks).toEqual(told);
  });
});
