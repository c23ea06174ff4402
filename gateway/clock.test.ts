// The gateway's time: with the wall clock forward, never back, neither while it runs nor over a restart.
import { gatewayClock } from './clock.ts';

const NOON = 1_790_000_000_000;
const HOUR_MS = 3_600_000;

function aClock() {
  const at = { wall: NOON, monotonic: 500 };
  const clock = gatewayClock(
    () => at.wall,
    () => at.monotonic,
  );
  const pass = (ms: number): void => {
    at.wall += ms;
    at.monotonic += ms;
  };
  return { at, clock, pass };
}

describe('the time of the gateway', () => {
  it('follows the wall clock forward at once', () => {
    const { at, clock } = aClock();
    at.wall += HOUR_MS;
    expect(clock.now()).toBe(NOON + HOUR_MS);
    expect(clock.skew()).toBe(0);
  });

  it('goes on at its own speed when the wall clock is set back, and says by how much', () => {
    const { at, clock, pass } = aClock();
    at.wall -= HOUR_MS;
    pass(1_000);
    expect(clock.now()).toBe(NOON + 1_000);
    expect(clock.skew()).toBe(HOUR_MS);
  });

  it('goes on from where it stood before a restart, if the wall clock was set back meanwhile', () => {
    const { clock, pass } = aClock();
    clock.goOnFrom(NOON + HOUR_MS);
    pass(1_000);
    expect(clock.now()).toBe(NOON + HOUR_MS + 1_000);
    expect(clock.skew()).toBe(HOUR_MS);
    pass(HOUR_MS);
    expect(clock.skew()).toBe(HOUR_MS);
  });

  it('takes no notice of where it stood, if the wall clock has passed that', () => {
    const { clock, pass } = aClock();
    clock.goOnFrom(NOON - HOUR_MS);
    pass(1_000);
    expect(clock.now()).toBe(NOON + 1_000);
    expect(clock.skew()).toBe(0);
  });
});
