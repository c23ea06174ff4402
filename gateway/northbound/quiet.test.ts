// What is isolated, shelved or doubtful, towards other houses: no live fire, never unknown, never left hanging, back at once.

import type { Alarm } from '../alarms/alarm.ts';
import { CentreReceiver } from './dc09/testing/receiver.ts';
import type { ForwardedFire } from './terminal.ts';
import { aNorth, type TestNorth } from './testing/a-north.ts';
import { capFaults } from './testing/cap-rules.ts';
import { FakeReceiver, SECRET } from './testing/fake-receiver.ts';
import { anAlarm } from './testing/stories.ts';

const BY = { id: 'p1', name: '张三', from: '10.0.0.1', at: Date.now() };
const SMOKE_1 = { of: 'device', device: 'smoke-1' } as const;
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function told(vocabulary = 'SIA-DCS') {
  const [centre, cap, terminal] = [await CentreReceiver.open(), await FakeReceiver.open(), await FakeReceiver.open()];
  const opened = await aNorth({
    cap: { push: [{ url: cap.url, secret: SECRET }] },
    dc09: { receivers: [{ host: '127.0.0.1', port: centre.port }], account: '1234', timeoutSeconds: 0.5, tries: 1, vocabulary },
    terminal: { url: terminal.url, secret: SECRET },
  });
  ended.push(
    () => centre.close(),
    () => cap.close(),
    () => terminal.close(),
    () => opened.remove(),
  );
  opened.now.north.start();
  return { centre, cap, terminal, opened, now: opened.now };
}
const said = ({ events }: CentreReceiver): string[] => events.map(({ data }) => data.replace(/^#1234\|(?:Nri0\/)?|\^.*$/g, ''));
const heard = (centre: CentreReceiver, ...what: string[]) => centre.until(() => said(centre).length >= what.length);
const messages = ({ north }: TestNorth) => north.messages.list(undefined, 50).toReversed();
const kinds = (now: TestNorth): string[] => messages(now).map(({ msgType }) => msgType);
const phases = ({ got }: FakeReceiver): string[] => got.map(({ body }) => (JSON.parse(body) as ForwardedFire).phase);
const isolated = (more: Partial<Alarm> = {}): Alarm => anAlarm({ isolated: 'iso-1', ...more });
/** A later fire elsewhere, sent when all before it was. */
async function afterwards(now: TestNorth, { centre, cap }: { centre: CentreReceiver; cap: FakeReceiver }): Promise<void> {
  now.change([anAlarm({ id: 'a9', device: 'smoke-9' })]);
  await centre.until(() => centre.events.some(({ data }) => data.includes('smoke-9 ') || / 00 00[2-9]$/.test(data)));
  await cap.until(() => cap.got.some(({ body }) => body.includes('i9')));
}

describe('an isolated point', () => {
  it('that calls is no live fire anywhere; the centre knows its zone to be bypassed', async () => {
    const { centre, cap, terminal, now } = await told();
    now.isolate('iso-1', SMOKE_1);
    now.change([isolated()]);
    await afterwards(now, { centre, cap });
    expect(said(centre)).toEqual(['FB1', 'FA2']);
    expect(messages(now).map(({ incident }) => incident)).toEqual(['i9']);
    expect(terminal.got).toEqual([]);
    expect(centre.faults).toEqual([]);
  });

  it('that still calls when its isolation ends is told at once, as a new alarm, after the end of the bypass', async () => {
    const { centre, cap, now } = await told();
    now.isolate('iso-1', SMOKE_1);
    now.change([isolated()]);
    await heard(centre, 'FB1');
    const at = performance.now();
    now.isolate('iso-1', SMOKE_1, { at: Date.now(), by: null });
    now.change([anAlarm()]);
    await heard(centre, 'FB1', 'FU1', 'FA1');
    await cap.until(() => cap.got.length === 1);
    expect(performance.now() - at).toBeLessThan(3_000);
    expect(said(centre)).toEqual(['FB1', 'FU1', 'FA1']);
    expect(kinds(now)).toEqual(['Alert']);
    expect(cap.got[0]?.body).toContain('<urgency>Immediate<');
  });

  it('that was told before is not left hanging: withdrawn in CAP, bypassed at the centre, its end told, and told anew when it is back', async () => {
    const { centre, cap, now } = await told('ADM-CID');
    now.change([anAlarm()]);
    now.isolate('iso-1', SMOKE_1);
    now.change([isolated()]);
    now.isolate('iso-1', SMOKE_1, { at: Date.now(), by: null });
    now.change([anAlarm()]);
    now.isolate('iso-2', SMOKE_1);
    now.change([isolated({ isolated: 'iso-2' })]);
    now.change([isolated({ isolated: 'iso-2', condition: 'restored' })]);
    await afterwards(now, { centre, cap });
    expect(said(centre)).toEqual(['1111 00 001', '1571 00 001', '3571 00 001', '1111 00 001', '1571 00 001', '3111 00 001', '1111 00 002']);
    expect(kinds(now)).toEqual(['Alert', 'Cancel', 'Alert', 'Cancel', 'Alert']);
    expect(messages(now).flatMap(({ xml }) => capFaults(xml))).toEqual([]);
    expect(messages(now)[1]).toMatchObject({ headlineZh: expect.stringContaining('已屏蔽') });
    expect(messages(now)[1]?.xml).toContain('<note>点位已屏蔽');
    // What burns again elsewhere refers to nothing that was taken back.
    expect(messages(now)[2]?.xml).not.toContain('<references>');
  });

  it('whose cause came and went meanwhile is told of by nobody afterwards, over a restart too, and its next fire is', async () => {
    const { centre, cap, opened, now } = await told();
    now.isolate('iso-1', SMOKE_1);
    now.change([isolated()]);
    now.change([isolated({ condition: 'restored' })]);
    await heard(centre, 'FB1');
    now.isolate('iso-1', SMOKE_1, { at: Date.now(), by: BY });
    now.change([anAlarm({ condition: 'restored' })], { isHeard: false });
    const again = await opened.reopen();
    again.north.start();
    await heard(centre, 'FB1', 'FU1');
    await afterwards(again, { centre, cap });
    expect(said(centre)).toEqual(['FB1', 'FU1', 'FA2']);
    expect(messages(again).map(({ incident }) => incident)).toEqual(['i9']);
    again.change([anAlarm({ times: 2 })]);
    await heard(centre, 'FB1', 'FU1', 'FA2', 'FA1');
    await cap.until(() => cap.got.length === 2);
    expect(said(centre).at(-1)).toBe('FA1');
    expect(kinds(again)).toEqual(['Alert', 'Alert']);
  });

  it('that calls no alarm is known to be bypassed too, once its zone is known, and no longer after its end: also over a restart', async () => {
    const { centre, opened, now } = await told();
    now.change([anAlarm()]);
    now.isolate('iso-1', { of: 'point', device: 'smoke-1', point: 'smoke' });
    now.isolate('iso-2', { of: 'device', device: 'smoke-8' });
    now.north.lookAtIsolations();
    await heard(centre, 'FA1', 'FB1');
    now.isolate('iso-1', SMOKE_1, { at: Date.now(), by: BY });
    const again = await opened.reopen();
    again.north.start();
    await heard(centre, 'FA1', 'FB1', 'FU1');
    expect(said(centre)).toEqual(['FA1', 'FB1', 'FU1']);
  });

  it('in an incident that others keep alive leaves the incident told, of those alone', async () => {
    const { cap, now } = await told();
    const other = anAlarm({ id: 'a2', device: 'call-1', incident: 'i1', class: 'linkage' });
    now.change([anAlarm(), other]);
    now.change([isolated()]);
    await cap.until(() => cap.got.length === 2);
    expect(kinds(now)).toEqual(['Alert', 'Update']);
    expect(messages(now)[1]?.xml).toContain('<certainty>Possible<');
    expect(messages(now)[1]).toMatchObject({ headlineEn: expect.stringContaining('Linkage') });
  });

  it('where a person finds a real fire is passed on all the same, and no isolation withdraws a fire that was confirmed', async () => {
    const { centre, terminal, now } = await told();
    const real = { verdict: 'real', judged: BY, attention: 'acknowledged' } as const;
    now.isolate('iso-1', SMOKE_1);
    now.change([isolated()]);
    now.change([isolated(real)]);
    await terminal.until(() => terminal.got.length === 1);
    now.change([anAlarm({ id: 'a2', device: 'smoke-2', ...real })]);
    now.change([anAlarm({ id: 'a2', device: 'smoke-2', ...real, isolated: 'iso-2' })]);
    now.change([anAlarm({ id: 'a2', device: 'smoke-2', ...real, isolated: 'iso-2', condition: 'restored', closedAt: Date.now() })]);
    await terminal.until(() => terminal.got.length === 3);
    expect(phases(terminal).toSorted()).toEqual(['confirmed', 'confirmed', 'over']);
    await heard(centre, 'FB1', 'FA1', 'FA2', 'FB2', 'FH2');
    expect(said(centre)).toEqual(['FB1', 'FA1', 'FA2', 'FB2', 'FH2']);
    expect(kinds(now)).not.toContain('Cancel');
  });
});

describe('doubt and the shelf', () => {
  const fault = (more: Partial<Alarm>): Alarm => anAlarm({ class: 'fault', quantity: 'fault.sensor', ...more });

  it('keep no fire and no pre-alarm back', async () => {
    const { centre, now } = await told();
    now.change([anAlarm({ suppressed: 'a7' })]);
    now.change([anAlarm({ id: 'a2', device: 'smoke-2', class: 'pre-alarm', suppressed: 'a7' })]);
    await heard(centre, 'FA1', 'FS2');
    expect(said(centre)).toEqual(['FA1', 'FS2']);
    expect(kinds(now)).toEqual(['Alert', 'Alert']);
  });

  it('keep back what begins meanwhile, until the doubt is over and it still holds; what was told before goes on', async () => {
    const { centre, now } = await told();
    now.change([fault({ suppressed: 'a7' }), fault({ id: 'a2', device: 'd2' })]);
    now.change([fault({ id: 'a2', device: 'd2', suppressed: 'a7' })]);
    await heard(centre, 'FT1');
    now.change([fault({ id: 'a2', device: 'd2' })]);
    now.change([fault({})]);
    now.change([fault({ id: 'a2', device: 'd2', suppressed: 'a7', condition: 'restored' })]);
    await heard(centre, 'FT1', 'FT2', 'FJ1');
    expect(said(centre)).toEqual(['FT1', 'FT2', 'FJ1']);
  });

  it('send a linkage that was told no false end', async () => {
    const { cap, now } = await told();
    const pump = (more: Partial<Alarm> = {}): Alarm => anAlarm({ class: 'linkage', quantity: 'pump.running', ...more });
    now.change([pump()]);
    now.change([pump({ suppressed: 'a7' })]);
    now.change([pump()]);
    now.change([pump({ condition: 'restored', closedAt: Date.now() })]);
    await cap.until(() => cap.got.length === 2);
    expect(kinds(now)).toEqual(['Alert', 'Update']);
    expect(messages(now)[1]?.xml).toContain('AllClear');
  });
});
