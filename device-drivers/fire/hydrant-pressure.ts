// Hydrant pressure: a transmitter at an indoor hydrant, in most buildings the worst placed one.
import { defineDriver } from '../driver.ts';
import { pressure, radio } from '../points.ts';
import { words } from '../words.ts';

export const hydrantPressure = defineDriver({
  model: 'balefire/hydrant-pressure',
  vendor: 'Balefire',
  title: words('室内消火栓压力监测', 'Indoor hydrant pressure sensor'),
  kind: 'hydrant',
  protocol: 'mqtt-json',
  reportsEvery: 600,
  points: [pressure, ...radio],
  commands: [],
  examples: [
    {
      what: 'static pressure on the top floor',
      wire: '{"at":1767225600000,"seq":20,"points":{"pressure":0.18,"battery":77,"batteryLow":false,"signal":-97,"fault":false}}',
      means: { pressure: 0.18, battery: 77, batteryLow: false, signal: -97, fault: false },
    },
    { what: 'the battery goes', wire: '{"points":{"battery":8,"batteryLow":true}}', means: { battery: 8, batteryLow: true } },
    { what: 'a pressure in words', wire: '{"points":{"pressure":"0.18"}}', refused: { pressure: 'wrong-type' } },
    { what: 'a frame cut off on the way', wire: '{"at":1767225600000,"points":{"pressure":0.1', fault: 'malformed-json' },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; pressures after GB 50974-2014 5.2.2, 7.4.12',
});
