// Channels to people: which kinds there are, how they are set up, and a test that tells how long it took.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Flow } from '../../flow.ts';
import type { ChannelOrder, ChannelSettings, ShownChannel } from '../../notify/channel-settings.ts';
import { CHANNELS } from '../../notify/channels/catalogue.ts';
import { settingLabels } from '../../notify/channels/settings.ts';
import type { Saving } from '../../notify/duty-book.ts';
import type { DrillNotice } from '../../notify/notice.ts';
import { channelTrouble, type Sending } from '../../notify/sending.ts';
import { CHANNEL_FAMILIES, CONSOLE, CONSOLE_TITLE } from '../../notify/ways.ts';
import type { Troubles } from '../../troubles.ts';
import {
  type ChannelFamily,
  type ChannelKind,
  channelFamily,
  channelKind,
  channelTest,
  type NotifyChannel,
  notifyChannel,
} from '../notify-contract.ts';
import { addChannel, changeChannel, testChannel } from '../notify-requests.ts';
import { FieldError } from '../problems.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { note } from './acting.ts';

export interface ChannelRouteRooms {
  readonly channels: Pick<ChannelSettings, 'list' | 'get' | 'problemsOf' | 'set' | 'remove'>;
  readonly sending: Pick<Sending, 'by' | 'works'>;
  readonly estate: Pick<Estate, 'places'>;
  readonly flow: Pick<Flow, 'act'>;
  readonly troubles: Pick<Troubles, 'all'>;
  readonly clock: Clock;
}

const KINDS: readonly ChannelKind[] = CHANNELS.map(({ id, title, recipient, secrets, settings }) => ({
  kind: id,
  title,
  recipient,
  secrets: [...secrets],
  settings: z.toJSONSchema(settings, { io: 'input', metadata: settingLabels, unrepresentable: 'any' }) as Record<string, unknown>,
}));

const FAMILIES: readonly ChannelFamily[] = [
  { name: CONSOLE, title: CONSOLE_TITLE, kinds: [] },
  ...Object.entries(CHANNEL_FAMILIES).map(([name, { title, kinds }]) => ({ name, title, kinds: [...kinds] })),
];

export function channelRoutes({ channels, sending, estate, flow, troubles, clock }: ChannelRouteRooms): Route[] {
  const viewOf = ({ id, kind, name, place, enabled, settings, secrets, isLocked, version }: ShownChannel): NotifyChannel => {
    const trouble = troubles.all().find((one) => one.id === channelTrouble(id));
    const failing = trouble ? { since: trouble.since, reason: trouble.detail } : null;
    return { id, version, kind, name, place, enabled, settings: { ...settings }, secrets: [...secrets], locked: isLocked, failing };
  };
  const set = (order: ChannelOrder, saving: Saving): void => {
    const wrong = channels.problemsOf(order);
    if (wrong.length > 0) throw new FieldError(wrong.map(({ setting, problem }) => ({ path: `body.settings.${setting}`, words: problem })));
    channels.set(order, saving);
  };
  const shown = (id: string): NotifyChannel => {
    const found = channels.list().find((channel) => channel.id === id);
    if (!found) throw new BalefireError('not-found', { what: id });
    return viewOf(found);
  };
  return [
    route({
      method: 'get',
      path: '/channel-kinds',
      id: 'listChannelKinds',
      summary: words('通知通道的种类与设置项', 'Kinds of channels and what each needs'),
      needs: 'notify.manage',
      answer: z.object({ items: z.array(channelKind), families: z.array(channelFamily) }),
      handle: () => ({ items: [...KINDS], families: [...FAMILIES] }),
    }),
    route({
      method: 'get',
      path: '/channels',
      id: 'listChannels',
      summary: words('已设置的通知通道；密钥不回显', 'Channels that are set up; secrets are never shown'),
      needs: 'notify.manage',
      answer: z.object({ items: z.array(notifyChannel) }),
      handle: ({ by }) => ({
        items: channels
          .list()
          .filter(({ place }) => by.sees(estate.places.pathOf(place)))
          .map(viewOf),
      }),
    }),
    route({
      method: 'post',
      path: '/channels',
      id: 'addChannel',
      summary: words('新增通知通道', 'Set up a channel'),
      needs: 'notify.manage',
      body: addChannel,
      answer: notifyChannel,
      status: 201,
      names: { 'body.place': 'place' },
      async handle({ body, by }) {
        if (channels.list().some(({ id }) => id === body.id))
          throw new FieldError([{ path: 'body.id', words: words('该标识已被使用', 'This id is taken') }]);
        set(body, { who: by.author.name });
        const { settings: _secret, ...said } = body;
        await note(flow, by.author, 'set-channel', body.id, said);
        return shown(body.id);
      },
    }),
    route({
      method: 'put',
      path: '/channels/{id}',
      id: 'changeChannel',
      summary: words('修改通知通道；未填的密钥保持不变', 'Change a channel; a secret that is left out stays'),
      needs: 'notify.manage',
      params: idParams,
      body: changeChannel,
      answer: notifyChannel,
      names: { 'params.id': 'channel', 'body.place': 'place' },
      async handle({ params, body: { version, ...body }, by }) {
        set({ ...body, id: params.id }, { version, who: by.author.name });
        const { settings: _secret, ...said } = body;
        await note(flow, by.author, 'set-channel', params.id, said);
        return shown(params.id);
      },
    }),
    route({
      method: 'delete',
      path: '/channels/{id}',
      id: 'removeChannel',
      summary: words('删除通知通道', 'Remove a channel'),
      needs: 'notify.manage',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'channel' },
      async handle({ params, by }) {
        await note(flow, by.author, 'remove-channel', params.id, {});
        channels.remove(params.id);
      },
    }),
    route({
      method: 'post',
      path: '/channels/{id}/test',
      id: 'testChannel',
      summary: words('发送一条测试通知', 'Send a test'),
      needs: 'notify.manage',
      params: idParams,
      body: testChannel,
      answer: channelTest,
      names: { 'params.id': 'channel' },
      async handle({ params, body, by }) {
        const channel = channels.get(params.id);
        if (!channel)
          throw new BalefireError('conflict', { detail: '通道已停用或密钥不符 / it is switched off, or its secrets do not open' });
        await note(flow, by.author, 'test-channel', params.id, { to: masked(body.to) });
        const notice = testNotice(`test-${params.id}-${clock()}`, by.author.name, clock());
        const began = performance.now();
        const sent = await channel.kind.send(notice, [{ name: by.author.name, to: body.to }], channel.settings, sending.by);
        if (sent.is === 'ok') sending.works(params.id);
        const { title, lines } = notice;
        return {
          outcome: sent.is,
          reason: sent.is === 'ok' ? null : sent.reason,
          tookMs: Math.round(performance.now() - began),
          preview: { to: masked(body.to), title, lines: [...lines] },
        };
      },
    }),
  ];
}

/** Marked as a drill, so that nobody runs; with the word of a fire, which is what a robot's keyword is set to. */
function testNotice(id: string, name: string, at: number): DrillNotice {
  return {
    id,
    incident: id,
    class: 'fire',
    phase: 'test',
    title: words('【演练】【火警】通道测试', '【演练】Drill: test of the channel'),
    lines: [words(`${name} 发送的测试，请勿出动`, `A test sent by ${name}; nothing is to be done`)],
    place: '测试',
    at,
    alarms: 0,
    url: null,
    isRepeated: false,
    drill: true,
  };
}

/** Enough to know it by, not enough to use it. */
function masked(to: string): string {
  return to.length < 8 ? '*'.repeat(to.length) : `${to.slice(0, 3)}****${to.slice(-3)}`;
}
