// Other houses: CAP messages to read and to subscribe to, and what came of telling each target.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import { atomFeed, CAP_MEDIA_TYPE } from '../../northbound/cap-feed.ts';
import type { Northbound } from '../../northbound/northbound.ts';
import type { Visitor } from '../access/access.ts';
import { northboundDelivery, northboundTarget, seenGivenUp } from '../northbound-contract.ts';
import { capFeedQuery, deliveryList, idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type Acting, note } from './acting.ts';

export interface NorthboundRouteRooms {
  readonly northbound: Pick<Northbound, 'messages' | 'parcels' | 'states' | 'seenGivenUp'>;
  readonly flow: Acting;
  /** The site's name. */
  readonly title: string;
  readonly offsetAt: (at: number) => number;
  readonly clock: Clock;
}

/** The place that a list is kept within: the one asked for, else the person's own; the root needs no filter. */
function within(by: Visitor, place: string | undefined): string | undefined {
  const narrow = place ?? by.person.place;
  return narrow === ROOT_PLACE ? undefined : narrow;
}

export function northboundRoutes({ northbound, flow, title, offsetAt, clock }: NorthboundRouteRooms): Route[] {
  const { messages, parcels } = northbound;
  return [
    route({
      method: 'get',
      path: '/cap/feed',
      id: 'readCapFeed',
      summary: words('CAP 消息订阅（Atom）', 'CAP messages as an Atom feed, the newest first'),
      needs: 'alarm.read',
      query: capFeedQuery,
      answer: z.string(),
      media: 'application/atom+xml',
      names: { 'query.place': 'place' },
      handle({ query, by }) {
        const found = messages.list(within(by, query.place), query.limit).filter(({ path }) => by.sees(path));
        const at = clock();
        return atomFeed(found, { title, base: '/api/v1/cap/', offsetMinutes: offsetAt(at), at });
      },
    }),
    route({
      method: 'get',
      path: '/cap/{id}',
      id: 'readCapMessage',
      summary: words('一条 CAP 1.2 消息', 'A message of CAP 1.2'),
      needs: 'alarm.read',
      params: idParams,
      answer: z.string(),
      media: CAP_MEDIA_TYPE,
      names: { 'params.id': 'cap-message' },
      handle({ params }) {
        const message = messages.get(params.id);
        if (!message) throw new BalefireError('not-found', { what: params.id });
        return message.xml;
      },
    }),
    route({
      method: 'get',
      path: '/northbound',
      id: 'listNorthbound',
      summary: words('上行目标及积压', 'Targets of alarms, and what waits for them'),
      needs: 'system.read',
      answer: z.object({ items: z.array(northboundTarget) }),
      handle: ({ by }) => ({
        items: northbound.states().map(({ target, waiting, isCutOff, givenUp }) => ({
          target,
          waiting,
          cutOff: isCutOff,
          givenUp: givenUp.filter(({ path }) => by.sees(path)).map(({ number, about, at, why }) => ({ number, about, at, why })),
        })),
      }),
    }),
    route({
      method: 'post',
      path: '/northbound/seen',
      id: 'seeGivenUp',
      summary: words('已知悉对方拒收、不再重发的信息', 'A person has seen what a target refused for good'),
      needs: 'alarm.verdict',
      body: seenGivenUp,
      answer: z.object({ seen: z.number() }),
      names: { 'body.place': 'place' },
      async handle({ body: { target, upTo, place }, by }) {
        const seen = northbound.seenGivenUp(target, upTo, within(by, place));
        if (seen > 0) await note(flow, by.author, 'northbound-seen', place, { target, upTo, seen });
        return { seen };
      },
    }),
    route({
      method: 'get',
      path: '/northbound/deliveries',
      id: 'listNorthboundDeliveries',
      summary: words('上行记录与回执，最近在前', 'What was told to other houses, with receipts, the newest first'),
      needs: 'alarm.read',
      query: deliveryList,
      answer: z.object({ items: z.array(northboundDelivery), next: z.string().nullable() }),
      names: { 'query.place': 'place' },
      handle({ query, by }) {
        const { about, place, after, limit } = query;
        const found = parcels.list({ about, place: within(by, place), before: after, limit });
        const last = found.length < limit ? undefined : found.at(-1);
        const items = found
          .filter(({ path }) => by.sees(path))
          .map(({ number, target, about: whatAbout, urgency, madeAt, state, settledAt, receipt, why, tries }) => ({
            number,
            target,
            about: whatAbout,
            urgent: urgency === 0,
            madeAt,
            state,
            settledAt,
            receipt,
            why,
            tries,
            attempts: parcels.attempts(number),
          }));
        return { items, next: last ? String(last.number) : null };
      },
    }),
  ];
}
