// One's own browsers that get notices pushed: the key to subscribe with, switching on, switching off.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Browsers } from '../../notify/browsers.ts';
import type { ChannelSettings } from '../../notify/channel-settings.ts';
import { pushSubscription } from '../../notify/channels/web-push.ts';
import type { Visitor } from '../access/access.ts';
import { pushBrowser, pushBrowsers } from '../notify-contract.ts';
import { type Route, route } from '../route.ts';
import { type Acting, note } from './acting.ts';

export interface BrowserRouteRooms {
  readonly browsers: Pick<Browsers, 'list' | 'keep' | 'remove'>;
  readonly channels: Pick<ChannelSettings, 'usable'>;
  readonly estate: Pick<Estate, 'places'>;
  readonly flow: Acting;
  readonly clock: Clock;
}

const name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u);

export function browserRoutes({ browsers, channels, estate, flow, clock }: BrowserRouteRooms): Route[] {
  /** Of the channel that stands nearest above the person's place, else of the first below it. */
  const keyFor = (by: Visitor): string | null => {
    const path = estate.places.pathOf(by.person.place);
    const known = channels.usable().filter(({ kind }) => kind.id === 'web-push');
    const above = known.filter(({ place }) => path.includes(place)).sort((a, b) => path.indexOf(b.place) - path.indexOf(a.place));
    const channel = above[0] ?? known.find(({ place }) => by.sees(estate.places.pathOf(place)));
    const key = channel?.settings['publicKey'];
    return typeof key === 'string' ? key : null;
  };
  return [
    route({
      method: 'get',
      path: '/session/browsers',
      id: 'listOwnBrowsers',
      summary: words('本人已开启推送的浏览器，及订阅所用的公钥', 'One’s own browsers that get notices, and the key to subscribe with'),
      needs: 'signed-in',
      answer: pushBrowsers,
      handle: ({ by }) => ({ key: keyFor(by), items: browsers.list(by.person.id) }),
    }),
    route({
      method: 'post',
      path: '/session/browsers',
      id: 'addOwnBrowser',
      summary: words('在此浏览器接收通知', 'Get notices in this browser'),
      needs: 'signed-in',
      body: z.strictObject({ subscription: pushSubscription, name }),
      answer: pushBrowser,
      status: 201,
      async handle({ body, by }) {
        const key = keyFor(by);
        if (key === null) throw new BalefireError('conflict', { detail: '没有可用的浏览器推送通道 / no channel of web push is set up' });
        await note(flow, by.author, 'add-browser', by.person.id, { browser: body.name });
        return browsers.keep(by.person.id, body.subscription, key, body.name, clock());
      },
    }),
    route({
      method: 'delete',
      path: '/session/browsers',
      id: 'removeOwnBrowser',
      summary: words('不再在某个浏览器接收通知', 'No more notices in a browser'),
      needs: 'signed-in',
      query: z.strictObject({ id: z.string().min(1).max(64) }),
      answer: z.void(),
      status: 204,
      async handle({ query, by }) {
        await note(flow, by.author, 'remove-browser', by.person.id, {});
        browsers.remove(by.person.id, query.id);
      },
    }),
  ];
}
