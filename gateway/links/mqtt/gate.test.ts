// The gate: outcomes in order of arrival, whatever the disk does.
import fc from 'fast-check';
import { BalefireError } from '../../errors.ts';
import type { ArrivingFrame } from '../link.ts';
import { Gate } from './gate.ts';

function frame(number: number): ArrivingFrame {
  return { link: 'mqtt', peer: 'p', device: 'd', kind: 'up', body: Uint8Array.of(number), drill: false };
}

describe('the gate', () => {
  it('tells every outcome once and in order, for any order of the disk and any refusals', async () => {
    const fate = fc.record({ turns: fc.nat(5), overloads: fc.nat(2), isStored: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 30 }), async (fates) => {
        const overloads = fates.map((one) => one.overloads);
        const gate = new Gate(async ({ body }) => {
          const number = body[0] ?? 0;
          const one = fates[number];
          for (let i = 0; i < (one?.turns ?? 0); i += 1) await new Promise((resolve) => setImmediate(resolve));
          const left = overloads[number] ?? 0;
          overloads[number] = left - 1;
          if (left > 0) throw new BalefireError('overloaded');
          if (!one?.isStored) throw new BalefireError('disk-refused');
        }, 10_000);
        const told: [number, boolean][] = [];
        for (const [number] of fates.entries()) gate.pass(frame(number), (outcome) => told.push([number, outcome.stored]));
        await gate.empty();
        expect(told).toEqual(fates.map((one, number) => [number, one.isStored]));
      }),
      { numRuns: 25 },
    );
  });

  it('offers what was refused for overload again in order, and what came meanwhile behind it', async () => {
    const offered: number[] = [];
    let isOverloaded = true;
    const gate = new Gate(async ({ body }) => {
      if (isOverloaded) throw new BalefireError('overloaded');
      offered.push(body[0] ?? 0);
    }, 10_000);
    const done = (): void => {};
    gate.pass(frame(1), done);
    gate.pass(frame(2), done);
    await new Promise((resolve) => setImmediate(resolve));
    gate.pass(frame(3), done);
    isOverloaded = false;
    await gate.empty();
    expect(offered).toEqual([1, 2, 3]);
  });
});
