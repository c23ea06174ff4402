// What the screen says of its connection, and what time it is by the gateway's clock.
import { connectionOf, mayBeOld } from './live-view.ts';
import { aStore, COUNTS, opened } from './testing/a-store.ts';

describe('what the screen says of its connection', () => {
  it('says connecting before anything was heard, and offline after half a minute of it', () => {
    const { store, frame } = aStore();
    store.lost();
    frame();
    expect(connectionOf(store.view().wire, 1_000).is).toBe('connecting');
    expect(connectionOf(store.view().wire, 32_000)).toEqual({ is: 'offline', asOf: null });
    expect(mayBeOld(store.view().wire, 32_000)).toBe(false);
  });

  it('lays the veil after five seconds without a heartbeat though the socket stands', () => {
    const { store, frame } = opened();
    expect(mayBeOld(store.view().wire, 5_999)).toBe(false);
    expect(mayBeOld(store.view().wire, 6_000)).toBe(true);
    expect(connectionOf(store.view().wire, 6_000)).toEqual({ is: 'reconnecting', seconds: 5, asOf: 50_000 });
    store.on.heartbeat({ now: 55_000, change: 10, counts: COUNTS });
    frame();
    expect(mayBeOld(store.view().wire, 5_999)).toBe(false);
  });

  it('counts the seconds since the last word, and then says up to when its data is true', () => {
    const { store, frame } = opened();
    store.lost();
    frame();
    expect(connectionOf(store.view().wire, 8_000)).toEqual({ is: 'reconnecting', seconds: 7, asOf: 50_000 });
    expect(connectionOf(store.view().wire, 31_000)).toEqual({ is: 'offline', asOf: 50_000 });
  });

  it('believes the gateway’s clock and not the PC’s, and the heartbeat that travelled fastest', () => {
    const { store, at } = opened();
    expect(store.gatewayNow()).toBe(50_000);
    at(3_000);
    store.on.heartbeat({ now: 51_700, change: 10, counts: COUNTS });
    expect(store.gatewayNow()).toBe(52_000);
    at(5_000);
    store.on.heartbeat({ now: 54_100, change: 10, counts: COUNTS });
    expect(store.gatewayNow()).toBe(54_100);
  });

  it('does not know the time before the gateway told it', () => {
    expect(aStore().store.gatewayNow()).toBeNull();
  });
});
