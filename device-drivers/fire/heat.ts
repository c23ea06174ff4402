// Heat detector: state and temperature, where smoke is a part of the day (kitchen, garage).
import { defineDriver, json } from '../driver.ts';
import { radio, removed } from '../points.ts';
import { words } from '../words.ts';

export const heat = defineDriver({
  model: 'balefire/heat',
  vendor: 'Balefire',
  title: words('感温火灾探测器', 'Heat detector'),
  kind: 'heat',
  protocol: 'mqtt-json',
  reportsEvery: 21_600,
  points: [json('heat', 'heat.alarm'), json('temperature', 'heat.temperature'), ...radio, removed],
  commands: [],
  examples: [
    {
      what: 'a garage in winter',
      wire: '{"at":1767225600000,"seq":2,"points":{"heat":"normal","temperature":4.5,"battery":81,"batteryLow":false,"signal":-101,"fault":false,"removed":false}}',
      means: { heat: 'normal', temperature: 4.5, battery: 81, batteryLow: false, signal: -101, fault: false, removed: false },
    },
    { what: 'a fire', wire: '{"points":{"heat":"alarm","temperature":71.5}}', means: { heat: 'alarm', temperature: 71.5 } },
    { what: 'it grows hot', wire: '{"points":{"heat":"prealarm","temperature":54}}', means: { heat: 'prealarm', temperature: 54 } },
    { what: 'an open sensor wire', wire: '{"points":{"temperature":3276.7,"heat":"normal"}}', refused: { temperature: 'out-of-range' } },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; classes after GB 4716 (from memory)',
});
