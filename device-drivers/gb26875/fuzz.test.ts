// The codec under a storm of random and damaged streams; `npm run bench` runs a million of them.
import { fuzz } from './testing/fuzz.ts';

it('keeps every promise through 20,000 random and damaged streams', () => {
  const { runs, packets, refused, skippedBytes } = fuzz(20_000);
  expect(runs).toBe(20_000);
  // The storm must reach every branch: sound packets, refused ones and garbage, thousands of each.
  expect(packets).toBeGreaterThan(10_000);
  expect(refused).toBeGreaterThan(2_000);
  expect(skippedBytes).toBeGreaterThan(100_000);
});
