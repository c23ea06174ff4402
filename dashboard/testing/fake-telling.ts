// The part of the fake gateway that tells people: what was told of an incident, and one's own browsers.
import { createHash } from 'node:crypto';
import type { Request, Router } from 'express';
import type { Person } from '../../gateway/web/contract.ts';
import type { PushBrowser, ToldNoticeView } from '../../gateway/web/notify-contract.ts';
import type { FakeState } from './fake-state.ts';

/** What the telling of the fake gateway looks like; a test sets it. */
export interface FakeTelling {
  /** By the id of the incident. */
  readonly notices: Map<string, ToldNoticeView[]>;
  /** How many more were folded than are listed. */
  foldedBefore: number;
  /** The gateway's public key of web push; null: no such channel. */
  pushKey: string | null;
  /** By person. */
  readonly browsers: Map<string, PushBrowser[]>;
}

export function fakeTelling(): FakeTelling {
  return { notices: new Map(), foldedBefore: 0, pushKey: null, browsers: new Map() };
}

export function tellingRoutes(routes: Router, { telling }: FakeState, personOf: (request: Request) => Person | undefined): void {
  const own = (request: Request): PushBrowser[] => telling.browsers.get(personOf(request)?.id ?? '') ?? [];
  const keep = (request: Request, browsers: PushBrowser[]): void => void telling.browsers.set(personOf(request)?.id ?? '', browsers);
  routes.get('/incidents/:id/notices', (request, response) => {
    const items = telling.notices.get(request.params.id) ?? [];
    const count = (outcome: ToldNoticeView['outcome']): number => items.filter((one) => one.outcome === outcome).length;
    const counts = {
      sent: count('sent'),
      folded: count('folded'),
      refused: count('refused'),
      failed: count('failed'),
      'under-way': count('under-way'),
    };
    response.json({
      items,
      counts: { ...counts, folded: counts.folded + telling.foldedBefore },
      channels: { 'robot-1': '值班群机器人', 'sms-1': '短信通道', phones: '手机推送' },
    });
  });
  routes.get('/session/browsers', (request, response) => {
    response.json({ key: telling.pushKey, items: own(request) });
  });
  routes.post('/session/browsers', (request, response) => {
    const id = createHash('sha256').update(String(request.body.subscription.endpoint)).digest('hex').slice(0, 16);
    const browser: PushBrowser = { id, name: request.body.name, at: Date.now() };
    keep(request, [browser, ...own(request).filter((one) => one.id !== id)]);
    response.status(201).json(browser);
  });
  routes.delete('/session/browsers', (request, response) => {
    keep(
      request,
      own(request).filter(({ id }) => id !== request.query['id']),
    );
    response.status(204).end();
  });
}

const both = (zh: string, en: string) => ({ zh, en });

/** A telling that met everything: sent, folded, tried twice, refused by one way and brought by another, never brought, under way. */
export function inventedNotices(incident: string, at: number): ToldNoticeView[] {
  const common = {
    class: 'fire' as const,
    drill: false,
    title: both('【火警】示范大厦', 'Fire: the tower'),
    lines: [],
    channel: null,
    into: null,
    reason: null,
  };
  const of = (n: number, more: Partial<ToldNoticeView> & Pick<ToldNoticeView, 'recipient' | 'outcome'>): ToldNoticeView => ({
    ...common,
    id: `${incident}/${n}`,
    dueAt: at + n * 30_000,
    phase: n === 0 ? 'raised' : 'escalated',
    via: ['voice', 'sms'],
    attempts: [],
    ...more,
  });
  const ok = (channel: string, after: number, tookMs: number) => ({
    channel,
    at: at + after,
    tookMs,
    outcome: 'ok' as const,
    reason: null,
  });
  return [
    of(0, { id: `${incident}/0/seat`, recipient: '值班席', outcome: 'sent', channel: 'console', attempts: [ok('console', 40, 1)] }),
    of(1, {
      recipient: '张工',
      outcome: 'sent',
      channel: 'sms-1',
      attempts: [
        {
          channel: 'robot-1',
          at: at + 30_200,
          tookMs: 180,
          outcome: 'retry',
          reason: both('服务商限流（HTTP 429）', 'The provider limits the rate (HTTP 429)'),
        },
        {
          channel: 'robot-1',
          at: at + 31_300,
          tookMs: 200,
          outcome: 'refused',
          reason: both('签名不对，请检查密钥', 'The signature is wrong: check the secret'),
        },
        ok('sms-1', 31_900, 420),
      ],
    }),
    of(2, {
      recipient: '李主任',
      outcome: 'failed',
      reason: both('各通知方式均失败：号码是空号', 'every channel failed: there is no such number'),
      attempts: [
        { channel: 'sms-1', at: at + 60_300, tookMs: 300, outcome: 'refused', reason: both('号码是空号', 'There is no such number') },
      ],
    }),
    of(3, { recipient: '张工', outcome: 'folded', into: `${incident}/4`, phase: 'update' }),
    of(4, { recipient: '张工', outcome: 'sent', channel: 'phones', attempts: [ok('phones', 120_700, 310)] }),
    of(5, { recipient: '王站长', outcome: 'under-way', via: ['app', 'sms'] }),
  ];
}
