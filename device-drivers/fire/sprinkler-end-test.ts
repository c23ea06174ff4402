// Sprinkler end test 末端试水: the pressure at the worst placed nozzle, and whether the test valve lets water run.
import { defineDriver, json } from '../driver.ts';
import { pressure, radio } from '../points.ts';
import { words } from '../words.ts';

export const sprinklerEndTest = defineDriver({
  model: 'balefire/sprinkler-end-test',
  vendor: 'Balefire',
  title: words('末端试水监测装置', 'Sprinkler end-test unit'),
  kind: 'sprinkler',
  protocol: 'mqtt-json',
  reportsEvery: 600,
  points: [pressure, json('outflow', 'hydrant.outflow', { title: words('试水', 'Test flow') }), ...radio],
  commands: [],
  examples: [
    {
      what: 'static pressure',
      wire: '{"at":1767225600000,"seq":9,"points":{"pressure":0.22,"outflow":false,"battery":90,"batteryLow":false,"signal":-88,"fault":false}}',
      means: { pressure: 0.22, outflow: false, battery: 90, batteryLow: false, signal: -88, fault: false },
    },
    { what: 'a test runs', wire: '{"points":{"pressure":0.07,"outflow":true}}', means: { pressure: 0.07, outflow: true } },
    { what: 'a flow in words', wire: '{"points":{"outflow":"yes","pressure":0.07}}', refused: { outflow: 'wrong-type' } },
    { what: 'a list instead of an object', wire: '[0.07]', fault: 'not-an-object' },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; pressures after GB 50084-2017 5.0.1 (from memory)',
});
