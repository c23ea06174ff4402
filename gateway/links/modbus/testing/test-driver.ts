// A driver whose points are single holding registers at the given addresses.
import { type DeviceDriver, defineDriver } from '../../../../device-drivers/driver.ts';
import { words } from '../../../../device-drivers/words.ts';

/** `test/0,100`: one uint16 at 0 and one at 100. */
export function testDriverOf(model: string): DeviceDriver | undefined {
  if (!model.startsWith('test/')) return undefined;
  const addresses = model.slice(5).split(',').map(Number);
  return defineDriver({
    model,
    vendor: 'Balefire',
    title: words('试验', 'Test'),
    kind: 'electrical',
    protocol: 'modbus',
    reportsEvery: 10,
    points: addresses.map((address) => ({
      key: `p${address}`,
      quantity: 'electric.residualCurrent',
      source: { on: 'register', table: 'holding', address, type: 'uint16' },
    })),
    commands: [],
    examples: [],
    source: 'test',
  });
}
