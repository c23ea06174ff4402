// From a smoke head on the wire to people's telephones, through a whole gateway and providers that check what they get.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY } from '../acts.ts';
import type { House } from '../house.ts';
import { MqttDevice } from '../testing/mqtt-device.ts';
import type { DrillNotice, RealNotice } from './notice.ts';
import type { NoticeRow } from './notice-rows.ts';
import type { RealLine } from './sending.ts';
import { aNotifyingHouse, DINGTALK_SECRET, type NotifyingHouse } from './testing/a-notifying-house.ts';

let test: NotifyingHouse;
const devices: MqttDevice[] = [];
beforeEach(async () => {
  test = await aNotifyingHouse();
});
afterEach(async () => {
  for (const device of devices.splice(0)) await device.leave();
  await test.close();
});

const TO_DUTY_ROOM = { after: 0, whom: { role: 'duty-room' as const } };

const smoke = (device: string, drill = false) => ({
  link: 'mqtt',
  peer: '127.0.0.1:9',
  device,
  kind: 'up' as const,
  body: Buffer.from(JSON.stringify({ points: { smoke: 'alarm' } })),
  drill,
});

/** All that was handed in is concluded. */
async function concluded(house: House): Promise<void> {
  await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
}

async function building(house: House, id: string): Promise<string> {
  const place = { id, parent: 'unit', kind: 'building' as const, name: id, longitude: null, latitude: null };
  await house.flow.act({ do: 'add-place', place }, GATEWAY);
  const device = {
    id: `${id}-smoke`,
    name: `${id} 烟感`,
    model: 'balefire/smoke',
    place: id,
    modbus: null,
    longitude: null,
    latitude: null,
  };
  await house.flow.act({ do: 'register-device', device, secretHash: null }, GATEWAY);
  return device.id;
}

const toldOf = (house: House, device: string) => house.notices.ofIncident(house.desk.openOf(device)[0]?.incident ?? '');

it('a smoke head on the wire is told to a group with a signature that its robot takes, each try on record', async () => {
  await test.roster(['张工']);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['dingtalk'] }]);
  const head = await MqttDevice.connect(test.house.mqtt.port, 'smoke-1', test.secrets['smoke-1'] ?? '');
  devices.push(head);
  const left = test.dingtalk.left();
  await head.tell({ smoke: 'alarm' });
  await left;
  expect(test.dingtalk.taken).toHaveLength(1);
  expect(test.dingtalk.taken[0]?.text).toContain('【火警】示范物业 · 示范大厦 · 12层');
  expect(test.dingtalk.taken[0]?.text).not.toContain('可能重复');
  const house = await test.reopen();
  const [told] = toldOf(house, 'smoke-1');
  expect(told).toMatchObject({ recipient: { name: '张工' }, outcome: { is: 'sent', channel: 'dingtalk' } });
  expect(told?.attempts).toMatchObject([{ channel: 'dingtalk', is: 'ok', reason: null }]);
});

it('a group that refuses fails over to short messages, is a trouble after three tries, and none once it works', async () => {
  const { house } = test;
  await test.roster(['张工', '李工', '王工']);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['wecom', 'sms'] }]);
  await house.flow.accept(smoke('smoke-1'));
  while (test.sms.taken.length < 3) await test.sms.left();
  expect(test.sms.taken.map(({ to }) => to[0]).sort()).toEqual(['13800001000', '13800001001', '13800001002']);
  expect(test.sms.taken[0]?.text).toContain('火警');
  expect(test.wecom.taken).toEqual([]);
  expect(house.troubles.all().find(({ id }) => id === 'channel:wecom')?.title.zh).toContain('连续失败');
  test.setWecom('key-of-wecom-right');
  const left = test.wecom.left();
  await house.flow.accept(smoke(await building(house, 'b2')));
  await left;
  await concluded(house);
  expect(test.wecom.taken[0]?.text).toContain('【火警】');
  expect(house.troubles.all().map(({ id }) => id)).not.toContain('channel:wecom');
});

it('a trouble of a channel ends when a test of it goes through, and begins anew with the next three failures', async () => {
  const { house } = test;
  await test.roster(['张工', '李工', '王工']);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['wecom', 'sms'] }]);
  const isTrouble = (): boolean => house.troubles.all().some(({ id }) => id === 'channel:wecom');
  await house.flow.accept(smoke('smoke-1'));
  while (test.sms.taken.length < 3) await test.sms.left();
  expect(isTrouble()).toBe(true);
  house.sending.works('wecom');
  expect(isTrouble()).toBe(false);
  await house.flow.accept(smoke(await building(house, 'b2')));
  while (test.sms.taken.length < 6) await test.sms.left();
  expect(isTrouble()).toBe(true);
});

it('an acknowledged fire is told no further, one beside it that nobody acknowledged is', async () => {
  const { house } = test;
  await test.roster(['张工']);
  await test.policy([
    { ...TO_DUTY_ROOM, via: ['dingtalk'] },
    { after: 1, whom: { role: 'duty-room' }, via: ['sms'] },
  ]);
  const other = await building(house, 'b2');
  await house.flow.accept(smoke('smoke-1'));
  await concluded(house);
  await house.flow.act({ do: 'acknowledge', alarm: house.desk.openOf('smoke-1')[0]?.id ?? '' }, GATEWAY);
  const left = test.sms.left();
  await house.flow.accept(smoke(other));
  await left;
  expect(test.sms.taken).toHaveLength(1);
  expect(toldOf(house, other)).toHaveLength(2);
  expect(toldOf(house, 'smoke-1')).toHaveLength(1);
});

it('what the provider had not taken when the gateway ended is sent after the start, and says that it may be a repetition', async () => {
  await test.roster(['张工']);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['dingtalk'] }]);
  test.dingtalk.fail('server-error');
  const failed = test.dingtalk.left();
  await test.house.flow.accept(smoke('smoke-1'));
  await failed;
  test.dingtalk.fail(null);
  const left = test.dingtalk.left();
  const house = await test.reopen();
  await left;
  expect(test.dingtalk.taken.map(({ text }) => text.includes('可能重复'))).toEqual([true]);
  await concluded(house);
  expect(toldOf(house, 'smoke-1')).toHaveLength(1);
});

it('what a robot took in the last minute counts after a restart as well: the next fire takes the next way instead of having it silenced', async () => {
  await test.roster(['张工']);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['dingtalk', 'sms'] }]);
  const sent = test.dingtalk.left();
  await test.house.flow.accept(smoke('smoke-1'));
  await sent;
  await concluded(test.house);
  const [told] = toldOf(test.house, 'smoke-1');
  for (let nth = 1; nth < 18; nth += 1) {
    test.house.notices.tried(told?.id ?? '', { channel: 'dingtalk', at: Date.now(), tookMs: 1, is: 'ok', reason: null });
  }
  const house = await test.reopen();
  const left = test.sms.left();
  await house.flow.accept(smoke(await building(house, 'b2')));
  await left;
  expect([test.dingtalk.taken.length, test.sms.taken.length]).toEqual([1, 1]);
});

it('the voice post beside the seat speaks where a policy names the seat’s sounder, says a drill as one, and the try is on record', async () => {
  const { house } = test;
  const settings = { seat: 'voice-1', repeat: 2 };
  house.channels.set({ id: 'voices', kind: 'estate', name: '值班室广播', place: 'unit', enabled: true, settings });
  await test.policy([{ after: 0, whom: 'seat', via: ['sounder', 'console'] }]);
  await test.policy([{ after: 0, whom: 'seat', via: ['sounder', 'console'] }], true);
  const post = await MqttDevice.connect(house.mqtt.port, 'voice-1', test.secrets['voice-1'] ?? '');
  devices.push(post);
  const spoken = post.nextCommand();
  await house.flow.accept(smoke('smoke-1'));
  expect(await spoken).toMatchObject({ command: 'play', args: { text: expect.stringContaining('火警'), repeat: 2 } });
  await concluded(house);
  const [told] = toldOf(house, 'smoke-1');
  expect(told).toMatchObject({ recipient: { id: 'seat' }, outcome: { is: 'sent', channel: 'voices' } });
  const played = post.nextCommand();
  await house.flow.accept(smoke(await building(house, 'b2'), true));
  expect(await played).toMatchObject({ command: 'play', args: { text: expect.stringContaining('演练') } });
});

it('a sounder that is not there is on record as the reason, and the seat’s screen stands in', async () => {
  const { house } = test;
  const nothing = { publishChanges() {}, publishReadings() {}, publishDevice() {}, publishCommands() {} };
  house.show({ ...nothing, publishTroubles() {}, publishJudgement() {}, screens: 1 });
  const settings = { seat: 'no-such-sounder' };
  house.channels.set({ id: 'voices', kind: 'estate', name: '值班室警报器', place: 'unit', enabled: true, settings });
  await test.policy([{ after: 0, whom: 'seat', via: ['sounder', 'console'] }]);
  await house.flow.accept(smoke('smoke-1'));
  await concluded(house);
  while (toldOf(house, 'smoke-1')[0]?.outcome === null) await concluded(house);
  expect(toldOf(house, 'smoke-1')[0]).toMatchObject({
    outcome: { is: 'sent', channel: 'console' },
    attempts: [
      { channel: 'voices', is: 'refused', reason: { zh: '没有这台设备' } },
      { channel: 'console', is: 'ok' },
    ],
  });
});

it('an isolated detector is told to nobody until its isolation ends', async () => {
  const { house } = test;
  await test.roster(['张工']);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['dingtalk'] }]);
  const scope = { of: 'device' as const, device: 'smoke-1' };
  const until = house.clock.now() + 3_600_000;
  await house.flow.act({ do: 'isolate', id: 'x', kind: 'isolated', scope, reason: '检修', authority: '王主管', until }, GATEWAY);
  await house.flow.accept(smoke('smoke-1'));
  await concluded(house);
  expect(toldOf(house, 'smoke-1')).toEqual([]);
  const left = test.dingtalk.left();
  await house.flow.act({ do: 'end-isolation', isolation: 'x' }, GATEWAY);
  await left;
  expect(test.dingtalk.taken).toHaveLength(1);
});

it('a fire of which nobody on duty could be told is a trouble in words, until one gets through', async () => {
  const { house } = test;
  await test.roster(['张工']);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['wecom'] }]);
  const refused = test.wecom.left();
  await house.flow.accept(smoke('smoke-1'));
  await refused;
  await concluded(house);
  expect(house.troubles.all().find(({ id }) => id === 'notice:fire')?.detail.zh).toContain('张工：各通知方式均失败');
  // Whoever sits down at the seat after a restart reads it still.
  const again = await test.reopen();
  expect(again.troubles.all().find(({ id }) => id === 'notice:fire')?.detail.zh).toContain('张工：各通知方式均失败');
  test.setWecom('key-of-wecom-right');
  const left = test.wecom.left();
  await again.flow.accept(smoke(await building(again, 'b2')));
  await left;
  await concluded(again);
  expect(again.troubles.all().map(({ id }) => id)).not.toContain('notice:fire');
  expect((await test.reopen()).troubles.all().map(({ id }) => id)).not.toContain('notice:fire');
});

it('somebody whom a fire did not reach stands there by name although another was told, and until the incident is over', async () => {
  const { house } = test;
  await test.roster(['张工', '李工'], false, { 张工: '12345' });
  await test.policy([{ ...TO_DUTY_ROOM, via: ['sms'] }]);
  await house.flow.accept(smoke('smoke-1'));
  await concluded(house);
  const trouble = () => house.troubles.all().find(({ id }) => id === 'notice:fire')?.detail.zh;
  while (toldOf(house, 'smoke-1').some(({ outcome }) => outcome === null)) await concluded(house);
  expect(toldOf(house, 'smoke-1').map(({ outcome }) => outcome?.is)).toEqual(['failed', 'sent']);
  expect(trouble()).toContain('张工：各通知方式均失败');
  const incident = house.desk.openOf('smoke-1')[0]?.incident ?? '';
  const alarm = house.desk.openOf('smoke-1')[0]?.id ?? '';
  await house.flow.accept({ ...smoke('smoke-1'), body: Buffer.from(JSON.stringify({ points: { smoke: 'normal' } })) });
  await house.flow.act({ do: 'acknowledge', alarm }, GATEWAY);
  await house.flow.act({ do: 'find-incident', incident, verdict: 'real' }, GATEWAY);
  await house.flow.act({ do: 'move-incident', incident, to: 'out' }, GATEWAY);
  expect(trouble()).toContain('张工');
  await house.flow.act({ do: 'close-incident', incident, isSupervisor: true }, GATEWAY);
  while (house.notices.ofIncident(incident).some(({ outcome }) => outcome === null)) await concluded(house);
  expect(trouble()).toBeUndefined();
});

it('a fire that did not reach somebody is no trouble any more when its incident is over, though nobody is there to be told of that', async () => {
  const { house } = test;
  await test.roster(['张工'], false, { 张工: '12345' });
  await test.policy([{ ...TO_DUTY_ROOM, via: ['sms'] }]);
  await house.flow.accept(smoke('smoke-1'));
  await concluded(house);
  const trouble = () => house.troubles.all().find(({ id }) => id === 'notice:fire')?.detail.zh;
  while (toldOf(house, 'smoke-1').some(({ outcome }) => outcome === null)) await concluded(house);
  expect(trouble()).toContain('张工');
  const incident = house.desk.openOf('smoke-1')[0]?.incident ?? '';
  await house.flow.act({ do: 'remove-roster', roster: 'real' }, GATEWAY);
  await house.flow.accept({ ...smoke('smoke-1'), body: Buffer.from(JSON.stringify({ points: { smoke: 'normal' } })) });
  await house.flow.act({ do: 'find-incident', incident, verdict: 'real' }, GATEWAY);
  await house.flow.act({ do: 'move-incident', incident, to: 'out' }, GATEWAY);
  expect(trouble()).toContain('张工');
  const again = await test.reopen();
  const standing = () => again.troubles.all().some(({ id }) => id === 'notice:fire');
  expect(standing()).toBe(true);
  await again.flow.act({ do: 'close-incident', incident, isSupervisor: true }, GATEWAY);
  expect(standing()).toBe(false);
});

it('a drill goes to the people of drills alone, and a fire in the drilled building breaks through to the real ones', async () => {
  const { house } = test;
  await test.roster(['张工']);
  await test.roster(['演习员'], true);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['sms'] }]);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['sms'] }], true);
  const played = test.sms.left();
  await house.flow.accept(smoke('smoke-1', true));
  await played;
  expect(test.sms.taken.map(({ to }) => to[0])).toEqual(['13800009000']);
  expect(test.sms.taken[0]?.text).toContain('演练火警');
  const real = test.sms.left();
  await house.flow.accept(smoke('smoke-2'));
  await real;
  expect(test.sms.taken.map(({ to }) => to[0])).toEqual(['13800009000', '13800001000']);
  expect(test.sms.taken[1]?.text).not.toContain('演练');
});

it('a fire is in the hands of the channel within a second', async () => {
  const { house } = test;
  await test.roster(['张工']);
  await test.policy([{ ...TO_DUTY_ROOM, via: ['sms'] }]);
  const times: number[] = [];
  for (let nth = 0; nth < 20; nth += 1) {
    const device = await building(house, `b${nth}`);
    const left = test.sms.left();
    await house.flow.accept(smoke(device));
    await left;
    await concluded(house);
    const [attempt] = toldOf(house, device)[0]?.attempts ?? [];
    const [alarm] = house.desk.openOf(device);
    times.push((attempt?.at ?? Number.NaN) - (attempt?.tookMs ?? 0) - (alarm?.receivedAt ?? 0));
  }
  const inOrder = times.toSorted((one, other) => one - other);
  process.stdout.write(`raised → handed to the channel: p50 ${inOrder[10]} ms, worst ${inOrder.at(-1)} ms\n`);
  expect(inOrder.at(-1)).toBeLessThan(1_000);
});

it('the line of real notices takes no drill: the compiler says so', () => {
  // @ts-expect-error
  const put: RealLine['put'] = (_row: NoticeRow, _notice: DrillNotice): void => undefined;
  const real: RealLine['put'] = (_row: NoticeRow, _notice: RealNotice): void => undefined;
  expect([put, real].every((one) => typeof one === 'function')).toBe(true);
});

it('no secret of a channel stands in the data folder, and its key is readable by the gateway alone', async () => {
  await concluded(test.house);
  const files = readdirSync(test.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(files.map(({ name }) => name)).toContain('state.db');
  for (const { parentPath, name } of files)
    expect([name, readFileSync(join(parentPath, name)).includes(DINGTALK_SECRET)]).toEqual([name, false]);
  expect(statSync(join(test.folder, 'secrets.key')).mode & 0o777).toBe(0o600);
  expect(JSON.stringify(test.house.channels.list())).not.toContain(DINGTALK_SECRET);
  expect(test.house.channels.list()[0]?.secrets).toEqual(['token', 'secret']);
});
