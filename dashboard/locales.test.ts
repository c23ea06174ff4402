// Both languages say the same things, and the screens ask for nothing that is not said.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEVICE_KINDS } from '../device-drivers/driver.ts';
import { STATION_COUNTERS, stationTally } from '../gateway/links/gb26875/tally.ts';
import { mqttTally } from '../gateway/links/mqtt/tally.ts';
import { DUTY_ROLE_IDS } from '../gateway/notify/roster.ts';

const HERE = import.meta.dirname;
type Words = Readonly<Record<string, string>>;
const read = (name: string): Words => JSON.parse(readFileSync(join(HERE, 'locales', `${name}.json`), 'utf8')) as Words;
const chinese = read('zh-CN');
const english = read('en');

/** Sources of the screens, without tests and the stand-in gateway. */
const sources = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !/(?:^|\/)testing\//.test(path))
  .map((path) => readFileSync(join(HERE, path), 'utf8'))
  .join('\n');

/** Whole keys that stand in the sources as text. */
const literal = new Set([...sources.matchAll(/'([a-z][\w-]*(?:\.[\w-]+)+)'/g)].map((match) => match[1] ?? ''));
/** Beginnings of keys that are put together: t(`class.${…}`). `body.` begins the path of a request's field, no key. */
const begun = [...sources.matchAll(/`([a-z][\w-]*\.(?:[\w-]*-)?)\$\{/g)]
  .map((match) => match[1] ?? '')
  .filter((prefix) => prefix !== 'body.');
/** Families that `term` asks for by the gateway's names, and those of what is given out with a secret (`pages/given-out.tsx`). */
const families = [
  'kind.',
  'audit-detail.',
  'told-way.',
  'link-setting.',
  'frame-fault.',
  'reading-fault.',
  'clause-sure.',
  'command-state.',
  'command-name.',
  'command-reason.',
  'part-state.',
  'counter.',
  'profile.',
  'file-field.',
  'setting-choice.',
  'screens.',
  'token.',
];
const placesOf = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

/** Names in single quotes of a source of another floor, between two marks in its text. */
function namesIn(path: string, from: string, to: string): readonly string[] {
  const text = readFileSync(join(HERE, '..', path), 'utf8');
  const part = text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)));
  return [...part.matchAll(/'([a-z0-9-]+)'/g)].map((match) => match[1] ?? '');
}

/** Writes nothing. */
const SILENT = { info() {}, warn() {}, error() {} };

describe('the names that the gateway tells', () => {
  it.each([
    ['what a device is', 'kind.', DEVICE_KINDS],
    ['what a transmission device counts', 'counter.', STATION_COUNTERS],
    ['what the link of transmission devices counts', 'counter.', Object.keys(stationTally(SILENT).all())],
    ['what the MQTT link counts', 'counter.', Object.keys(mqttTally(SILENT).all())],
    ['whom a policy can name', 'duty-role.', DUTY_ROLE_IDS],
    ['what a channel sends to', 'channel.to-', ['phone', 'e-mail', 'user', 'device', 'browser']],
    ['why a reading is not good', 'reading-fault.', namesIn('device-drivers/reading.ts', 'type ReadingFault', ';')],
    ['why a frame says nothing', 'frame-fault.', namesIn('device-drivers/reading.ts', 'type FrameFault', ';')],
    ['why a packet is refused', 'frame-fault.', namesIn('device-drivers/gb26875/scan.ts', "readonly why: 'over-length'", ';')],
  ])('of %s have words', (_, family, names) => {
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => !(`${family}${name}` in chinese))).toEqual([]);
  });
});

describe('the locale files', () => {
  it('have the same keys in the same order', () => {
    expect(Object.keys(english)).toEqual(Object.keys(chinese));
  });

  it('leave no text empty and forget no place in it', () => {
    for (const key of Object.keys(chinese)) {
      expect([key, chinese[key]?.trim() === '', english[key]?.trim() === '']).toEqual([key, false, false]);
      expect([key, placesOf(chinese[key] ?? '')]).toEqual([key, placesOf(english[key] ?? '')]);
    }
  });

  it('speak English in the English one', () => {
    expect(Object.entries(english).filter(([, text]) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
  });

  it('say every key that a screen asks for', () => {
    const asked = [...sources.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');
    expect(asked.length).toBeGreaterThan(150);
    expect(asked.filter((key) => !(key in chinese))).toEqual([]);
    expect(begun.filter((prefix) => !Object.keys(chinese).some((key) => key.startsWith(prefix)))).toEqual([]);
  });

  it('say nothing that no screen asks for', () => {
    const unused = Object.keys(chinese).filter(
      (key) => !literal.has(key) && ![...begun, ...families].some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('hold every text of the screens: no Chinese stands in a component', () => {
    // The brand, the language switch in its own language, and comments, which say the words of the trade.
    // So are the columns of a part list: words of the file, the same in every language.
    // And the characters with which the letters of pinyin begin.
    const letters = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他哇夕丫匝';
    const allowed = new Set([letters, '烽燧', '烽燧 Balefire', '中文', '回路', '位号', '类型', '描述', '楼层', '房间']);
    const without = sources.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
    const found = [...without.matchAll(/[\u4e00-\u9fff][\u4e00-\u9fff，。（） ]*(?: Balefire)?/g)].map((match) => match[0].trim());
    const words = found.filter((text) => !allowed.has(text));
    // api.ts speaks for a gateway that does not answer, in both languages as the gateway would.
    expect(words.filter((text) => !readFileSync(join(HERE, 'api.ts'), 'utf8').includes(text))).toEqual([]);
  });
});
