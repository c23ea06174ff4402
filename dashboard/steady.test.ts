// The clock by which a screen knows how old what it shows is.
import { SteadyClock } from './steady.ts';

const HOUR = 3_600_000;

/** A machine whose two clocks the test holds. */
function aMachine() {
  let monotonic = 500;
  let wall = 1_700_000_000_000;
  const clock = new SteadyClock(
    () => monotonic,
    () => wall,
  );
  const run = (ms: number): void => {
    monotonic += ms;
    wall += ms;
  };
  const set = (ms: number): void => {
    wall += ms;
  };
  return { clock, run, set };
}

describe('the steady clock', () => {
  it('counts what a machine sleeps through, of which its own monotonic clock knows nothing', () => {
    const { clock, run, set } = aMachine();
    const began = clock.now();
    run(5_000);
    set(HOUR);
    expect(clock.now() - began).toBe(HOUR + 5_000);
    run(1_000);
    expect(clock.now() - began).toBe(HOUR + 6_000);
  });

  it('takes nothing away where the other clock is set back in the middle, and never runs backwards', () => {
    const { clock, run, set } = aMachine();
    const began = clock.now();
    run(5_000);
    clock.now();
    set(-2 * HOUR);
    run(5_000);
    expect(clock.now() - began).toBe(10_000);
    set(HOUR);
    expect(clock.now() - began).toBe(HOUR + 10_000);
  });

  it('does not take the drift of a clock that is being put right for a sleep', () => {
    const { clock, run, set } = aMachine();
    const began = clock.now();
    for (let nth = 0; nth < 100; nth += 1) {
      run(1_000);
      set(50);
      clock.now();
    }
    expect(clock.now() - began).toBe(100_000);
  });
});
