// Forest tank 林区水箱: water for the fire, far from any pipe.
import { defineDriver, json } from '../driver.ts';
import { level, radio, solar } from '../points.ts';
import { words } from '../words.ts';

export const forestTank = defineDriver({
  model: 'balefire/forest-tank',
  vendor: 'Balefire',
  title: words('林区蓄水箱', 'Forest water tank'),
  kind: 'forest-tank',
  protocol: 'mqtt-json',
  reportsEvery: 3600,
  points: [level, json('outflow', 'hydrant.outflow', { title: words('取水', 'Water taken') }), solar, ...radio],
  commands: [],
  examples: [
    {
      what: 'full',
      wire: '{"at":1767225600000,"seq":2,"points":{"level":1.9,"outflow":false,"solarVoltage":13.2,"battery":91,"batteryLow":false,"signal":-104,"fault":false}}',
      means: { level: 1.9, outflow: false, solarVoltage: 13.2, battery: 91, batteryLow: false, signal: -104, fault: false },
    },
    { what: 'a fire engine draws', wire: '{"points":{"level":1.2,"outflow":true}}', means: { level: 1.2, outflow: true } },
    { what: 'frozen sensor', wire: '{"points":{"level":null,"fault":true}}', refused: { level: 'sensor-invalid' } },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design',
});
