// Combustible gas detector: concentration, state, and the valve that it shuts.
import { defineDriver, json } from '../driver.ts';
import { fault, mainsLost, signal } from '../points.ts';
import { selfTest } from '../proving-commands.ts';
import { words } from '../words.ts';

export const gas = defineDriver({
  model: 'balefire/gas',
  vendor: 'Balefire',
  title: words('可燃气体探测器', 'Combustible gas detector'),
  kind: 'gas',
  protocol: 'mqtt-json',
  reportsEvery: 600,
  points: [
    json('gas', 'gas.alarm'),
    json('gasConcentration', 'gas.concentration'),
    json('gasValveClosed', 'gas.valveClosed'),
    mainsLost,
    signal,
    fault,
  ],
  commands: [
    {
      id: 'closeValve',
      title: words('关断燃气阀', 'Close the gas valve'),
      arguments: {},
      expiresAfter: 60,
    },
    selfTest,
  ],
  examples: [
    {
      what: 'a clean kitchen',
      wire: '{"at":1767225600000,"seq":40,"points":{"gas":"normal","gasConcentration":0.4,"gasValveClosed":false,"mainsLost":false,"signal":-71,"fault":false}}',
      means: { gas: 'normal', gasConcentration: 0.4, gasValveClosed: false, mainsLost: false, signal: -71, fault: false },
    },
    {
      what: 'gas, and the valve shut by itself',
      wire: '{"points":{"gas":"alarm","gasConcentration":26.5,"gasValveClosed":true}}',
      means: { gas: 'alarm', gasConcentration: 26.5, gasValveClosed: true },
    },
    { what: 'a trace of gas', wire: '{"points":{"gas":"prealarm","gasConcentration":8}}', means: { gas: 'prealarm', gasConcentration: 8 } },
    {
      what: 'more than all of the lower limit and a state as a number',
      wire: '{"points":{"gas":2,"gasConcentration":130}}',
      refused: { gas: 'wrong-type', gasConcentration: 'out-of-range' },
    },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; levels after GB 15322 (from memory)',
});
