// Reads whose answers may still be under way on an RTU wire, and how to prove that they are not.
import type { ReadBlock } from '../../../device-drivers/register-blocks.ts';
import { holdsBits, READ_FUNCTION } from '../../../device-drivers/register-blocks.ts';

/** Far longer than a serial server or a mobile link was seen to hold an answer back. */
const LATEST_ANSWER_MS = 5 * 60_000;

/**
 * RTU answers bear no number: a late one differs from the awaited one only by unit, function and length. A unit answers in
 * the order in which it was asked. So, once a read went unanswered, the unit's next read must ask for a length that none of
 * its unanswered reads had; a sound answer to it proves that nothing older is under way.
 */
export class UnansweredReads {
  readonly #byUnit = new Map<number, Map<string, number>>();

  /** A read of this unit had no sound answer. `now`: ms of a monotonic clock. */
  add(unit: number, block: ReadBlock, now: number): void {
    const shapes = this.#byUnit.get(unit) ?? new Map<string, number>();
    this.#byUnit.set(unit, shapes.set(shapeOf(block), now));
  }

  /** A read whose length was its own was answered: whatever was asked before has been answered before, or never will be. */
  settled(unit: number): void {
    this.#byUnit.delete(unit);
  }

  /** Whether an answer to an earlier read of this unit may still be under way. */
  has(unit: number, now: number): boolean {
    const shapes = this.#byUnit.get(unit);
    if (!shapes) return false;
    for (const [shape, since] of shapes) if (now - since > LATEST_ANSWER_MS) shapes.delete(shape);
    if (shapes.size === 0) this.#byUnit.delete(unit);
    return shapes.size > 0;
  }

  /** The read by which the unit is to be asked first: the block itself where its answer can be mistaken for no other, else a read of another length. */
  provingRead(unit: number, block: ReadBlock): ReadBlock {
    const shapes = this.#byUnit.get(unit);
    if (!shapes?.has(shapeOf(block))) return block;
    const step = holdsBits(block.table) ? 8 : 1;
    for (let count = 1; ; count += step) {
      const read = { table: block.table, address: Math.min(block.address, 0x10000 - count), count };
      if (!shapes.has(shapeOf(read))) return read;
    }
  }
}

/** What tells one answer of a unit from another: function code and number of data bytes. */
function shapeOf({ table, count }: ReadBlock): string {
  return `${READ_FUNCTION[table]}:${holdsBits(table) ? Math.ceil(count / 8) : count * 2}`;
}
