// Fire door 防火门: whether it is shut.
import { defineDriver, json } from '../driver.ts';
import { radio } from '../points.ts';
import { words } from '../words.ts';

export const door = defineDriver({
  model: 'balefire/door',
  vendor: 'Balefire',
  title: words('防火门监控', 'Fire door monitor'),
  kind: 'door',
  protocol: 'mqtt-json',
  reportsEvery: 3600,
  points: [json('door', 'door.position'), ...radio],
  commands: [],
  examples: [
    {
      what: 'shut, as it must be',
      wire: '{"at":1767225600000,"seq":1,"points":{"door":"closed","battery":70,"batteryLow":false,"signal":-95,"fault":false}}',
      means: { door: 'closed', battery: 70, batteryLow: false, signal: -95, fault: false },
    },
    { what: 'wedged open', wire: '{"points":{"door":"open"}}', means: { door: 'open' } },
    { what: 'its magnet is gone', wire: '{"points":{"door":"fault"}}', means: { door: 'fault' } },
    { what: 'another word for it', wire: '{"points":{"door":"ajar","battery":70}}', refused: { door: 'unknown-state' } },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design',
});
