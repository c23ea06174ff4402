// A trial counts by the dates that its alarms bear, as the site's clock tells them.
import { setSiteZone } from '../time.ts';
import { timesADay } from './trial-days.ts';

const HOUR = 3_600_000;
/** 09:30 of the site on the 20th. */
const FROM = Date.UTC(2026, 10, 20, 1, 30);
const alarm = (at: number) => ({ device: 'd', name: 'd', point: 'p', at, ended: null, value: 1, because: { zh: '', en: '' } });

beforeAll(() => setSiteZone('Asia/Shanghai'));

it('counts an alarm on the day whose date it bears, not a day later or earlier', () => {
  const alarms = [alarm(FROM), alarm(FROM + 15 * HOUR), alarm(FROM + 7 * 24 * HOUR - 1)];
  const counted = timesADay({ from: FROM, to: FROM + 7 * 24 * HOUR, alarms });
  expect(counted.map(({ day, n }) => `${day.slice(5)} ${n}`)).toEqual([
    '11-20 1',
    '11-21 1',
    '11-22 0',
    '11-23 0',
    '11-24 0',
    '11-25 0',
    '11-26 0',
    '11-27 1',
  ]);
});

it('says of days that were not tried that it does not know', () => {
  const counted = timesADay({ from: FROM, to: FROM + 2 * 24 * HOUR, alarms: [] });
  expect(counted.map(({ n }) => n)).toEqual([0, 0, 0, null, null, null, null, null]);
});
