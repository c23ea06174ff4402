// The part of the fake gateway that tells people: an invented address book, policies and channels; the gateway's own words where it judges.
import { randomUUID } from 'node:crypto';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { CHANNELS } from '../../gateway/notify/channels/catalogue.ts';
import { readSettings, settingLabels } from '../../gateway/notify/channels/settings.ts';
import { DEFAULT_POLICIES, defaultPolicy } from '../../gateway/notify/default-policy.ts';
import type { Policy } from '../../gateway/notify/policy.ts';
import { policyFor } from '../../gateway/notify/policy.ts';
import { faultsOfPolicy } from '../../gateway/notify/policy-faults.ts';
import { preview } from '../../gateway/notify/policy-preview.ts';
import { dutySpans, gaps, type Roster } from '../../gateway/notify/roster.ts';
import { RosterBook } from '../../gateway/notify/roster-book.ts';
import { faultsOfRoster } from '../../gateway/notify/roster-faults.ts';
import { CHANNEL_FAMILIES, CONSOLE, CONSOLE_TITLE, viaTitle } from '../../gateway/notify/ways.ts';
import type { WrittenFault } from '../../gateway/notify/written-fault.ts';
import { siteTime } from '../../gateway/site-time.ts';
import type { ChannelTest, NotifyChannel } from '../../gateway/web/notify-contract.ts';
import { refuse } from './fake-answers.ts';

const LOCAL = siteTime('Asia/Shanghai');
const WEEK_MS = 7 * 86_400_000;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;

export type FakeNotify = ReturnType<typeof fakeNotify>;

/** A state of its own. `empty`: nobody has written anything yet. */
export function fakeNotify(now: number, empty: boolean) {
  return {
    rosters: (empty ? [] : inventedRosters(now)).map((one) => ({ ...one, version: 1 })),
    policies: (empty ? [] : inventedPolicies()).map((one) => ({ ...one, version: 1 })),
    channels: empty ? [] : inventedChannels(now),
    /** What the next test of a channel comes to. */
    outcome: { outcome: 'ok', reason: null } as Pick<ChannelTest, 'outcome' | 'reason'>,
  };
}

/** `2026-11-25`, so many days from an instant. */
function dateFrom(now: number, days: number): string {
  return new Date(now + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
}

function inventedRosters(now: number): Roster[] {
  const person = (id: string, name: string, phone: string, more: Record<string, string> = {}) => ({
    id,
    name,
    contacts: { phone, ...more },
  });
  return [
    {
      id: 'roster-duty',
      place: 'estate',
      role: 'duty-room',
      drill: false,
      people: [
        person('p-zhang', '张志远', '13800001001', { email: 'zhang@estate.invalid' }),
        person('p-li', '李文静', '13800001002'),
        person('p-wang', '王建国', '13800001003', { bark: 'bark-key-of-wang' }),
      ],
      shifts: [
        { days: EVERY_DAY, from: '08:00', to: '20:00', people: ['p-zhang'] },
        { days: [1, 2, 4, 5, 6, 7], from: '20:00', to: '08:00', people: ['p-li', 'p-wang'] },
        { days: [3], from: '20:00', to: '02:00', people: ['p-li'] },
      ],
      changes: [
        { is: 'swap', date: dateFrom(now, 1), from: 'p-zhang', to: 'p-wang' },
        { is: 'leave', person: 'p-wang', first: dateFrom(now, 3), last: dateFrom(now, 5) },
      ],
    },
    {
      id: 'roster-manager',
      place: 'region',
      role: 'manager',
      drill: false,
      people: [person('p-chen', '陈主任', '13800002001')],
      shifts: [{ days: EVERY_DAY, from: '00:00', to: '00:00', people: ['p-chen'] }],
      changes: [],
    },
    {
      id: 'roster-drill',
      place: 'estate',
      role: 'duty-room',
      drill: true,
      people: [person('p-drill', '演练员甲', '13800009001')],
      shifts: [{ days: EVERY_DAY, from: '08:00', to: '18:00', people: ['p-drill'] }],
      changes: [],
    },
  ];
}

function inventedPolicies(): Policy[] {
  const urgent = defaultPolicy('fire');
  const drill = defaultPolicy('fire', true);
  if (!urgent || !drill) throw new Error('the house has policies of its own');
  return [
    {
      ...urgent,
      id: 'policy-night',
      title: { zh: '松涛家园夜间火警', en: 'Songtao estate, fire at night' },
      place: 'estate',
      classes: ['fire'],
      hours: 'night',
      steps: [
        { after: 0, whom: 'seat', via: ['console', 'dingtalk-1'] },
        { after: 30, whom: { role: 'duty-room' }, via: ['voice', 'sms'], repeat: { every: 60, times: 3 } },
        { after: 120, whom: { person: 'p-chen' }, via: ['voice'], needs: 2 },
      ],
      again: { every: 600, times: 2 },
    },
    {
      ...drill,
      id: 'policy-drill',
      title: { zh: '演练', en: 'Drill' },
      place: 'estate',
      steps: [{ after: 0, whom: 'seat', via: ['console'] }],
    },
  ];
}

function inventedChannels(now: number): NotifyChannel[] {
  const channel = (id: string, kind: string, name: string, change: Partial<NotifyChannel>): NotifyChannel => ({
    id,
    kind,
    name,
    place: 'region',
    enabled: true,
    settings: {},
    secrets: [],
    locked: false,
    failing: null,
    version: 1,
    ...change,
  });
  return [
    channel('dingtalk-1', 'dingtalk', '值班钉钉群', {
      settings: { mention: ['13800001001'], mentionAll: true, language: 'zh' },
      secrets: ['token'],
    }),
    channel('sms', 'aliyun-sms', '阿里云短信', {
      settings: { accessKeyId: 'LTAI-invented', signName: '烽燧', template: 'SMS_1', variables: { class: 'class', place: 'place' } },
      secrets: ['accessKeySecret'],
      failing: { since: now - 3_900_000, reason: { zh: '短信签名不合法', en: 'The signature of the message is not allowed' } },
    }),
    channel('mail', 'email', '物业邮箱', {
      place: 'estate',
      settings: { host: 'mail.invalid', from: 'fire@estate.invalid' },
      locked: true,
    }),
    channel('hook', 'webhook', '旧值班系统', { enabled: false, secrets: ['url', 'secret'] }),
  ];
}

export function notifyRoutes(routes: Router, notify: FakeNotify): void {
  rosterRoutes(routes, notify);
  policyRoutes(routes, notify);
  channelRoutes(routes, notify);
}

/** Answers and gives true where something is wrong with what was written. */
function isRefused(response: Response, faults: readonly WrittenFault[]): boolean {
  if (faults.length === 0) return false;
  const fields = faults.map(({ field, zh, en }) => ({ path: `body.${field}`, message: zh, words: { zh, en } }));
  refuse(response, 400, 'bad-request', '请求有误', 'The request is not right', fields);
  return true;
}

const gone = (response: Response): void => refuse(response, 404, 'not-found', '没有找到', 'Not found');

function overtaken(response: Response, version: number): void {
  const zh = `另一人 刚刚保存了第 ${version} 版，您的改动尚未保存`;
  refuse(response, 409, 'changed-meanwhile', zh, `Another has just saved version ${version}; your changes are not saved yet`);
}

function rosterRoutes(routes: Router, notify: FakeNotify): void {
  const at = (request: Request): number => notify.rosters.findIndex((one) => one.id === request.params['id']);
  routes.get('/rosters', (_, response) => {
    const now = Date.now();
    const uncovered = (roster: Roster): number => gaps(roster, now, now + WEEK_MS, LOCAL).reduce((sum, { from, to }) => sum + to - from, 0);
    response.json({ items: notify.rosters.map((one) => ({ ...one, uncovered: uncovered(one) })) });
  });
  routes.get('/rosters/:id/duty', (request, response) => {
    const roster = notify.rosters[at(request)];
    if (!roster) return gone(response);
    const spans = dutySpans(roster, Number(request.query['from']), Number(request.query['to']), LOCAL);
    response.json({ items: spans.map((span) => ({ ...span, people: span.people.map(({ id }) => id) })) });
  });
  routes.post('/rosters', (request, response) => {
    const made = { ...(request.body as Roster), id: randomUUID(), version: 1 };
    if (isRefused(response, faultsOfRoster(made))) return;
    notify.rosters.push(made);
    response.status(201).json(made);
  });
  routes.put('/rosters/:id', (request, response) => {
    const { version, ...body } = request.body as Omit<Roster, 'id'> & { version: number };
    const made = { ...body, id: String(request.params['id']), version: version + 1 };
    const standing = notify.rosters[at(request)];
    if (!standing) return gone(response);
    if (standing.version !== version) return overtaken(response, standing.version);
    if (isRefused(response, faultsOfRoster(made))) return;
    notify.rosters[at(request)] = made;
    response.json(made);
  });
  routes.delete('/rosters/:id', (request, response) => {
    notify.rosters.splice(at(request), 1);
    response.status(204).end();
  });
}

function policyRoutes(routes: Router, notify: FakeNotify): void {
  const at = (request: Request): number => notify.policies.findIndex((one) => one.id === request.params['id']);
  routes.get('/policies', (_, response) => {
    response.json({ items: notify.policies, defaults: DEFAULT_POLICIES.map((one) => ({ ...one, version: 0 })) });
  });
  routes.post('/policies', (request, response) => {
    const made = { ...(request.body as Policy), id: randomUUID(), version: 1 };
    if (isRefused(response, faultsOfPolicy(made))) return;
    notify.policies.push(made);
    response.status(201).json(made);
  });
  routes.put('/policies/:id', (request, response) => {
    const { version, ...body } = request.body as Omit<Policy, 'id'> & { version: number };
    const made = { ...body, id: String(request.params['id']), version: version + 1 };
    const standing = notify.policies[at(request)];
    if (!standing) return gone(response);
    if (standing.version !== version) return overtaken(response, standing.version);
    if (isRefused(response, faultsOfPolicy(made))) return;
    notify.policies[at(request)] = made;
    response.json(made);
  });
  routes.delete('/policies/:id', (request, response) => {
    notify.policies.splice(at(request), 1);
    response.status(204).end();
  });
  routes.get('/policy-preview', (request, response) => {
    const { place, class: alarmClass, at: when, drill } = request.query as Record<string, string>;
    const wanted = {
      class: alarmClass as Policy['classes'][number],
      path: ['region', place ?? ''],
      at: Number(when),
      drill: drill === 'true',
    };
    const policy = policyFor(notify.policies, wanted, LOCAL) ?? defaultPolicy(wanted.class, wanted.drill);
    if (!policy) return response.json({ policy: null, lines: [], after: [] });
    const foreseen = preview(policy, new RosterBook(notify.rosters, LOCAL), wanted.class, wanted.path, wanted.at, (via) =>
      viaTitle(via, notify.channels),
    );
    const isVoiceless = (via: readonly string[]): boolean => via.every((name) => name === 'voice');
    const lines = foreseen.lines.map(({ at: due, after, isGap, words, people, via }) => ({
      at: due,
      after,
      gap: isGap,
      words,
      unreached: isVoiceless(via) ? people.map(({ name }) => name) : [],
    }));
    return response.json({ policy: { id: policy.id, title: policy.title }, lines, after: foreseen.after });
  });
}

function channelRoutes(routes: Router, notify: FakeNotify): void {
  const at = (request: Request): number => notify.channels.findIndex((one) => one.id === request.params['id']);
  /** As it is shown of what was sent: secrets by their names alone. Null where the answer was no. */
  const made = (
    id: string,
    body: Omit<NotifyChannel, 'id'>,
    before: NotifyChannel | undefined,
    response: Response,
  ): NotifyChannel | null => {
    const kind = CHANNELS.find((one) => one.id === body.kind);
    if (!kind) return null;
    const kept = Object.fromEntries((before?.secrets ?? []).map((name) => [name, 'SEC-https://kept.invalid/secret']));
    const read = readSettings(kind.settings, { ...kept, ...body.settings });
    if ('problems' in read) {
      isRefused(
        response,
        read.problems.map(({ setting, problem }) => ({ field: `settings.${setting}`, ...problem })),
      );
      return null;
    }
    const all = Object.entries(read.settings).filter(([, value]) => value !== undefined);
    const isSecret = ([name]: [string, unknown]): boolean => kind.secrets.includes(name);
    const settings = Object.fromEntries(all.filter((one) => !isSecret(one)));
    return { ...body, id, settings, secrets: all.filter(isSecret).map(([name]) => name), locked: false, failing: before?.failing ?? null };
  };
  routes.get('/channel-kinds', (_, response) => {
    const items = CHANNELS.map(({ id, title, recipient, secrets, settings }) => ({
      kind: id,
      title,
      recipient,
      secrets,
      settings: z.toJSONSchema(settings, { io: 'input', metadata: settingLabels, unrepresentable: 'any' }),
    }));
    const families = Object.entries(CHANNEL_FAMILIES).map(([name, { title, kinds }]) => ({ name, title, kinds }));
    response.json({ items, families: [{ name: CONSOLE, title: CONSOLE_TITLE, kinds: [] }, ...families] });
  });
  routes.get('/channels', (_, response) => {
    response.json({ items: notify.channels });
  });
  routes.post('/channels', (request, response) => {
    const { id, ...body } = request.body;
    if (notify.channels.some((one) => one.id === id)) {
      isRefused(response, [{ field: 'id', zh: '该标识已被使用', en: 'This id is taken' }]);
      return;
    }
    const channel = made(id, { ...body, version: 1 }, undefined, response);
    if (channel === null) return;
    notify.channels.push(channel);
    response.status(201).json(channel);
  });
  routes.put('/channels/:id', (request, response) => {
    const before = notify.channels[at(request)];
    if (!before) return gone(response);
    if (before.version !== request.body.version) return overtaken(response, before.version);
    const channel = made(before.id, { ...request.body, version: before.version + 1 }, before, response);
    if (channel === null) return;
    notify.channels[at(request)] = channel;
    response.json(channel);
  });
  routes.delete('/channels/:id', (request, response) => {
    notify.channels.splice(at(request), 1);
    response.status(204).end();
  });
  routes.post('/channels/:id/test', (request, response) => {
    const channel = notify.channels[at(request)];
    if (!channel) return gone(response);
    const to = String(request.body.to);
    const answer: ChannelTest = {
      ...notify.outcome,
      tookMs: 184,
      preview: {
        to: to.length < 8 ? '*'.repeat(to.length) : `${to.slice(0, 3)}****${to.slice(-3)}`,
        title: { zh: '【演练】【火警】通道测试', en: 'Drill: test of the channel' },
        lines: [{ zh: '管理员甲 发送的测试，请勿出动', en: 'A test sent by 管理员甲; nothing is to be done' }],
      },
    };
    response.json(answer);
  });
}
