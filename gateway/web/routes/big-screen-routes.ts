// Big screens 大屏: made, listed and revoked by who may; and the door where a link's token is exchanged for a cookie.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Access } from '../access/access.ts';
import type { BigScreen } from '../access/big-screens.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type BigScreenView, bigScreen, enterBigScreen, madeBigScreen, newBigScreen } from '../wall-contract.ts';
import { type Acting, note } from './acting.ts';

export interface BigScreenRouteRooms {
  readonly access: Access;
  readonly estate: Estate;
  readonly flow: Acting;
  /** How many walls show a screen now. */
  readonly showing: (screen: string) => number;
}

export function bigScreenRoutes({ access, estate, flow, showing }: BigScreenRouteRooms): Route[] {
  const { screens } = access;
  const view = (screen: BigScreen): BigScreenView => ({ ...screen, showing: showing(screen.id) });
  return [
    route({
      method: 'get',
      path: '/big-screens',
      id: 'listBigScreens',
      summary: words('大屏：在用的与近期吊销的', 'Big screens: those that work, and those that were revoked lately'),
      needs: 'screen.manage',
      answer: z.object({ items: z.array(bigScreen) }),
      handle: ({ by }) => ({
        items: screens
          .all()
          .filter(({ place }) => by.sees(estate.places.pathOf(place)))
          .map(view),
      }),
    }),
    route({
      method: 'post',
      path: '/big-screens',
      id: 'makeBigScreen',
      summary: words('新建大屏；链接中的令牌只显示这一次', 'Make a big screen; the token of its link is shown this once'),
      needs: 'screen.manage',
      body: newBigScreen,
      answer: madeBigScreen,
      status: 201,
      names: { 'body.place': 'place' },
      async handle({ body, by }) {
        if (!screens.hasRoom) throw new BalefireError('conflict', { detail: 'big-screens' });
        const { screen, token, save } = screens.make(body, by.author);
        const { id, name, place, network } = screen;
        await note(flow, by.author, 'screen-made', id, { name, place, network });
        save();
        return { screen: view(screen), token };
      },
    }),
    route({
      method: 'delete',
      path: '/big-screens/{id}',
      id: 'revokeBigScreen',
      summary: words('吊销大屏，画面立即关闭', 'Revoke a big screen: its walls go dark at once'),
      needs: 'screen.manage',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'big-screen' },
      async handle({ params: { id }, by }) {
        const { name, seenAt, seenFrom, revokedAt } = screens.get(id) ?? {};
        screens.revoke(id);
        if (revokedAt === null) await note(flow, by.author, 'screen-revoked', id, { name, seenAt, seenFrom });
      },
    }),
    route({
      method: 'post',
      path: '/big-screens/enter',
      id: 'enterBigScreen',
      summary: words(
        '用链接中的令牌换取只限大屏使用的 Cookie',
        'Exchange the token of a link for a cookie that only the wall’s own addresses are sent',
      ),
      needs: 'public',
      body: enterBigScreen,
      answer: z.void(),
      status: 204,
      handle({ body: { screen, token }, browser }) {
        browser.keepPass(screen, access.enterScreen(screen, token, browser.from));
      },
    }),
  ];
}
