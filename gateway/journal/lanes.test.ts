// The two lines before the disk: order, precedence and bounds, whatever comes in which order.
import fc from 'fast-check';
import { type Lane, Lanes, type Waiting } from './lanes.ts';
import { aFrame } from './testing/open-journal.ts';

function waiting(device: string, bytes: number): Waiting {
  return { record: { kind: 'frame', frame: aFrame({ device }) }, bytes, resolve: () => {}, reject: () => {} };
}

const lane = fc.constantFrom<Lane>('urgent', 'ordinary');
const arrival = fc.record({ do: fc.constant('arrive' as const), lane, bytes: fc.integer({ min: 1, max: 50 }) });
const cut = fc.record({
  do: fc.constant('cut' as const),
  entries: fc.integer({ min: 1, max: 6 }),
  bytes: fc.integer({ min: 1, max: 120 }),
});

describe('The waiting lines', () => {
  it('let everything out once, urgent first, each line in the order of arrival, no batch over its bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(arrival, cut), { maxLength: 60 }), (events) => {
        const limit = { entries: 8, bytes: 200 };
        const lanes = new Lanes(limit);
        const inside: Record<Lane, Waiting[]> = { urgent: [], ordinary: [] };
        for (const event of [...events, { do: 'cut' as const, entries: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }]) {
          if (event.do === 'arrive') {
            const line = inside[event.lane];
            const total = line.reduce((sum, { bytes }) => sum + bytes, 0);
            expect(lanes.hasRoom(event.lane, event.bytes)).toBe(line.length < limit.entries && total + event.bytes <= limit.bytes);
            if (!lanes.hasRoom(event.lane, event.bytes)) continue;
            const one = waiting('d', event.bytes);
            line.push(one);
            lanes.add(event.lane, one);
          } else {
            const all = [...inside.urgent, ...inside.ordinary];
            const { batch, urgent } = lanes.cut(event);
            // The longest beginning of "urgent, then ordinary" that the bounds allow, and at least one.
            let length = 0;
            let bytes = 0;
            for (const one of all) {
              if (length > 0 && (length >= event.entries || bytes + one.bytes > event.bytes)) break;
              length++;
              bytes += one.bytes;
            }
            expect(batch).toEqual(all.slice(0, length));
            expect(urgent).toBe(Math.min(length, inside.urgent.length));
            inside.ordinary.splice(0, length - urgent);
            inside.urgent.splice(0, urgent);
          }
          expect(lanes.waiting).toBe(inside.urgent.length + inside.ordinary.length);
        }
        expect(lanes.waiting).toBe(0);
      }),
    );
  });

  it('keep a place for a fire while telemetry has filled its own line', () => {
    const lanes = new Lanes({ entries: 2, bytes: 1000 });
    lanes.add('ordinary', waiting('a', 1));
    lanes.add('ordinary', waiting('b', 1));
    expect(lanes.hasRoom('ordinary', 1)).toBe(false);
    expect(lanes.hasRoom('urgent', 1)).toBe(true);
  });
});
