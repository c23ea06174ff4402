// The same in, the same out: whatever the field says, however time is handed in, and wherever a restart cuts it.
import fc from 'fast-check';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { DEVICES, Field, frame, RULES, SPANS, type Step, script, straight } from './testing/any-field.ts';
import { allRows, NOON, Site } from './testing/site.ts';

/** With both rules of one's own that have hours and limits of places in force from the beginning. */
const ofOwn = script.map((steps): readonly Step[] => [
  ...[3, 4].map((rule) => ({ is: 'rule' as const, rule, how: 'same' as const, after: 0 })),
  { is: 'limit', name: 'zone-1 own-placed.limit-1', value: 0.3, after: 0 },
  { is: 'limit', name: 'zone-1 own-placed.hold', value: 0, after: 0 },
  ...steps,
]);

/** A rule that lost a part of itself is another object: what counts is what it found. */
function judged(findings: readonly Finding[]): object[] {
  return findings.map(({ rule, device, point, change, at, drill }) => ({ rule: rule.id, device, point, change, at, drill }));
}

describe('any field', () => {
  it('gives the same findings for the same script', () => {
    fc.assert(
      fc.property(script, (steps) => expect(straight(steps)).toEqual(straight(steps))),
      { numRuns: 60 },
    );
  });

  it('gives the same findings however finely time is handed in', () => {
    fc.assert(
      fc.property(script, fc.integer({ min: 200, max: 9_000 }), (steps, tick) => expect(straight(steps, tick)).toEqual(straight(steps))),
      { numRuns: 150 },
    );
  });

  it('gives the same findings when a restart cuts it anywhere, once or often', () => {
    fc.assert(
      fc.property(script, fc.array(fc.nat(59), { minLength: 1, maxLength: 4 }), fc.nat(59), (steps, cuts, check) => {
        const field = new Field();
        steps.forEach((one, at) => {
          if (at === check) field.checkpoint();
          if (cuts.includes(at)) field.restart();
          field.does(one);
        });
        expect(field.ends()).toEqual(straight(steps));
      }),
      { numRuns: 200 },
    );
  });

  it('ends silences that one word ends in the same order after a restart, whichever rule was there first', () => {
    const word = { device: 'c', drill: false, quality: 'good' } as const;
    const pressure = { ...word, quantity: 'water.pressure', point: 'water.pressure-2', value: 0.02 } as const;
    const smoke = { ...word, quantity: 'smoke.alarm', point: 'smoke.alarm-1', value: 'normal' } as const;
    const steps: readonly Step[] = [
      { is: 'rule', rule: 2, how: 'off', after: 0 },
      { is: 'frame', readings: [pressure], after: 0, late: 0 },
      // From now on the silence of the whole device, and not of a point.
      { is: 'rule', rule: 2, how: 'other', after: 0 },
      { is: 'frame', readings: [pressure, smoke], after: 45_000, late: 0 },
      { is: 'time', after: 0 },
    ];
    const field = new Field();
    steps.forEach((one, at) => {
      if (at === 3) field.restart();
      field.does(one);
    });
    const cleared = field.ends().filter(({ change, at }) => change === 'clear' && at === NOON + 45_000);
    expect(cleared.map(({ rule }) => rule.id)).toEqual(['own-silent', 'point-silent']);
    expect(field.found).toEqual(straight(steps));
  });

  it('is saved bit by bit, while it goes on, as it stood when the save began', () => {
    fc.assert(
      fc.property(script, script, script, fc.nat(3), (before, between, during, limit) => {
        const [field, still] = [new Field(), new Field()];
        for (const one of [...before, ...between]) {
          field.does(one);
          still.does(one);
          if (one !== before.at(-1)) continue;
          field.checkpoint();
          still.checkpoint();
        }
        still.checkpoint();
        field.engine.changes.begin();
        for (const one of during) {
          field.slice(limit);
          field.does(one);
        }
        field.slice(Number.POSITIVE_INFINITY);
        expect(Object.fromEntries(field.rows)).toEqual(Object.fromEntries(still.rows));
        expect(field.engine.changes.left).toBe(0);
        // And the next save holds what changed meanwhile.
        for (const one of during) still.does(one);
        field.checkpoint();
        still.checkpoint();
        expect(Object.fromEntries(field.rows)).toEqual(Object.fromEntries(still.rows));
      }),
      { numRuns: 250 },
    );
  });

  it('would be found out if a restart lost what is remembered', () => {
    const lossy = (steps: readonly Step[], cut: number): readonly Finding[] => {
      const field = new Field();
      steps.forEach((one, at) => {
        if (at === cut) field.engine = field.site.anotherEngine();
        field.does(one);
      });
      return field.ends();
    };
    const check = fc.check(
      fc.property(script, fc.nat(59), (steps, cut) => expect(lossy(steps, cut)).toEqual(straight(steps))),
      { numRuns: 200, endOnFailure: true },
    );
    expect(check.failed).toBe(true);
  });

  it('would be found out if a restart lost a span of hours, or what a place has set', () => {
    const first = (rule: Rule): Rule => {
      const { raiseWhen } = rule;
      if (raiseWhen.is !== 'all') return rule;
      const of = raiseWhen.of.map((one) => (one.is === 'any' ? (one.of[0] ?? one) : one));
      return { ...rule, raiseWhen: { ...raiseWhen, of } };
    };
    const losing = (lose: (field: Field) => void) => {
      const lossy = (steps: readonly Step[], cut: number): readonly Finding[] => {
        const field = new Field();
        steps.forEach((one, at) => {
          if (at === cut) lose(field);
          field.does(one);
        });
        return field.ends();
      };
      const property = fc.property(ofOwn, fc.nat(59), (steps, cut) => expect(judged(lossy(steps, cut))).toEqual(judged(straight(steps))));
      return fc.check(property, { numRuns: 200, endOnFailure: true }).failed;
    };
    const forget = (field: Field): void => {
      for (const name of [...field.site.parameters.keys()]) if (name.includes(' ')) field.site.parameters.delete(name);
    };
    expect(losing((field) => field.restart(first))).toBe(true);
    expect(
      losing((field) => {
        field.restart();
        forget(field);
      }),
    ).toBe(true);
    expect(losing((field) => field.restart())).toBe(false);
  });

  it('speaks in each of its spans of hours and in none of the minutes between them', () => {
    const isOpen = (at: number, spans: readonly { readonly from: string; readonly to: string }[]): boolean => {
      const minutes = Math.floor((at - NOON) / 60_000) + 720;
      const of = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
      return spans.some(({ from, to }) => minutes >= of(from) && minutes < of(to));
    };
    const prompt = ofOwn.map((steps) =>
      steps.filter(({ is }) => is !== 'limit').map((one) => (one.is === 'frame' ? { ...one, late: 0 } : one)),
    );
    const raised = (steps: readonly Step[]): number[] =>
      straight(steps).flatMap(({ rule, change, at }) => (rule.id === 'own-hours' && change !== 'clear' ? [at] : []));
    const within = (spans: typeof SPANS | readonly (typeof SPANS)[number][]) =>
      fc.check(
        fc.property(prompt, (steps) => expect(raised(steps).filter((at) => !isOpen(at, spans))).toEqual([])),
        { numRuns: 200, endOnFailure: true },
      ).failed;
    expect(within(SPANS)).toBe(false);
    // None of the spans is there for nothing: without it, what was raised in it is found out.
    for (const left of SPANS.slice(0, 2)) expect(within(SPANS.filter((span) => span !== left))).toBe(true);
  });

  it('raises before it clears, never twice without a clear, and again only in between', () => {
    fc.assert(
      fc.property(
        script.map((steps) => steps.filter(({ is }) => is === 'frame' || is === 'time')),
        (steps) => {
          const active = new Set<string>();
          for (const { rule, device: id, point, drill, change } of straight(steps)) {
            const key = `${rule.id} ${id} ${point} ${drill}`;
            expect({ key, change, before: active.has(key) }).toEqual({ key, change, before: change !== 'raise' });
            if (change === 'clear') active.delete(key);
            else active.add(key);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('never clears by a doubtful word, nor by a late one', () => {
    const plain = new Set(['fire', 'test', 'low', 'bad', 'offline']);
    const cleared = (steps: readonly Step[], words: Step, quality: 'doubtful' | 'good'): string[] => {
      const field = new Field();
      for (const one of steps) field.does(one);
      const before = field.ends().length;
      const readings = words.is === 'frame' ? words.readings.slice(0, 1).map((one) => ({ ...one, quality })) : [];
      // Late for every point: of a time before the first step, however long the script went on.
      const late = steps.reduce((sum, { after }) => sum + after, 12_000_000);
      field.does({ is: 'frame', after: 11_000_000, late: quality === 'good' ? late : 0, readings });
      return field.found.slice(before).flatMap(({ change, rule }) => (change === 'clear' && plain.has(rule.id) ? [rule.id] : []));
    };
    fc.assert(
      fc.property(script, frame, (steps, words) => {
        expect(cleared(steps, words, 'doubtful')).toEqual([]);
        expect(cleared(steps, words, 'good')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('concludes of the real what it would without any drill, and of a drill what it would without the real', () => {
    const without = (steps: readonly Step[], drill: boolean): Step[] =>
      steps.map((one) => (one.is === 'frame' && one.readings[0]?.drill === drill ? { is: 'time', after: one.after } : one));
    // Common to both are where a device stands, and that it is alive when it speaks in a drill.
    const of = (found: readonly Finding[], drill: boolean): readonly Finding[] =>
      found.filter((one) => one.drill === drill && one.rule.raiseWhen.is !== 'silent');
    fc.assert(
      fc.property(script, (all) => {
        const steps = all.filter((one) => one.is !== 'move');
        const found = straight(steps);
        expect(of(straight(without(steps, true)), false)).toEqual(of(found, false));
        expect(of(straight(without(steps, false)), true)).toEqual(of(found, true));
      }),
      { numRuns: 150 },
    );
  });

  it('never hides a fire: an alarm state of any quality but bad stands as raised when it was said', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const field = new Field();
        const active = new Set<string>();
        const end = (over: (key: string) => boolean): void => {
          for (const key of [...active].filter(over)) active.delete(key);
        };
        const words = steps.flatMap((one): Step[] =>
          one.is === 'frame'
            ? one.readings.map((reading, nth) => ({ ...one, readings: [reading], after: nth === 0 ? one.after : 0 }))
            : [one],
        );
        for (const one of words) {
          const before = field.found.length;
          field.does(one);
          if (one.is === 'drill-over') end((key) => key.endsWith('true'));
          if (one.is === 'forget') end((key) => key.startsWith(`${one.device} `));
          for (const { rule, device: id, point, drill, change } of field.found.slice(before)) {
            if (rule.id !== 'fire') continue;
            if (change === 'clear') active.delete(`${id} ${point} ${drill}`);
            else active.add(`${id} ${point} ${drill}`);
          }
          const [said] = one.is === 'frame' ? one.readings : [];
          if (said?.value === 'alarm') expect(active).toContain(`${said.device} ${said.point} ${said.drill}`);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a checkpoint', () => {
  it('holds nothing of a device that did not change, and null for one that is gone', () => {
    const field = new Field();
    field.checkpoint();
    expect(allRows(field.engine)).toEqual([]);
    field.does({ is: 'time', after: 1_000 });
    expect(allRows(field.engine)).toEqual([]);
    field.engine.forget('a');
    expect(allRows(field.engine)).toEqual([['a', null]]);
  });

  it('that cannot be read is counted, and its device begins anew', () => {
    const { site } = new Field();
    const rows: [string, string][] = [
      '',
      '{}',
      '[]',
      '[9]',
      '[1,"x","z",[]]',
      '[1,5,"z",[[1]]]',
      '[1,5,"z",[["p","water.pressure",0,null,null,null,["low",1]]]]',
    ].map((row, n) => [`d${n}`, row]);
    expect(site.anotherEngine().restore(rows)).toBe(rows.length - 1);
  });

  it('forgets a rule that is no more, and goes on with one that has a new version', () => {
    const field = new Field();
    const alarm = { device: 'a', point: 'p', quantity: 'smoke.alarm', value: 'alarm', quality: 'good', drill: false } as const;
    field.does({ is: 'frame', after: 0, late: 0, readings: [alarm] });
    field.checkpoint();
    const kept = RULES.filter(({ id }) => id !== 'two').map((rule) => ({ ...rule, version: 2 }));
    const { engine } = new Site(kept, DEVICES);
    expect(engine.restore(field.rows)).toBe(0);
    const found = engine.judge([{ ...alarm, value: 'normal', at: NOON + 1, receivedAt: NOON + 1 }]);
    expect(found.map(({ rule, change }) => `${change} ${rule.id} ${rule.version}`)).toEqual(['clear fire 2']);
  });
});
