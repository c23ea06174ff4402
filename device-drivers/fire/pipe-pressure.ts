// Pipe pressure: a battery-driven transmitter on a fire main, a riser or behind an alarm valve.
import { defineDriver } from '../driver.ts';
import { pressure, radio } from '../points.ts';
import { words } from '../words.ts';

export const pipePressure = defineDriver({
  model: 'balefire/pipe-pressure',
  vendor: 'Balefire',
  title: words('管网压力变送器', 'Pipe pressure transmitter'),
  kind: 'pipe',
  protocol: 'mqtt-json',
  reportsEvery: 600,
  points: [pressure, ...radio],
  commands: [],
  examples: [
    {
      what: 'a healthy riser',
      wire: '{"at":1767225600000,"seq":1,"points":{"pressure":0.62,"battery":93,"batteryLow":false,"signal":-84,"fault":false}}',
      means: { pressure: 0.62, battery: 93, batteryLow: false, signal: -84, fault: false },
    },
    { what: 'an empty pipe', wire: '{"points":{"pressure":0}}', means: { pressure: 0 } },
    { what: 'a transmitter with a torn wire', wire: '{"points":{"pressure":null,"fault":true}}', refused: { pressure: 'sensor-invalid' } },
    { what: 'pascal instead of megapascal', wire: '{"points":{"pressure":620000}}', refused: { pressure: 'out-of-range' } },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design',
});
