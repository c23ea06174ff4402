// What every channel promises, driven over real loopback connections against its provider's double.
import { z } from 'zod';
import { Networks } from '../../networks.ts';
import { PinnedOutgoing } from '../outgoing.ts';
import { AROUND, type ChannelRig, IMPATIENT, nobodyThere, openRig, RIGGED } from '../testing/channel-rigs.ts';
import type { Failure } from '../testing/fake-server.ts';
import { drillNotice, realNotice } from '../testing/some-notice.ts';
import { CHANNELS } from './catalogue.ts';
import type { Sent } from './channel.ts';
import { readSettings, settingLabels } from './settings.ts';

const CHINESE = /\p{Script=Han}|Webhook/u;

describe.each(CHANNELS)('$id', (channel) => {
  it('has a title in both languages', () => {
    expect(channel.title.zh).toMatch(/\p{Script=Han}|Webhook|ntfy|Bark/u);
    expect(channel.title.en).toMatch(/^[ -~]+$/);
  });

  it('calls each of its settings by a name in both languages', () => {
    for (const [name, field] of Object.entries(channel.settings.shape)) {
      const label = settingLabels.get(field as z.ZodType);
      expect([name, label?.title.zh !== '' && label?.title.en !== '' && label !== undefined]).toEqual([name, true]);
    }
  });

  it('has only secrets that are settings', () => {
    expect(Object.keys(channel.settings.shape)).toEqual(expect.arrayContaining([...channel.secrets]));
  });

  it('writes its form as JSON schema for a screen', () => {
    expect(z.toJSONSchema(channel.settings, { io: 'input' })).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('refuses settings that are nonsense, and says of each in both languages what is wrong', () => {
    const nonsense = Object.fromEntries(Object.keys(channel.settings.shape).map((name) => [name, { 'no!': 'sense' }]));
    const read = readSettings(channel.settings, { ...nonsense, invented: 1 });
    const problems = 'problems' in read ? read.problems : [];
    const named = problems.map(({ setting }) => setting.split('.')[0]);
    expect(named.sort()).toEqual(expect.arrayContaining([...Object.keys(nonsense), 'invented'].sort()));
    for (const { problem } of problems) {
      expect(problem.zh).toMatch(/\p{Script=Han}/u);
      expect(problem.en).toMatch(/^[^\p{Script=Han}]+$/u);
    }
  });

  it('refuses to send with settings that are nonsense', async () => {
    expect(await channel.send(realNotice(), [], { invented: 1 }, AROUND)).toMatchObject({ is: 'refused' });
  });
});

it('channels have ids of their own', () => {
  expect(new Set(CHANNELS.map(({ id }) => id)).size).toBe(CHANNELS.length);
});

it('every channel but mail and the estate is driven over HTTP below', () => {
  expect([...RIGGED, 'email', 'estate'].sort()).toEqual(CHANNELS.map(({ id }) => id).sort());
});

/** Where a 2xx is the whole answer, the body is nobody's business. */
const STATUS_IS_ALL = new Set(['webhook', 'web-push']);

describe.each(RIGGED)('%s on its wire', (id) => {
  let rig: ChannelRig;

  beforeEach(async () => {
    rig = await openRig(id);
  });
  afterEach(() => rig.provider.close());

  const send = (
    over: { settings?: unknown; recipients?: ChannelRig['recipients'] } = {},
    notice: Parameters<ChannelRig['channel']['send']>[0] = realNotice(),
  ) => rig.channel.send(notice, over.recipients ?? rig.recipients, over.settings ?? rig.settings, AROUND);

  function holdsNoSecret(sent: Sent, settings: Readonly<Record<string, unknown>> = rig.settings, recipients = rig.recipients): void {
    const told = JSON.stringify(sent);
    for (const name of rig.channel.secrets) if (typeof settings[name] === 'string') expect(told).not.toContain(settings[name]);
    for (const { to } of recipients) if (to !== '') expect(told).not.toContain(to);
    if (sent.is !== 'ok') {
      expect(sent.reason.zh).toMatch(CHINESE);
      expect(sent.reason.en).toMatch(/[a-z]{3}/);
    }
  }

  it('tells a fire: class, place, nothing else needed', async () => {
    expect(await send()).toMatchObject({ is: 'ok' });
    expect(rig.provider.taken).toHaveLength(1);
    expect(rig.provider.taken[0]?.text).toMatch(/火警/);
    expect(rig.provider.taken[0]?.text).toMatch(/3号楼 ?(?:· )?12层/);
    expect(rig.provider.taken[0]?.text).not.toContain('演练');
  });

  it('tells a drill as a drill, before anything else', async () => {
    expect(await send({}, drillNotice())).toMatchObject({ is: 'ok' });
    expect(rig.provider.taken[0]?.text).toMatch(id.startsWith('aliyun') || id.startsWith('tencent') ? /^演练/ : /^【演练】/);
  });

  it('control: with a wrong secret the provider refuses, the channel says so, and nobody was told', async () => {
    const sent = await send(rig.wrong);
    expect(sent).toMatchObject({ is: 'refused' });
    holdsNoSecret(sent, rig.wrong.settings, rig.wrong.recipients);
    expect(rig.provider.requests).toHaveLength(1);
    expect(rig.provider.taken).toHaveLength(0);
  });

  it('without recipients speaks to its group, or has nobody to tell', async () => {
    expect(await send({ recipients: [] })).toMatchObject({ is: rig.channel.recipient === 'none' ? 'ok' : 'refused' });
  });

  it('tries again later when nobody is there', async () => {
    const sent = await send(nobodyThere(rig));
    expect(sent).toMatchObject({ is: 'retry' });
    holdsNoSecret(sent);
  });

  it.each(['server-error', 'echo-500', 'too-many', 'close'] satisfies Failure[])('tries again later after %s', async (failure) => {
    rig.provider.fail(failure);
    const sent = await send();
    expect(sent).toMatchObject({ is: 'retry', ...(failure === 'too-many' ? { afterMs: 7_000 } : {}) });
    holdsNoSecret(sent);
  });

  it.each(['hang', 'drip'] satisfies Failure[])(
    'tries again later when the provider does %s, and does not wait for its end',
    async (failure) => {
      rig.provider.fail(failure);
      const sent = await rig.channel.send(realNotice(), rig.recipients, rig.settings, IMPATIENT);
      expect(sent).toMatchObject({ is: 'retry', reason: { en: expect.stringContaining('in time') } });
      holdsNoSecret(sent);
    },
  );

  it.each(['html', 'empty', 'truncated', 'endless'] satisfies Failure[])('does not take %s for a yes', async (failure) => {
    rig.provider.fail(failure);
    const sent = await send();
    expect(sent.is).toBe(STATUS_IS_ALL.has(id) ? 'ok' : 'retry');
    holdsNoSecret(sent);
  });

  it('does not follow a redirect, and says so', async () => {
    rig.provider.fail('redirect');
    expect(await send()).toMatchObject({ is: 'refused', reason: { en: expect.stringContaining('redirect') } });
    expect(rig.provider.requests).toHaveLength(1);
  });

  it('repeats no secret that a provider repeats', async () => {
    rig.provider.fail('echo');
    const sent = await send();
    expect(sent.is === 'ok').toBe(STATUS_IS_ALL.has(id));
    holdsNoSecret(sent);
  });

  it('does not go to a provider inside our own network unless it is allowed', async () => {
    const strict = { ...AROUND, outgoing: new PinnedOutgoing(new Networks([])) };
    expect(await rig.channel.send(realNotice(), rig.recipients, rig.settings, strict)).toMatchObject({ is: 'refused' });
    expect(rig.provider.requests).toHaveLength(0);
  });

  it("sends what is far too long, made of many-byte characters and of quotes, within the provider's bound", async () => {
    const long = '"🔥消防👨‍👩‍👧\\'.repeat(3_000);
    expect(await send({}, realNotice({ place: long, lines: [{ zh: long, en: long }] }))).toMatchObject({ is: 'ok' });
    expect(rig.provider.taken[0]?.text).toContain('火警');
    expect(rig.provider.taken[0]?.text).not.toContain('\ufffd');
  });
});
