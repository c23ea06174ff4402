// A store of the live state with its clock and its pictures in the test's hand, and what a gateway tells it.
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { LiveEvents } from '../../gateway/web/live-contract.ts';
import { type LiveStore, liveStore } from '../live.ts';

type Welcome = Parameters<LiveEvents['welcome']>[0];
export const COUNTS = { devices: 3, online: 3, silent: 0, held: 0 };

/** An invented fire of that id, told with that change. */
export function anAlarm(id: string, change: number, more: Partial<AlarmView> = {}): AlarmView {
  return {
    id,
    change,
    device: { id: 'd', name: 'd', model: 'm', kind: 'smoke', registered: true, part: null },
    point: 'state',
    quantity: 'smoke.alarm',
    pointTitle: { zh: '烟感', en: 'Smoke' },
    class: 'fire',
    title: { zh: '', en: '' },
    advice: { zh: '', en: '' },
    because: { zh: '', en: '' },
    rule: { id: 'r', version: 1 },
    clause: null,
    place: [],
    condition: 'active',
    attention: 'new',
    verdict: 'unverified',
    latching: true,
    closed: false,
    drill: false,
    occurredAt: change,
    receivedAt: change,
    restoredAt: null,
    closedAt: null,
    times: 1,
    value: null,
    acknowledged: null,
    judged: null,
    reset: null,
    shelved: null,
    isolated: null,
    suppressed: null,
    chattersSince: null,
    incident: 'i',
    firstOut: false,
    ...more,
  };
}

/** A store with a clock and its pictures in the test's hand: made, shown, or both in one frame. */
export function aStore() {
  let now = 1_000;
  let waiting: { make: () => void; show: () => void } | null = null;
  let asked = 0;
  let frames = 0;
  const store = liveStore({
    monotonic: () => now,
    soon: (make, show) => {
      waiting = { make, show };
      frames += 1;
    },
    askAgain: () => {
      asked += 1;
    },
  });
  /** Gives back what shows it. */
  const make = (): (() => void) => {
    const picture = waiting;
    waiting = null;
    picture?.make();
    return picture?.show ?? (() => undefined);
  };
  return {
    store,
    at: (ms: number): void => {
      now = ms;
    },
    make,
    frame: () => make()(),
    asked: () => asked,
    frames: () => frames,
  };
}

/** The whole state, as a gateway tells it first. */
export const welcome = (change: number, alarms: AlarmView[] = []): Welcome => ({
  boot: 'b1',
  now: 50_000,
  change,
  alarms,
  incidents: [],
  troubles: [],
  judgement: { written: 0, waiting: [] },
  counts: COUNTS,
  left: 0,
});

/** A store that was told these alarms. */
export function opened(alarms: AlarmView[] = []): ReturnType<typeof aStore> {
  const held = aStore();
  held.store.opened();
  held.store.on.welcome(welcome(10, alarms));
  held.frame();
  return held;
}

/** What the board lists, in its order. */
export const ids = (store: LiveStore): string[] => store.view().open.map((one) => one.id);
