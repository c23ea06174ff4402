// Tank and pool level: roof tank or underground pool of a building.
import { defineDriver } from '../driver.ts';
import { level, radio } from '../points.ts';
import { words } from '../words.ts';

export const tankLevel = defineDriver({
  model: 'balefire/tank-level',
  vendor: 'Balefire',
  title: words('消防水箱（池）液位监测', 'Fire tank or pool level'),
  kind: 'tank',
  protocol: 'mqtt-json',
  reportsEvery: 600,
  points: [level, ...radio],
  commands: [],
  examples: [
    {
      what: 'a full roof tank',
      wire: '{"at":1767225600000,"seq":3,"points":{"level":2.85,"battery":64,"batteryLow":false,"signal":-79,"fault":false}}',
      means: { level: 2.85, battery: 64, batteryLow: false, signal: -79, fault: false },
    },
    { what: 'an empty pool', wire: '{"points":{"level":0}}', means: { level: 0 } },
    { what: 'a level below the bottom', wire: '{"points":{"level":-0.4,"battery":64}}', refused: { level: 'out-of-range' } },
    { what: 'only noise on the line', wire: '\u0002\u0003~~', fault: 'malformed-json' },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; levels after GB 50974-2014 4.3.9, 5.2.6',
});
