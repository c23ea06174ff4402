// Pressure transmitter on RS-485: the register map that many Chinese transmitters share, not verified against a manual.
import { defineDriver } from '../driver.ts';
import { readNow } from '../proving-commands.ts';
import { words } from '../words.ts';

export const pressureTransmitterModbus = defineDriver({
  model: 'balefire/pressure-transmitter-modbus',
  vendor: 'Balefire',
  title: words('压力变送器（Modbus）', 'Pressure transmitter (Modbus)'),
  kind: 'pipe',
  protocol: 'modbus',
  reportsEvery: 10,
  points: [
    {
      key: 'pressure',
      quantity: 'water.pressure',
      source: { on: 'register', table: 'holding', address: 4, type: 'int16', decimalsAt: 3, invalid: [0x7fff, -0x8000] },
    },
  ],
  commands: [readNow],
  examples: [
    { what: 'a healthy riser, three decimals', wire: { 'holding:3': [3, 352] }, means: { pressure: 0.352 } },
    { what: 'the same pressure on an instrument set to two decimals', wire: { 'holding:3': [2, 35] }, means: { pressure: 0.35 } },
    { what: 'the whole map in one read', wire: { 'holding:0': [1, 3, 0, 3, 620, 0, 1600] }, means: { pressure: 0.62 } },
    { what: 'a torn sensor wire', wire: { 'holding:3': [3, 0x7fff] }, refused: { pressure: 'sensor-invalid' } },
    { what: 'an instrument set to kilopascal', wire: { 'holding:3': [0, 352] }, refused: { pressure: 'out-of-range' } },
    { what: 'an absurd number of decimals', wire: { 'holding:3': [40, 352] }, refused: { pressure: 'sensor-invalid' } },
    { what: 'registers of something else', wire: { 'holding:40': [3, 352] }, fault: 'no-points' },
  ],
  source:
    'UNVERIFIED template: common practice of RS-485 transmitters, no manual read. Holding 0 slave, 1 baud, 2 unit, 3 decimals, ' +
    '4 measured (int16, raw / 10^decimals), 5 zero, 6 full scale. Set the instrument to MPa and compare with a gauge before use.',
});
