// The quality of alarms: the fast computation against a slow, obvious one, and each definition at its edge.
import fc from 'fast-check';
import { type AlarmLife, qualityOf, RATE_WINDOW_MS, type Span } from './quality.ts';

const MINUTE = 60_000;

function life(more: Partial<AlarmLife> = {}): AlarmLife {
  const receivedAt = more.receivedAt ?? 0;
  return {
    id: 'a',
    device: 'd',
    deviceName: 'D',
    kind: 'smoke',
    point: 'smoke',
    class: 'fire',
    unit: { id: 'u', name: 'U' },
    seat: null,
    drill: false,
    latching: false,
    verdict: 'unverified',
    occurredAt: receivedAt,
    receivedAt,
    restoredAt: null,
    acknowledgedAt: null,
    judgedAt: null,
    times: 1,
    begins: [receivedAt],
    chattered: false,
    ...more,
  };
}

const SPAN: Span = { from: 0, to: 60 * MINUTE };
/** Few distinct moments, so that things fall together and onto the edges of windows. */
const moment = fc.integer({ min: -2, max: 62 }).map((minutes) => minutes * MINUTE);
const fine = fc.oneof(moment, fc.integer({ min: 0, max: 60 * MINUTE }));
const lives = fc.array(
  fc
    .record({
      device: fc.constantFrom(...'abcdefghijklm'),
      point: fc.constantFrom('x', 'y'),
      class: fc.constantFrom('fire', 'fault', 'supervisory'),
      seat: fc.option(fc.constantFrom({ id: 'p1', name: '1' }, { id: 'p2', name: '2' })),
      unit: fc.option(fc.constantFrom({ id: 'u1', name: '1' }, { id: 'u2', name: '2' })),
      drill: fc.boolean().chain((maybe) => (maybe ? fc.boolean() : fc.constant(false))),
      latching: fc.boolean(),
      verdict: fc.constantFrom('unverified' as const, 'real' as const, 'false' as const, 'test' as const),
      receivedAt: fine,
      lag: fc.integer({ min: -5_000, max: 30_000 }),
      lasted: fc.option(fc.constantFrom(0, 9_999, 10_000, 10_001, 25 * 60 * MINUTE)),
      acknowledged: fc.option(fc.constantFrom(0, 5_000, 10_001, 90_000)),
      judged: fc.option(fc.constantFrom(1_000, 120_000)),
      times: fc.constantFrom(1, 1, 3),
      begins: fc.array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 3 }),
      chattered: fc.boolean().chain((maybe) => (maybe ? fc.boolean() : fc.constant(false))),
    })
    .map(({ lag, lasted, acknowledged, judged, ...rest }) => {
      const occurredAt = rest.receivedAt - lag;
      return life({
        ...rest,
        occurredAt,
        restoredAt: lasted === null ? null : occurredAt + lasted,
        acknowledgedAt: acknowledged === null ? null : rest.receivedAt + acknowledged,
        judgedAt: judged === null ? null : rest.receivedAt + judged,
      });
    }),
  { maxLength: 80 },
);

/** It stood for more than a day, and at some moment of the span: whenever it came. */
function isStaleWithin({ drill, occurredAt, receivedAt, restoredAt }: AlarmLife, { from, to }: Span, asOf: number): boolean {
  const until = restoredAt ?? asOf;
  return !drill && until - occurredAt > 24 * 60 * MINUTE && receivedAt < to && (receivedAt >= from || until >= from);
}

/** Every definition as it is said, with no thought of speed. */
function slowly(all: readonly AlarmLife[], { from, to }: Span, asOf: number) {
  const counted = all.filter((one) => !one.drill && one.receivedAt >= from && one.receivedAt < to);
  const inWindow = (at: number): number => counted.filter(({ receivedAt }) => receivedAt > at - RATE_WINDOW_MS && receivedAt <= at).length;
  const arrivals = counted.map(({ receivedAt }) => receivedAt);
  const moments = [...new Set(arrivals.flatMap((at) => [at, at + RATE_WINDOW_MS]))]
    .filter((at) => at < to)
    .sort((one, other) => one - other);
  const floods: { from: number; to: number; alarms: number; peak: number }[] = [];
  let began: number | undefined;
  const end = (began_: number, ended: number): void => {
    const during = arrivals.filter((at) => at > began_ && at < ended).length;
    const peak = Math.max(...moments.filter((at) => at >= began_ && at < ended).map(inWindow));
    floods.push({ from: began_, to: ended, alarms: inWindow(began_) + during, peak });
  };
  for (const at of moments) {
    const count = inWindow(at);
    if (began === undefined && count > 10) began = at;
    else if (began !== undefined && count < 5) {
      end(began, at);
      began = undefined;
    }
  }
  if (began !== undefined) end(began, to);
  const points = [...new Set(counted.map(({ device, point }) => `${device} ${point}`))];
  const ofPoint = (key: string): AlarmLife[] => counted.filter(({ device, point }) => `${device} ${point}` === key);
  const ranked = points.map((key) => ofPoint(key).length).sort((one, other) => other - one);
  const ranks = (delays: number[]) => {
    const sorted = delays.toSorted((one, other) => one - other);
    const at = (rank: number): number | null => sorted.find((_, nth) => (nth + 1) / sorted.length >= rank) ?? null;
    return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95) };
  };
  const judged = counted.filter(({ verdict }) => ['real', 'false'].includes(verdict));
  const wrong = judged.filter(({ verdict }) => verdict === 'false').length;
  return {
    alarms: counted.length,
    averagePer10Min: counted.length / ((to - from) / RATE_WINDOW_MS),
    peakPer10Min: Math.max(0, ...arrivals.map(inWindow)),
    floods,
    chattering: points.filter((key) => {
      const begins = ofPoint(key).flatMap((one) => one.begins);
      const isFast = begins.some((start) => begins.filter((begin) => begin >= start && begin <= start + MINUTE).length >= 3);
      return isFast || ofPoint(key).some((one) => one.chattered);
    }).length,
    fleeting: counted.filter(
      (one) =>
        !one.latching &&
        one.times === 1 &&
        one.restoredAt !== null &&
        one.restoredAt - one.occurredAt <= 10_000 &&
        !(one.acknowledgedAt !== null && one.acknowledgedAt - one.receivedAt <= one.restoredAt - one.occurredAt),
    ).length,
    stale: all.filter((one) => isStaleWithin(one, { from, to }, asOf)).length,
    topTenShare: counted.length === 0 ? null : ranked.slice(0, 10).reduce((sum, count) => sum + count, 0) / counted.length,
    judged: judged.length,
    false: wrong,
    falseRate: judged.length === 0 ? null : wrong / judged.length,
    acknowledge: ranks(counted.flatMap((one) => (one.acknowledgedAt === null ? [] : [one.acknowledgedAt - one.receivedAt]))),
    verify: ranks(counted.flatMap((one) => (one.judgedAt === null ? [] : [one.judgedAt - one.receivedAt]))),
  };
}

describe('the quality report', () => {
  it('says what the slow and obvious computation says, of all and of each seat, unit and device', () => {
    fc.assert(
      fc.property(lives, fc.constantFrom(60 * MINUTE, 26 * 60 * MINUTE), (all, asOf) => {
        const report = qualityOf(all, SPAN, asOf);
        expect(report.figures).toMatchObject(slowly(all, SPAN, asOf));
        const counted = all.filter((one) => !one.drill && one.receivedAt >= SPAN.from && one.receivedAt < SPAN.to);
        for (const [groups, idOf] of [
          [report.seats, (one: AlarmLife) => one.seat?.id ?? ''],
          [report.units, (one: AlarmLife) => one.unit?.id ?? ''],
          [report.devices, (one: AlarmLife) => one.device],
        ] as const) {
          const stale = all.filter((one) => isStaleWithin(one, SPAN, asOf));
          expect(groups.map(({ id }) => id).toSorted()).toEqual([...new Set([...counted, ...stale].map(idOf))].toSorted());
          for (const group of groups)
            expect(group).toMatchObject(
              slowly(
                all.filter((one) => idOf(one) === group.id),
                SPAN,
                asOf,
              ),
            );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds floods as the slow computation does where alarms come thick', () => {
    const thick = fc.array(fc.integer({ min: 0, max: 55 }), { minLength: 40, maxLength: 120 });
    let found = 0;
    fc.assert(
      fc.property(thick, (minutes) => {
        const all = minutes.map((minute) => life({ receivedAt: minute * MINUTE }));
        const { floods } = qualityOf(all, SPAN, 0).figures;
        expect(floods).toEqual(slowly(all, SPAN, 0).floods);
        found += floods.length;
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('leaves drills out of everything and counts them apart', () => {
    fc.assert(
      fc.property(lives, (all) => {
        const report = qualityOf(all, SPAN, 0);
        const without = qualityOf(
          all.filter(({ drill }) => !drill),
          SPAN,
          0,
        );
        expect({ ...report, drills: 0 }).toEqual(without);
        expect(report.drills).toBe(all.filter((one) => one.drill && one.receivedAt >= 0 && one.receivedAt < SPAN.to).length);
      }),
      { numRuns: 50 },
    );
  });

  it('calls eleven in ten minutes a flood and ten none; it lasts until fewer than five are left', () => {
    const every = (count: number): AlarmLife[] => Array.from({ length: count }, (_, nth) => life({ receivedAt: nth * 1_000 }));
    expect(qualityOf(every(10), SPAN, 0).figures.floods).toEqual([]);
    const { floods, floodShare } = qualityOf(every(11), SPAN, 0).figures;
    expect(floods).toEqual([{ from: 10_000, to: 6_000 + RATE_WINDOW_MS, alarms: 11, peak: 11 }]);
    expect(floodShare).toBeCloseTo((RATE_WINDOW_MS - 4_000) / (60 * MINUTE));
  });

  it('tells of one day what has stood since the day before, and not what ended before it', () => {
    const day = 24 * 60 * MINUTE;
    const stuck = { receivedAt: -2 * day, device: 'stuck' };
    const of = (...all: AlarmLife[]) => qualityOf(all, { from: 0, to: day }, day);
    expect(of(life(stuck), life({ receivedAt: MINUTE })).figures).toMatchObject({ alarms: 1, stale: 1, peakPer10Min: 1 });
    expect(of(life(stuck)).devices).toMatchObject([{ id: 'stuck', alarms: 0, stale: 1 }]);
    expect(of(life({ ...stuck, restoredAt: -1 })).figures.stale).toBe(0);
    expect(of(life({ ...stuck, restoredAt: MINUTE })).figures.stale).toBe(1);
    expect(of(life({ ...stuck, drill: true })).figures.stale).toBe(0);
  });

  it('calls stale what stood for more than a day, to the millisecond', () => {
    const day = 24 * 60 * MINUTE;
    const stale = (lasted: number): number => qualityOf([life({ restoredAt: lasted })], { from: 0, to: 2 * day }, 2 * day).figures.stale;
    expect([stale(day), stale(day + 1)]).toEqual([0, 1]);
  });

  it('shares out to the ten points that had most, two points of one device apart, and tells of so many groups as are asked for', () => {
    const points = Array.from({ length: 12 }, (_, nth) => life({ device: `d${Math.floor(nth / 2)}`, point: `p${nth % 2}` }));
    const loud = Array.from({ length: 8 }, () => life({ device: 'd5', point: 'p1' }));
    const of = (most?: number) => qualityOf([...points, ...loud], SPAN, 0, most);
    expect(of().figures.topTenShare).toBeCloseTo(18 / 20);
    expect(of().devices).toHaveLength(6);
    expect(of(2).devices.map(({ id, alarms }) => [id, alarms])).toEqual([
      ['d5', 10],
      ['d0', 2],
    ]);
  });

  it('measures a transmission only by a device that told its own time, and a fast clock not at all', () => {
    const at = 20 * MINUTE;
    const took = (ms: number): AlarmLife => life({ receivedAt: at, occurredAt: at - ms });
    const { transmission } = qualityOf([took(0), took(-50), took(2_000), took(10_000), took(10_001)], SPAN, 0);
    expect(transmission.find(({ id }) => id === 'gb26875-10s')).toMatchObject({
      measured: 3,
      within: 2,
      worstMs: 10_001,
      clockAhead: 1,
      noDeviceTime: 1,
      sure: 'secondary',
    });
    expect(transmission.find(({ id }) => id === 'gb25506-100s')).toMatchObject({ measured: 0, withinShare: null });
  });

  it('takes a hundred thousand alarms in a second or two of the processor', () => {
    const many = Array.from({ length: 100_000 }, (_, nth) =>
      life({
        device: `d${nth % 3_000}`,
        receivedAt: (nth * 36) % (60 * MINUTE),
        begins: [nth * 36],
        seat: { id: `p${nth % 7}`, name: '' },
      }),
    );
    const began = process.cpuUsage();
    expect(qualityOf(many, SPAN, 0).figures.alarms).toBe(100_000);
    // Of its own, whatever else runs beside it; a walk of all alarms for each would take minutes.
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });
});
