// Of the fourteen: what others lose while somebody is away. A screen without a network, a device that hears no confirmation, a command to nobody.
import { connectAsync, type MqttClient } from 'mqtt';
import { encodeAck } from '../../device-drivers/command.ts';
import { row, Site } from '../testing/a-site.ts';
import { Line } from '../testing/line.ts';
import type { SeenAlarm } from '../testing/signed-in.ts';

interface Given {
  readonly id: string;
  readonly state: string;
}

describe('while somebody is away', () => {
  let site: Site;
  const lines: Line[] = [];

  beforeAll(async () => {
    site = await Site.open();
  }, 60_000);
  afterAll(async () => {
    await site.close();
    for (const line of lines) await line.end();
  }, 30_000);

  async function lineTo(port: number): Promise<Line> {
    const line = await Line.to(port);
    lines.push(line);
    return line;
  }
  const firesOf = (alarms: readonly SeenAlarm[], device: string): SeenAlarm[] =>
    alarms.filter((alarm) => alarm.device.id === device && alarm.rule.id === 'smoke-alarm');

  it('4 a screen that had no network gets what it missed, without being opened anew', async () => {
    const line = await lineTo(site.gateway.webPort);
    const page = await site.screen(line.port);
    await page.evaluate('globalThis.stayedOpen = true');
    await page.locator('[data-testid=connection][data-connection=live]').waitFor();
    line.cut();
    await page.locator('[data-testid=connection]:not([data-connection=live])').waitFor();
    const [pulsing, burning] = [await site.device('smoke-1'), await site.device('smoke-2')];
    await pulsing.set({ smoke: 'alarm' });
    await pulsing.set({ smoke: 'normal' });
    await burning.set({ smoke: 'alarm' });
    await site.person.untilAlarms((alarms) => firesOf(alarms, 'smoke-2').length === 1);
    expect(await row(page, '1202 烟感').count()).toBe(0);
    line.mend();
    await row(page, '1202 烟感').first().waitFor();
    await row(page, '1201 烟感').and(page.locator('[data-condition=restored][data-attention=new]')).first().waitFor();
    expect(await page.evaluate('globalThis.stayedOpen')).toBe(true);
  }, 30_000);

  it('4 what a device says again after a reconnect, because it heard no confirmation, is counted once', async () => {
    const line = await lineTo(site.gateway.mqttPort);
    const head = await site.device('smoke-3', line.port);
    line.holdAnswers();
    const confirmed = head.set({ smoke: 'alarm' });
    await site.person.untilAlarms((alarms) => firesOf(alarms, 'smoke-3').length === 1);
    line.cut();
    line.mend();
    expect(await confirmed).toBeGreaterThan(0);
    await site.person.until<{ counters: Record<string, number> }>('/status', ({ counters }) => (counters['frames.repeated'] ?? 0) >= 1);
    expect(firesOf(await site.person.alarms(), 'smoke-3')).toMatchObject([{ times: 1, condition: 'active' }]);
  }, 30_000);

  it('4 what a device could not say while it was away is heard when it comes back, a pulse too', async () => {
    const line = await lineTo(site.gateway.mqttPort);
    const head = await site.device('smoke-4', line.port);
    line.cut();
    const said = [head.set({ smoke: 'alarm' }), head.set({ smoke: 'normal' })];
    expect(firesOf(await site.person.alarms(), 'smoke-4')).toEqual([]);
    line.mend();
    await Promise.all(said);
    const alarms = await site.person.untilAlarms((all) => firesOf(all, 'smoke-4').some((alarm) => alarm.condition === 'restored'));
    expect(firesOf(alarms, 'smoke-4')).toMatchObject([{ times: 1, attention: 'new', closed: false }]);
  }, 30_000);

  it('5 a command to a device that is away is kept over a kill or says that it expired; none comes twice or as an echo', async () => {
    const give = (expiresAfter: number): Promise<Given> =>
      site.person.ask('/devices/voice-1/commands', 'POST', { command: 'stop', arguments: {}, expiresAfter });
    const ended = (command: Given, state: string): Promise<unknown> =>
      site.person.until<{ items: Given[] }>('/devices/voice-1/commands', ({ items }) =>
        items.some((one) => one.id === command.id && one.state === state),
      );
    const [kept, late] = [await give(3_600), await give(1)];
    await ended(late, 'expired');
    await site.kill();
    await site.startAgain();
    const heard: string[] = [];
    const first = await post(heard);
    await ended(kept, 'done');
    await first.endAsync(true);
    const again = await post(heard);
    const marker = await give(3_600);
    await ended(marker, 'done');
    expect(heard).toEqual([kept.id, marker.id]);
    await again.endAsync();
  }, 30_000);

  /** A voice post that does what it is told, and writes down each command as it comes. */
  async function post(heard: string[]): Promise<MqttClient> {
    const login = { clientId: 'voice-1', username: 'voice-1', password: site.secrets['voice-1'] ?? '' };
    const client = await connectAsync({ host: '127.0.0.1', port: site.gateway.mqttPort, ...login, reconnectPeriod: 0 });
    client.on('message', (_topic, body) => {
      const { id } = JSON.parse(body.toString()) as { id: string };
      heard.push(id);
      client.publish('balefire/voice-1/ack', Buffer.from(encodeAck({ id, state: 'done' })), { qos: 1 });
    });
    await client.subscribeAsync('balefire/voice-1/down', { qos: 1 });
    return client;
  }
});
