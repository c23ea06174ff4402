// The configuration: all defaults from nothing, clear words for what is wrong, the environment over the file.
import { writeFileSync } from 'node:fs';
import { readConfig } from './config.ts';
import { DEFAULT_MQTT_LIMITS } from './links/mqtt/mqtt-limits.ts';
import { siteTime } from './site-time.ts';
import { scratchFolder } from './testing/scratch.ts';

const scratch = scratchFolder('config');
afterAll(scratch.remove);
const file = (content: unknown): string => {
  const path = `${scratch.path}/config.json`;
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

describe('the configuration', () => {
  it('is whole without a file', () => {
    const config = readConfig(undefined, {});
    expect(config).toMatchObject({
      data: 'data/balefire',
      web: { port: 8080 },
      mqtt: { port: 1883 },
      history: { store: 'embedded' },
      modbus: [],
    });
    expect(config.mqtt.limits.connections).toBe(DEFAULT_MQTT_LIMITS.connections);
  });

  it('takes the environment over the file, and the file over the defaults', () => {
    const config = readConfig(file({ web: { port: 1 }, mqtt: { port: 2, limits: { payloadBytes: 9 } } }), { BALEFIRE_WEB_PORT: '3' });
    expect(config).toMatchObject({ web: { port: 3 }, mqtt: { port: 2, limits: { payloadBytes: 9 } } });
  });

  it.each([
    [{ web: { port: 70_000 } }, /web\.port/],
    [{ webb: {} }, /webb/],
    [{ history: { store: 'mysql' } }, /history\.store/],
    [{ site: { timeZone: 'Asia/Atlantis' } }, /site\.timeZone: Asia\/Atlantis/],
    ['{"a":', /config\.json/],
    ['[]', /top/],
  ])('says what is wrong with %j', (content, words) => {
    expect(() => readConfig(file(content), {})).toThrow(words);
  });
});

it('knows the local time of the site, through summer time too', () => {
  const shanghai = siteTime('Asia/Shanghai');
  expect(shanghai(Date.UTC(2026, 10, 21, 16, 30))).toEqual({ weekday: 7, minutes: 30 });
  const berlin = siteTime('Europe/Berlin');
  expect(berlin(Date.UTC(2026, 9, 25, 0, 59)).minutes).toBe(179);
  expect(berlin(Date.UTC(2026, 9, 25, 1, 0)).minutes).toBe(120);
});
