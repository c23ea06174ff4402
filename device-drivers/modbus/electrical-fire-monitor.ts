// Electrical-fire monitor on RS-485: four residual currents, four cable temperatures, voltage and arc, on a map of our own.
import { defineDriver, type Point } from '../driver.ts';
import { CHANNELS, cableTemperatureTitle, residualCurrentTitle } from '../points.ts';
import { readNow } from '../proving-commands.ts';
import { words } from '../words.ts';

const residualCurrents: Point[] = CHANNELS.map((channel) => ({
  key: `residualCurrent${channel}`,
  quantity: 'electric.residualCurrent',
  title: residualCurrentTitle(channel),
  source: { on: 'register', table: 'input', address: channel - 1, type: 'uint16', invalid: [0xffff] },
}));
const cableTemperatures: Point[] = CHANNELS.map((channel) => ({
  key: `cableTemperature${channel}`,
  quantity: 'electric.cableTemperature',
  title: cableTemperatureTitle(channel),
  source: { on: 'register', table: 'input', address: 3 + channel, type: 'int16', scale: 0.1, invalid: [0x7fff] },
}));

export const electricalFireMonitorModbus = defineDriver({
  model: 'balefire/electrical-fire-monitor-modbus',
  vendor: 'Balefire',
  title: words('电气火灾监控探测器（Modbus）', 'Electrical-fire monitor (Modbus)'),
  kind: 'electrical',
  protocol: 'modbus',
  reportsEvery: 10,
  points: [
    ...residualCurrents,
    ...cableTemperatures,
    {
      key: 'voltage',
      quantity: 'electric.voltage',
      source: { on: 'register', table: 'input', address: 8, type: 'uint16', scale: 0.1, invalid: [0xffff] },
    },
    { key: 'arc', quantity: 'electric.arc', source: { on: 'register', table: 'input', address: 16, type: 'bit', bit: 0 } },
  ],
  commands: [readNow],
  examples: [
    {
      what: 'a healthy panel',
      wire: { 'input:0': [86, 112, 41, 0, 315, 330, 295, 280, 2284], 'input:16': [0] },
      means: {
        residualCurrent1: 86,
        residualCurrent2: 112,
        residualCurrent3: 41,
        residualCurrent4: 0,
        cableTemperature1: 31.5,
        cableTemperature2: 33,
        cableTemperature3: 29.5,
        cableTemperature4: 28,
        voltage: 228.4,
        arc: false,
      },
    },
    {
      what: 'an arc and a hot cable in winter, read with the hole between',
      wire: { 'input:0': [86, 612, 41, 0, 0x10000 - 52, 845, 295, 280, 2284, 0, 0, 0, 0, 0, 0, 0, 0b101] },
      means: { residualCurrent2: 612, cableTemperature1: -5.2, cableTemperature2: 84.5, arc: true },
    },
    {
      what: 'a channel without a transformer and one without a probe',
      wire: { 'input:0': [0xffff, 112, 41, 0, 0x7fff, 330, 295, 280, 2284], 'input:16': [0] },
      refused: { residualCurrent1: 'sensor-invalid', cableTemperature1: 'sensor-invalid' },
    },
    {
      what: 'more current than any transformer measures',
      wire: { 'input:0': [9000, 112, 41, 0, 315, 330, 295, 280, 2284], 'input:16': [0] },
      refused: { residualCurrent1: 'out-of-range' },
    },
    { what: 'registers of something else', wire: { 'holding:0': [1, 2, 3] }, fault: 'no-points' },
  ],
  source:
    'Own map: no maker publishes a register table that could be read. Input 0-3 residual current mA, 4-7 cable temperature 0.1 °C, ' +
    '8 voltage 0.1 V, 16 status word (bit 0 arc). For a real instrument copy this file and enter its own addresses.',
});
