// The estate: who is admitted, whose parameter counts, what a change of the tree does, and what comes twice.
import { driverOf } from '../../device-drivers/catalogue.ts';
import type { DeviceRecord } from '../acts.ts';
import type { FrameEntry } from '../alarms/alarm-store.ts';
import { MemoryTable } from '../memory-table.ts';
import { openDatabase } from '../sqlite.ts';
import { State } from '../state.ts';
import { Estate } from './estate.ts';
import { EstateStore } from './estate-store.ts';
import { fingerprint, Presence } from './presence.ts';
import { hashSecret, newSecret } from './secrets.ts';

const place = (id: string, parent: string, kind: 'unit' | 'building' | 'floor') => ({
  id,
  parent,
  kind,
  name: id,
  longitude: null,
  latitude: null,
});
const record = (id: string, at: string): DeviceRecord => ({
  id,
  model: 'balefire/smoke',
  name: id,
  place: at,
  modbus: null,
  longitude: null,
  latitude: null,
});

function anEstate(): { estate: Estate; store: EstateStore; reopen: () => Estate } {
  const db = openDatabase(':memory:', 'normal');
  const store = new EstateStore(db);
  const state = new State(db, [store], new MemoryTable(db), []);
  const estate = new Estate(store, driverOf);
  estate.putPlace(place('unit', 'root', 'unit'));
  estate.putPlace(place('tower', 'unit', 'building'));
  estate.putPlace(place('f1', 'tower', 'floor'));
  const reopen = (): Estate => {
    state.commit({ entry: 1, at: 1 }, 'whole');
    return new Estate(new EstateStore(db), driverOf);
  };
  return { estate, store, reopen };
}

describe('admission', () => {
  it('lets a device in with its own secret and no other', () => {
    const { estate } = anEstate();
    const secret = newSecret();
    estate.register(record('s1', 'f1'), hashSecret(secret));
    expect(estate.admit('s1', secret)).toEqual({ as: 'device' });
    expect(estate.admit('s1', newSecret())).toEqual({ as: 'refused', why: 'bad-secret' });
    expect(estate.admit('s2', secret)).toEqual({ as: 'refused', why: 'unknown-device' });
    expect(estate.admit('s1/../#', secret)).toEqual({ as: 'refused', why: 'bad-id' });
  });

  it('holds a device that nobody knows when it has the key of a site, and places it at that site', () => {
    const { estate, reopen } = anEstate();
    const key = newSecret();
    estate.setEnrolmentKey('tower', hashSecret(key));
    expect(estate.admit('new-1', key)).toEqual({ as: 'held', site: 'tower' });
    estate.heardHeld('new-1', 5_000, '127.0.0.1:9', null);
    const held = reopen();
    expect([...held.held()]).toMatchObject([{ id: 'new-1', site: 'tower', frames: 1, firstHeard: 5_000 }]);
    expect(held.device('new-1')).toMatchObject({ model: 'unregistered', path: ['root', 'unit', 'tower'] });
    held.register(record('new-1', 'f1'), hashSecret(newSecret()));
    expect([...held.held()]).toEqual([]);
    expect(held.admit('new-1', key)).toMatchObject({ as: 'refused' });
  });

  it('holds a thousand and not one more', () => {
    const { estate } = anEstate();
    const key = newSecret();
    estate.setEnrolmentKey('tower', hashSecret(key));
    for (let i = 0; i < 1_000; i += 1) estate.admit(`n${i}`, key);
    expect(estate.admit('n1000', key)).toEqual({ as: 'refused', why: 'too-many-held' });
    expect(estate.admit('n5', key)).toMatchObject({ as: 'held' });
  });
});

it('takes a parameter from the device, else from the nearest place above it', () => {
  const { estate, reopen } = anEstate();
  estate.register(record('s1', 'f1'), null);
  estate.setParameter('unit', 'lowPressure', 0.1);
  estate.setParameter('tower', 'lowPressure', 0.15);
  const device = estate.device('s1');
  if (!device) throw new Error('no device');
  expect(estate.parameter('lowPressure', device)).toBe(0.15);
  estate.setParameter('s1', 'lowPressure', 0.2);
  expect(reopen().parameter('lowPressure', device)).toBe(0.2);
  estate.setParameter('s1', 'lowPressure', null);
  estate.setParameter('tower', 'lowPressure', null);
  expect(estate.parameter('lowPressure', device)).toBe(0.1);
  expect(estate.parameter('other', device)).toBeUndefined();
});

it('refuses a place below itself, an unknown parent, an unknown model and a second device of one id', () => {
  const { estate } = anEstate();
  expect(() => estate.putPlace(place('unit', 'f1', 'unit'))).toThrow(/conflict/i);
  expect(() => estate.putPlace(place('x', 'nowhere', 'floor'))).toThrow(/Not found/);
  expect(() => estate.register({ ...record('s1', 'f1'), model: 'no/such' }, null)).toThrow(/Not found/);
  estate.register(record('s1', 'f1'), null);
  expect(() => estate.register(record('s1', 'f1'), null)).toThrow(/conflict/i);
});

it('moves the devices with their place', () => {
  const { estate } = anEstate();
  estate.register(record('s1', 'f1'), null);
  estate.putPlace(place('annex', 'root', 'building'));
  estate.putPlace(place('f1', 'annex', 'floor'));
  expect(estate.device('s1')?.path).toEqual(['root', 'annex', 'f1']);
});

describe('presence', () => {
  const entry = (number: number, body: string): FrameEntry => ({
    kind: 'frame',
    number,
    frame: { link: 'mqtt', peer: '', device: 'd', kind: 'up', body: Buffer.from(body), receivedAt: number, drill: false },
  });

  it('knows a frame that comes twice, over a restart too, and does not take a restarted count for an old frame', () => {
    const db = openDatabase(':memory:', 'normal');
    const memories = new MemoryTable(db);
    const presence = new Presence(memories);
    const first = Buffer.from('{"seq":1,"at":1000,"points":{"smoke":"alarm"}}');
    expect(presence.isRepeated('d', first)).toBe(false);
    expect(presence.isRepeated('d', first)).toBe(true);
    new State(db, [], memories, [presence]).commit({ entry: 1, at: 1 }, 'whole');
    const again = new Presence(new MemoryTable(db));
    expect(again.isRepeated('d', first)).toBe(true);
    expect(again.isRepeated('d', Buffer.from('{"seq":1,"at":9000,"points":{"smoke":"alarm"}}'))).toBe(false);
    expect(again.isRepeated('other', first)).toBe(false);
  });

  it('does not let a late value replace a later one', () => {
    const presence = new Presence(new MemoryTable(openDatabase(':memory:', 'normal')));
    const reading = (value: number, at: number) => ({
      device: 'd',
      point: 'p',
      quantity: 'water.pressure' as const,
      value,
      at,
      receivedAt: at,
      quality: 'good' as const,
      drill: false,
    });
    presence.take(entry(1, 'a'), [reading(0.4, 2_000)]);
    presence.take(entry(2, 'b'), [reading(0.1, 1_000)]);
    expect(presence.values('d')['p']?.value).toBe(0.4);
  });

  it('gives different frames different fingerprints', () => {
    const prints = new Set(
      Array.from({ length: 50_000 }, (_, i) => fingerprint(Buffer.from(`{"seq":${i},"at":${1_700_000_000_000 + i}}`))),
    );
    expect(prints.size).toBe(50_000);
  });
});
