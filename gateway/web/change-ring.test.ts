// The ring of changes: whatever is put in, what follows on a number comes back, or the ring says that it is gone.
import fc from 'fast-check';
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';
import { ChangeRing } from './change-ring.ts';

const alarm = (change: number): Alarm => ({ change }) as Alarm;
const incident = (change: number): Incident => ({ change }) as Incident;

describe('the ring of changes', () => {
  it('gives back, from any number it reaches, exactly what came after it', () => {
    const pushes = fc.array(fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()), { maxLength: 7 }), { maxLength: 30 });
    fc.assert(
      fc.property(pushes, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 50 }), (rounds, kept, from) => {
        const ring = new ChangeRing(from, kept);
        const all: number[] = [];
        let number = from;
        for (const round of rounds) {
          const alarms: Alarm[] = [];
          const incidents: Incident[] = [];
          for (const [step, isAlarm] of round) {
            number += step;
            all.push(number);
            if (isAlarm) alarms.push(alarm(number));
            else incidents.push(incident(number));
          }
          ring.push(alarms, incidents);
        }
        expect(ring.latest).toBe(number);
        expect(ring.total).toBe(all.length);
        for (let asked = from; asked <= number; asked += 1) {
          const after = all.filter((one) => one > asked);
          expect(ring.reaches(asked)).toBe(after.length <= kept);
          if (ring.reaches(asked)) expect(ring.after(asked, 1_000).map((one) => one.number)).toEqual(after);
        }
        expect(ring.reaches(from - 1)).toBe(false);
        expect(ring.reaches(number + 1)).toBe(false);
      }),
    );
  });

  it('takes a number once', () => {
    const ring = new ChangeRing(0);
    ring.push([alarm(1), alarm(2)], []);
    ring.push([alarm(2)], [incident(1)]);
    expect(ring.after(0, 10).map((one) => one.number)).toEqual([1, 2]);
  });

  it('gives a long absence in portions', () => {
    const ring = new ChangeRing(0, 100);
    for (let number = 1; number <= 150; number += 1) ring.push([alarm(number)], []);
    expect(ring.after(60, 30).map((one) => one.number)).toEqual(Array.from({ length: 30 }, (_, nth) => 61 + nth));
  });
});
