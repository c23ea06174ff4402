// Tokens of machines that read: made, listed and revoked by who manages people; each stands in the audit.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { ApiTokens } from '../access/api-tokens.ts';
import { apiToken, madeApiToken, newApiToken } from '../api-token-contract.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type Acting, note } from './acting.ts';

export interface ApiTokenRouteRooms {
  readonly tokens: ApiTokens;
  readonly estate: Estate;
  readonly flow: Acting;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

export function apiTokenRoutes({ tokens, estate, flow, clock }: ApiTokenRouteRooms): Route[] {
  return [
    route({
      method: 'get',
      path: '/api-tokens',
      id: 'listApiTokens',
      summary: words('只读接口令牌：有效的与近期结束的', 'Tokens of machines that read: those that work, and those that ended lately'),
      needs: 'people.manage',
      answer: z.object({ items: z.array(apiToken) }),
      handle: ({ by }) => ({ items: tokens.all().filter(({ place }) => by.sees(estate.places.pathOf(place))) }),
    }),
    route({
      method: 'post',
      path: '/api-tokens',
      id: 'makeApiToken',
      summary: words('新建只读令牌；密文只显示这一次', 'Make a token that reads; its secret is shown this once'),
      needs: 'people.manage',
      body: newApiToken,
      answer: madeApiToken,
      status: 201,
      names: { 'body.place': 'place' },
      async handle({ body: { days, ...asked }, by }) {
        if (!tokens.hasRoom) throw new BalefireError('conflict', { detail: 'api-tokens' });
        const { token, secret, save } = tokens.make({ ...asked, expiresAt: clock() + days * DAY_MS }, by.author);
        const { id, name, reads, place, expiresAt } = token;
        await note(flow, by.author, 'token-made', id, { name, reads, place, expiresAt });
        save();
        return { token, secret };
      },
    }),
    route({
      method: 'delete',
      path: '/api-tokens/{id}',
      id: 'revokeApiToken',
      summary: words('吊销令牌，立即失效', 'Revoke a token: it opens nothing from now on'),
      needs: 'people.manage',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'api-token' },
      async handle({ params: { id }, by }) {
        const { name, usedAt, usedFrom, revokedAt } = tokens.get(id) ?? {};
        tokens.revoke(id);
        if (revokedAt === null) await note(flow, by.author, 'token-revoked', id, { name, usedAt, usedFrom });
      },
    }),
  ];
}
