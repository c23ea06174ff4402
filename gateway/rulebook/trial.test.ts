// A rule tried on more than one trial may hold: it reads no further than its bound, and calls no device silent that it did not read.
import type { Device } from '../../device-drivers/device.ts';
import { hydrantPressure } from '../../device-drivers/fire/hydrant-pressure.ts';
import type { Rule } from '../../rules/rule.ts';
import { siteTime } from '../site-time.ts';
import { tryOnHistory } from './trial.ts';

const NOW = Date.UTC(2026, 10, 26);
const DAY_MS = 86_400_000;
const DEVICES = Array.from(
  { length: 500 },
  (_, nth): Device => ({
    id: `hydrant-${nth}`,
    model: hydrantPressure.model,
    kind: 'hydrant',
    name: `消火栓 ${nth}`,
    path: ['root', 'tower'],
    zone: 'tower',
    address: { by: 'mqtt' },
  }),
);
const RULE: Rule = {
  id: 'own-silent',
  version: 1,
  title: { zh: '水压无数据', en: 'No pressure told' },
  class: 'fault',
  enabled: true,
  watches: { quantity: 'water.pressure' },
  raiseWhen: { is: 'silent', longer: 3_600 },
  latching: false,
  advice: { zh: '查看', en: 'Look' },
};

/** `perDay`: how often each device told its pressure on each of the days. */
async function tried(perDay: number) {
  let asked = 0;
  const trial = await tryOnHistory(RULE, () => true, {
    history: {
      query({ from, to }) {
        asked += 1;
        const step = (to - from) / perDay;
        return Promise.resolve(Array.from({ length: perDay }, (_, nth) => ({ at: from + nth * step, count: 1, last: 0.3 })));
      },
    },
    judged: {
      device: (id) => DEVICES.find((one) => one.id === id),
      parameter: () => undefined,
      points: () => hydrantPressure.points,
      localTime: siteTime('Asia/Shanghai'),
    },
    devices: () => DEVICES,
    driver: () => hydrantPressure,
    clock: () => NOW,
  });
  return { ...trial, asked };
}

it('a trial that is full reads no further, says so, and calls nothing silent that it did not read', async () => {
  const { asked, readings, raised, blind } = await tried(3_000);
  // A hundred of the five hundred devices fill it on the first of the seven days.
  expect(asked).toBe(100);
  expect(readings).toBe(300_000);
  expect({ raised, blind }).toEqual({ raised: 0, blind: ['readings'] });
}, 60_000);

it('a trial that reads everything finds who was silent', async () => {
  const { asked, readings, raised, from, to } = await tried(12);
  expect([asked, readings, to - from]).toEqual([3_500, 42_000, 7 * DAY_MS]);
  // Two hours between two readings: silent after the first of them, twelve times a day.
  expect(raised).toBe(500 * 7 * 12);
}, 60_000);
