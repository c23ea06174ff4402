// The sending lamp of a seat against what a gateway says with its beats and its troubles.
import { liveStore } from '../live.ts';
import { uplinkLook } from './uplink.ts';

describe('the chip of the way to the receiving centre', () => {
  it('tells the three looks of the way to the receiving centre from its counts and its troubles', () => {
    const store = liveStore({
      monotonic: () => 1_000,
      soon: (make, show) => {
        make();
        show();
      },
      askAgain: () => undefined,
    });
    const beat = (uplink?: { waiting: number; receipts: number }): string => {
      store.on.heartbeat({ now: 50_100, change: 0, counts: { devices: 1, online: 1, silent: 0, held: 0 }, ...(uplink && { uplink }) });
      return uplinkLook(store.view());
    };
    expect(beat()).toBe('none');
    expect(beat({ waiting: 0, receipts: 0 })).toBe('idle');
    expect(beat({ waiting: 1, receipts: 0 })).toBe('sending');
    // It was handed over between two beats: that is seen too, for one of them.
    expect(beat({ waiting: 0, receipts: 1 })).toBe('sending');
    expect(beat({ waiting: 0, receipts: 1 })).toBe('receipted');
    expect(beat({ waiting: 0, receipts: 5 })).toBe('sending');
    const failing = (id: string): string => {
      const words = { zh: '', en: '' };
      store.on.troubles({ now: 50_200, troubles: [{ id, class: 'fault', title: words, detail: words, since: 1 }] });
      return uplinkLook(store.view());
    };
    for (const id of ['northbound', 'northbound:terminal', 'northbound:receipt', 'northbound:dc09:line'])
      expect(failing(id)).toBe('failed');
    for (const id of ['northbound:cap:1', 'disk']) expect(failing(id)).toBe('sending');
    // The gateway started anew and counts from nought.
    expect(beat({ waiting: 0, receipts: 2 })).toBe('receipted');
  });
});
