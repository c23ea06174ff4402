// Random days of incidents: everybody is told as the policies say; and two auditors that find each way of failing.
import fc from 'fast-check';
import { words } from '../../device-drivers/words.ts';
import { type AuditFaultKind, audit, type LogEntry } from './auditor.ts';
import type { Sent } from './channels/channel.ts';
import type { Due } from './due.ts';
import { aJob, aQueue, chance, OK, RETRY } from './testing/a-queue.ts';
import { aTown, DAY_MS, eventsOf, live, MIDNIGHT, type Plan } from './testing/a-town.ts';
import { auditWays, type WayEntry, type WayFaultKind } from './ways-auditor.ts';

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

  it('is lived through in under a second of the processor', () => {
    const { around, books } = aTown();
    const [day] = fc.sample(fc.array(plan, { minLength: 200, maxLength: 200 }), { seed: 7, numRuns: 1 });
    const began = process.cpuUsage();
    const log = live(eventsOf(day ?? []), around, END);
    const took = process.cpuUsage(began).user / 1_000;
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
  const dueOf = (n: number): Due | undefined => log.slice(n, n + 1).filter(isTold)[0]?.due;
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

  it('finds a notice that forgets after how long its policy takes the next channel', () => {
    const timed = told.filter((n) => dueOf(n)?.besideAfter === 20);
    expect(timed.length).toBeGreaterThan(100);
    for (const n of timed.slice(0, 50)) {
      const forgotten = changed(n, (due, at) => [{ is: 'told', due: { ...due, besideAfter: undefined }, at }]);
      expect(kinds(forgotten)).toEqual(['channels beside each other wrongly']);
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

/** What a provider does with a try: takes it, refuses it, asks to come again, or says nothing for the ten seconds that a try may take. */
type Fate = 'takes' | 'refuses' | 'fails' | 'hangs';
const FATES: Readonly<Record<Fate, { readonly afterMs: number; readonly sent: Sent }>> = {
  takes: { afterMs: 400, sent: OK },
  refuses: { afterMs: 300, sent: { is: 'refused', reason: words('errcode 93000', 'errcode 93000') } },
  fails: { afterMs: 300, sent: RETRY },
  hangs: { afterMs: 10_000, sent: { is: 'retry', reason: words('无答复', 'no answer'), isUnsure: true } },
};

/** Whatever is due of real incidents goes through the queue to channels without bounds that do as `fate` says. `waits`: how long the queue takes a span to be, ms. */
function sentOn(dues: readonly Due[], fate: () => Fate, waits: (besideAfter: number | undefined) => number | undefined): WayEntry[] {
  const queue = aQueue();
  const log: WayEntry[] = [];
  const flying: { readonly job: string; readonly leg: number; readonly channel: string; readonly at: number; readonly sent: Sent }[] = [];
  const step = (now: number): void => {
    for (const one of flying.splice(0)) {
      if (one.at > now) flying.push(one);
      else {
        log.push({ is: 'answered', job: one.job, at: now, channel: one.channel, sent: one.sent.is });
        queue.answered(one, one.sent, now);
      }
    }
    for (const { job, leg, channel, notice } of queue.advance(now)) {
      log.push({ is: 'tried', job, at: now, channel, isMarked: notice.isRepeated });
      const { afterMs, sent } = FATES[fate()];
      flying.push({ job, leg, channel, at: now + afterMs, sent });
    }
    for (const { job } of queue.takeOutcomes()) log.push({ is: 'ended', job, at: now });
  };
  const nextAfter = (now: number): number =>
    Math.max(now, Math.min(...flying.map(({ at }) => at), queue.nextDue(now) ?? Number.POSITIVE_INFINITY));
  let now = 0;
  for (const [n, due] of dues.entries()) {
    for (let next = nextAfter(now); next < due.dueAt; next = nextAfter(next + 1)) step(next);
    now = due.dueAt;
    const { class: known, phase, incident, besideAfter } = due;
    const via = ['app', 'sms', 'mail'].slice(0, 1 + (n % 3));
    const job = { ...aJob(due.id, { class: known, phase, incident, via, to: `${n % 4}` }), besideAfterMs: waits(besideAfter) };
    log.push({ is: 'put', job: job.id, at: now, class: known, via, besideAfter });
    queue.put(job, now);
    step(now);
  }
  for (let next = nextAfter(now); queue.size > 0; next = nextAfter(next + 1)) step(next);
  return log;
}

describe('channels beside each other', () => {
  const inMs = (seconds: number | undefined): number | undefined => seconds && seconds * 1_000;
  const { around } = aTown();
  const duesOf = (day: readonly Plan[]): Due[] =>
    live(eventsOf(day), around, END).flatMap((entry) => (entry.is === 'told' && !entry.due.drill ? [entry.due] : []));
  const night: Plan[] = (['fire', 'fault'] as const).flatMap((known): Plan[] => [
    { second: 7_200, class: known, unit: 'unit-1', drill: false, acts: [{ after: 1_800, is: 'handled', by: 'li' }] },
    { second: 7_400, class: known, unit: 'unit-2', drill: false, acts: [{ after: 1_800, is: 'handled', by: 'li' }] },
  ]);
  const kinds = (log: readonly WayEntry[]): Set<WayFaultKind> => new Set(auditWays(log, 1).map(({ is }) => is));
  const hanging = (): WayEntry[] => sentOn(duesOf(night), () => 'hangs', inMs);

  it('leave nothing for the auditor, whatever the providers do: no fire waits longer than its policy says', () => {
    let beside = 0;
    fc.assert(
      fc.property(plans, fc.integer(), (day, seed) => {
        const random = chance(seed);
        const fates = Object.keys(FATES) as Fate[];
        const log = sentOn(duesOf(day), () => fates[Math.floor(random() * fates.length)] ?? 'hangs', inMs);
        expect(auditWays(log, 1)).toEqual([]);
        beside += log.filter((entry) => entry.is === 'tried' && entry.isMarked && entry.channel !== 'app').length;
      }),
      { numRuns: 200 },
    );
    expect(beside).toBeGreaterThan(100);
  });

  it('control: a queue that waits for a channel that hangs is found to hold fires up, and one that does not wait to be too quick', () => {
    expect(kinds(hanging())).toEqual(new Set());
    expect(
      kinds(
        sentOn(
          duesOf(night),
          () => 'hangs',
          () => 36_000,
        ),
      ),
    ).toContain('held up');
    // As if the policies' own time were not known to it.
    expect(
      kinds(
        sentOn(
          duesOf(night),
          () => 'hangs',
          () => undefined,
        ),
      ),
    ).toEqual(new Set(['beside too soon']));
    expect(
      kinds(
        sentOn(
          duesOf(night),
          () => 'hangs',
          () => 1_000,
        ),
      ),
    ).toEqual(new Set(['beside too soon']));
  });

  it('control: a queue that waits after a refusal, or gives up before the last channel, is found', () => {
    const log = sentOn(duesOf(night), () => 'refuses', inMs);
    expect(kinds(log)).toEqual(new Set());
    const later = (entry: WayEntry): WayEntry => ('channel' in entry && entry.channel === 'sms' ? { ...entry, at: entry.at + 2 } : entry);
    expect(kinds(log.map(later))).toEqual(new Set(['held up']));
    const over = new Set<string>();
    const early = log.flatMap((entry): WayEntry[] => {
      if (over.has(entry.job)) return [];
      if (entry.is !== 'answered') return [entry];
      over.add(entry.job);
      return [entry, { is: 'ended', job: entry.job, at: entry.at }];
    });
    expect(kinds(early)).toEqual(new Set(['given up']));
    // What was folded into another before it was begun is not given up.
    const put = log.find((entry) => entry.is === 'put' && entry.via.length > 1);
    expect(kinds(put ? [put, { is: 'ended', job: put.job, at: put.at + 1 }] : [])).toEqual(new Set());
  });

  it('control: each channel that is left out, taken without a mark, out of its turn, or below fire is found', () => {
    const log = hanging();
    const seconds = log.flatMap((entry, n) => {
      if (entry.is !== 'tried' || entry.channel !== 'sms') return [];
      const before = log.slice(0, n).filter(({ job }) => job === entry.job);
      const isBesideFirst = before.at(-1)?.is === 'tried' && before.some((one) => one.is === 'put' && one.class === 'fire');
      return isBesideFirst ? [n] : [];
    });
    expect(seconds.length).toBeGreaterThan(5);
    const retold = (n: number, change: (entry: WayEntry) => WayEntry[]): WayEntry[] =>
      log.flatMap((entry, m) => (n === m ? change(entry) : [entry]));
    for (const n of seconds) {
      const { job } = log[n] as WayEntry;
      const without = log.filter((entry) => !(entry.job === job && entry.is !== 'put' && 'channel' in entry && entry.channel === 'sms'));
      expect(kinds(without)).toContain('held up');
      expect(kinds(retold(n, (entry) => [{ ...entry, isMarked: false } as WayEntry]))).toContain('not marked');
      expect(kinds(retold(n, (entry) => [{ ...entry, channel: 'mail' } as WayEntry]))).toContain('out of order');
      const lower = log.map((entry) => (entry.job === job && entry.is === 'put' ? ({ ...entry, class: 'fault' } as WayEntry) : entry));
      expect(kinds(lower)).toContain('beside below fire');
    }
  });
});
