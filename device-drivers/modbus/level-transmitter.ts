// Level transmitter on RS-485: the same shared register map as the pressure transmitter's, not verified against a manual.
import { defineDriver } from '../driver.ts';
import { readNow } from '../proving-commands.ts';
import { words } from '../words.ts';

export const levelTransmitterModbus = defineDriver({
  model: 'balefire/level-transmitter-modbus',
  vendor: 'Balefire',
  title: words('液位变送器（Modbus）', 'Level transmitter (Modbus)'),
  kind: 'tank',
  protocol: 'modbus',
  reportsEvery: 10,
  points: [
    {
      key: 'level',
      quantity: 'water.level',
      source: { on: 'register', table: 'holding', address: 4, type: 'int16', decimalsAt: 3, invalid: [0x7fff, -0x8000] },
    },
  ],
  commands: [readNow],
  examples: [
    { what: 'a full roof tank', wire: { 'holding:3': [2, 285] }, means: { level: 2.85 } },
    { what: 'millimetres', wire: { 'holding:3': [3, 2847] }, means: { level: 2.847 } },
    { what: 'an empty pool', wire: { 'holding:3': [2, 0] }, means: { level: 0 } },
    { what: 'a level below the bottom', wire: { 'holding:3': [2, 0x10000 - 40] }, refused: { level: 'out-of-range' } },
    { what: 'a probe that hangs in the air', wire: { 'holding:3': [2, 0x8000] }, refused: { level: 'sensor-invalid' } },
    { what: 'nothing was read', wire: {}, fault: 'truncated' },
  ],
  source:
    'UNVERIFIED template: common practice of RS-485 transmitters, no manual read. Holding 3 decimals, 4 measured (int16, ' +
    'raw / 10^decimals). Set the instrument to metres and compare with a dip before use.',
});
