// How soon a gateway with 10,000 devices in its estate confirms its first frame.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driverOf } from '../device-drivers/catalogue.ts';
import type { District } from '../simulators/district.ts';
import { importDistrict, startGateway } from '../simulators/testing/gateway-process.ts';
import type { BenchLine } from './line.ts';
import { LoadDevice } from './report-load.ts';

const DEVICES = 10_000;

export async function startBench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-start-'));
  const driver = driverOf('balefire/pipe-pressure');
  if (!driver) throw new Error('no driver');
  const district: District = {
    places: [{ id: 'tower', parent: null, kind: 'building', name: '测量楼' }],
    devices: Array.from({ length: DEVICES }, (_, i) => ({ id: `pipe-${i}`, model: driver.model, name: `管网 ${i}`, place: 'tower' })),
  };
  try {
    const imported = performance.now();
    const secrets = await importDistrict(folder, district);
    const importSeconds = (performance.now() - imported) / 1_000;
    const times: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const began = performance.now();
      const gateway = await startGateway(folder);
      const device = await LoadDevice.connect(gateway.mqttPort, 'pipe-7', secrets['pipe-7'] ?? '', driver);
      const confirmed = new Promise<void>((resolve) => {
        device.onConfirmed = () => resolve();
      });
      device.report({ pressure: 0.4 });
      await confirmed;
      times.push(performance.now() - began);
      device.leave();
      await gateway.stop();
    }
    return [
      {
        name: `process start → first PUBACK with ${DEVICES} devices, slowest of 3`,
        value: Math.max(...times) / 1_000,
        unit: 's',
        hold: { atMost: 3 },
      },
      { name: `import of ${DEVICES} devices`, value: importSeconds, unit: 's' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
