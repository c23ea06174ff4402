// A desk on a database, two buildings, and what its detectors say, for tests.
import type { Device } from '../../../device-drivers/device.ts';
import type { Finding } from '../../../rules/finding.ts';
import type { Author } from '../../acts.ts';
import { PlaceTree } from '../../estate/places.ts';
import type { Database } from '../../sqlite.ts';
import { AlarmStore, type FrameEntry } from '../alarm-store.ts';
import { AlarmDesk } from '../desk.ts';
import { Isolations } from '../isolations.ts';
import { Outbox } from '../outbox.ts';
import { smoke } from './an-alarm.ts';

/** Two people of one shift. */
export const ZHANG: Author = { id: 'zhang', name: '张值班', from: '127.0.0.1' };
export const LI: Author = { id: 'li', name: '李值班', from: '127.0.0.1' };

const places = new PlaceTree([
  { id: 'tower', parent: 'root', kind: 'building', name: '示范大厦', longitude: null, latitude: null },
  { id: 'f12', parent: 'tower', kind: 'floor', name: '12层', longitude: null, latitude: null },
  { id: 'store', parent: 'root', kind: 'building', name: '样板仓库', longitude: null, latitude: null },
]);

function device(id: string): Device {
  const place = id.startsWith('store') ? 'store' : 'f12';
  const path = places.pathOf(place);
  return { id, model: 'balefire/smoke', kind: 'smoke', name: `烟感 ${id}`, address: { by: 'mqtt' }, path, zone: places.zoneOf(path) };
}

export function entry(number: number, of: string, receivedAt: number): FrameEntry {
  const body = Buffer.from(`{"points":{"smoke":"alarm"},"seq":${number}}`);
  return { kind: 'frame', number, frame: { link: 'mqtt', peer: '127.0.0.1:5', device: of, kind: 'up', body, receivedAt, drill: false } };
}

export function finding(of: string, change: Finding['change'], at: number, more: Partial<Finding> = {}): Finding {
  return {
    rule: smoke,
    device: of,
    point: 'smoke',
    change,
    at,
    value: change === 'clear' ? 'normal' : 'alarm',
    because: smoke.title,
    drill: false,
    ...more,
  };
}

/** Parts of `panel` are `part-1`, `part-2` and so on. */
export function aDesk(
  db: Database,
  store = new AlarmStore(db),
  isTestAnnounced: (path: readonly string[]) => boolean = () => false,
): { desk: AlarmDesk; store: AlarmStore; isolations: Isolations } {
  const isolations = new Isolations(db);
  const desk = new AlarmDesk(store, new Outbox(db), isolations, {
    places,
    device,
    driver: () => undefined,
    parentOf: (id) => (id.startsWith('part-') ? 'panel' : undefined),
    partsOf: (id) => (id === 'panel' ? ['part-1', 'part-2', 'part-3'] : []),
    isTestAnnounced,
  });
  return { desk, store, isolations };
}
