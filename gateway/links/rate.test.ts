// Tokens and doors.
import { Bucket, Door, neighbourhood } from './rate.ts';

describe('a bucket', () => {
  it('gives a burst and then its rate, and says how long to wait', () => {
    const bucket = new Bucket({ perSecond: 10, burst: 3 }, 0);
    for (let i = 0; i < 3; i += 1) {
      expect(bucket.isReady(0)).toBe(true);
      bucket.take(1, 0);
    }
    expect(bucket.isReady(0)).toBe(false);
    expect(bucket.waitMs(0)).toBe(100);
    expect(bucket.isReady(99)).toBe(false);
    expect(bucket.isReady(100)).toBe(true);
  });

  it('may be overdrawn by one big taking, which has to be paid back', () => {
    const bucket = new Bucket({ perSecond: 10, burst: 3 }, 0);
    bucket.take(13, 0);
    expect(bucket.waitMs(0)).toBe(1_100);
    expect(bucket.isFull(1_000)).toBe(false);
    expect(bucket.isFull(1_300)).toBe(true);
  });
});

describe('the door', () => {
  it('counts each neighbourhood for itself and forgets the quiet ones when it is crowded', () => {
    const door = new Door({ perSecond: 1, burst: 1 });
    expect(door.admits('192.0.2.1', 0)).toBe(true);
    expect(door.admits('192.0.2.1', 0)).toBe(false);
    expect(door.admits('192.0.2.2', 0)).toBe(true);
    for (let i = 0; i < 30_000; i += 1) door.admits(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 0);
    expect(door.admits('192.0.2.1', 5_000)).toBe(true);
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1:2:3:4', 'fe80:0:0:0'],
  ])('sees %s in the neighbourhood %s', (address, expected) => {
    expect(neighbourhood(address)).toBe(expected);
  });
});
