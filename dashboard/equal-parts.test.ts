// Equal parts are held once, and everything reads as it was told.
import fc from 'fast-check';
import type { AlarmView } from '../gateway/web/contract.ts';
import { EqualParts } from './equal-parts.ts';
import { makeAlarm, makeIncident } from './testing/invented-alarms.ts';
import { inventedDevices, inventedPlaces } from './testing/invented-field.ts';

const devices = inventedDevices(inventedPlaces(), 1_000_000);

function told(nth: number, more: Partial<AlarmView>): AlarmView {
  const device = devices[nth % devices.length];
  if (device === undefined) throw new Error('the invented estate is empty');
  const making = { id: `a${nth}`, change: nth, at: 1_000, registered: true, drill: false, incident: { id: `i${nth}` }, firstOut: true };
  return { ...makeAlarm('smoke', device, making as never), ...more };
}

// Two that begin alike are told apart.
const said = fc.constantFrom(['甲', 'A'], ['甲', 'B'], ['乙', 'C']).map(([zh = '', en = '']) => ({ zh, en }));
const place = fc
  .constantFrom([], ['b1'], ['b1', 'f2'], ['b1', 'f3'])
  .map((ids) => ids.map((id) => ({ id, name: id, kind: 'building' as const })));

it('alarms and incidents read as they were told, and what they say alike is one object', () => {
  const some = fc.array(fc.record({ title: said, advice: said, place }), { maxLength: 30, size: 'max' });
  fc.assert(
    fc.property(some, (each) => {
      const parts = new EqualParts();
      const alarms = each.map((more, nth) => told(nth, more));
      const incidents = each.map((more, nth) =>
        makeIncident({ id: `i${nth}`, change: nth, place: more.place, began: 1_000, drill: false, firstOut: `a${nth}` }),
      );
      const held = structuredClone(alarms).map((one) => parts.alarm(one));
      const heldIncidents = structuredClone(incidents).map((one) => parts.incident(one));
      expect(held).toEqual(alarms);
      expect(heldIncidents).toEqual(incidents);
      const titles = held.flatMap(({ title, advice }) => [title, advice]).filter(({ zh }) => zh === '乙');
      expect(new Set(titles).size).toBe(Math.min(titles.length, 1));
      for (const { length, size } of [
        { length: held.length, size: new Set(held.map(({ rule }) => rule)).size },
        { length: held.length, size: new Set(heldIncidents.map(({ evidence }) => evidence)).size },
      ])
        expect(size).toBe(Math.min(length, 1));
      expect(held.map(({ place: at }, nth) => at === heldIncidents[nth]?.place)).toEqual(held.map(() => true));
    }),
  );
});
