// How good the alarms are, over a span of time and within a place.
import { words } from '../../../device-drivers/words.ts';
import type { AlarmStore } from '../../alarms/alarm-store.ts';
import { qualityOf } from '../../assess/quality.ts';
import { livesWithin } from '../../assess/quality-source.ts';
import type { Clock } from '../../clock.ts';
import type { Estate } from '../../estate/estate.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import { FieldError } from '../problems.ts';
import { alarmQuality } from '../quality-contract.ts';
import { qualityQuery } from '../requests.ts';
import { type Route, route } from '../route.ts';

const WEEK_MS = 7 * 86_400_000;
/** The longest span: as long as alarms are kept at least, and a month. */
const LONGEST_MS = 396 * 86_400_000;
/** Seats, units and devices listed, of each those with most alarms: a person mends the worst first. */
const WORST = 100;

export interface QualityRouteRooms {
  readonly store: Pick<AlarmStore, 'receivedWithin' | 'standingWithin'>;
  readonly estate: Pick<Estate, 'places'>;
  readonly clock: Clock;
}

export function qualityRoutes({ store, estate, clock }: QualityRouteRooms): Route[] {
  return [
    route({
      method: 'get',
      path: '/alarm-quality',
      id: 'readAlarmQuality',
      summary: words(
        '警情质量：风暴、抖动、滞留、误报率、响应与传输时间',
        'How good the alarms are: floods, chatter, stale and false ones, and how fast people and wires were',
      ),
      needs: 'alarm.read',
      query: qualityQuery,
      answer: alarmQuality,
      names: { 'query.place': 'place' },
      async handle({ query, by }) {
        const now = clock();
        // What has not been yet would thin every rate.
        const to = Math.min(query.to ?? now, now);
        const from = query.from ?? to - WEEK_MS;
        if (from >= to || to - from > LONGEST_MS)
          throw new FieldError([
            {
              path: 'query.from',
              words: words('时间范围应为正，且不超过 396 天', 'The span must be longer than nothing and at most 396 days'),
            },
          ]);
        const narrow = query.place ?? by.person.place;
        const place = narrow === ROOT_PLACE ? undefined : narrow;
        const { lives, to: until, isCut } = await livesWithin(store, estate.places, { from, to, place });
        const report = qualityOf(lives, { from, to: until }, Math.min(now, until), WORST);
        return {
          from,
          to: until,
          cut: isCut,
          drills: report.drills,
          figures: figures(report.figures),
          seats: report.seats.map(figures),
          units: report.units.map(figures),
          devices: report.devices.map(figures),
          transmission: report.transmission.map((one) => ({ ...one, classes: one.classes && [...one.classes] })),
        };
      },
    }),
  ];
}

/** With a list of its own, as the contract has it. */
function figures<T extends { readonly floods: readonly object[] }>(one: T): T & { floods: T['floods'][number][] } {
  return { ...one, floods: [...one.floods] };
}
