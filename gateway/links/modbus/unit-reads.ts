// What to read of one unit: the fewest block reads, and smaller ones where the device refused; it is remembered. Pure.
import type { DeviceDriver } from '../../../device-drivers/driver.ts';
import { planReads, type ReadBlock, type ReadLimits } from '../../../device-drivers/register-blocks.ts';

/** A read that fails while others of its unit are answered rests at most so many polls: 64 polls of 5 s are five minutes. */
const LONGEST_REST = 64;

interface PlannedRead {
  readonly block: ReadBlock;
  /** Failures in a row. */
  failures: number;
  /** Polls to leave it out. */
  rest: number;
}

/** The reads of one unit, poll after poll. */
export class UnitReads {
  readonly #fields: readonly ReadBlock[];
  #reads: PlannedRead[];

  constructor(driver: DeviceDriver, limits: ReadLimits) {
    this.#fields = planReads(driver, { longestHole: -1 });
    this.#reads = planReads(driver, limits).map(planned);
  }

  /** The reads of the next poll: all but those that rest; never none. */
  next(): ReadBlock[] {
    const awake = this.#reads.filter(({ rest }) => rest === 0);
    for (const read of this.#reads) if (read.rest > 0) read.rest--;
    if (awake.length > 0) return awake.map(({ block }) => block);
    const soonest = this.#reads.reduce<PlannedRead | undefined>((best, read) => (best && best.rest <= read.rest ? best : read), undefined);
    return soonest ? [soonest.block] : [];
  }

  answered(block: ReadBlock): void {
    const read = this.#find(block);
    if (read) read.failures = 0;
  }

  /** The unit was silent to it: the next poll begins with another, so that one dead register does not make the unit look dead. */
  silent(block: ReadBlock): void {
    const read = this.#find(block);
    if (read) this.#reads = [...this.#reads.filter((other) => other !== read), read];
  }

  /** The read went wrong while the unit lives: it rests 1, 2, 4 … polls, so that it does not cost every poll of the others. */
  failed(block: ReadBlock): void {
    const read = this.#find(block);
    if (!read) return;
    read.failures++;
    read.rest = Math.min(2 ** (read.failures - 1), LONGEST_REST);
  }

  /**
   * The device has no such registers (exception 2), or does not give so many at once (3). A block of several fields is read
   * field by field from now on: the reads to make at once instead. A single field is given up for a while: none.
   */
  refused(block: ReadBlock): ReadBlock[] {
    const within = this.#fields.filter(
      ({ table, address, count }) => table === block.table && address >= block.address && address + count <= block.address + block.count,
    );
    if (within.length < 2) {
      this.failed(block);
      return [];
    }
    const at = this.#reads.findIndex((read) => read.block === block);
    if (at >= 0) this.#reads.splice(at, 1, ...within.map(planned));
    return within;
  }

  #find(block: ReadBlock): PlannedRead | undefined {
    return this.#reads.find((read) => read.block === block);
  }
}

function planned(block: ReadBlock): PlannedRead {
  return { block, failures: 0, rest: 0 };
}
