// Stories of incidents in tests: one plain one, and any that can be.
import fc from 'fast-check';
import { ALARM_CLASSES } from '../../../rules/rule.ts';
import type { Alarm } from '../../alarms/alarm.ts';
import { FRESH, familyOf, type Incident } from '../../alarms/incident.ts';
import { anAlarm as anyAlarm } from '../../alarms/testing/an-alarm.ts';
import type { DrillStory, RealStory, Story } from '../story.ts';

const BEGAN = Date.UTC(2026, 10, 25, 10, 0, 0);

/** An alarm of a smoke head on the twelfth floor, new and unverified. */
export function anAlarm(more: Partial<Alarm> = {}): Alarm {
  const id = more.id ?? 'a1';
  return anyAlarm({
    id,
    device: 'smoke-1',
    deviceName: '1201 烟感',
    model: 'balefire/smoke',
    advice: { zh: '派人核实', en: 'Send somebody to look' },
    because: { zh: '报警', en: 'Alarm' },
    path: ['root', 'unit', 'tower', 'f12'],
    occurredAt: BEGAN,
    receivedAt: BEGAN + 400,
    incident: `i${id.slice(1)}`,
    evidence: [1],
    begins: [BEGAN],
    ...more,
  });
}

/** The incident of these alarms. */
export function anIncident(alarms: readonly Alarm[], more: Partial<Incident> = {}): Incident {
  const [first = anAlarm()] = alarms;
  return {
    id: first.incident,
    change: 2,
    site: 'tower',
    path: ['root', 'unit', 'tower'],
    family: familyOf(first.class),
    class: first.class,
    began: first.occurredAt,
    latest: first.receivedAt,
    closedAt: null,
    drill: first.drill,
    firstOut: first.id,
    alarms: alarms.map(({ id }) => id),
    ...FRESH,
    ...more,
  };
}

const hard = fc.string({
  unit: fc.constantFrom('阳', 'a', ' ', '<', '&', '>', '"', "'", ',', '\n', '\r', '\0', '\u0007', '\ud800', '\uffff', '🔥'),
  maxLength: 40,
});
const bothWords = fc.record({ zh: hard, en: hard });
const alarms = fc
  .array(fc.record({ deviceName: hard, title: bothWords, because: bothWords, verdict: fc.constantFrom('unverified', 'real', 'false') }), {
    maxLength: 25,
  })
  .map((some) => some.map((one, nth) => anAlarm({ ...(one as Partial<Alarm>), id: `a${nth}` })));
const text = fc.record({
  incident: fc.oneof(hard, fc.constant('i0123456789abcdef')),
  family: fc.constantFrom('fire' as const, 'fault' as const, 'supervisory' as const),
  class: fc.constantFrom(...ALARM_CLASSES),
  verdict: fc.constantFrom('unverified' as const, 'real' as const, 'false' as const, 'test' as const, 'undetermined' as const),
  phase: fc.constantFrom('open' as const, 'over' as const),
  withheld: fc.constantFrom(null, null, 'isolated' as const, 'laid-aside' as const),
  mergedInto: fc.constantFrom(null, null, null, 'i2'),
  began: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  title: bothWords,
  advice: bothWords,
  place: hard,
  path: fc.constant(['root', 'unit']),
  position: fc.option(
    fc.record({ longitude: fc.double({ min: -180, max: 180, noNaN: true }), latitude: fc.double({ min: -90, max: 90, noNaN: true }) }),
  ),
  points: fc.nat({ max: 500 }),
  kinds: fc.array(hard, { maxLength: 3 }),
  alarms,
  judgedBy: fc.option(fc.record({ name: hard, at: fc.nat() })),
});

export const realStory: fc.Arbitrary<RealStory> = text.map((one) => ({ ...one, drill: false }));
export const drillStory: fc.Arbitrary<DrillStory> = text.map((one) => ({ ...one, drill: true }));
export const anyStory: fc.Arbitrary<Story> = fc.oneof(realStory, drillStory);
