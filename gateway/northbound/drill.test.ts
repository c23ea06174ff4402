// Drills on every way north, at random: nothing of a drill is ever told as real, and the real thing breaks through.
import fc from 'fast-check';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { openDatabase } from '../sqlite.ts';
import { type CapSite, capMessage } from './cap.ts';
import { pushed } from './cap-feed.ts';
import { ToldToCentre } from './dc09/told.ts';
import { phaseDue } from './terminal.ts';
import { anAlarm, anyStory } from './testing/stories.ts';
import { TOLD } from './withheld.ts';

const SITE: CapSite = { sender: 'b', name: 'b', scope: { is: 'Public' }, isBeingTested: false, radiusKm: 1, offsetAt: () => 480 };
const TARGETS = [
  { url: 'https://serious.example', secret: 'x'.repeat(16), drills: false },
  { url: 'https://trainer.example', secret: 'x'.repeat(16), drills: true },
];
const PHASES = [undefined, 'confirmed', 'withdrawn', 'over', 'merged'] as const;
const SCENARIOS = 20_000;

describe('of a drill', () => {
  it(`nothing is told as real on any way, in ${SCENARIOS} stories; a real one is told on all`, () => {
    let leaks = 0;
    let drills = 0;
    let kept = 0;
    let confirmed = 0;
    for (const story of fc.sample(anyStory, SCENARIOS)) {
      const message = capMessage(story, { identifier: 'x', msgType: 'Alert', sentAt: 0, references: [] }, SITE);
      const to = pushed(message, { about: 'x', path: [], madeAt: 0, urgency: 0 }, TARGETS).map(({ target }) => target);
      if (story.drill) {
        drills += 1;
        const isForwarded = PHASES.some((told) => phaseDue(story, told) !== undefined);
        if (message.xml.includes('>Actual<') || to.includes('cap:1') || isForwarded) leaks += 1;
      } else {
        if (!message.xml.includes('>Actual<') || to.length !== 2) kept += 1;
        if (story.verdict === 'real' && story.family === 'fire') {
          confirmed += 1;
          // What went up in another incident is told as that one.
          if (phaseDue(story, undefined) !== (story.mergedInto === null ? 'confirmed' : undefined)) kept += 1;
        }
      }
    }
    expect([leaks, kept]).toEqual([0, 0]);
    expect(Math.min(drills, confirmed)).toBeGreaterThan(500);
  });

  it.each(['none', 'test'] as const)('the receiving centre hears a test report or nothing (%s), and every real fire', (setting) => {
    const database = openDatabase(':memory:', 'normal');
    const told = new ToldToCentre(database, {
      account: '1234',
      accounts: [],
      classes: ['fire', 'fault', 'pre-alarm', 'linkage', 'supervisory', 'isolation'],
      drills: setting,
    });
    const step = fc.record({
      point: fc.nat({ max: 5 }),
      class: fc.constantFrom(...ALARM_CLASSES),
      drill: fc.boolean(),
      condition: fc.constantFrom('active' as const, 'restored' as const),
      times: fc.integer({ min: 1, max: 3 }),
    });
    let run = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        run += 1;
        const begun = new Set<string>();
        for (const { point, ...more } of steps) {
          const id = `a${run}-${point}-${more.class}-${more.drill}`;
          for (const { event } of told.due(anAlarm({ ...more, id, device: `d${point}` }), TOLD)) {
            expect(event.drill).toBe(more.drill);
            if (event.drill) expect([setting, event.code, event.is]).toEqual(['test', { cid: 602, sia: { began: 'RP' } }, 'began']);
            else expect(event.code.cid).not.toBe(602);
            begun.add(id);
          }
          if (more.class === 'fire' && !more.drill) expect(begun).toContain(id);
        }
      }),
      { numRuns: 2_000 },
    );
    database.close();
  });
});
