// What ten thousand devices take, in memory and as rows of a checkpoint.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Reading } from '../device-drivers/reading.ts';
import { ruleBook } from './book.ts';
import { aDevice, allRows, NOON, Site } from './testing/site.ts';

describe('a checkpoint', () => {
  it('is small: ten thousand devices of five points under the default book are some megabytes of rows and of memory', () => {
    const devices = Array.from({ length: 10_000 }, (_, n) => aDevice(`device-${n}`, { kind: 'hydrant', zone: `zone-${n % 500}` }));
    const site = new Site(ruleBook, devices);
    const says = { 'water.pressure': 0.3, 'battery.percent': 80, 'hydrant.knock': false, 'signal.rssi': -80, 'hydrant.tilt': 2 } as const;
    const quantities = ['water.pressure', 'battery.percent', 'hydrant.knock', 'signal.rssi', 'hydrant.tilt'] as const;
    const frame = (device: string): Reading[] =>
      quantities.map((quantity) => {
        const times = { at: NOON, receivedAt: NOON + 40 };
        return { device, point: quantity, quantity, value: says[quantity], quality: 'good', drill: false, ...times };
      });
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    const heap = (): number => {
      if (typeof collect === 'function') collect();
      return process.memoryUsage().heapUsed;
    };
    const before = heap();
    for (const { id } of devices) site.engine.judge(frame(id));
    const used = heap() - before;
    const bytes = allRows(site.engine).reduce((sum, [, row]) => sum + (row?.length ?? 0), 0);
    expect(bytes / devices.length).toBeLessThan(500);
    expect(used / 2 ** 20).toBeLessThan(40);
  });
});
