// The part of the fake gateway that keeps tokens of machines that read.
import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import type { ApiTokenView, MadeApiToken } from '../../gateway/web/api-token-contract.ts';
import type { Person } from '../../gateway/web/contract.ts';
import { refuse, secretLike } from './fake-answers.ts';

const DAY_MS = 86_400_000;

/** One in use, one that was revoked, one that ended; none on the first day. */
export function fakeTokens(now: number, empty: boolean): ApiTokenView[] {
  const plain = { reads: 'alarms' as const, place: 'region', madeBy: '管理员甲', revokedAt: null, usedFrom: '192.0.2.17' };
  const tokens: ApiTokenView[] = [
    { ...plain, id: 'token-1', name: '县指挥中心 CAP 订阅', madeAt: now - 40 * DAY_MS, expiresAt: now + 50 * DAY_MS, usedAt: now - 20_000 },
    {
      ...plain,
      id: 'token-2',
      name: '年度审计取数',
      reads: 'auditor',
      madeAt: now - 60 * DAY_MS,
      expiresAt: now + 30 * DAY_MS,
      usedAt: now - 9 * DAY_MS,
      revokedAt: now - 8 * DAY_MS,
    },
    {
      ...plain,
      id: 'token-3',
      name: '旧大屏',
      place: 'farm',
      madeAt: now - 95 * DAY_MS,
      expiresAt: now - 5 * DAY_MS,
      usedAt: null,
      usedFrom: null,
    },
  ];
  return empty ? [] : tokens;
}

export function tokenRoutes(routes: Router, tokens: ApiTokenView[], personOf: (request: Request) => Person | undefined): void {
  routes.get('/api-tokens', (_, response) => {
    response.json({ items: tokens });
  });
  routes.post('/api-tokens', (request, response) => {
    const { days, ...asked } = request.body;
    if (String(asked.name).includes('\t')) {
      const fields = [{ path: 'body.name', message: '无效', words: { zh: '用途中有控制字符', en: 'A control character in the purpose' } }];
      return refuse(response, 400, 'bad-request', '请求有误：body.name', 'The request is not right: body.name', fields);
    }
    const now = Date.now();
    const ends = { usedAt: null, usedFrom: null, revokedAt: null };
    const token: ApiTokenView = {
      ...asked,
      id: `token-${randomUUID()}`,
      madeBy: personOf(request)?.name ?? '',
      madeAt: now,
      expiresAt: now + days * DAY_MS,
      ...ends,
    };
    tokens.unshift(token);
    const made: MadeApiToken = { token, secret: secretLike('TOKEN') };
    response.status(201).json(made);
  });
  routes.delete('/api-tokens/:id', (request, response) => {
    const at = tokens.findIndex(({ id }) => id === request.params['id']);
    const token = tokens[at];
    if (token === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    tokens[at] = { ...token, revokedAt: Date.now() };
    response.status(204).end();
  });
}
