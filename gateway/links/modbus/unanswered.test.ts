// A late answer is told from an awaited one by its length alone: no order of events may let one pass for the other.
import fc from 'fast-check';
import type { ReadBlock } from '../../../device-drivers/register-blocks.ts';
import { UnansweredReads } from './unanswered.ts';

interface Answer {
  readonly to: string;
  readonly bytes: number;
}

const ask = (address: number, count: number): ReadBlock => ({ table: 'holding', address, count });
const answerTo = ({ address, count }: ReadBlock): Answer => ({ to: `${address}+${count}`, bytes: count * 2 });

/**
 * A unit that answers in order, each answer after so many further reads were given up (0: in time). Reads made by `rule`;
 * gives back how often an answer was taken for another's.
 */
function mistaken(reads: ReadBlock[], lateness: number[], rule: 'proving' | 'trusting'): number {
  const unanswered = new UnansweredReads();
  const underWay: { answer: Answer; from: number }[] = [];
  let wrong = 0;
  let asked = 0;
  const hear = (block: ReadBlock): boolean => {
    const last = underWay.at(-1)?.from ?? 0;
    underWay.push({ answer: answerTo(block), from: Math.max(last, asked + (lateness[asked % lateness.length] ?? 0)) });
    asked++;
    const next = underWay[0];
    if (!next || next.from >= asked) {
      unanswered.add(1, block, 0);
      return false;
    }
    underWay.shift();
    if (next.answer.bytes !== block.count * 2) {
      unanswered.add(1, block, 0);
      return false;
    }
    if (next.answer.to !== answerTo(block).to) wrong++;
    return true;
  };
  for (const block of reads) {
    if (rule === 'proving' && unanswered.has(1, 0)) {
      const proof = unanswered.provingRead(1, block);
      if (!hear(proof)) continue;
      unanswered.settled(1);
      if (proof === block) continue;
    }
    hear(block);
  }
  return wrong;
}

const blocks = fc.array(
  fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 3 })).map(([address, count]) => ask(address, count)),
  {
    minLength: 2,
    maxLength: 60,
  },
);
const lateness = fc.array(fc.nat(4), { minLength: 1, maxLength: 20 });

it('no answer, however late, is taken for another’s', () => {
  fc.assert(
    fc.property(blocks, lateness, (reads, late) => {
      expect(mistaken(reads, late, 'proving')).toBe(0);
    }),
    { numRuns: 2000 },
  );
});

it('control: without the proving read the same play is full of wrong values', () => {
  const plays = fc.sample(fc.tuple(blocks, lateness), { numRuns: 200, seed: 7 });
  expect(plays.some(([reads, late]) => mistaken(reads, late, 'trusting') > 0)).toBe(true);
});

describe('the proving read', () => {
  it('is the read itself where its length was not asked in vain', () => {
    const unanswered = new UnansweredReads();
    unanswered.add(1, ask(4, 2), 0);
    const other = ask(9, 3);
    expect(unanswered.provingRead(1, other)).toBe(other);
    expect(unanswered.has(2, 0)).toBe(false);
  });

  it('stays inside the block where it can, and inside the memory always', () => {
    const unanswered = new UnansweredReads();
    unanswered.add(1, ask(4, 2), 0);
    expect(unanswered.provingRead(1, ask(4, 2))).toEqual(ask(4, 1));
    unanswered.add(1, ask(0xffff, 1), 0);
    expect(unanswered.provingRead(1, ask(0xffff, 1))).toEqual(ask(0xfffd, 3));
    unanswered.add(1, { table: 'coil', address: 0, count: 5 }, 0);
    expect(unanswered.provingRead(1, { table: 'coil', address: 0, count: 8 })).toEqual({ table: 'coil', address: 0, count: 9 });
  });

  it('is asked for no longer than an answer can be under way', () => {
    const unanswered = new UnansweredReads();
    unanswered.add(1, ask(4, 2), 0);
    expect(unanswered.has(1, 300_000)).toBe(true);
    expect(unanswered.has(1, 300_001)).toBe(false);
  });
});
